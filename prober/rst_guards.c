/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/rst_guards.h"

void
rst_guards_init(struct rst_guards *g)
{
	*g = (struct rst_guards){ .adding = PTHREAD_MUTEX_INITIALIZER };
}

/* A guard is written before the count says that it is there. */
static enum status
add(struct rst_guards *g, const struct hop *hop, uint16_t first, unsigned n,
    struct error *err)
{
	unsigned last = atomic_load(&g->n), i;
	struct rst_guarded *to = &g->at[last];
	enum status status;

	for (i = 0; i < last; i++)
		if (g->at[i].ifindex == hop->ifindex &&
		    address_equal(&g->at[i].source, &hop->source))
			return STATUS_OK;
	if (last == RST_GUARDS_MAX)
		return error_set(err, STATUS_NO_MEMORY,
		    "replies to %u addresses are kept from the kernel already",
		    last);
	status = rst_guard_open(&to->guard, hop, first, n, err);
	if (status != STATUS_OK)
		return status;
	to->source = hop->source;
	to->ifindex = hop->ifindex;
	atomic_store(&g->n, last + 1);
	return STATUS_OK;
}

enum status
rst_guards_add(struct rst_guards *g, const struct hop *hop, uint16_t first,
    unsigned n, struct error *err)
{
	enum status status;

	(void)pthread_mutex_lock(&g->adding);
	status = add(g, hop, first, n, err);
	(void)pthread_mutex_unlock(&g->adding);
	return status;
}

bool
rst_guards_cover(const struct rst_guards *g, const struct ip_addr *a)
{
	const unsigned n = atomic_load(&g->n);
	unsigned i;

	for (i = 0; i < n; i++)
		if (address_equal(&g->at[i].source, a))
			return true;
	return false;
}

void
rst_guards_close(struct rst_guards *g)
{
	unsigned n = atomic_exchange(&g->n, 0), i;

	for (i = 0; i < n; i++)
		rst_guard_close(&g->at[i].guard);
}

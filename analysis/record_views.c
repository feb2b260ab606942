/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record_views.h"

#include <netinet/in.h>

#include <string.h>

const char *
record_view_name(enum record_view view)
{
	static const char *const words[VIEW_COUNT] = {
		[VIEW_REACHABLE] = "reachable_from",
		[VIEW_UNREACHABLE] = "unreachable_from",
		[VIEW_NOT_TESTABLE] = "not_testable_from",
	};

	return words[view];
}

/* The host with each endpoint at its best. */
static bool
at_best(struct record_host *h, struct arena *arena)
{
	struct record_endpoint *e;
	size_t i;

	e = arena_array(arena, h->n_endpoints, sizeof(*e));
	if (e == NULL)
		return false;
	if (h->n_endpoints > 0)
		memcpy(e, h->endpoints, h->n_endpoints * sizeof(*e));
	h->endpoints = e;
	for (i = 0; i < h->n_endpoints; i++) {
		if (e[i].views == NULL || e[i].views->from[VIEW_REACHABLE] == 0)
			continue;
		e[i].state = ENDPOINT_OPEN;
		e[i].reason = REASON_NONE;
	}
	return true;
}

bool
record_views_anywhere(struct record_domain *d, struct arena *arena)
{
	struct record_domain *copy = arena_alloc(arena, sizeof(*copy));
	size_t i;

	if (copy == NULL)
		return false;
	*copy = *d;
	copy->hosts = arena_array(arena, d->n_hosts, sizeof(*copy->hosts));
	if (copy->hosts == NULL)
		return false;
	if (d->n_hosts > 0)
		memcpy(copy->hosts, d->hosts, d->n_hosts * sizeof(*d->hosts));
	for (i = 0; i < d->n_hosts; i++)
		if (!at_best(&copy->hosts[i], arena))
			return false;
	d->anywhere = copy;
	return true;
}

/* The endpoints that speak for a service: TCP 53 does not for dns. */
static bool
counts_for(const struct record_host *h, const struct record_endpoint *e,
    enum service service)
{
	static const enum host_use uses[SERVICE_COUNT] = {
		[SERVICE_WEB] = USE_WEB,
		[SERVICE_WWW] = USE_WWW,
		[SERVICE_MAIL] = USE_MX,
		[SERVICE_DNS] = USE_NS,
	};

	return h->use == uses[service] && e->views != NULL &&
	    (service != SERVICE_DNS || e->proto == IPPROTO_UDP);
}

void
record_views_service(const struct record_domain *d, enum service service,
    uint64_t from[2][VIEW_COUNT])
{
	const struct record_endpoint *e;
	uint64_t *f;
	size_t i, j;
	unsigned view;

	memset(from, 0, 2 * sizeof(from[0]));
	for (i = 0; i < d->n_hosts; i++)
		for (j = 0; j < d->hosts[i].n_endpoints; j++) {
			e = &d->hosts[i].endpoints[j];
			if (!counts_for(&d->hosts[i], e, service))
				continue;
			f = from[family_index((enum family)e->address.family)];
			for (view = 0; view < VIEW_COUNT; view++)
				f[view] |= e->views->from[view];
		}
	for (i = 0; i < 2; i++) {
		f = from[i];
		f[VIEW_UNREACHABLE] &= ~f[VIEW_REACHABLE];
		f[VIEW_NOT_TESTABLE] &=
		    ~(f[VIEW_REACHABLE] | f[VIEW_UNREACHABLE]);
	}
}

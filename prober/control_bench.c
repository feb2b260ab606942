/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/control_bench.h"

#define BENCH_NS UINT64_C(30000000000)

unsigned
control_bench_next(struct controls *c, struct control_kind *k, uint64_t now_ns)
{
	unsigned i;
	uint16_t at;

	for (i = 0; i < k->n_positive; i++) {
		at = k->positive[k->next_positive++ % k->n_positive];
		if (c->benched_ns[at] <= now_ns)
			return at;
	}
	/* All are benched: nobody is. */
	for (i = 0; i < k->n_positive; i++)
		c->benched_ns[k->positive[i]] = 0;
	return k->positive[0];
}

/*
 * True if one that was silent is to blame itself, because the others answer.
 * While a kind is not well that can be so of half its controls at most.
 */
static bool
is_dead(
    const struct controls *c, const struct control_kind *k, unsigned control)
{
	unsigned dead = 1, i;

	if (k->health.good)
		return true;
	for (i = 0; i < k->n_positive; i++)
		dead += k->positive[i] != control &&
		    c->benched_ns[k->positive[i]] != 0;
	return health_others_answer(&k->health) && 2 * dead <= k->n_positive;
}

void
control_bench_note(struct controls *c, const struct control_kind *k,
    unsigned control, bool answered, uint64_t now_ns)
{
	if (answered)
		c->benched_ns[control] = 0;
	else if (is_dead(c, k, control))
		c->benched_ns[control] = now_ns + BENCH_NS;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/deceit.h"

#define DNS_PORT 53

/* When the lookup last heard what the controls of a kind vouch for; 0: never.
 */
static uint64_t
heard_ns(const struct lookup *l, unsigned kind)
{
	uint64_t last_ns = 0;
	unsigned i;

	if (kind >= KIND_RESOLVER)
		return kind == KIND_RESOLVER + l->server ? l->answered_ns : 0;
	if (controls_kind_port(kind) != DNS_PORT)
		return 0;
	for (i = 0; i < l->n_walks; i++)
		if (walk_rests_on(l->walks[i], kind / KINDS_PER_FAMILY) &&
		    l->walks[i]->answered_ns > last_ns)
			last_ns = l->walks[i]->answered_ns;
	return last_ns;
}

/* Once it is known that somebody lies, over UDP or over TCP, walks hear
 * nothing more in that way until he is gone. */
static bool
misleads_walks(const struct engine *e, unsigned kind)
{
	return e->config.hints != NULL &&
	    controls_kind_port(kind) == DNS_PORT &&
	    e->controls.kinds[kind].health.cleared;
}

void
deceit_noticed(
    struct engine *e, unsigned kind, uint64_t began_ns, uint64_t now_ns)
{
	uint64_t within_ns = e->controls.kinds[kind].health.honest_ns;
	struct table_node *n;
	struct lookup *l;
	uint64_t at;

	if (kind < KIND_RESOLVER && !misleads_walks(e, kind))
		return;
	if (kind < KIND_RESOLVER)
		walks_distrust(e, kind / KINDS_PER_FAMILY, now_ns);
	for (n = table_each(&e->lookups, NULL); n != NULL;
	     n = table_each(&e->lookups, n)) {
		l = table_entry(n, struct lookup, node);
		at = heard_ns(l, kind);
		l->distrusted |= at != 0 && at + within_ns >= began_ns &&
		    at <= began_ns + within_ns;
	}
}

/* A resolver that denies what cannot be would have done so by now. */
static bool
vouched_for(const struct engine *e, const struct lookup *l)
{
	unsigned kind = KIND_RESOLVER + l->server;

	return l->server == LOOKUP_NO_SERVER || l->answered_ns == 0 ||
	    health_vouches(&e->controls.kinds[kind].health, l->answered_ns);
}

enum health_word
deceit_judge(const struct engine *e, struct lookup *l, uint64_t now_ns,
    uint64_t *decided_ns)
{
	uint64_t at, then;
	unsigned kind;

	*decided_ns = 0;
	for (kind = 0; kind < e->controls.n_kinds; kind++) {
		if ((at = heard_ns(l, kind)) == 0)
			continue;
		then = controls_decided_ns(&e->controls, kind, at);
		if (then > *decided_ns)
			*decided_ns = then;
	}
	if (now_ns < *decided_ns)
		return HEALTH_PENDING;
	l->distrusted |= !l->trusted && !vouched_for(e, l);
	l->trusted = true;
	return l->distrusted ? HEALTH_BAD : HEALTH_GOOD;
}

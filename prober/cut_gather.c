/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a zone's servers are: walks to their names, over the cut's family, and
 * where that comes to nothing, over the other one to tell why.
 */
#include <assert.h>

#include "prober/engine_state.h"
#include "prober/walk.h"

#define AT_ONCE        2 /* name servers that are looked for */
#define LOOKED_FOR_MAX 5 /* of those that cost queries */
/* Whoever does not serve the domain gets 10 packets (DESIGN section 4): a name
 * may take two, as what is lost is asked again, and a verification three. */
#define IN_VAIN_MAX   7
#define IN_VAIN_EACH  2
#define ADDRESSES_MAX 8 /* DESIGN section 4: of one of them */
#define CIRCLE_MAX    64

static bool
in_domain(const struct cut *c, const struct cut_ns *ns)
{
	struct dns_name zone = name_value(c->zone), name = name_value(ns->name);

	return dns_name_within(&name, &zone);
}

static void
take_addresses(
    struct engine *e, struct cut *c, struct cut_ns *ns, const struct walk *w)
{
	unsigned i;

	ns->state = NS_NONE;
	/* The name of a name server must not be an alias (RFC 2181, 10.3). */
	if (w->status != LOOKUP_OK || w->answer.n_cnames > 0)
		return;
	ns->state = NS_KNOWN;
	for (i = 0; i < w->answer.n_items && i < ADDRESSES_MAX; i++)
		cut_add_server(e, c, ns, &w->answer.items[i].addr);
}

static uint8_t
in_all(uint8_t a, uint8_t b)
{
	return a < UINT8_MAX - b ? (uint8_t)(a + b) : UINT8_MAX;
}

/* A walk to a name server's addresses has ended. */
static void
news(struct engine *e, void *owner, struct walk *w, uint64_t now_ns)
{
	struct cut *c = owner;
	struct cut_ns *ns;
	unsigned i;

	(void)now_ns;
	if (!walk_done(w))
		return;
	for (i = 0; i < c->n_ns && c->ns[i].walk != w; i++)
		;
	ns = &c->ns[i];
	ns->walk = NULL;
	if (w->queries > 0)
		c->looked_for++;
	if (w->outcome != WALK_ANSWERED || w->status != LOOKUP_OK)
		c->in_vain = in_all(c->in_vain, w->queries_here);
	if (ns->examined) {
		ns->elsewhere = w->outcome == WALK_ANSWERED
		    ? w->status == LOOKUP_OK
		    : w->outcome != WALK_UNKNOWN && !in_domain(c, ns);
		ns->untold = w->outcome != WALK_ANSWERED && !ns->elsewhere;
	} else if (w->outcome == WALK_ANSWERED) {
		take_addresses(e, c, ns, w);
	} else {
		ns->state = NS_FAILED;
		c->unsure |= w->outcome == WALK_UNKNOWN;
	}
	walk_put(e, w);
	cut_wake(e, c);
	cut_put(e, c);
}

/* Walks to the addresses of the cut's family, over one of the families. */
static void
look_for(struct engine *e, struct cut *c, struct cut_ns *ns, unsigned over,
    const struct walk *payer)
{
	uint16_t type = c->family == 1 ? DNS_TYPE_AAAA : DNS_TYPE_A;

	if (payer->depth == WALK_DEPTH_MAX) {
		ns->state = NS_FAILED;
		ns->untold = c->unsure = true;
		return;
	}
	ns->state = NS_ASKED;
	ns->walk =
	    walk_get(e, ns->name, type, over, payer->purse, payer->depth + 1u);
	cut_hold(e, c);
	walk_wait(e, ns->walk, news, c);
}

static unsigned
under_way(const struct cut *c)
{
	unsigned n = 0, i;

	for (i = 0; i < c->n_ns; i++)
		n += c->ns[i].walk != NULL;
	return n;
}

/* No address over this family: are there any at all? */
static void
examine(struct engine *e, struct cut *c, const struct walk *payer)
{
	unsigned i;

	for (i = 0; i < c->n_ns && under_way(c) < AT_ONCE; i++) {
		struct cut_ns *ns = &c->ns[i];

		if (ns->examined || ns->state == NS_NONE)
			continue;
		ns->examined = c->crossed = true;
		look_for(e, c, ns, 1u - c->family, payer);
	}
}

/* Of a zone that has no address to ask: why? */
static enum chain_reason
autopsy(const struct cut *c)
{
	enum chain_reason reason = CHAIN_NO_NS_ADDRESS;
	bool untold = false;
	unsigned i;

	if (c->forbidden)
		return CHAIN_ADDRESS_SILENT;
	for (i = 0; i < c->n_ns; i++) {
		untold |= c->ns[i].untold;
		if (!c->ns[i].elsewhere)
			continue;
		if (!in_domain(c, &c->ns[i]))
			return CHAIN_SIBLING_NOT_RESOLVING;
		reason = CHAIN_MISSING_GLUE;
	}
	return untold ? CHAIN_NO_ADDRESS_FOUND : reason;
}

/* They may be looked for again, by somebody else. */
static void
forget_failures(struct cut *c)
{
	unsigned i;

	c->unsure = false;
	for (i = 0; i < c->n_ns; i++)
		if (c->ns[i].state == NS_FAILED)
			c->ns[i].state = NS_UNASKED;
}

/* Their names may all lie where it hurts somebody. */
static bool
may_look_further(const struct cut *c)
{
	return c->looked_for < LOOKED_FOR_MAX &&
	    c->in_vain + IN_VAIN_EACH * (under_way(c) + 1) <= IN_VAIN_MAX;
}

/* Looks for more name servers' addresses, but not without end. */
static void
look_further(struct engine *e, struct cut *c, const struct walk *payer)
{
	unsigned i;

	for (i = 0; i < c->n_ns && under_way(c) < AT_ONCE; i++) {
		if (c->ns[i].state != NS_UNASKED)
			continue;
		/* What lies in the zone itself is found by glue alone. */
		if (in_domain(c, &c->ns[i])) {
			c->ns[i].state = NS_FAILED;
		} else if (may_look_further(c)) {
			look_for(e, c, &c->ns[i], c->family, payer);
		} else {
			c->trimmed |= under_way(c) == 0;
			return;
		}
	}
}

enum cut_gathering
cut_gather(struct engine *e, struct cut *c, struct walk *payer)
{
	look_further(e, c, payer);
	if (under_way(c) > 0)
		return CUT_GATHERING;
	if (c->n_servers > 0)
		return CUT_GATHERED;
	if (c->trimmed) {
		cut_break(e, c, CHAIN_NONE);
		return CUT_NOWHERE;
	}
	if (c->unsure) {
		forget_failures(c);
		return CUT_UNSURE;
	}
	examine(e, c, payer);
	if (under_way(c) > 0)
		return CUT_GATHERING;
	cut_break(e, c, autopsy(c));
	return CUT_NOWHERE;
}

static bool cut_stuck(struct cut *, uint32_t visit);

static bool
walk_stuck(struct walk *w, uint32_t visit)
{
	if (w == NULL || w->visit == visit)
		return true;
	w->visit = visit;
	return !walk_done(w) && LIST_EMPTY(&w->errands) && !w->is_stirred &&
	    w->waits_at != NULL && cut_stuck(w->waits_at, visit);
}

static bool
cut_stuck(struct cut *c, uint32_t visit)
{
	unsigned i;

	if (c->visit == visit)
		return true;
	c->visit = visit;
	if (!walk_stuck(c->scout, visit) || !walk_stuck(c->pioneer, visit) ||
	    !walk_stuck(c->verifier, visit))
		return false;
	for (i = 0; i < c->n_ns; i++)
		if (!walk_stuck(c->ns[i].walk, visit))
			return false;
	return true;
}

/* Whoever goes ahead for those who wait at the cut. */
static const struct walk *
leader(const struct cut *c)
{
	return c->scout != NULL   ? c->scout
	    : c->verifier != NULL ? c->verifier
				  : c->pioneer;
}

void
cut_break_circle(struct engine *e, struct cut *c, uint64_t now_ns)
{
	unsigned i, hops;

	if (!cut_stuck(c, ++e->visit))
		return;
	for (hops = 0; under_way(c) == 0 && hops < CIRCLE_MAX; hops++) {
		if (leader(c) == NULL || leader(c)->waits_at == NULL)
			return;
		c = leader(c)->waits_at;
	}
	assert(under_way(c) > 0);
	for (i = 0; i < c->n_ns; i++)
		if (c->ns[i].walk != NULL)
			walk_give_up(e, c->ns[i].walk, now_ns);
}

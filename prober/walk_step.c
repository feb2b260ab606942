/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a walk goes next: down, to another server, or to an end.
 */
#include "prober/engine_state.h"
#include "prober/errand.h"

/* What a server of unknown speed is held to take. */
#define UNKNOWN_RTT_NS UINT64_C(50000000)

/* The end of the name that has so many labels more than the zone. */
static bool
longer_end(const struct walk *w, unsigned more, struct dns_name *out)
{
	struct dns_name zone = name_value(w->cut->zone);
	unsigned labels;

	*out = name_value(w->name);
	labels = dns_name_labels(out);
	more += dns_name_labels(&zone);
	if (more > labels)
		return false;
	for (; labels > more; labels--)
		(void)dns_name_parent(out, out);
	return true;
}

/*
 * Goes down through all cuts that are known.  Below the last of them a walk
 * scouts the next longer name; returns false while another does so.
 */
static bool
descend(struct engine *e, struct walk *w, uint64_t now_ns)
{
	struct dns_name next;
	unsigned more = 1;
	struct cut *c;

	while (w->scouted == NULL && longer_end(w, more, &next)) {
		c = cut_find(e, &next, w->family);
		if (c == NULL) {
			w->scouted = cut_new(e, &next, w->family, w);
			return true;
		}
		switch ((enum cut_state)c->state) {
		case CUT_SCOUTED:
			if (c->scout == NULL) {
				c->scout = w;
				w->scouted = c;
				return true;
			}
			/* The scout may be waiting for us: go on. */
			if (w->cut->pioneer == w) {
				cut_put(e, c);
				return true;
			}
			walk_wait_at(e, w, c, now_ns);
			cut_put(e, c);
			return false;
		case CUT_ABSENT:
			cut_put(e, c);
			more++;
			break;
		default:
			walk_enter(e, w, c, now_ns);
			more = 1;
		}
	}
	return true;
}

/* The server to ask next: the one whose answer would come first. */
static int
choose(const struct engine *e, struct walk *w, uint64_t now_ns)
{
	uint64_t best_ns = UINT64_MAX, at_ns;
	bool all = w->thorough || walk_verifies(w);
	struct cut_server *s;
	int best = -1;
	unsigned i;

	for (i = 0; i < w->cut->n_servers; i++) {
		s = &w->cut->servers[i];
		if ((w->tried & 1u << i) != 0 ||
		    (!all && (s->state == SERVER_LAME || s->server->dead)))
			continue;
		at_ns = errand_slot_ns(e, s, now_ns);
		at_ns += s->server->srtt_us != 0
		    ? (uint64_t)s->server->srtt_us * 1000
		    : UNKNOWN_RTT_NS;
		if (at_ns < best_ns) {
			best_ns = at_ns;
			best = (int)i;
		}
	}
	return best;
}

/* True while a server may answer in good time. */
static bool
in_good_time(const struct walk *w)
{
	const struct errand *x;

	LIST_FOREACH(x, &w->errands, of_walk)
	{
		if (!x->late)
			return true;
	}
	return false;
}

/*
 * Its cut is broken, or beyond us.  Where no control says that we could be
 * heard, a root out of reach is our own matter.
 */
static void
end_broken(struct engine *e, struct walk *w, uint64_t now_ns)
{
	const struct cut *c = w->cut;

	if (c->reason == CHAIN_NONE || (c->zone->len == 1 && !e->controls.on))
		walk_unknown(e, w, now_ns);
	else
		walk_finish(e, w, WALK_BROKEN, LOOKUP_TIMEOUT, now_ns);
}

/* The verification has heard all that can be heard. */
static void
pass_judgement(struct engine *e, struct walk *w, uint64_t now_ns)
{
	enum chain_reason reason = CHAIN_ADDRESS_SILENT;
	struct cut *c = w->cut;
	unsigned i;

	for (i = 0; i < c->n_servers; i++)
		if (c->servers[i].state == SERVER_LAME)
			reason = CHAIN_LAME;
	if (c->proven) {
		walk_finish(
		    e, w, WALK_FAILED, (enum lookup_status)w->status, now_ns);
		return;
	}
	cut_break(e, c, c->trimmed || w->unsure ? CHAIN_NONE : reason);
	end_broken(e, w, now_ns);
}

/* Waits for what its cut's verification finds, which may take long. */
static void
await_verification(struct engine *e, struct walk *w, uint64_t now_ns)
{
	struct walk_waiter *x;

	if (!w->doubtful) {
		w->doubtful = true;
		for (x = w->waiters; x != NULL; x = x->next)
			x->news(e, x->owner, w, now_ns);
	}
	walk_wait_at(e, w, w->cut, now_ns);
}

static void
verified(struct engine *e, void *owner, struct walk *v, uint64_t now_ns)
{
	struct cut *c = owner;
	struct walk *w, *next;

	if (!walk_done(v))
		return;
	c->verifier = NULL;
	for (w = TAILQ_FIRST(&c->waiting); w != NULL; w = next) {
		next = TAILQ_NEXT(w, link);
		/* A verification that leads astray is no verdict, either. */
		if (v->outcome == WALK_UNKNOWN ||
		    (!c->proven && c->state == CUT_LIVE))
			walk_unknown(e, w, now_ns);
	}
	cut_wake(e, c);
	walk_put(e, v);
	cut_put(e, c);
}

static void
verify(struct engine *e, struct walk *w, uint64_t now_ns)
{
	struct cut *c = w->cut;

	if (c->verifier == NULL) {
		c->verifier = walk_get(
		    e, c->zone, DNS_TYPE_SOA, w->family, w->purse, w->depth);
		cut_hold(e, c);
		walk_wait(e, c->verifier, verified, c);
		cut_wake(e, c);
	}
	await_verification(e, w, now_ns);
}

/* Every server that is known has been asked, and is late or of no help. */
static void
run_out(struct engine *e, struct walk *w, uint64_t now_ns)
{
	struct cut *c = w->cut;

	switch (cut_gather(e, c, w)) {
	case CUT_GATHERING:
		walk_wait_at(e, w, c, now_ns);
		return;
	case CUT_NOWHERE:
		end_broken(e, w, now_ns);
		return;
	case CUT_UNSURE:
		walk_unknown(e, w, now_ns);
		return;
	case CUT_GATHERED:
		break;
	}
	if (!c->proven && !walk_verifies(w)) {
		verify(e, w, now_ns);
	} else if (!LIST_EMPTY(&w->errands)) {
		return;
	} else if (w->denied) {
		if (w->scouted != NULL)
			cut_absent(e, w->scouted);
		walk_finish(e, w, WALK_ANSWERED, LOOKUP_NODATA, now_ns);
	} else if (walk_verifies(w)) {
		pass_judgement(e, w, now_ns);
	} else if (!w->thorough) {
		w->thorough = true;
		w->tried = 0;
		walk_stir(e, w);
	} else {
		walk_finish(
		    e, w, WALK_FAILED, (enum lookup_status)w->status, now_ns);
	}
}

/*
 * Asks another server, or in a verification all of them; false when none is
 * left and none is expected to answer in time.
 */
static bool
ask_next(struct engine *e, struct walk *w, uint64_t now_ns)
{
	bool verifies = walk_verifies(w), asked = false;
	int server;

	if (!verifies && in_good_time(w))
		return true;
	while ((server = choose(e, w, now_ns)) >= 0 && (verifies || !asked)) {
		if (purse_spent(e, w->purse, now_ns) ||
		    w->queries >= WALK_QUERIES_MAX) {
			w->purse->overdrawn = true;
			walk_unknown(e, w, now_ns);
			return true;
		}
		w->tried |= 1u << server;
		errand_open(
		    e, w, (unsigned)server, verifies || w->thorough, now_ns);
		asked = true;
	}
	return asked;
}

void
walk_advance(struct engine *e, struct walk *w, uint64_t now_ns)
{
	struct cut *c;

	walk_stop_waiting(e, w);
	if (!e->controls.on &&
	    e->config.source[w->family].family == FAMILY_NONE) {
		walk_unknown(e, w, now_ns);
		return;
	}
	if (!descend(e, w, now_ns))
		return;
	c = w->cut;
	if (c->state == CUT_BROKEN) {
		end_broken(e, w, now_ns);
		return;
	}
	if (!c->proven && !walk_verifies(w)) {
		if (c->pioneer == NULL)
			c->pioneer = w;
		if (c->pioneer != w && c->verifier != NULL) {
			await_verification(e, w, now_ns);
			return;
		}
		if (c->pioneer != w) {
			walk_wait_at(e, w, c, now_ns);
			return;
		}
	}
	if (!ask_next(e, w, now_ns))
		run_out(e, w, now_ns);
}

static void
prove(struct engine *e, struct cut *c, unsigned server)
{
	c->servers[server].state = SERVER_GOOD;
	if (c->proven)
		return;
	c->proven = true;
	cut_wake(e, c);
}

void
walk_answered(struct engine *e, struct walk *w, unsigned server,
    enum lookup_status status, uint64_t now_ns)
{
	prove(e, w->cut, server);
	if (w->scouted != NULL)
		cut_absent(e, w->scouted);
	walk_finish(e, w, WALK_ANSWERED, status, now_ns);
}

bool
walk_doubts_denial(struct engine *e, struct walk *w, unsigned server)
{
	prove(e, w->cut, server);
	if (w->denied)
		return false;
	w->denied = true;
	walk_stir(e, w);
	return true;
}

void
walk_referred(struct engine *e, struct walk *w, unsigned server,
    const struct referral *r, uint64_t now_ns)
{
	struct cut *c = cut_find(e, &r->zone, w->family);

	prove(e, w->cut, server);
	if (w->scouted != NULL && w->scouted != c)
		cut_absent(e, w->scouted);
	if (c == NULL)
		c = cut_new(e, &r->zone, w->family, NULL);
	if (c->state == CUT_SCOUTED || c->state == CUT_ABSENT)
		cut_delegate(e, c, r);
	walk_enter(e, w, c, now_ns);
	walk_stir(e, w);
}

void
walk_refused(struct engine *e, struct walk *w, unsigned server,
    enum cut_server_state state, enum lookup_status status)
{
	struct cut_server *s = &w->cut->servers[server];

	w->status = (uint8_t)status;
	/* One question that fails is no verdict on the server. */
	if (s->state != SERVER_GOOD &&
	    (walk_verifies(w) || status == LOOKUP_REFUSED))
		s->state = (uint8_t)state;
	if (state == SERVER_SILENT && s->server->srtt_us == 0)
		s->server->dead = true;
	walk_stir(e, w);
}

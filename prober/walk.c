/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/walk.h"

#include <assert.h>
#include <xxhash.h>

#include "prober/engine_state.h"
#include "prober/errand.h"
#include "prober/plan.h"

/* What a server of unknown speed is held to take. */
#define UNKNOWN_RTT_NS UINT64_C(50000000)

bool
walk_verifies(const struct walk *w)
{
	return w->type == DNS_TYPE_SOA && w->cut->zone == w->name;
}

static uint64_t
key_hash(const struct name *name, uint16_t type, unsigned family)
{
	return XXH3_64bits_withSeed(&name->node.hash, sizeof(name->node.hash),
	    (uint64_t)type << 1 | family);
}

static struct walk *
find(const struct engine *e, const struct name *name, uint16_t type,
    unsigned family)
{
	struct table_node *n =
	    table_first(&e->walks, key_hash(name, type, family));
	struct walk *w;

	for (; n != NULL; n = table_next(n)) {
		w = table_entry(n, struct walk, node);
		if (w->name == name && w->type == type && w->family == family &&
		    !w->stale)
			return w;
	}
	return NULL;
}

static void
destroy(struct engine *e, struct walk *w)
{
	assert(w->refs == 0 && walk_done(w) && w->waiters == NULL);
	table_remove(&e->walks, &w->node);
	answer_free(&w->answer, &e->names);
	cut_put(e, w->cut);
	names_put(&e->names, w->name);
	pool_put(&e->walk_pool, w);
}

struct walk *
walk_get(struct engine *e, struct name *name, uint16_t type, unsigned family,
    struct purse *purse, unsigned depth)
{
	struct walk *w = find(e, name, type, family);
	const struct dns_name root = { .len = 1 };

	if (w != NULL) {
		if (w->refs++ == 0) {
			TAILQ_REMOVE(&e->idle_walks, w, link);
			e->n_idle_walks--;
		}
		/* Of all who want to know, the richest pays. */
		if (!walk_done(w) && w->purse->queries > purse->queries) {
			purse_put(e, w->purse);
			w->purse = purse_ref(purse);
		}
		return w;
	}
	w = pool_get(&e->walk_pool);
	*w = (struct walk){
		.name = name_ref(name),
		.type = type,
		.family = (uint8_t)family,
		.cut = cut_find(e, &root, family),
		.purse = purse_ref(purse),
		.depth = (uint8_t)depth,
		.status = LOOKUP_TIMEOUT,
		.refs = 1,
	};
	LIST_INIT(&w->errands);
	table_insert(&e->walks, &w->node, key_hash(name, type, family));
	walk_stir(e, w);
	return w;
}

void
walk_put(struct engine *e, struct walk *w)
{
	if (--w->refs > 0)
		return;
	if (w->outcome == WALK_UNKNOWN || w->stale) {
		destroy(e, w);
		return;
	}
	TAILQ_INSERT_TAIL(&e->idle_walks, w, link);
	if (++e->n_idle_walks <= e->config.cache)
		return;
	w = TAILQ_FIRST(&e->idle_walks);
	TAILQ_REMOVE(&e->idle_walks, w, link);
	e->n_idle_walks--;
	destroy(e, w);
}

void
walk_wait(struct engine *e, struct walk *w,
    void (*news)(struct engine *, void *, struct walk *, uint64_t), void *owner)
{
	struct walk_waiter *x = pool_get(&e->walk_waiter_pool);

	*x = (struct walk_waiter){ w->waiters, news, owner };
	w->waiters = x;
	/* Of one that is done already news come all the same, in its turn. */
	walk_stir(e, w);
}

void
walk_stir(struct engine *e, struct walk *w)
{
	if (w->is_stirred)
		return;
	w->is_stirred = true;
	TAILQ_INSERT_TAIL(&e->stirred_walks, w, stir);
}

static void
stop_waiting(struct engine *e, struct walk *w)
{
	struct cut *c = w->waits_at;

	if (c == NULL)
		return;
	w->waits_at = NULL;
	TAILQ_REMOVE(&c->waiting, w, link);
	cut_put(e, c);
}

static void
wait_at(struct engine *e, struct walk *w, struct cut *c, uint64_t now_ns)
{
	stop_waiting(e, w);
	cut_hold(e, c);
	w->waits_at = c;
	TAILQ_INSERT_TAIL(&c->waiting, w, link);
	cut_break_circle(e, c, now_ns);
}

static void
call_off(struct engine *e, struct walk *w, uint64_t now_ns)
{
	while (!LIST_EMPTY(&w->errands))
		errand_close(e, LIST_FIRST(&w->errands), now_ns);
}

/* It no longer goes ahead for others; they find somebody else. */
static void
step_down(struct engine *e, struct walk *w)
{
	struct cut *c = w->scouted;

	if (w->cut->pioneer == w) {
		w->cut->pioneer = NULL;
		cut_wake(e, w->cut);
	}
	if (c == NULL)
		return;
	w->scouted = NULL;
	if (c->state == CUT_SCOUTED) {
		c->scout = NULL;
		cut_wake(e, c);
	}
	cut_put(e, c);
}

static void
finish(struct engine *e, struct walk *w, enum walk_outcome outcome,
    enum lookup_status status, uint64_t now_ns)
{
	call_off(e, w, now_ns);
	stop_waiting(e, w);
	step_down(e, w);
	w->outcome = (uint8_t)outcome;
	w->status = (uint8_t)status;
	w->answered_ns = now_ns;
	w->stale |= w->cut->stale;
	purse_put(e, w->purse);
	w->purse = NULL;
	e->progress_ns = now_ns;
	walk_stir(e, w);
}

void
walk_fail(struct engine *e, struct walk *w, uint64_t now_ns)
{
	finish(e, w, WALK_FAILED, LOOKUP_SERVFAIL, now_ns);
}

void
walk_unknown(struct engine *e, struct walk *w, uint64_t now_ns)
{
	finish(e, w, WALK_UNKNOWN, LOOKUP_TIMEOUT, now_ns);
}

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

static void
enter(struct engine *e, struct walk *w, struct cut *c, uint64_t now_ns)
{
	call_off(e, w, now_ns);
	step_down(e, w);
	cut_put(e, w->cut);
	w->cut = c;
	w->tried = 0;
	w->thorough = false;
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
			wait_at(e, w, c, now_ns);
			cut_put(e, c);
			return false;
		case CUT_ABSENT:
			cut_put(e, c);
			more++;
			break;
		default:
			enter(e, w, c, now_ns);
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
		    (s->state == SERVER_LAME && !all))
			continue;
		if (s->server->dead) {
			s->state = SERVER_SILENT;
			continue;
		}
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
		finish(
		    e, w, WALK_FAILED, (enum lookup_status)w->status, now_ns);
		return;
	}
	cut_break(e, c, reason);
	finish(e, w, WALK_BROKEN, LOOKUP_TIMEOUT, now_ns);
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
	struct walk_waiter *x;

	if (c->verifier == NULL) {
		c->verifier = walk_get(
		    e, c->zone, DNS_TYPE_SOA, w->family, w->purse, w->depth);
		cut_hold(e, c);
		walk_wait(e, c->verifier, verified, c);
	}
	if (!w->doubtful) {
		w->doubtful = true;
		for (x = w->waiters; x != NULL; x = x->next)
			x->news(e, x->owner, w, now_ns);
	}
	wait_at(e, w, c, now_ns);
}

/* Every server that is known has been asked, and is late or of no help. */
static void
run_out(struct engine *e, struct walk *w, uint64_t now_ns)
{
	struct cut *c = w->cut;

	switch (cut_gather(e, c, w)) {
	case CUT_GATHERING:
		wait_at(e, w, c, now_ns);
		return;
	case CUT_NOWHERE:
		finish(e, w, WALK_BROKEN, LOOKUP_TIMEOUT, now_ns);
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
	} else if (walk_verifies(w)) {
		pass_judgement(e, w, now_ns);
	} else if (!w->thorough) {
		w->thorough = true;
		w->tried = 0;
		walk_stir(e, w);
	} else {
		finish(
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
		if (purse_spent(w->purse, now_ns) ||
		    w->queries >= WALK_QUERIES_MAX) {
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

static void
advance(struct engine *e, struct walk *w, uint64_t now_ns)
{
	struct cut *c;

	stop_waiting(e, w);
	if (!e->controls.on &&
	    e->config.source[w->family].family == FAMILY_NONE) {
		walk_unknown(e, w, now_ns);
		return;
	}
	if (!descend(e, w, now_ns))
		return;
	c = w->cut;
	if (c->state == CUT_BROKEN) {
		finish(e, w, WALK_BROKEN, LOOKUP_TIMEOUT, now_ns);
		return;
	}
	if (!c->proven && !walk_verifies(w)) {
		if (c->pioneer == NULL)
			c->pioneer = w;
		if (c->pioneer != w) {
			wait_at(e, w, c, now_ns);
			return;
		}
	}
	if (!ask_next(e, w, now_ns))
		run_out(e, w, now_ns);
}

/* Tells whoever waits for it that it is done. */
static void
tell(struct engine *e, struct walk *w, uint64_t now_ns)
{
	struct walk_waiter *x;

	w->refs++;
	while ((x = w->waiters) != NULL) {
		w->waiters = x->next;
		x->news(e, x->owner, w, now_ns);
		pool_put(&e->walk_waiter_pool, x);
	}
	walk_put(e, w);
}

void
walks_step(struct engine *e, uint64_t now_ns)
{
	struct walk *w;

	while ((w = TAILQ_FIRST(&e->stirred_walks)) != NULL) {
		TAILQ_REMOVE(&e->stirred_walks, w, stir);
		w->is_stirred = false;
		if (walk_done(w))
			tell(e, w, now_ns);
		else
			advance(e, w, now_ns);
	}
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
	finish(e, w, WALK_ANSWERED, status, now_ns);
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
	enter(e, w, c, now_ns);
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

void
walks_init(struct engine *e)
{
	const struct dns_name root = { .len = 1 };
	struct name *name = names_get(&e->names, &root);
	struct purse *purse = purse_new(e, PLAN_WAIT_NS);

	cuts_init(e);
	/* These two stay for the whole run. */
	(void)walk_get(e, name, DNS_TYPE_NS, 0, purse, 0);
	(void)walk_get(e, name, DNS_TYPE_NS, 1, purse, 0);
	purse_put(e, purse);
	names_put(&e->names, name);
}

void
walks_free(struct engine *e)
{
	struct table_node *n;
	size_t i;

	for (i = 0; i < e->walks.n_buckets; i++)
		for (n = e->walks.buckets[i]; n != NULL; n = n->next)
			answer_free(&table_entry(n, struct walk, node)->answer,
			    &e->names);
	table_free(&e->walks);
}

void
walks_distrust(struct engine *e, unsigned family)
{
	struct table_node *n;
	struct walk *w;
	struct cut *c;
	size_t i;

	for (i = 0; i < e->walks.n_buckets; i++)
		for (n = e->walks.buckets[i]; n != NULL; n = n->next) {
			w = table_entry(n, struct walk, node);
			w->stale |= w->family == family;
		}
	for (i = 0; i < e->cuts.n_buckets; i++)
		for (n = e->cuts.buckets[i]; n != NULL; n = n->next) {
			c = table_entry(n, struct cut, node);
			c->stale |= c->family == family && c->zone->len > 1;
		}
}

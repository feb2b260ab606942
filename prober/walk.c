/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/walk.h"

#include <assert.h>
#include <xxhash.h>

#include "prober/engine_state.h"
#include "prober/errand.h"
#include "prober/plan.h"

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
		    !w->stale && w->outcome != WALK_ASTRAY)
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
		.answer.keeps_records = e->config.keep_records,
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
	if (w->outcome >= WALK_UNKNOWN || w->stale) {
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

void
walk_stop_waiting(struct engine *e, struct walk *w)
{
	struct cut *c = w->waits_at;

	if (c == NULL)
		return;
	w->waits_at = NULL;
	TAILQ_REMOVE(&c->waiting, w, link);
	cut_put(e, c);
}

void
walk_wait_at(struct engine *e, struct walk *w, struct cut *c, uint64_t now_ns)
{
	walk_stop_waiting(e, w);
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

void
walk_finish(struct engine *e, struct walk *w, enum walk_outcome outcome,
    enum lookup_status status, uint64_t now_ns)
{
	call_off(e, w, now_ns);
	walk_stop_waiting(e, w);
	step_down(e, w);
	w->outcome = (uint8_t)outcome;
	w->status = (uint8_t)status;
	w->answered_ns = now_ns;
	purse_put(e, w->purse);
	w->purse = NULL;
	e->progress_ns = now_ns;
	walk_stir(e, w);
}

void
walk_give_up(struct engine *e, struct walk *w, uint64_t now_ns)
{
	walk_finish(e, w, WALK_ASTRAY, LOOKUP_SERVFAIL, now_ns);
}

void
walk_unknown(struct engine *e, struct walk *w, uint64_t now_ns)
{
	walk_finish(e, w, WALK_UNKNOWN, LOOKUP_TIMEOUT, now_ns);
}

void
walk_enter(struct engine *e, struct walk *w, struct cut *c, uint64_t now_ns)
{
	call_off(e, w, now_ns);
	step_down(e, w);
	cut_put(e, w->cut);
	w->cut = c;
	w->tried = 0;
	w->queries_here = 0;
	w->thorough = false;
	w->denied = false;
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
			walk_advance(e, w, now_ns);
	}
}

/* The hints are where a family begins; the root itself says it better. */
static void
begin_at_root(struct engine *e, unsigned family)
{
	const struct dns_name root = { .len = 1 };
	struct name *name = names_get(&e->names, &root);
	struct purse *purse = purse_new(e);

	e->roots[family] = cut_root(e, family);
	e->primings[family] = walk_get(e, name, DNS_TYPE_NS, family, purse, 0);
	purse_put(e, purse);
	names_put(&e->names, name);
}

void
walks_init(struct engine *e)
{
	begin_at_root(e, 0);
	begin_at_root(e, 1);
}

void
walks_free(struct engine *e)
{
	struct table_node *n;

	for (n = table_each(&e->walks, NULL); n != NULL;
	     n = table_each(&e->walks, n))
		answer_free(
		    &table_entry(n, struct walk, node)->answer, &e->names);
	table_free(&e->walks);
}

static void
forget(struct engine *e, void *owner, struct walk *w, uint64_t now_ns)
{
	(void)owner;
	(void)now_ns;
	walk_put(e, w);
}

void
walks_distrust(struct engine *e, unsigned family, uint64_t now_ns)
{
	struct table_node *n;
	struct walk *w;

	for (n = table_each(&e->walks, NULL); n != NULL;
	     n = table_each(&e->walks, n)) {
		w = table_entry(n, struct walk, node);
		if (!walk_rests_on(w, family))
			continue;
		w->stale = true;
		if (!walk_done(w))
			walk_give_up(e, w, now_ns);
	}
	cuts_distrust(e, family);
	servers_forget(e, family);
	walk_wait(e, e->primings[family], forget, NULL);
	cut_put(e, e->roots[family]);
	begin_at_root(e, family);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/cut.h"

#include <assert.h>
#include <stdlib.h>
#include <xxhash.h>

#include "prober/engine_state.h"
#include "prober/walk.h"

static uint64_t
key_hash(const struct name *zone, unsigned family)
{
	return XXH3_64bits_withSeed(
	    &zone->node.hash, sizeof(zone->node.hash), family);
}

/* Lets go of the delegation, but for the name of the zone. */
static void
clear(struct engine *e, struct cut *c)
{
	unsigned i;

	for (i = 0; i < c->n_servers; i++)
		server_put(e, c->servers[i].server);
	for (i = 0; i < c->n_ns; i++)
		names_put(&e->names, c->ns[i].name);
	free(c->servers);
	free(c->ns);
	free(c->glue);
	c->servers = NULL;
	c->ns = NULL;
	c->glue = NULL;
	c->n_servers = c->n_ns = c->n_glue = 0;
}

static void
destroy(struct engine *e, struct cut *c)
{
	assert(TAILQ_EMPTY(&c->waiting) && c->refs == 0);
	table_remove(&e->cuts, &c->node);
	clear(e, c);
	names_put(&e->names, c->zone);
	pool_put(&e->cut_pool, c);
}

void
cut_hold(struct engine *e, struct cut *c)
{
	if (c->refs++ == 0) {
		TAILQ_REMOVE(&e->idle_cuts, c, idle);
		e->n_idle_cuts--;
	}
}

void
cut_put(struct engine *e, struct cut *c)
{
	if (--c->refs > 0)
		return;
	/* What a scout never came back from is not known. */
	if (c->state == CUT_SCOUTED || c->stale) {
		destroy(e, c);
		return;
	}
	TAILQ_INSERT_TAIL(&e->idle_cuts, c, idle);
	if (++e->n_idle_cuts <= e->config.cache)
		return;
	c = TAILQ_FIRST(&e->idle_cuts);
	TAILQ_REMOVE(&e->idle_cuts, c, idle);
	e->n_idle_cuts--;
	destroy(e, c);
}

struct cut *
cut_find(struct engine *e, const struct dns_name *zone, unsigned family)
{
	struct name *name = names_get(&e->names, zone);
	struct table_node *n = table_first(&e->cuts, key_hash(name, family));
	struct cut *found = NULL, *c;

	for (; n != NULL && found == NULL; n = table_next(n)) {
		c = table_entry(n, struct cut, node);
		if (c->zone == name && c->family == family && !c->stale)
			found = c;
	}
	names_put(&e->names, name);
	if (found != NULL)
		cut_hold(e, found);
	return found;
}

struct cut *
cut_new(struct engine *e, const struct dns_name *zone, unsigned family,
    struct walk *scout)
{
	struct cut *c = pool_get(&e->cut_pool);

	*c = (struct cut){
		.zone = names_get(&e->names, zone),
		.scout = scout,
		.family = (uint8_t)family,
		.state = CUT_SCOUTED,
		.refs = 1,
	};
	TAILQ_INIT(&c->waiting);
	table_insert(&e->cuts, &c->node, key_hash(c->zone, family));
	return c;
}

void
cut_wake(struct engine *e, struct cut *c)
{
	struct walk *w;

	TAILQ_FOREACH(w, &c->waiting, link)
	{
		walk_stir(e, w);
	}
}

void
cut_absent(struct engine *e, struct cut *c)
{
	/* Somebody else was sent there meanwhile. */
	if (c->state != CUT_SCOUTED)
		return;
	c->state = CUT_ABSENT;
	c->scout = NULL;
	cut_wake(e, c);
}

void
cut_break(struct engine *e, struct cut *c, enum chain_reason reason)
{
	/* Nothing above the root can be at fault but the way there. */
	c->state = CUT_BROKEN;
	if (reason != CHAIN_NONE && c->zone->len == 1)
		reason = CHAIN_PARENT_NOT_RESOLVABLE;
	c->reason = (uint8_t)reason;
	cut_wake(e, c);
}

static void
add_ns(struct engine *e, struct cut *c, const struct dns_name *name)
{
	c->ns[c->n_ns++] = (struct cut_ns){
		.name = names_get(&e->names, name),
	};
}

void
cut_add_server(struct engine *e, struct cut *c, struct cut_ns *ns,
    const struct ip_addr *addr)
{
	struct server *s;
	unsigned i;

	if (guard_address(e->config.guard, addr) != REASON_NONE) {
		c->forbidden = true;
		return;
	}
	ns->state = NS_KNOWN;
	for (i = 0; i < c->n_servers; i++)
		if (address_equal(&c->servers[i].server->addr, addr))
			return;
	if (c->n_servers == CUT_SERVERS_MAX) {
		c->trimmed = true;
		return;
	}
	s = server_get(e, addr);
	c->servers[c->n_servers++] = (struct cut_server){
		.server = s,
		.name_hash = ns->name->node.hash,
	};
}

static void
make_room(struct cut *c, unsigned n_ns, unsigned n_glue)
{
	c->ns = calloc(n_ns, sizeof(*c->ns));
	c->servers = calloc(CUT_SERVERS_MAX, sizeof(*c->servers));
	c->glue = calloc(n_glue + 1, sizeof(*c->glue));
	if (c->ns == NULL || c->servers == NULL || c->glue == NULL)
		abort();
}

static unsigned
glue_family(const struct referral_glue *g)
{
	return family_index((enum family)g->addr.family);
}

void
cut_delegate(struct engine *e, struct cut *c, const struct referral *r)
{
	unsigned i;

	clear(e, c);
	make_room(c, r->n_ns, r->n_glue);
	for (i = 0; i < r->n_ns; i++)
		add_ns(e, c, &r->ns[i]);
	for (i = 0; i < r->n_glue; i++) {
		c->glue[c->n_glue++] = r->glue[i];
		if (glue_family(&r->glue[i]) == c->family)
			cut_add_server(
			    e, c, &c->ns[r->glue[i].ns], &r->glue[i].addr);
	}
	c->trimmed |= r->trimmed;
	c->state = CUT_LIVE;
	c->scout = NULL;
	cut_wake(e, c);
}

/* Names of the root's servers lead through the root: only glue helps. */
static void
need_no_names(struct cut *root)
{
	unsigned i;

	for (i = 0; i < root->n_ns; i++)
		if (root->ns[i].state == NS_UNASKED)
			root->ns[i].state = NS_NONE;
}

void
cut_prime(struct engine *e, struct cut *c, const struct dns_msg *msg)
{
	struct referral r;
	unsigned i;

	if (!referral_read_root(&r, msg))
		return;
	for (i = 0; i < r.n_glue; i++)
		if (glue_family(&r.glue[i]) == c->family)
			break;
	if (i == r.n_glue)
		return;
	cut_delegate(e, c, &r);
	need_no_names(c);
}

struct cut *
cut_root(struct engine *e, unsigned family)
{
	const struct root_hints *h = e->config.hints;
	const struct dns_name root = { .len = 1 };
	struct cut *c = cut_new(e, &root, family, NULL);
	size_t i;

	make_room(c, (unsigned)h->n, 0);
	c->state = CUT_LIVE;
	for (i = 0; i < h->n; i++) {
		add_ns(e, c, &h->server[i].name);
		if (h->server[i].addr[family].family != 0)
			cut_add_server(
			    e, c, &c->ns[i], &h->server[i].addr[family]);
	}
	need_no_names(c);
	return c;
}

void
cuts_distrust(struct engine *e, unsigned family)
{
	struct table_node *n;
	struct cut *c;

	for (n = table_each(&e->cuts, NULL); n != NULL;
	     n = table_each(&e->cuts, n)) {
		c = table_entry(n, struct cut, node);
		c->stale |= c->family == family || c->crossed;
	}
}

void
cuts_free(struct engine *e)
{
	struct table_node *n;

	for (n = table_each(&e->cuts, NULL); n != NULL;
	     n = table_each(&e->cuts, n)) {
		struct cut *c = table_entry(n, struct cut, node);

		free(c->ns);
		free(c->servers);
		free(c->glue);
	}
	table_free(&e->cuts);
	table_free(&e->servers);
}

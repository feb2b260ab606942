/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a walk from the root shows beside the answers: which names can be
 * resolved over which family, and how parent and child name the servers.
 */
#include <string.h>

#include "prober/plan.h"

static bool
has_chain(const struct plan_host *h)
{
	return h->looked_up &&
	    (h->use == USE_WEB || h->use == USE_WWW || h->use == USE_MX);
}

static struct record_chain *
chain_of(struct record_domain *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->n_chain; i++)
		if (strcmp(r->chain[i].name, name) == 0)
			return &r->chain[i];
	r->chain[i] = (struct record_chain){
		.name = name,
		.family = {
			{ .resolvable = RESOLVABLE_INDETERMINATE,
			    .broken_at = "" },
			{ .resolvable = RESOLVABLE_INDETERMINATE,
			    .broken_at = "" },
		},
	};
	r->n_chain++;
	return &r->chain[i];
}

/* The addresses at the cut where a walk ended. */
static void
list_servers(
    struct engine *e, const struct cut *c, struct record_chain_family *out)
{
	struct ip_addr *addr = plan_take(e, c->n_servers, sizeof(*addr));
	unsigned i;

	for (i = 0; i < c->n_servers; i++)
		addr[i] = c->servers[i].server->addr;
	out->servers = addr;
	out->n_servers = c->n_servers;
}

/* That one question fails does not mean that the name does not resolve, if it
 * failed in the name's own zone. */
static bool
is_at_home(const struct plan *p, const struct walk *w)
{
	return w->cut->zone == w->name || w->cut->zone == p->zone;
}

static void
note_walk(struct engine *e, const struct plan *p, const struct walk *w,
    struct record_chain *chain)
{
	struct record_chain_family *f = &chain->family[w->family];

	switch ((enum walk_outcome)w->outcome) {
	case WALK_FAILED:
		if (!is_at_home(p, w))
			return;
		/* FALLTHROUGH */
	case WALK_ANSWERED:
		f->resolvable = RESOLVABLE_YES;
		f->broken_at = "";
		f->reason = CHAIN_NONE;
		break;
	case WALK_BROKEN:
		/* Where servers do not agree, an answer proves more. */
		if (f->resolvable == RESOLVABLE_YES)
			return;
		f->resolvable = RESOLVABLE_NO;
		f->broken_at = plan_text(e, w->cut->zone);
		f->reason = (enum chain_reason)w->cut->reason;
		break;
	default:
		return;
	}
	list_servers(e, w->cut, f);
}

static size_t
count_walks(const struct plan *p)
{
	size_t n = 0, i, f;

	for (i = 0; i < p->n_hosts; i++)
		for (f = 0; has_chain(&p->hosts[i]) && f < 2; f++)
			if (p->hosts[i].lookup[f] != NULL)
				n += p->hosts[i].lookup[f]->n_walks;
	return n;
}

static void
chains(struct engine *e, const struct plan *p, struct record_domain *r)
{
	const struct lookup *l;
	unsigned f, j;
	size_t i;

	r->chain = plan_take(e, count_walks(p), sizeof(*r->chain));
	for (i = 0; i < p->n_hosts; i++)
		for (f = 0; has_chain(&p->hosts[i]) && f < 2; f++) {
			l = p->hosts[i].lookup[f];
			for (j = 0; l != NULL && j < l->n_walks; j++)
				note_walk(e, p, l->walks[j],
				    chain_of(
					r, plan_text(e, l->walks[j]->name)));
		}
}

/* The cut of the domain's zone, of whichever family got there. */
static const struct cut *
zone_cut(const struct plan *p)
{
	const struct lookup *l =
	    p->n_zones > 0 ? p->zones[p->n_zones - 1] : NULL;
	unsigned i;

	for (i = 0; p->zone != NULL && l != NULL && i < l->n_walks; i++)
		if (l->walks[i]->cut->zone == p->zone)
			return l->walks[i]->cut;
	return NULL;
}

static struct record_ns *
ns_of(struct record_domain *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->n_ns; i++)
		if (strcmp(r->ns[i].name, name) == 0)
			return &r->ns[i];
	r->ns[i] = (struct record_ns){ .name = name };
	r->n_ns++;
	return &r->ns[i];
}

static void
take_glue(
    struct engine *e, const struct cut *c, unsigned ns, struct record_ns *out)
{
	struct ip_addr *addr = plan_take(e, c->n_glue, sizeof(*addr));
	unsigned i;

	out->glue = addr;
	for (i = 0; i < c->n_glue; i++)
		if (c->glue[i].ns == ns)
			addr[out->n_glue++] = c->glue[i].addr;
}

static void
name_servers(struct engine *e, const struct plan *p, struct record_domain *r)
{
	const struct cut *c = zone_cut(p);
	struct record_ns *ns;
	unsigned j;
	size_t i;

	if (c == NULL)
		return;
	r->ns = plan_take(e, c->n_ns + p->n_hosts, sizeof(*r->ns));
	for (j = 0; j < c->n_ns; j++) {
		ns = ns_of(r, plan_text(e, c->ns[j].name));
		ns->at_parent = true;
		take_glue(e, c, j, ns);
	}
	for (i = 0; i < p->n_hosts; i++)
		if (p->hosts[i].use == USE_NS)
			ns_of(r, plan_text(e, p->hosts[i].name))->at_child =
			    true;
}

static void
aaaa_answers(struct engine *e, const struct plan *p, struct record_domain *r)
{
	unsigned i;

	r->aaaa = plan_take(e, p->n_aaaa, sizeof(*r->aaaa));
	r->n_aaaa = p->n_aaaa;
	for (i = 0; i < p->n_aaaa; i++)
		r->aaaa[i] = (struct record_aaaa){
			.server = plan_text(e, p->aaaa_server[i]),
			.endpoint = plan_endpoint(p->aaaa[i]),
		};
}

void
plan_chain(struct engine *e, const struct plan *p, struct record_domain *r)
{
	r->iterative = true;
	chains(e, p, r);
	name_servers(e, p, r);
	aaaa_answers(e, p, r);
}

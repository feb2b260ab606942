/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a finished plan to its evidence: facts copied into the engine's arena,
 * in the shape of common/record.h.
 */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "prober/plan.h"

void *
plan_take(struct engine *e, size_t n, size_t size)
{
	void *p = arena_array(&e->arena, n, size);

	if (p == NULL)
		abort();
	return p;
}

static const char *
copy_text(struct engine *e, const char *text)
{
	char *copy = arena_strdup(&e->arena, text);

	if (copy == NULL)
		abort();
	return copy;
}

const char *
plan_text(struct engine *e, const struct name *n)
{
	struct name_text *t = &e->texts[(uintptr_t)n / 64 % NAME_TEXTS];
	char buf[DNS_NAME_TEXT_SIZE];
	struct dns_name plain;

	if (n == NULL)
		return "";
	if (t->name != n) {
		name_expand(n, &plain);
		t->name = n;
		t->text = copy_text(e, dns_name_to_text(&plain, buf));
	}
	return t->text;
}

/* A lookup that was never asked is one that timed out with no attempt. */
static struct record_lookup
lookup_facts(struct engine *e, const struct lookup *l, const struct name *name,
    uint16_t type)
{
	struct record_lookup r = {
		.name = plan_text(e, l != NULL ? l->name : name),
		.type = type,
		.status = LOOKUP_TIMEOUT,
		.rtt_ns = -1,
	};

	if (l == NULL)
		return r;
	r.status = (enum lookup_status)l->status;
	r.rcode = l->rcode;
	r.attempts = lookup_queries(l);
	r.tcp = l->tcp;
	r.server = lookup_server(e, l).addr;
	if (r.server.family != FAMILY_NONE)
		r.rtt_ns = (int64_t)l->rtt_us * 1000;
	return r;
}

struct record_endpoint
plan_endpoint(const struct reach *r)
{
	return (struct record_endpoint){
		.address = r->remote.addr,
		.proto = r->proto,
		.port = r->remote.port,
		.state = (enum endpoint_state)r->state,
		.reason = (enum reason)r->reason,
		.attempts = r->probes,
		.rtt_ns = r->rtt_us != 0 ? (int64_t)r->rtt_us * 1000 : -1,
	};
}

/* Addresses past the cap are in the record too, as not probed. */
static size_t
capped_facts(const struct plan *p, const struct plan_host *h, unsigned family,
    struct record_endpoint *out)
{
	const struct lookup *l = h->lookup[family];
	const struct plan_port *ports;
	unsigned n_ports = plan_ports(p, (enum host_use)h->use, &ports), i, j;
	size_t n = 0;

	if (l == NULL || !lookup_ok(l) || n_ports == 0)
		return 0;
	for (i = PLAN_ADDRESSES_MAX; i < l->answer.n_items; i++)
		for (j = 0; j < n_ports; j++, n++) {
			if (out == NULL)
				continue;
			out[n] = (struct record_endpoint){
				.address = l->answer.items[i].addr,
				.proto = ports[j].proto,
				.port = ports[j].port,
				.state = ENDPOINT_NOT_PROBED,
				.reason = REASON_CAP,
				.rtt_ns = -1,
			};
		}
	return n;
}

static void
host_endpoints(struct engine *e, const struct plan *p,
    const struct plan_host *h, struct record_host *out)
{
	size_t n = 0;
	unsigned f, i;

	for (f = 0; f < 2; f++)
		n += h->reaches[f].n + capped_facts(p, h, f, NULL);
	out->endpoints = plan_take(e, n, sizeof(*out->endpoints));
	out->n_endpoints = n;
	n = 0;
	for (f = 0; f < 2; f++) {
		for (i = 0; i < h->reaches[f].n; i++)
			out->endpoints[n++] =
			    plan_endpoint(reach_set_at(&h->reaches[f], i));
		n += capped_facts(p, h, f, out->endpoints + n);
	}
}

/* The chain of the family that has one; both have the same but in a fault. */
static void
host_cnames(
    struct engine *e, const struct plan_host *h, struct record_host *out)
{
	const struct answer *a = NULL;
	unsigned f, i;

	for (f = 0; f < 2; f++)
		if (h->lookup[f] != NULL &&
		    (a == NULL || h->lookup[f]->answer.n_cnames > a->n_cnames))
			a = &h->lookup[f]->answer;
	if (a == NULL || a->n_cnames == 0)
		return;
	out->cnames = plan_take(e, a->n_cnames, sizeof(*out->cnames));
	out->n_cnames = a->n_cnames;
	for (i = 0; i < a->n_cnames; i++)
		out->cnames[i] = plan_text(e, a->cnames[i]);
}

static void
host_facts(struct engine *e, const struct plan *p, const struct plan_host *h,
    struct record_host *out)
{
	*out = (struct record_host){
		.name = plan_text(e, h->name),
		.use = (enum host_use)h->use,
		.looked_up = h->looked_up,
	};
	if (!h->looked_up)
		return;
	out->lookup[0] = lookup_facts(e, h->lookup[0], h->name, DNS_TYPE_A);
	out->lookup[1] = lookup_facts(e, h->lookup[1], h->name, DNS_TYPE_AAAA);
	host_cnames(e, h, out);
	host_endpoints(e, p, h, out);
}

/* Hosts in the order of their use, and of their discovery within it. */
static void
hosts_facts(struct engine *e, const struct plan *p, struct record_domain *r)
{
	unsigned use;
	size_t i;

	r->hosts = plan_take(e, p->n_hosts, sizeof(*r->hosts));
	for (use = USE_WEB; use <= USE_TENANT; use++)
		for (i = 0; i < p->n_hosts; i++)
			if (p->hosts[i].use == use)
				host_facts(e, p, &p->hosts[i],
				    &r->hosts[r->n_hosts++]);
}

static void
zone_facts(struct engine *e, const struct plan *p, struct record_domain *r)
{
	unsigned i;

	r->zone = plan_text(e, p->zone);
	r->zone_lookups = plan_take(e, p->n_zones, sizeof(*r->zone_lookups));
	r->n_zone_lookups = p->n_zones;
	for (i = 0; i < p->n_zones; i++)
		r->zone_lookups[i] =
		    lookup_facts(e, p->zones[i], p->name, DNS_TYPE_NS);
}

static void
mail_facts(struct engine *e, const struct plan *p, struct record_domain *r)
{
	const struct lookup *last;
	unsigned i;

	r->mx_lookup = lookup_facts(e, p->mx, p->name, DNS_TYPE_MX);
	if (p->mx != NULL && lookup_ok(p->mx)) {
		r->n_mx = p->mx->answer.n_items;
		r->mx = plan_take(e, r->n_mx, sizeof(*r->mx));
		for (i = 0; i < r->n_mx; i++) {
			r->mx[i].preference = p->mx->answer.items[i].preference;
			r->mx[i].host =
			    plan_text(e, p->mx->answer.items[i].name);
		}
	}
	r->implicit_mx = p->implicit_mx;
	r->spf = "";
	if (p->spf != NULL) {
		r->spf_asked = true;
		r->spf_lookup = lookup_facts(e, p->spf, NULL, DNS_TYPE_TXT);
		if (p->spf->answer.spf != NULL)
			r->spf = copy_text(e, p->spf->answer.spf);
	}
	r->autodiscover = "";
	if (p->n_autodiscover == 0 || p->autodiscover[0] == NULL)
		return;
	r->autodiscover_asked = true;
	last = p->autodiscover[0];
	for (i = 0; i < p->n_autodiscover; i++) {
		if (p->autodiscover[i] == NULL) {
			last = NULL; /* who knows where it leads */
			break;
		}
		if (lookup_ok(p->autodiscover[i]))
			r->autodiscover = plan_text(
			    e, p->autodiscover[i]->answer.items[0].name);
		if (lookup_ok(p->autodiscover[i]) ||
		    lookup_failed(
			(enum lookup_status)p->autodiscover[i]->status))
			last = p->autodiscover[i];
	}
	r->autodiscover_lookup = lookup_facts(e, last, NULL, DNS_TYPE_CNAME);
}

void
plan_record(struct engine *e, const struct plan *p, uint64_t now_ns,
    struct record_domain *r)
{
	memset(e->texts, 0, sizeof(e->texts));
	*r = (struct record_domain){
		.name = plan_text(e, p->name),
		.group = copy_text(e, p->group),
		.organisation = copy_text(e, p->organisation),
		.declared = p->declared,
		.queries = p->purse != NULL ? p->purse->queries : p->queries,
		.over_budget =
		    p->over_budget || (p->purse != NULL && p->purse->overdrawn),
		.started_unix_ns = p->started_ns + e->config.unix_offset_ns,
		.duration_ns = now_ns - p->started_ns,
	};
	hosts_facts(e, p, r);
	zone_facts(e, p, r);
	mail_facts(e, p, r);
	if (p->purse != NULL)
		plan_chain(e, p, r);
}

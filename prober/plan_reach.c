/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which endpoints of a host are probed.
 */
#include <netinet/in.h>
#include <stdlib.h>

#include "prober/plan.h"

unsigned
plan_ports(
    const struct plan *p, enum host_use use, const struct plan_port **ports)
{
	static const struct plan_port web[] = { { 80, IPPROTO_TCP },
		{ 443, IPPROTO_TCP } };
	static const struct plan_port mail[] = { { 25, IPPROTO_TCP } };
	static const struct plan_port dns[] = { { 53, IPPROTO_UDP },
		{ 53, IPPROTO_TCP } };

	switch (use) {
	case USE_WEB:
	case USE_WWW:
		*ports = web;
		return 2;
	case USE_MX:
		*ports = mail;
		return 1;
	case USE_NS:
		*ports = dns;
		return p->purse != NULL ? 2 : 1;
	default:
		return 0;
	}
}

/* Probes an endpoint for the plan, which waits for it. */
static struct reach *
want_reach(struct engine *e, struct plan *p, const struct plan_host *h,
    const struct ip_addr *addr, const struct plan_port *port, uint64_t now_ns)
{
	bool dns = port->proto == IPPROTO_UDP;
	const struct endpoint to = { *addr, port->port };
	struct reach *r;

	r = reach_get(e, &to, port->proto, dns ? p->zone : NULL, DNS_TYPE_SOA,
	    dns ? h->name : NULL, now_ns);
	if (!reach_done(r))
		waiter_add(e, &r->waiters, p);
	return r;
}

void
plan_expand(struct engine *e, struct plan *p, struct plan_host *h,
    unsigned family, uint64_t now_ns)
{
	struct reach_set *s = &h->reaches[family];
	const struct plan_port *ports;
	const struct answer *a;
	unsigned n_ports, n, i, j;
	struct reach **at;

	if (!plan_settled(h->lookup[family]))
		return;
	h->expanded[family] = true;
	n_ports = plan_ports(p, (enum host_use)h->use, &ports);
	if (n_ports == 0 || h->lookup[family] == NULL ||
	    !lookup_ok(h->lookup[family]))
		return;
	a = &h->lookup[family]->answer;
	n = a->n_items < PLAN_ADDRESSES_MAX ? a->n_items : PLAN_ADDRESSES_MAX;
	s->n = n * n_ports;
	if (s->n > PLAN_REACHES_FEW &&
	    (s->many = calloc(s->n, sizeof(struct reach *))) == NULL)
		abort();
	at = s->n > PLAN_REACHES_FEW ? s->many : s->few;
	for (i = 0; i < n; i++)
		for (j = 0; j < n_ports; j++)
			*at++ = want_reach(
			    e, p, h, &a->items[i].addr, &ports[j], now_ns);
}

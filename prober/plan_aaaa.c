/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Some name servers fail at AAAA alone (RFC 4074): they deny the name, fail,
 * or say nothing.  Where a name has an A record, each server of its zone is
 * asked for AAAA too.
 */
#include <netinet/in.h>
#include <stdlib.h>

#include "prober/plan.h"

static bool
is_settled(const struct plan *p)
{
	size_t i;

	for (i = 0; i < p->n_hosts; i++)
		if (p->hosts[i].use == USE_NS &&
		    (!p->hosts[i].expanded[0] || !p->hosts[i].expanded[1]))
			return false;
	return p->zone_known && p->hosts[0].expanded[0];
}

static void
ask_server(struct engine *e, struct plan *p, const struct plan_host *h,
    const struct reach *soa, uint64_t now_ns)
{
	unsigned n = p->n_aaaa + 1;
	struct reach *r;

	p->aaaa = realloc(p->aaaa, n * sizeof(struct reach *));
	p->aaaa_server = realloc(p->aaaa_server, n * sizeof(struct name *));
	if (p->aaaa == NULL || p->aaaa_server == NULL)
		abort();
	r = reach_get(e, &soa->remote, IPPROTO_UDP, p->name, DNS_TYPE_AAAA,
	    h->name, now_ns);
	p->aaaa_server[p->n_aaaa] = h->name;
	p->aaaa[p->n_aaaa++] = r;
	if (!reach_done(r))
		waiter_add(e, &r->waiters, p);
}

void
plan_ask_aaaa(struct engine *e, struct plan *p, uint64_t now_ns)
{
	const struct lookup *a;
	const struct plan_host *h;
	struct reach *r;
	unsigned f, j;
	size_t i;

	if (p->aaaa_asked || !is_settled(p))
		return;
	p->aaaa_asked = true;
	a = p->hosts[0].lookup[0];
	if (a == NULL || !lookup_ok(a) || a->answer.n_cnames > 0)
		return;
	for (i = 0; i < p->n_hosts; i++) {
		h = &p->hosts[i];
		for (f = 0; h->use == USE_NS && f < 2; f++)
			for (j = 0; j < h->reaches[f].n; j++) {
				r = reach_set_at(&h->reaches[f], j);
				if (r->proto == IPPROTO_UDP)
					ask_server(e, p, h, r, now_ns);
			}
	}
}

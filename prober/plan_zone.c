/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of a plan that concerns its zone: who has the name.
 */
#include "prober/plan.h"

/* The next name to ask for NS: the SOA's owner, or one label up. */
static struct name *
climb(struct engine *e, const struct lookup *l)
{
	struct dns_name plain = name_value(l->name), up, soa;

	if (!dns_name_parent(&plain, &up))
		return NULL;
	if (l->answer.soa_owner != NULL && l->answer.n_cnames == 0) {
		soa = name_value(l->answer.soa_owner);
		if (dns_name_within(&up, &soa))
			up = soa;
	}
	return names_get(&e->names, &up);
}

/*
 * Finds the zone that holds the name: the nearest name upwards with NS.  A
 * name that does not exist is held by none; an alias whose target does not
 * exist is held where it stands.
 */
void
plan_zone(struct engine *e, struct plan *p, uint64_t now_ns)
{
	struct lookup *l = p->zones[p->n_zones - 1];
	struct name *up;
	unsigned i;

	if (p->zone_known || !plan_settled(l))
		return;
	if (l != NULL && l->status == LOOKUP_OK && l->answer.n_cnames == 0) {
		p->zone_known = true;
		p->zone = l->name;
		for (i = 0; i < l->answer.n_items; i++)
			plan_look_up(
			    e, p, l->answer.items[i].name, USE_NS, now_ns);
	} else if (l == NULL || lookup_failed((enum lookup_status)l->status) ||
	    (l->status == LOOKUP_NXDOMAIN && l->answer.n_cnames == 0) ||
	    p->n_zones == PLAN_ZONE_MAX || (up = climb(e, l)) == NULL) {
		p->zone_known = true;
	} else {
		p->zones[p->n_zones++] =
		    plan_want(e, p, up, DNS_TYPE_NS, true, now_ns);
		names_put(&e->names, up);
		plan_zone(e, p, now_ns);
	}
}

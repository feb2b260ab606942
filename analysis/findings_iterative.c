/* SPDX-License-Identifier: Apache-2.0 */
/* What only a run with --iterative can find. */
#include <netinet/in.h>

#include <stdio.h>
#include <string.h>

#include "analysis/evidence.h"
#include "analysis/findings.h"
#include "common/dns_name.h"

#define DNS_PORT 53
/* Of a zone's name in a detail, so that the reason has its room. */
#define ZONE_WIDTH 50

static const enum family families[2] = { FAMILY_V4, FAMILY_V6 };

static void
on_chain(const struct record_chain *c, struct verdict *v)
{
	static const enum finding_code codes[2] = { FINDING_CHAIN_BROKEN_IPV4,
		FINDING_CHAIN_BROKEN_IPV6 };
	const struct record_chain_family *f;
	unsigned i;

	for (i = 0; i < 2; i++) {
		f = &c->family[i];
		if (f->resolvable == RESOLVABLE_NO)
			findings_add(v, codes[i], c->name, "%.*s: %s",
			    ZONE_WIDTH, f->broken_at,
			    chain_reason_name(f->reason));
	}
}

/* Names that one side alone knows, a space before each, behind LIST. */
static void
list_names(
    const struct record_domain *d, bool of_parent, char *list, size_t size)
{
	size_t i, used = strlen(list);

	for (i = 0; i < d->n_ns && used < size; i++)
		if (d->ns[i].at_parent == of_parent &&
		    d->ns[i].at_child != of_parent)
			used += (size_t)snprintf(
			    list + used, size - used, " %s", d->ns[i].name);
}

/* A side that names no server at all is one that was not heard. */
static void
on_ns_set(const struct record_domain *d, struct verdict *v)
{
	char parent[128] = "", child[128] = "";
	bool parent_known = false, child_known = false;
	size_t i;

	for (i = 0; i < d->n_ns; i++) {
		parent_known |= d->ns[i].at_parent;
		child_known |= d->ns[i].at_child;
	}
	if (!parent_known || !child_known)
		return;
	list_names(d, true, parent, sizeof(parent));
	list_names(d, false, child, sizeof(child));
	if (parent[0] == '\0' && child[0] == '\0')
		return;
	findings_add(v, FINDING_NS_SET_DIFFERS, d->zone, "%s%s%s%s%s",
	    parent[0] != '\0' ? "parent only:" : "", parent,
	    parent[0] != '\0' && child[0] != '\0' ? "; " : "",
	    child[0] != '\0' ? "child only:" : "", child);
}

/* Does the parent need to hand out the server's addresses? */
static bool
is_in_zone(const char *name, const char *zone)
{
	struct dns_name n, z;

	return dns_name_from_text(name, &n) && dns_name_from_text(zone, &z) &&
	    dns_name_within(&n, &z);
}

static bool
has_glue(const struct record_ns *ns, const struct ip_addr *a)
{
	size_t i;

	for (i = 0; i < ns->n_glue; i++)
		if (address_equal(&ns->glue[i], a))
			return true;
	return false;
}

static bool
has_address(const struct record_host *h, const struct ip_addr *a)
{
	size_t i;

	for (i = 0; i < h->n_endpoints; i++)
		if (address_equal(&h->endpoints[i].address, a))
			return true;
	return false;
}

/* Addresses of one family: how many, the first, and the first that the other
 * side does not know. */
struct side {
	size_t n;
	const struct ip_addr *first, *alone;
};

static void
side_take(struct side *s, const struct ip_addr *a, bool both)
{
	if (s->n++ == 0)
		s->first = a;
	if (!both && s->alone == NULL)
		s->alone = a;
}

/*
 * Compares what the parent hands out with what the zone says itself, where
 * that is known.
 */
static void
on_glue(const struct record_domain *d, const struct record_ns *ns,
    const struct record_host *h, enum family family, struct verdict *v)
{
	const struct record_lookup *l = &h->lookup[family_index(family)];
	struct side parent = { .n = 0 }, child = { .n = 0 };
	const struct ip_addr *a;
	char text[ADDRESS_TEXT_SIZE];
	size_t i;

	for (i = 0; i < ns->n_glue; i++) {
		a = &ns->glue[i];
		if (a->family == family)
			side_take(&parent, a, has_address(h, a));
	}
	for (i = 0; i < h->n_endpoints; i++) {
		a = &h->endpoints[i].address;
		if (a->family == family)
			side_take(&child, a, has_glue(ns, a));
	}
	if (lookup_failed(l->status) ||
	    (l->status == LOOKUP_OK) != (child.n > 0))
		return;
	if (child.n == 0)
		findings_add_addresses(v, FINDING_GLUE_ONLY_AT_PARENT, ns->name,
		    parent.first, parent.n);
	else if (parent.n == 0 && is_in_zone(ns->name, d->zone))
		findings_add(v, FINDING_GLUE_MISSING_AT_PARENT, ns->name, "%s",
		    address_format(child.first, text));
	else if (parent.n > 0 && (parent.alone != NULL || child.alone != NULL))
		findings_add(v, FINDING_GLUE_DIFFERS, ns->name,
		    parent.alone != NULL ? "%s is at the parent only"
					 : "%s is at the child only",
		    address_format(
			parent.alone != NULL ? parent.alone : child.alone,
			text));
}

static void
on_delegation(const struct record_domain *d, struct verdict *v)
{
	const struct record_host *h;
	size_t i;
	unsigned j;

	on_ns_set(d, v);
	for (i = 0; i < d->n_ns; i++) {
		h = evidence_find(d, USE_NS, d->ns[i].name);
		if (h == NULL || !h->looked_up || !d->ns[i].at_parent)
			continue;
		for (j = 0; j < 2; j++)
			on_glue(d, &d->ns[i], h, families[j], v);
	}
}

/* Does the server do its work for the zone at that address? */
static bool
serves(const struct record_domain *d, const struct record_aaaa *a)
{
	const struct record_host *h = evidence_find(d, USE_NS, a->server);
	const struct record_endpoint *e;
	size_t i;

	for (i = 0; h != NULL && i < h->n_endpoints; i++) {
		e = &h->endpoints[i];
		if (e->proto == IPPROTO_UDP && e->port == DNS_PORT &&
		    e->state == ENDPOINT_OPEN &&
		    address_equal(&e->address, &a->endpoint.address))
			return true;
	}
	return false;
}

/* What is wrong with the answer for AAAA (RFC 4074); FINDING_COUNT: nothing
 * that would be the server's fault. */
static enum finding_code
aaaa_fault(const struct record_domain *d, const struct record_aaaa *a)
{
	if (!serves(d, a))
		return FINDING_COUNT;
	if (a->endpoint.state == ENDPOINT_SILENT ||
	    a->endpoint.state == ENDPOINT_UNREACHABLE)
		return FINDING_AAAA_SILENT;
	if (a->endpoint.state != ENDPOINT_LAME)
		return FINDING_COUNT;
	switch (a->endpoint.reason) {
	case REASON_NXDOMAIN:
		return FINDING_AAAA_NXDOMAIN;
	case REASON_SERVFAIL:
		return FINDING_AAAA_SERVFAIL;
	case REASON_REFUSED:
		return FINDING_AAAA_REFUSED;
	default:
		return FINDING_COUNT;
	}
}

/* One finding for the addresses of a server that have the same fault. */
static void
on_aaaa(const struct record_domain *d, struct verdict *v)
{
	const struct record_aaaa *a, *end = d->aaaa + d->n_aaaa;
	enum finding_code code;
	size_t n;

	for (a = d->aaaa; a < end; a += n) {
		code = aaaa_fault(d, a);
		for (n = 1; a + n < end; n++)
			if (strcmp(a[n].server, a->server) != 0 ||
			    aaaa_fault(d, &a[n]) != code)
				break;
		if (code != FINDING_COUNT)
			findings_add_addresses(
			    v, code, a->server, &a->endpoint.address, n);
	}
}

void
findings_iterative(const struct record_domain *d, struct verdict *v)
{
	size_t i;

	for (i = 0; i < d->n_chain; i++)
		on_chain(&d->chain[i], v);
	on_delegation(d, v);
	on_aaaa(d, v);
}

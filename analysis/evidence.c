/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/evidence.h"

#include <netinet/in.h>

#include <string.h>

#define MARKS_ANY  0x00ffU /* with or without addresses */
#define MARKS_SOME 0x00feU /* with */

const struct evidence_kind evidence_web = {
	.proto = IPPROTO_TCP, .ports = { 80, 443 }, .n_ports = 2
};
const struct evidence_kind evidence_mail = {
	.proto = IPPROTO_TCP, .ports = { 25 }, .n_ports = 1
};
const struct evidence_kind evidence_dns = {
	.proto = IPPROTO_UDP, .ports = { 53 }, .n_ports = 1
};

static enum tri
endpoint_open(const struct record_endpoint *e, const struct evidence_kind *k)
{
	static const enum tri open[] = {
		[ENDPOINT_OPEN] = TRI_YES,
		[ENDPOINT_LAME] = TRI_NO,
		[ENDPOINT_CLOSED] = TRI_NO,
		[ENDPOINT_UNREACHABLE] = TRI_NO,
		[ENDPOINT_SILENT] = TRI_NO,
		[ENDPOINT_NOT_PROBED] = TRI_MAYBE,
		[ENDPOINT_INDETERMINATE] = TRI_MAYBE,
	};

	if (e->state == ENDPOINT_LAME && k->lame_answers)
		return TRI_YES;
	if (e->state == ENDPOINT_NOT_PROBED &&
	    e->reason == REASON_SPECIAL_PURPOSE)
		return TRI_NO;
	return open[e->state];
}

static bool
is_mapped(const struct ip_addr *a)
{
	static const uint8_t prefix[12] = { [10] = 0xff, [11] = 0xff };

	return a->family == FAMILY_V6 &&
	    memcmp(a->octet, prefix, sizeof(prefix)) == 0;
}

static bool
is_kind(const struct record_endpoint *e, enum family family,
    const struct evidence_kind *k)
{
	return e->address.family == family && e->proto == k->proto &&
	    !(k->drop_mapped && is_mapped(&e->address));
}

/*
 * Takes one endpoint into the picture of its address; returns false if it
 * says that the address is beyond the cap.
 */
static bool
take_endpoint(struct evidence_address *a, const struct record_endpoint *e,
    const struct evidence_kind *k)
{
	unsigned i;

	if (e->state == ENDPOINT_NOT_PROBED && e->reason == REASON_CAP)
		return false;
	for (i = 0; i < k->n_ports; i++)
		if (e->port == k->ports[i])
			a->port_open[i] = endpoint_open(e, k);
	if (e->state == ENDPOINT_NOT_PROBED &&
	    e->reason == REASON_SPECIAL_PURPOSE)
		a->special = true;
	return true;
}

bool
evidence_next(const struct record_host *h, enum family family,
    const struct evidence_kind *k, size_t *at, struct evidence_address *a)
{
	const struct record_endpoint *e, *end = h->endpoints + h->n_endpoints;
	bool taken;
	unsigned i;

	for (e = h->endpoints + *at; e < end;) {
		if (!is_kind(e, family, k)) {
			e++;
			continue;
		}
		*a = (struct evidence_address){ .address = &e->address,
			.port_open = { TRI_MAYBE, TRI_MAYBE } };
		for (taken = true;
		     e < end && address_equal(&e->address, a->address); e++)
			if (e->proto == k->proto)
				taken = take_endpoint(a, e, k) && taken;
		*at = (size_t)(e - h->endpoints);
		if (!taken)
			continue;
		for (i = 0; i < k->n_ports; i++)
			a->alive = tri_or(a->alive, a->port_open[i]);
		a->special = a->special && a->alive == TRI_NO;
		return true;
	}
	*at = h->n_endpoints;
	return false;
}

/* Does a host that was looked up have an address that is not dropped? */
static enum tri
lookup_has_address(const struct record_host *h, enum family family,
    const struct evidence_kind *k)
{
	const struct record_lookup *l = &h->lookup[family_index(family)];
	bool dropped = false;
	size_t i;

	for (i = 0; i < h->n_endpoints; i++) {
		if (h->endpoints[i].address.family != family)
			continue;
		if (!k->drop_mapped || !is_mapped(&h->endpoints[i].address))
			return TRI_YES;
		dropped = true;
	}
	if (lookup_failed(l->status))
		return TRI_MAYBE;
	return tri_of(l->status == LOOKUP_OK && !dropped);
}

enum tri
evidence_has_address(const struct record_host *h, enum family family,
    const struct evidence_kind *k)
{
	if (h == NULL)
		return TRI_MAYBE;
	if (!h->looked_up)
		return TRI_NO;
	return lookup_has_address(h, family, k);
}

uint16_t
evidence_add(uint16_t a, uint16_t b)
{
	uint16_t sum = 0;
	unsigned i, j;

	for (i = 0; i < MARK_COUNT; i++)
		for (j = 0; (a & MARKS_OF(i)) && j < MARK_COUNT; j++)
			if (b & MARKS_OF(j))
				sum |= MARKS_OF(i | j);
	return sum;
}

static uint16_t
address_marks(const struct evidence_address *a)
{
	static const uint16_t marks[] = {
		[TRI_NO] = MARKS_OF(MARK_DEAD),
		[TRI_MAYBE] = MARKS_OF(MARK_DEAD) | MARKS_OF(MARK_ALIVE),
		[TRI_YES] = MARKS_OF(MARK_ALIVE),
	};

	return a->special ? MARKS_OF(MARK_SPECIAL) : marks[a->alive];
}

uint16_t
evidence_host(const struct record_host *h, enum family family,
    const struct evidence_kind *k)
{
	struct evidence_address a;
	uint16_t marks = MARKS_NOTHING;
	size_t at = 0;

	if (h != NULL && !h->looked_up)
		return MARKS_OF(MARK_HOLE);
	while (h != NULL && evidence_next(h, family, k, &at, &a))
		marks = evidence_add(marks, address_marks(&a));
	if (h == NULL || lookup_failed(h->lookup[family_index(family)].status))
		marks = evidence_add(marks, MARKS_ANY);
	else if (marks == MARKS_NOTHING &&
	    evidence_has_address(h, family, k) == TRI_YES)
		marks = MARKS_SOME;
	if (marks & MARKS_NOTHING)
		marks =
		    (uint16_t)((marks & ~MARKS_NOTHING) | MARKS_OF(MARK_HOLE));
	return marks;
}

const struct record_host *
evidence_find(
    const struct record_domain *d, enum host_use use, const char *name)
{
	size_t i;

	for (i = 0; i < d->n_hosts; i++)
		if (d->hosts[i].use == use &&
		    (name == NULL || strcmp(d->hosts[i].name, name) == 0))
			return &d->hosts[i];
	return NULL;
}

bool
evidence_is_localhost(const char *name)
{
	return strcmp(name, "localhost") == 0;
}

bool
evidence_is_literal(const char *name)
{
	struct ip_addr a;

	return address_parse(name, &a);
}

bool
evidence_is_null_mx(const struct record_mx *mx)
{
	return strcmp(mx->host, ".") == 0;
}

bool
evidence_first_mx(const struct record_domain *d, size_t i)
{
	size_t j;

	for (j = 0; j < i; j++)
		if (strcmp(d->mx[j].host, d->mx[i].host) == 0)
			return false;
	return true;
}

/* True if there is no use in looking for addresses of this exchange. */
static bool
is_no_host(const char *name)
{
	return evidence_is_localhost(name) || evidence_is_literal(name);
}

uint16_t
evidence_mx(const struct record_domain *d, size_t i, enum family family)
{
	const char *name = d->mx[i].host;

	if (is_no_host(name))
		return MARKS_OF(MARK_HOLE);
	return evidence_host(
	    evidence_find(d, USE_MX, name), family, &evidence_mail);
}

enum tri
evidence_mx_has_address(const struct record_domain *d, size_t i,
    enum family family, const struct evidence_kind *k)
{
	const char *name = d->mx[i].host;

	if (is_no_host(name) || evidence_is_null_mx(&d->mx[i]))
		return TRI_NO;
	return evidence_has_address(evidence_find(d, USE_MX, name), family, k);
}

size_t
evidence_count_mx(const struct record_domain *d)
{
	size_t i, n = 0;

	for (i = 0; i < d->n_mx; i++)
		n += !evidence_is_null_mx(&d->mx[i]);
	return n;
}

static enum tri
chain_resolvable(const struct record_chain *c, enum family family)
{
	static const enum tri words[] = {
		[RESOLVABLE_YES] = TRI_YES,
		[RESOLVABLE_NO] = TRI_NO,
		[RESOLVABLE_INDETERMINATE] = TRI_MAYBE,
	};

	return words[c->family[family_index(family)].resolvable];
}

enum tri
evidence_resolvable(
    const struct record_domain *d, const char *name, enum family family)
{
	size_t i;

	for (i = 0; i < d->n_chain; i++)
		if (strcmp(d->chain[i].name, name) == 0)
			return chain_resolvable(&d->chain[i], family);
	return TRI_MAYBE;
}

enum tri
evidence_all_resolvable(const struct record_domain *d, enum family family)
{
	enum tri all = d->n_chain > 0 ? TRI_YES : TRI_MAYBE;
	size_t i;

	for (i = 0; i < d->n_chain; i++)
		all = tri_and(all, chain_resolvable(&d->chain[i], family));
	return all;
}

bool
evidence_no_such_domain(const struct record_domain *d)
{
	const struct record_host *h = evidence_find(d, USE_WEB, NULL);

	return h != NULL && h->looked_up && h->n_cnames == 0 && d->n_mx == 0 &&
	    h->lookup[0].status == LOOKUP_NXDOMAIN &&
	    h->lookup[1].status == LOOKUP_NXDOMAIN &&
	    (d->mx_lookup.name == NULL ||
		d->mx_lookup.status >= LOOKUP_NXDOMAIN);
}

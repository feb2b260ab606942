/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record_builder.h - records for tests, from strings.
 *
 * The addresses of a host over one family are a string of words, one word
 * per address, one letter per port of the service (of a name server UDP and
 * perhaps TCP):
 *
 *	o open   c closed   s silent   u unreachable   l lame
 *	i indeterminate   b blocklist   n no_route   k cap
 *	p special-purpose   m special-purpose, an IPv4-mapped address
 *
 * or say how the lookup ended without an address: "" nodata, "x" nxdomain,
 * "!" timeout, "+" ok without endpoints.  NULL for both families is a name
 * that was not looked up.
 *
 * Over one family a name's chain is "yes", "?" (indeterminate) or where and
 * why it breaks, "nl lame" say.  The first chain, name server or answer for
 * AAAA makes the record one of an iterative run.
 *
 * Memory is of the arena; running out of it ends the test.
 */
#ifndef TESTS_UNIT_RECORD_BUILDER_H
#define TESTS_UNIT_RECORD_BUILDER_H

#include <netinet/in.h>

#include <stdlib.h>
#include <string.h>

#include "common/arena.h"
#include "common/dns_msg.h"
#include "common/record.h"

#define BUILDER_HOSTS_MAX	64
#define BUILDER_ENDPOINTS_MAX	64

struct record_builder {
	struct arena		arena;
	struct record_domain	d;
	unsigned		n_addresses;	/* for fresh ones */
};

static inline void *
builder_alloc(struct record_builder *b, size_t n, size_t size)
{
	void *p = arena_array(&b->arena, n, size);

	if (p == NULL)
		abort();
	return p;
}

static inline struct record_lookup
builder_lookup(const char *name, uint16_t type, enum lookup_status status)
{
	return (struct record_lookup){ .name = name, .type = type,
		.status = status, .attempts = 1, .rtt_ns = -1 };
}

/* A name with a zone, all lookups answered, nothing in it yet. */
static inline void
builder_init(struct record_builder *b, const char *name)
{
	memset(b, 0, sizeof(*b));
	arena_init(&b->arena, 0);
	b->d = (struct record_domain){ .name = name, .group = "",
		.organisation = "", .declared = DECLARED_ALL, .zone = name,
		.n_zone_lookups = 1, .spf = "", .autodiscover = "",
		.mx_lookup = builder_lookup(name, DNS_TYPE_MX,
		    LOOKUP_NODATA) };
	b->d.hosts = builder_alloc(b, BUILDER_HOSTS_MAX,
	    sizeof(*b->d.hosts));
	b->d.mx = builder_alloc(b, BUILDER_HOSTS_MAX, sizeof(*b->d.mx));
	b->d.zone_lookups = builder_alloc(b, 1, sizeof(*b->d.zone_lookups));
	b->d.zone_lookups[0] = builder_lookup(name, DNS_TYPE_NS, LOOKUP_OK);
}

static inline void
builder_free(struct record_builder *b)
{
	arena_free(&b->arena);
}

static inline struct ip_addr
builder_address(struct record_builder *b, enum family family, char letter)
{
	uint8_t octets[16] = { 0x20, 0x01, 0x0d, 0xb8 };

	b->n_addresses++;
	if (letter == 'm') {
		memset(octets, 0, sizeof(octets));
		octets[10] = octets[11] = 0xff;
	} else if (family == FAMILY_V4) {
		octets[0] = 198;
		octets[1] = 18;
	}
	octets[family_octets(family) - 1] = (uint8_t)b->n_addresses;
	octets[family_octets(family) - 2] = (uint8_t)(b->n_addresses >> 8);
	return address_make(family, octets);
}

static inline struct record_endpoint
builder_endpoint(struct ip_addr address, bool dns, uint16_t port, char letter)
{
	static const struct {
		char			letter;
		enum endpoint_state	state;
		enum reason		reason;
	} letters[] = {
		{ 'o', ENDPOINT_OPEN, REASON_NONE },
		{ 'c', ENDPOINT_CLOSED, REASON_NONE },
		{ 's', ENDPOINT_SILENT, REASON_NONE },
		{ 'u', ENDPOINT_UNREACHABLE, REASON_NO_ROUTE },
		{ 'l', ENDPOINT_LAME, REASON_REFUSED },
		{ 'i', ENDPOINT_INDETERMINATE, REASON_VANTAGE },
		{ 'b', ENDPOINT_NOT_PROBED, REASON_BLOCKLIST },
		{ 'n', ENDPOINT_NOT_PROBED, REASON_NO_ROUTE },
		{ 'k', ENDPOINT_NOT_PROBED, REASON_CAP },
		{ 'p', ENDPOINT_NOT_PROBED, REASON_SPECIAL_PURPOSE },
		{ 'm', ENDPOINT_NOT_PROBED, REASON_SPECIAL_PURPOSE },
	};
	size_t i = 0;

	while (letters[i].letter != letter)
		if (++i == sizeof(letters) / sizeof(letters[0]))
			abort();
	return (struct record_endpoint){ .address = address,
		.proto = dns ? IPPROTO_UDP : IPPROTO_TCP, .port = port,
		.state = letters[i].state, .reason = letters[i].reason,
		.attempts = 1, .rtt_ns = -1 };
}

static inline void
builder_family(struct record_builder *b, struct record_host *h,
    enum family family, const char *spec)
{
	static const uint16_t ports[][2] = { [USE_WEB] = { 80, 443 },
		[USE_WWW] = { 80, 443 }, [USE_MX] = { 25 },
		[USE_NS] = { 53, 53 }, [USE_TENANT] = { 0 } };
	enum lookup_status status = *spec == '\0' ? LOOKUP_NODATA
	    : *spec == 'x' ? LOOKUP_NXDOMAIN
	    : *spec == '!' ? LOOKUP_TIMEOUT : LOOKUP_OK;
	struct ip_addr address;
	unsigned port = 0;

	h->lookup[family_index(family)] = builder_lookup(h->name,
	    family == FAMILY_V4 ? DNS_TYPE_A : DNS_TYPE_AAAA, status);
	for (; *spec >= 'a' && *spec != 'x'; spec++) {
		if (port == 0)
			address = builder_address(b, family, *spec);
		h->endpoints[h->n_endpoints++] = builder_endpoint(address,
		    h->use == USE_NS && port == 0, ports[h->use][port],
		    *spec);
		port++;
		if (spec[1] == ' ') {
			spec++;
			port = 0;
		}
	}
}

/* Adds a host behind those of its use. */
static inline struct record_host *
builder_host(struct record_builder *b, enum host_use use, const char *name,
    const char *v4, const char *v6)
{
	struct record_host *h = b->d.hosts + b->d.n_hosts++;

	for (; h > b->d.hosts && h[-1].use > use; h--)
		*h = h[-1];
	*h = (struct record_host){ .name = name, .use = use,
		.looked_up = v4 != NULL };
	h->endpoints = builder_alloc(b, BUILDER_ENDPOINTS_MAX,
	    sizeof(*h->endpoints));
	if (v4 != NULL) {
		builder_family(b, h, FAMILY_V4, v4);
		builder_family(b, h, FAMILY_V6, v6);
	}
	return h;
}

/* Adds an MX entry alone: a null MX, or a host that is there already. */
static inline void
builder_mx_entry(struct record_builder *b, uint16_t preference,
    const char *host)
{
	b->d.mx_lookup.status = LOOKUP_OK;
	b->d.mx[b->d.n_mx++] = (struct record_mx){ preference, host };
}

static inline void
builder_mx(struct record_builder *b, uint16_t preference, const char *host,
    const char *v4, const char *v6)
{
	builder_mx_entry(b, preference, host);
	(void)builder_host(b, USE_MX, host, v4, v6);
}

static inline void
builder_iterative(struct record_builder *b)
{
	if (b->d.iterative)
		return;
	b->d.iterative = true;
	b->d.chain = builder_alloc(b, BUILDER_HOSTS_MAX, sizeof(*b->d.chain));
	b->d.ns = builder_alloc(b, BUILDER_HOSTS_MAX, sizeof(*b->d.ns));
	b->d.aaaa = builder_alloc(b, BUILDER_HOSTS_MAX, sizeof(*b->d.aaaa));
}

static inline struct record_chain_family
builder_chain_family(struct record_builder *b, const char *spec)
{
	struct record_chain_family f = { .broken_at = "" };
	const char *space = strchr(spec, ' ');

	if (strcmp(spec, "yes") == 0)
		return f;
	f.resolvable = RESOLVABLE_INDETERMINATE;
	if (strcmp(spec, "?") == 0)
		return f;
	if (space == NULL)
		abort();
	f.resolvable = RESOLVABLE_NO;
	f.broken_at = arena_strndup(&b->arena, spec, (size_t)(space - spec));
	f.reason = (enum chain_reason)chain_reason_find(space + 1);
	return f;
}

static inline void
builder_chain(struct record_builder *b, const char *name, const char *v4,
    const char *v6)
{
	builder_iterative(b);
	b->d.chain[b->d.n_chain++] = (struct record_chain){
		.name = name,
		.family = { builder_chain_family(b, v4),
		    builder_chain_family(b, v6) },
	};
}

/* WHERE has a 'p' if the parent names it and a 'c' if the child does; GLUE
 * is addresses with a space between. */
static inline void
builder_ns(struct record_builder *b, const char *name, const char *where,
    const char *glue)
{
	struct ip_addr *a = builder_alloc(b, BUILDER_HOSTS_MAX, sizeof(*a));
	char *words = arena_strdup(&b->arena, glue), *word, *rest;
	struct record_ns ns = { .name = name, .glue = a,
		.at_parent = strchr(where, 'p') != NULL,
		.at_child = strchr(where, 'c') != NULL };

	for (word = strtok_r(words, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest))
		if (!address_parse(word, &a[ns.n_glue++]))
			abort();
	builder_iterative(b);
	b->d.ns[b->d.n_ns++] = ns;
}

/* What an address of a server says when asked for AAAA, as one letter. */
static inline void
builder_aaaa(struct record_builder *b, const char *server,
    struct ip_addr address, char letter)
{
	builder_iterative(b);
	b->d.aaaa[b->d.n_aaaa++] = (struct record_aaaa){ server,
		builder_endpoint(address, true, 53, letter) };
}

#endif /* TESTS_UNIT_RECORD_BUILDER_H */

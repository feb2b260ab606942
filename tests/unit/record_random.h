/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record_random.h - random records for property tests and for schema checks.
 *
 * Every field takes every kind of value it may hold, hostile texts too.
 * Times are whole microseconds, as a run file keeps them.
 */
#ifndef TESTS_UNIT_RECORD_RANDOM_H
#define TESTS_UNIT_RECORD_RANDOM_H

#include "tests/unit/record_builder.h"

struct record_random {
	struct record_builder	b;
	uint64_t		seed;
};

/* splitmix64 (Steele, Lea and Flood, 2014), cut to 0 .. N - 1. */
static inline unsigned
random_below(struct record_random *r, unsigned n)
{
	uint64_t z = r->seed += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (unsigned)((z ^ z >> 31) >> 32) % n;
}

static inline const char *
random_name(struct record_random *r)
{
	static const char *const names[] = { "example.nl", "www.example.nl",
		"mx.example.nl", "localhost", "192.0.2.1", ".",
		"xn--4ca.example", "a\\046b.example", "ns1.example.net",
		"example-nl.mail.protection.outlook.com" };

	return names[random_below(r, sizeof(names) / sizeof(names[0]))];
}

static inline const char *
random_text(struct record_random *r)
{
	static const char *const texts[] = { "", "gemeente", "=1+1",
		"a\"b\\c\nd\te\x7f", "Caf\xc3\xa9", "\xf0\x9f\x98\x80",
		"\xe2\x80\xa8<script>", "\x1b[31m",
		"v=spf1 include:spf.protection.outlook.com -all",
		"v=spf1 -all", "autodiscover.outlook.com" };

	return texts[random_below(r, sizeof(texts) / sizeof(texts[0]))];
}

static inline struct ip_addr
random_address(struct record_random *r, bool none)
{
	uint8_t octets[16];
	size_t i;

	if (none && random_below(r, 4) == 0)
		return (struct ip_addr){ .family = FAMILY_NONE };
	for (i = 0; i < sizeof(octets); i++)
		octets[i] = (uint8_t)(random_below(r, 3) > 0
		    ? random_below(r, 256) : 0);
	return address_make(random_below(r, 2) ? FAMILY_V4 : FAMILY_V6,
	    octets);
}

static inline int64_t
random_rtt(struct record_random *r)
{
	return random_below(r, 3) == 0 ? -1
	    : (int64_t)random_below(r, 90000000) * 1000;
}

static inline struct record_lookup
random_lookup(struct record_random *r)
{
	return (struct record_lookup){ .name = random_name(r),
		.type = (uint16_t)(random_below(r, 2) ? DNS_TYPE_AAAA
		    : random_below(r, 65536)),
		.status = (enum lookup_status)random_below(r, 7),
		.rcode = (uint16_t)random_below(r, 24),
		.server = random_address(r, true),
		.attempts = (uint8_t)random_below(r, 256),
		.tcp = random_below(r, 2), .rtt_ns = random_rtt(r) };
}

static inline struct record_endpoint
random_endpoint(struct record_random *r)
{
	static const uint16_t ports[] = { 80, 443, 25, 53, 0, 65535 };

	return (struct record_endpoint){ .address = random_address(r, false),
		.proto = random_below(r, 2) ? IPPROTO_TCP : IPPROTO_UDP,
		.port = ports[random_below(r, 6)],
		.state = (enum endpoint_state)random_below(r, 7),
		.reason = (enum reason)random_below(r, REASON_COUNT),
		.attempts = (uint8_t)random_below(r, 256),
		.rtt_ns = random_rtt(r) };
}

static inline void
random_host(struct record_random *r, struct record_host *h, enum host_use use)
{
	size_t i;

	*h = (struct record_host){ .name = random_name(r), .use = use,
		.looked_up = random_below(r, 5) > 0,
		.n_cnames = random_below(r, 3),
		.n_endpoints = random_below(r, 6) };
	if (h->looked_up) {
		h->lookup[0] = random_lookup(r);
		h->lookup[1] = random_lookup(r);
	}
	h->cnames = builder_alloc(&r->b, h->n_cnames, sizeof(*h->cnames));
	for (i = 0; i < h->n_cnames; i++)
		h->cnames[i] = random_name(r);
	h->endpoints = builder_alloc(&r->b, h->n_endpoints,
	    sizeof(*h->endpoints));
	for (i = 0; i < h->n_endpoints; i++)
		h->endpoints[i] = random_endpoint(r);
}

static inline void
random_hosts(struct record_random *r, struct record_domain *d)
{
	static const unsigned most[] = { [USE_WEB] = 1, [USE_WWW] = 1,
		[USE_MX] = 4, [USE_NS] = 4, [USE_TENANT] = 1 };
	unsigned use, n;

	d->hosts = builder_alloc(&r->b, 11, sizeof(*d->hosts));
	for (use = USE_WEB; use <= USE_TENANT; use++)
		for (n = random_below(r, most[use] + 1); n > 0; n--)
			random_host(r, &d->hosts[d->n_hosts++],
			    (enum host_use)use);
}

static inline struct ip_addr *
random_addresses(struct record_random *r, size_t n, enum family family)
{
	struct ip_addr *a = builder_alloc(&r->b, n, sizeof(*a));
	size_t i;

	for (i = 0; i < n; i++)
		do
			a[i] = random_address(r, false);
		while (family != FAMILY_NONE && a[i].family != family);
	return a;
}

static inline struct record_chain_family
random_chain_family(struct record_random *r, enum family family)
{
	struct record_chain_family f = { .broken_at = "",
		.resolvable = (enum resolvable)random_below(r, 3),
		.n_servers = random_below(r, 4) };

	if (f.resolvable == RESOLVABLE_NO) {
		f.broken_at = random_name(r);
		f.reason = (enum chain_reason)(1 +
		    random_below(r, CHAIN_REASON_COUNT - 1));
	}
	f.servers = random_addresses(r, f.n_servers, family);
	return f;
}

static inline void
random_iterative(struct record_random *r, struct record_domain *d)
{
	unsigned n;

	builder_iterative(&r->b);
	for (n = random_below(r, 5); n > 0; n--)
		d->chain[d->n_chain++] = (struct record_chain){
			.name = random_name(r),
			.family = { random_chain_family(r, FAMILY_V4),
			    random_chain_family(r, FAMILY_V6) } };
	for (n = random_below(r, 5); n > 0; n--) {
		struct record_ns *ns = &d->ns[d->n_ns++];

		*ns = (struct record_ns){ .name = random_name(r),
			.at_parent = random_below(r, 3) > 0,
			.at_child = random_below(r, 3) > 0,
			.n_glue = random_below(r, 4) };
		ns->glue = random_addresses(r, ns->n_glue, FAMILY_NONE);
	}
	for (n = random_below(r, 5); n > 0; n--)
		d->aaaa[d->n_aaaa++] = (struct record_aaaa){ random_name(r),
			random_endpoint(r) };
}

/* Fills R->b.d; builder_free(&r->b) ends its life. */
static inline void
random_record(struct record_random *r)
{
	struct record_domain *d = &r->b.d;
	size_t i;

	builder_init(&r->b, random_name(r));
	d->group = random_text(r);
	d->organisation = random_text(r);
	d->declared = 1 + random_below(r, 3);
	random_hosts(r, d);
	d->zone = random_below(r, 3) ? random_name(r) : "";
	d->zone_lookups[0] = random_lookup(r);
	d->n_zone_lookups = random_below(r, 2);
	d->mx_lookup = random_below(r, 5) ? random_lookup(r)
	    : (struct record_lookup){ .name = NULL };
	for (i = random_below(r, 5); i > 0; i--)
		d->mx[d->n_mx++] = (struct record_mx){
			(uint16_t)random_below(r, 65536), random_name(r) };
	d->implicit_mx = random_below(r, 2);
	if ((d->spf_asked = random_below(r, 2))) {
		d->spf_lookup = random_lookup(r);
		d->spf = random_text(r);
	}
	if ((d->autodiscover_asked = random_below(r, 2))) {
		d->autodiscover_lookup = random_lookup(r);
		d->autodiscover = random_text(r);
	}
	if (random_below(r, 2))
		random_iterative(r, d);
	d->queries = random_below(r, 300);
	d->over_budget = random_below(r, 2);
	d->started_unix_ns = 1795305600000000000 +
	    (uint64_t)random_below(r, 1000000000) * 1000;
	d->duration_ns = (uint64_t)random_below(r, 30000000) * 1000;
}

#endif /* TESTS_UNIT_RECORD_RANDOM_H */

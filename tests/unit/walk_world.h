/* SPDX-License-Identifier: Apache-2.0 */
/*
 * walk_world.h - zones with their records, and how a name server that has one
 * answers.
 *
 * Hosts have numbers; each stands for an address of either family.  A zone is
 * written one record a line, with the number as data of addresses:
 *
 *	world_zone(&w, "nl", "a.nl NS ns.a.nl\n"
 *			     "ns.a.nl ADDR 7\n");
 *	world_serve(&w, 7, "a.nl")->manner[1] = SILENT;
 *
 * ADDR stands for A and AAAA; HERE for the one of the family that the test is
 * about, and THERE for the other one.  NS records below the zone's own name
 * delegate, and addresses of the hosts they name are the glue.  SOA records
 * are there unwritten.
 */
#ifndef TESTS_UNIT_WALK_WORLD_H
#define TESTS_UNIT_WALK_WORLD_H

#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/engine_bench.h"

#define WORLD_RECORDS_MAX 512
#define WORLD_SERVERS_MAX 128
#define WORLD_TEXT	  96

enum world_manner {
	WELL,
	SILENT,
	UNREACHABLE,	/* a router says so */
	REFUSES,
	FAILS,		/* SERVFAIL */
	FORGETS_AA,	/* but is right */
	RECURSES,	/* for whoever asks: RA, no AA */
	UPWARD,		/* sends to the root */
	TRUNCATES,	/* until it is asked over TCP */
	TRUNCATES_ALL,	/* and does not take TCP */
	OTHER_CASE,
	NO_EDNS,	/* FORMERR */
	DENIES_AAAA,	/* NXDOMAIN for that type alone */
	SPOILT,		/* ends inside a record */
};

struct world_record {
	const char	*zone;
	struct dns_name	 owner;
	uint16_t	 type;
	struct dns_name	 name;		/* of all but addresses */
	struct ip_addr	 addr;
};

struct world_server {
	struct ip_addr		 addr[2];	/* by family_index() */
	const char		*zone;
	enum world_manner	 manner[2];
	uint64_t		 late_ns[2];	/* beyond the round trip */
};

struct world {
	unsigned		family;	/* HERE, by family_index() */
	struct world_record	records[WORLD_RECORDS_MAX];
	unsigned		n_records;
	struct world_server	servers[WORLD_SERVERS_MAX];
	unsigned		n_servers;
};

/* Host NUMBER's address; each has a prefix of its own. */
static inline struct ip_addr
world_address(unsigned number, unsigned family)
{
	char text[64];

	if (family == 0)
		(void)snprintf(text, sizeof(text), "9.%u.%u.53",
		    46 + (number >> 8), number & 255);
	else
		(void)snprintf(text, sizeof(text), "2a02:898:%x::53", number);
	return bench_address(text);
}

static inline struct world_record *
world_record(struct world *w, const char *zone, const char *owner)
{
	struct world_record *r = &w->records[w->n_records++];

	assert_true(w->n_records < WORLD_RECORDS_MAX);
	*r = (struct world_record){ .zone = zone, .owner = sim_name(owner) };
	return r;
}

static inline void
world_add(struct world *w, const char *zone, const char *owner,
    const char *type, const char *data)
{
	static const struct {
		const char	*word;
		uint16_t	 type;
	} types[] = { { "NS", DNS_TYPE_NS }, { "CNAME", DNS_TYPE_CNAME },
		{ "DNAME", DNS_TYPE_DNAME }, { "MX", DNS_TYPE_MX } };
	struct world_record *r;
	unsigned i, f;

	for (i = 0; i < 4; i++)
		if (strcmp(types[i].word, type) == 0) {
			r = world_record(w, zone, owner);
			r->type = types[i].type;
			r->name = sim_name(data);
			return;
		}
	for (f = 0; f < 2; f++)
		if (strcmp(type, "ADDR") == 0 ||
		    strcmp(type, f == 0 ? "A" : "AAAA") == 0 ||
		    strcmp(type, f == w->family ? "HERE" : "THERE") == 0) {
			r = world_record(w, zone, owner);
			r->type = f == 0 ? DNS_TYPE_A : DNS_TYPE_AAAA;
			r->addr = world_address((unsigned)atoi(data), f);
		}
}

/* A zone's records, added to those it has. */
static inline void
world_zone(struct world *w, const char *zone, const char *text)
{
	char owner[WORLD_TEXT], type[WORLD_TEXT], data[WORLD_TEXT];
	int octets;

	while (sscanf(text, "%95s %95s %95s\n%n", owner, type, data,
		   &octets) == 3) {
		world_add(w, zone, owner, type, data);
		text += octets;
	}
	assert_int_equal(*text, '\0');
}

/* Host NUMBER serves the zone over both families. */
static inline struct world_server *
world_serve(struct world *w, unsigned number, const char *zone)
{
	struct world_server *s = &w->servers[w->n_servers++];

	assert_true(w->n_servers < WORLD_SERVERS_MAX);
	*s = (struct world_server){
		.addr = { world_address(number, 0), world_address(number, 1) },
		.zone = zone,
	};
	return s;
}

/* Labels that the name shares with the zone that holds it; -1: it does not. */
static inline int
world_depth(const struct dns_name *name, const char *zone)
{
	const struct dns_name plain = sim_name(zone);

	return dns_name_within(name, &plain) ? (int)dns_name_labels(&plain) :
					       -1;
}

/* Who is asked: of the zones that the address serves the deepest that holds
 * the name, or else any; NULL if it serves none. */
static inline const struct world_server *
world_asked(const struct world *w, const struct request *req)
{
	const struct ip_addr *at = &req->probe.flow.remote.addr;
	const struct dns_name *name = &req->question.name;
	const struct world_server *best = NULL, *s;

	for (s = w->servers; s < w->servers + w->n_servers; s++)
		if (address_equal(&s->addr[at->family == FAMILY_V6], at) &&
		    (best == NULL ||
			world_depth(name, s->zone) >
			    world_depth(name, best->zone)))
			best = s;
	return best;
}

static inline void
world_put(struct sim_message *m, enum dns_section section,
    const struct world_record *r)
{
	if (r->type == DNS_TYPE_A || r->type == DNS_TYPE_AAAA)
		sim_message_rr(m, section, &r->owner, r->type, r->addr.octet,
		    family_octets((enum family)r->addr.family));
	else
		sim_message_name(m, section, &r->owner, r->type, 10, &r->name);
}

/* All records of the zone that OWNER has of the type; returns how many. */
static inline unsigned
world_put_all(const struct world *w, struct sim_message *m,
    enum dns_section section, const char *zone, const struct dns_name *owner,
    uint16_t type)
{
	const struct world_record *r;
	unsigned n = 0;

	for (r = w->records; r < w->records + w->n_records; r++)
		if (strcmp(r->zone, zone) == 0 && r->type == type &&
		    dns_name_equal(&r->owner, owner)) {
			world_put(m, section, r);
			n++;
		}
	return n;
}

/* OWNER's name servers, and what the zone knows of their addresses. */
static inline unsigned
world_put_servers(const struct world *w, struct sim_message *m,
    enum dns_section section, const char *zone, const struct dns_name *owner)
{
	unsigned n = world_put_all(w, m, section, zone, owner, DNS_TYPE_NS);
	const struct world_record *r;

	for (r = w->records; r < w->records + w->n_records; r++)
		if (strcmp(r->zone, zone) == 0 && r->type == DNS_TYPE_NS &&
		    dns_name_equal(&r->owner, owner)) {
			(void)world_put_all(w, m, DNS_SECTION_ADDITIONAL, zone,
			    &r->name, DNS_TYPE_A);
			(void)world_put_all(w, m, DNS_SECTION_ADDITIONAL, zone,
			    &r->name, DNS_TYPE_AAAA);
		}
	return n;
}

/* The record that decides what becomes of a name: a delegation, an alias. */
static inline const struct world_record *
world_decisive(const struct world *w, const char *zone,
    const struct dns_question *q)
{
	const struct dns_name apex = sim_name(zone);
	const struct world_record *r;

	for (r = w->records; r < w->records + w->n_records; r++) {
		bool own = dns_name_equal(&r->owner, &q->name);

		if (strcmp(r->zone, zone) != 0 ||
		    !dns_name_within(&q->name, &r->owner))
			continue;
		if ((r->type == DNS_TYPE_NS &&
			!dns_name_equal(&r->owner, &apex)) ||
		    (r->type == DNS_TYPE_DNAME && !own) ||
		    (r->type == DNS_TYPE_CNAME && own && q->type != r->type))
			return r;
	}
	return NULL;
}

/* Does the name, or one below it, own anything? */
static inline bool
world_exists(const struct world *w, const char *zone,
    const struct dns_name *name)
{
	const struct dns_name apex = sim_name(zone);
	const struct world_record *r;

	for (r = w->records; r < w->records + w->n_records; r++)
		if (strcmp(r->zone, zone) == 0 &&
		    dns_name_within(&r->owner, name))
			return true;
	return dns_name_equal(name, &apex);
}

/* What the zone has to say; FLAGS is AA or 0. */
static inline struct sim_message *
world_answer(const struct world *w, const char *zone,
    const struct request *req, uint16_t flags)
{
	const struct dns_question *q = &req->question;
	const struct world_record *r = world_decisive(w, zone, q);
	const struct dns_name apex = sim_name(zone);
	struct sim_message *m;
	unsigned n;

	if (r != NULL && r->type == DNS_TYPE_NS) {
		m = bench_begin(req, 0);
		(void)world_put_servers(
		    w, m, DNS_SECTION_AUTHORITY, zone, &r->owner);
		return m;
	}
	if (r == NULL && !world_exists(w, zone, &q->name))
		flags |= DNS_RCODE_NXDOMAIN;
	m = bench_begin(req, flags);
	if (r != NULL) {
		world_put(m, DNS_SECTION_ANSWER, r);
		return m;
	}
	if (q->type == DNS_TYPE_NS)
		n = world_put_servers(
		    w, m, DNS_SECTION_ANSWER, zone, &q->name);
	else
		n = world_put_all(
		    w, m, DNS_SECTION_ANSWER, zone, &q->name, q->type);
	if (q->type == DNS_TYPE_SOA && dns_name_equal(&q->name, &apex))
		sim_message_soa(m, DNS_SECTION_ANSWER, &apex);
	else if (n == 0)
		sim_message_soa(m, DNS_SECTION_AUTHORITY, &apex);
	return m;
}

/* The reply to a question, in the server's manner; NULL: none. */
static inline struct sim_message *
world_reply(const struct world *w, const struct world_server *s,
    const struct request *req, enum world_manner manner)
{
	const bool tcp = req->kind == REQUEST_DNS_TCP;
	const struct dns_name zone = sim_name(s->zone), root = sim_name(".");
	struct sim_message *m;

	if (manner == SILENT)
		return NULL;
	if (manner == REFUSES || !dns_name_within(&req->question.name, &zone))
		return bench_begin(req, DNS_RCODE_REFUSED);
	if (manner == FAILS)
		return bench_begin(req, DNS_RCODE_SERVFAIL);
	if (manner == NO_EDNS && req->probe.edns)
		return bench_begin(req, DNS_RCODE_FORMERR);
	if ((manner == TRUNCATES || manner == TRUNCATES_ALL) && !tcp)
		return bench_begin(req, DNS_FLAG_AA | DNS_FLAG_TC);
	if (manner == DENIES_AAAA && req->question.type == DNS_TYPE_AAAA)
		return bench_begin(req, DNS_FLAG_AA | DNS_RCODE_NXDOMAIN);
	if (manner == UPWARD) {
		m = bench_begin(req, 0);
		(void)world_put_servers(
		    w, m, DNS_SECTION_AUTHORITY, ".", &root);
		return m;
	}
	m = world_answer(w, s->zone, req,
	    manner == FORGETS_AA ? 0 :
	    manner == RECURSES	 ? DNS_FLAG_RA :
				   DNS_FLAG_AA);
	if (manner == OTHER_CASE && !req->probe.plain_case && !tcp)
		m->octet[DNS_HEADER_OCTETS + 1] ^= 0x20;
	if (manner == SPOILT)
		m->len--;
	return m;
}

#endif /* TESTS_UNIT_WALK_WORLD_H */

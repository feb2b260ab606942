/* SPDX-License-Identifier: Apache-2.0 */
/*
 * walk_liar.h - somebody on the way who answers in place of every name server
 * that is asked over UDP, or over TCP, and of those who live nowhere.
 *
 * He lies over a family while deceived[], or deceived_over_tcp[], says so.  The
 * servers that he sends on to do not go away.
 */
#ifndef TESTS_UNIT_WALK_LIAR_H
#define TESTS_UNIT_WALK_LIAR_H

#include "tests/unit/walk_vantage.h"

#define LIAR		66	/* his servers, and all that he invents */
#define LIAR_SERVERS	13
#define LIAR_NOTICED_NS	(1200 * MS)	/* a control is asked each second */

enum liar_manner {
	DENIES,		/* all is his server's, where nothing exists */
	LEADS_ASTRAY,	/* the same; once he is gone, his server does well for
			   top-level domains, and is lame for all below */
	FLATTERS,	/* whatever is asked for exists */
	IS_A_PORTAL,	/* a resolver that has one address for all */
	REFUSES_ALL,
	KNOWS_NO_EDNS,	/* nor anything else */
	SAYS_NOTHING,	/* in as many words */
	WEARIES,	/* sends on to many servers, which all fail */
	PUZZLES,	/* sends on to many that are nowhere */
	LIAR_MANNERS
};

static enum liar_manner liar;
static bool deceived[2], deceived_over_tcp[2];

static inline void
deceive(bool v4, bool v6)
{
	deceived[0] = v4;
	deceived[1] = v6;
}

static inline unsigned
liar_family(const struct request *req)
{
	return req->probe.flow.remote.addr.family == FAMILY_V6;
}

static inline bool
liar_owns(const struct ip_addr *a)
{
	struct ip_addr own;
	unsigned i;

	for (i = 0; i < LIAR_SERVERS; i++) {
		own = world_address(LIAR + i, a->family == FAMILY_V6);
		if (address_equal(a, &own))
			return true;
	}
	return false;
}

static inline bool
liar_asked(const struct request *req)
{
	return liar_owns(&req->probe.flow.remote.addr);
}

/* The last labels of the name that is asked for. */
static inline struct dns_name
liar_zone(const struct request *req, unsigned labels)
{
	struct dns_name zone = req->question.name;

	while (dns_name_labels(&zone) > labels)
		(void)dns_name_parent(&zone, &zone);
	return zone;
}

static inline void
liar_put_address(struct sim_message *m, enum dns_section section,
    const struct dns_name *owner, unsigned number, unsigned family)
{
	const struct ip_addr own = world_address(number, family);

	sim_message_rr(m, section, owner,
	    family == 0 ? DNS_TYPE_A : DNS_TYPE_AAAA, own.octet,
	    family_octets(family == 0 ? FAMILY_V4 : FAMILY_V6));
}

/* Sends on to servers of the liar's for the zone, or to such as have no
 * address. */
static inline struct sim_message *
liar_sends_on(const struct request *req, struct dns_name zone, unsigned n,
    bool nowhere)
{
	const bool root = zone.len == 1;
	struct sim_message *m = bench_begin(req, root ? DNS_FLAG_AA : 0);
	struct dns_name ns[LIAR_SERVERS];
	char text[32];
	unsigned i;

	for (i = 0; i < n; i++) {
		(void)snprintf(text, sizeof(text), "ns%u.%s", i,
		    nowhere ? "nowhere" : "liar.nl");
		ns[i] = sim_name(text);
		sim_message_name(m,
		    root ? DNS_SECTION_ANSWER : DNS_SECTION_AUTHORITY, &zone,
		    DNS_TYPE_NS, 0, &ns[i]);
	}
	for (i = 0; i < n && !nowhere; i++)
		liar_put_address(m, DNS_SECTION_ADDITIONAL, &ns[i], LIAR + i,
		    liar_family(req));
	return m;
}

static inline struct sim_message *
liar_says_no(const struct request *req)
{
	const struct dns_name root = { .len = 1 };
	struct sim_message *m =
	    bench_begin(req, DNS_FLAG_AA | DNS_RCODE_NXDOMAIN);

	sim_message_soa(m, DNS_SECTION_AUTHORITY, &root);
	return m;
}

static inline struct sim_message *
liar_denies(const struct request *req)
{
	if (liar_asked(req) && req->question.name.len > 1)
		return liar_says_no(req);
	return liar_sends_on(req, liar_zone(req, 1), 1, false);
}

static inline struct sim_message *
liar_leads_astray(const struct request *req)
{
	const struct dns_name zone = liar_zone(req, 2);
	struct sim_message *m;

	if (!liar_asked(req) || deceived[liar_family(req)] || zone.len == 1)
		return liar_denies(req);
	if (dns_name_labels(&zone) == 2)
		return liar_sends_on(req, zone, 1, false);
	m = bench_begin(req, DNS_FLAG_AA);
	sim_message_soa(m, DNS_SECTION_ANSWER, &zone);
	return m;
}

static inline struct sim_message *
liar_flatters(const struct request *req)
{
	const struct dns_question *q = &req->question;
	struct sim_message *m = bench_begin(req, DNS_FLAG_AA);

	if (q->type == DNS_TYPE_A || q->type == DNS_TYPE_AAAA)
		liar_put_address(m, DNS_SECTION_ANSWER, &q->name, LIAR,
		    q->type == DNS_TYPE_AAAA);
	else
		sim_message_soa(m,
		    q->type == DNS_TYPE_SOA ? DNS_SECTION_ANSWER :
					      DNS_SECTION_AUTHORITY,
		    &q->name);
	return m;
}

static inline struct sim_message *
liar_is_a_portal(const struct request *req)
{
	const struct dns_question *q = &req->question;
	struct sim_message *m = bench_begin(req, DNS_FLAG_RA);

	if (q->type == DNS_TYPE_A)
		liar_put_address(m, DNS_SECTION_ANSWER, &q->name, LIAR, 0);
	return m;
}

static inline struct sim_message *
liar_puzzles(const struct request *req)
{
	const struct dns_name nowhere = sim_name("nowhere"),
			      zone = liar_zone(req, 1);

	return dns_name_equal(&zone, &nowhere)
	    ? liar_says_no(req)
	    : liar_sends_on(req, zone, LIAR_SERVERS, true);
}

static inline struct sim_message *
liar_reply(const struct request *req)
{
	switch (liar) {
	case DENIES:
		return liar_denies(req);
	case LEADS_ASTRAY:
		return liar_leads_astray(req);
	case FLATTERS:
		return liar_flatters(req);
	case IS_A_PORTAL:
		return liar_is_a_portal(req);
	case REFUSES_ALL:
		return bench_begin(req, DNS_RCODE_REFUSED);
	case KNOWS_NO_EDNS:
		return bench_begin(req, DNS_RCODE_FORMERR);
	case WEARIES:
		return liar_asked(req)
		    ? bench_begin(req, DNS_RCODE_SERVFAIL)
		    : liar_sends_on(req, liar_zone(req, 1), LIAR_SERVERS,
			  false);
	case PUZZLES:
		return liar_puzzles(req);
	default:
		return bench_begin(req, DNS_FLAG_AA);
	}
}

/* For w.refuses. */
static inline bool
liar_refuses(const struct request *req)
{
	return !deceived_over_tcp[liar_family(req)] && vantage_refuses(req);
}

/* For w.custom. */
static inline bool
liar_answer(struct walk_bench *bench, const struct request *req)
{
	const bool *lies =
	    req->kind == REQUEST_FRAME ? deceived : deceived_over_tcp;

	if (!liar_asked(req) && !lies[liar_family(req)])
		return vantage_answer(bench, req);
	bench_reply(&bench->b, req, liar_reply(req));
	return true;
}

#endif /* TESTS_UNIT_WALK_LIAR_H */

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/scenario/rpl_match.h"

#define AT_QUESTION DNS_HEADER_OCTETS

/* What our questions have in their headers. */
#define QUERY_OPCODE 0
#define QUERY_RCODE  0

static unsigned
opcode(const struct rpl_entry *e)
{
	return e->flags >> 11 & 15;
}

static unsigned
rcode(const struct rpl_entry *e)
{
	return e->flags & 15;
}

static bool
question_matches(const struct rpl_entry *e, const struct dns_question *q)
{
	const struct dns_question *own = &e->question;
	const unsigned wanted = RPL_MATCH_QTYPE | RPL_MATCH_QNAME |
	    RPL_MATCH_SUBDOMAIN | RPL_MATCH_QCLASS;

	if (!e->has_question)
		return (e->match & wanted) == 0;
	if ((e->match & RPL_MATCH_QTYPE) != 0 && own->type != q->type)
		return false;
	if ((e->match & RPL_MATCH_QCLASS) != 0 && own->klass != q->klass)
		return false;
	if ((e->match & RPL_MATCH_QNAME) != 0 &&
	    !dns_name_equal(&own->name, &q->name))
		return false;
	return (e->match & RPL_MATCH_SUBDOMAIN) == 0 ||
	    dns_name_within(&q->name, &own->name);
}

bool
rpl_entry_matches(const struct rpl_entry *e, const struct rpl_query *q)
{
	if ((e->match & RPL_MATCH_NEVER) != 0 ||
	    ((e->match & RPL_MATCH_OPCODE) != 0 && opcode(e) != QUERY_OPCODE) ||
	    ((e->match & RPL_MATCH_RCODE) != 0 && rcode(e) != QUERY_RCODE) ||
	    ((e->match & RPL_MATCH_UDP) != 0 && q->tcp) ||
	    ((e->match & RPL_MATCH_TCP) != 0 && !q->tcp) ||
	    ((e->match & RPL_MATCH_NOEDNS) != 0 && q->edns))
		return false;
	return question_matches(e, &q->question);
}

static bool
serves(const struct rpl_range *r, unsigned step, const struct ip_addr *server)
{
	unsigned i;

	if (step < r->first || step > r->last)
		return false;
	for (i = 0; i < r->n_addr; i++)
		if (address_equal(&r->addr[i], server))
			return true;
	return r->n_addr == 0;
}

/*
 * Many scenarios leave AA out where a server answers from its own zone: to
 * unbound an answer lacks authority only if recursion is offered beside it.
 */
static bool
has_authority(const struct rpl_entry *e)
{
	const struct rpl_record *r;

	if ((e->flags & DNS_FLAG_AA) != 0)
		return true;
	if ((e->flags & DNS_FLAG_RA) != 0 ||
	    (rcode(e) != DNS_RCODE_NOERROR && rcode(e) != DNS_RCODE_NXDOMAIN))
		return false;
	for (r = e->records; r != NULL; r = r->next)
		if (r->section == DNS_SECTION_ANSWER ||
		    (r->section == DNS_SECTION_AUTHORITY &&
			r->type == DNS_TYPE_SOA))
			return true;
	return rcode(e) == DNS_RCODE_NXDOMAIN;
}

/* True if the entry shows that its server has the zone. */
static bool
has_zone(const struct rpl_entry *e, const struct rpl_query *q)
{
	return e->has_question && has_authority(e) &&
	    dns_name_within(&e->question.name, &q->question.name);
}

static const struct rpl_entry *
find(const struct rpl *rpl, unsigned step, const struct rpl_query *q,
    bool (*suits)(const struct rpl_entry *, const struct rpl_query *))
{
	const struct rpl_range *r;
	const struct rpl_entry *e;

	for (r = rpl->ranges; r != NULL; r = r->next)
		if (serves(r, step, &q->server))
			for (e = r->entries; e != NULL; e = e->next)
				if (suits(e, q))
					return e;
	return NULL;
}

const struct rpl_entry *
rpl_find(const struct rpl *rpl, unsigned step, const struct rpl_query *q)
{
	const struct rpl_entry *e = find(rpl, step, q, rpl_entry_matches);
	struct rpl_query other;

	if (e != NULL || q->question.type != DNS_TYPE_SOA)
		return e;
	other = *q;
	other.question.type = DNS_TYPE_NS;
	if ((e = find(rpl, step, &other, rpl_entry_matches)) == NULL)
		e = find(rpl, step, q, has_zone);
	return e;
}

static void
put_big_endian(uint8_t *at, uint32_t value, unsigned octets)
{
	while (octets-- > 0) {
		at[octets] = (uint8_t)value;
		value >>= 8;
	}
}

/* A reply that is given octet for octet, with our ID and letter case. */
static void
reply_hex(
    const struct rpl_entry *e, const struct rpl_query *q, struct sim_message *m)
{
	const struct dns_name *name = &q->question.name;
	struct dns_msg msg;

	memcpy(m->octet, e->hex, e->hex_octets);
	m->len = e->hex_octets;
	if (m->len >= 2)
		put_big_endian(m->octet, q->id, 2);
	/* A question's name stands first, so it is never compressed. */
	if (dns_msg_open(&msg, m->octet, m->len) == DNS_MSG_OK &&
	    dns_name_equal(&msg.question.name, name))
		memcpy(m->octet + AT_QUESTION, name->wire, name->len);
}

static void
put_record(struct sim_message *m, const struct rpl_record *r)
{
	uint8_t *fixed;

	sim_message_rr(
	    m, r->section, &r->owner, r->type, r->data, r->data_octets);
	/* Class, TTL and length stand before the data. */
	fixed = m->octet + m->len - r->data_octets - 8;
	put_big_endian(fixed, r->klass, 2);
	put_big_endian(fixed + 2, r->ttl, 4);
}

/* An entry for another question shows what would be said of the SOA. */
static void
reply_soa(
    const struct rpl_entry *e, const struct rpl_query *q, struct sim_message *m)
{
	unsigned flags = e->flags & ~15U;

	if (has_authority(e))
		flags |= DNS_FLAG_AA;
	sim_message_begin(m, q->id, (uint16_t)flags, &q->question);
	sim_message_soa(m, DNS_SECTION_ANSWER, &q->question.name);
}

static void
reply_records(
    const struct rpl_entry *e, const struct rpl_query *q, struct sim_message *m)
{
	struct dns_question question = e->question;
	const struct rpl_record *r;
	unsigned section;

	if (e->copy_query)
		question = q->question;
	else if (dns_name_equal(&question.name, &q->question.name))
		question.name = q->question.name;
	sim_message_begin(m, q->id, e->flags,
	    e->copy_query || e->has_question ? &question : NULL);
	for (section = DNS_SECTION_ANSWER; section <= DNS_SECTION_ADDITIONAL;
	     section++)
		for (r = e->records; r != NULL; r = r->next)
			if (r->section == section)
				put_record(m, r);
}

void
rpl_reply(
    const struct rpl_entry *e, const struct rpl_query *q, struct sim_message *m)
{
	if (e->hex != NULL)
		reply_hex(e, q, m);
	else if (q->question.type == DNS_TYPE_SOA && !rpl_entry_matches(e, q))
		reply_soa(e, q, m);
	else
		reply_records(e, q, m);
}

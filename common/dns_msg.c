/* SPDX-License-Identifier: Apache-2.0 */
#include "common/dns_msg.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define POINTER_BITS 0xc0 /* RFC 1035 section 4.1.4 */
#define POINTER_MASK 0x3fff

#define RR_FIXED_OCTETS 10 /* type to RDLENGTH, RFC 1035 section 4.1.3 */

static inline uint16_t
get_be16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t
get_be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

/*
 * Checks the name at AT.  Its labels may not go past END, wherever pointers
 * lead.  Gives the offset behind its octets here in *AFTER and its length
 * without compression in *LEN.
 */
static enum dns_msg_error
name_check(
    const uint8_t *base, size_t end, size_t at, size_t *after, size_t *len)
{
	size_t piece = at; /* where this run of labels began */
	size_t target;
	size_t used = 1; /* the root */
	unsigned octet = 0, hops = 0;

	for (;;) {
		while (at < end && (octet = base[at]) - 1 < DNS_LABEL_MAX) {
			at += 1 + octet;
			used += 1 + octet;
			if (used > DNS_NAME_MAX)
				return DNS_MSG_BAD_NAME;
		}
		if (at >= end)
			return DNS_MSG_SHORT;
		if (octet == 0)
			break;
		/* The types 0x40 and 0x80 are not in use (RFC 6891 5). */
		if (octet < POINTER_BITS)
			return DNS_MSG_BAD_NAME;
		if (at + 1 >= end)
			return DNS_MSG_SHORT;
		if (hops++ == 0)
			*after = at + 2;
		target = get_be16(base + at) & POINTER_MASK;
		if (target < DNS_HEADER_OCTETS || target >= piece ||
		    hops > DNS_POINTERS_MAX)
			return DNS_MSG_BAD_NAME;
		at = piece = target;
	}
	if (hops == 0)
		*after = at + 1;
	*len = used;
	return DNS_MSG_OK;
}

/* The first label at or behind pointers at AT, in a name that was checked. */
static inline const uint8_t *
follow(const uint8_t *base, const uint8_t *label)
{
	while (*label >= POINTER_BITS)
		label = base + (get_be16(label) & POINTER_MASK);
	return label;
}

/* Copies the name at AT, which was checked. */
static void
name_copy(const uint8_t *base, size_t at, struct dns_name *out)
{
	const uint8_t *label = follow(base, base + at);
	size_t used = 0;

	while (*label != 0) {
		memcpy(out->wire + used, label, 1u + *label);
		used += 1u + *label;
		label = follow(base, label + 1 + *label);
	}
	out->wire[used] = 0;
	out->len = (uint8_t)(used + 1);
}

bool
dns_rr_name_at(const struct dns_msg *m, const struct dns_rr *rr, size_t *at,
    struct dns_name *out)
{
	size_t after, len, end = rr->rdata_at + rr->rdata_len;
	size_t begin = rr->rdata_at + *at;

	if (name_check(m->cursor.base, end, begin, &after, &len) != DNS_MSG_OK)
		return false;
	name_copy(m->cursor.base, begin, out);
	*at = after - rr->rdata_at;
	return true;
}

/* What the header claims. */
static void
count_records(struct dns_msg *m, const uint8_t *header)
{
	m->left[DNS_SECTION_ANSWER] = get_be16(header + 6);
	m->left[DNS_SECTION_AUTHORITY] = get_be16(header + 8);
	m->left[DNS_SECTION_ADDITIONAL] = get_be16(header + 10);
}

void
dns_msg_rewind(struct dns_msg *m)
{
	assert(m->error == DNS_MSG_OK);
	m->cursor.at = m->records_at;
	count_records(m, m->cursor.base);
}

enum dns_msg_error
dns_msg_open(struct dns_msg *m, const void *data, size_t len)
{
	struct cursor c = cursor_make(data, len);
	const uint8_t *header = cursor_take(&c, DNS_HEADER_OCTETS);
	const uint8_t *name, *tail;
	size_t name_len;

	m->cursor = c;
	if (header == NULL)
		return m->error = DNS_MSG_SHORT;
	m->id = get_be16(header);
	m->flags = get_be16(header + 2);
	count_records(m, header);
	if (get_be16(header + 4) != 1)
		return m->error = DNS_MSG_NO_QUESTION;

	name = c.base + c.at;
	m->error = name_check(c.base, len, c.at, &c.at, &name_len);
	if (m->error != DNS_MSG_OK)
		return m->error;
	m->good_pointer = POINTER_BITS << 8 | DNS_HEADER_OCTETS;
	/* The first name has nothing to point to: it is all here. */
	m->question.name.len = (uint8_t)name_len;
	memcpy(m->question.name.wire, name, name_len);
	tail = cursor_take(&c, 4);
	m->cursor = c;
	m->records_at = c.at;
	if (tail == NULL)
		return m->error = DNS_MSG_SHORT;
	m->question.type = get_be16(tail);
	m->question.klass = get_be16(tail + 2);
	return DNS_MSG_OK;
}

/* Moves the cursor past a record's owner. */
static enum dns_msg_error
owner_check(struct dns_msg *m, struct cursor *c)
{
	const uint8_t *owner = c->base + c->at;
	enum dns_msg_error error;
	size_t begin = c->at, len;

	/* Records of one set come together, and their owners are the same
	   pointer: what was checked once is not walked again. */
	if (cursor_left(c) >= 2 && get_be16(owner) == m->good_pointer) {
		c->at += 2;
		return DNS_MSG_OK;
	}
	error = name_check(c->base, c->len, begin, &c->at, &len);
	/* No other name is two octets: a label alone takes three. */
	if (error == DNS_MSG_OK && c->at - begin == 2)
		m->good_pointer = get_be16(owner);
	return error;
}

bool
dns_msg_next(struct dns_msg *m, struct dns_rr *rr)
{
	struct cursor c = m->cursor;
	int section = DNS_SECTION_ANSWER;
	const uint8_t *fixed;

	if (m->error != DNS_MSG_OK)
		return false;
	while (m->left[section] == 0)
		if (section++ == DNS_SECTION_ADDITIONAL)
			return false;
	m->left[section]--;
	rr->section = (enum dns_section)section;
	rr->owner_at = c.at;
	m->error = owner_check(m, &c);
	if (m->error != DNS_MSG_OK)
		return false;
	fixed = cursor_take(&c, RR_FIXED_OCTETS);
	if (fixed != NULL) {
		rr->type = get_be16(fixed);
		rr->klass = get_be16(fixed + 2);
		rr->ttl = get_be32(fixed + 4);
		rr->rdata_len = get_be16(fixed + 8);
		rr->rdata_at = c.at;
		rr->rdata = cursor_take(&c, rr->rdata_len);
	}
	m->cursor = c;
	if (c.failed)
		m->error = DNS_MSG_SHORT;
	return !c.failed;
}

/* Most often a record's owner is the name of the question. */
static inline bool
owner_is_asked(const struct dns_msg *m, const struct dns_rr *rr)
{
	const uint8_t *base = m->cursor.base;

	return follow(base, base + rr->owner_at) == base + DNS_HEADER_OCTETS;
}

void
dns_rr_owner(
    const struct dns_msg *m, const struct dns_rr *rr, struct dns_name *out)
{
	const struct dns_name *asked = &m->question.name;

	if (owner_is_asked(m, rr)) {
		out->len = asked->len;
		memcpy(out->wire, asked->wire, asked->len);
	} else {
		name_copy(m->cursor.base, rr->owner_at, out);
	}
}

bool
dns_rr_owner_is(const struct dns_msg *m, const struct dns_rr *rr,
    const struct dns_name *name)
{
	const uint8_t *base = m->cursor.base, *want = name->wire, *label;

	if (owner_is_asked(m, rr))
		return dns_name_equal(&m->question.name, name);
	label = follow(base, base + rr->owner_at);
	while (*label == *want) {
		if (*label == 0)
			return true;
		if (!dns_wire_equal(label + 1, want + 1, *label))
			return false;
		want += 1 + *label;
		label = follow(base, label + 1 + *label);
	}
	return false;
}

bool
dns_rr_name(
    const struct dns_msg *m, const struct dns_rr *rr, struct dns_name *out)
{
	size_t at = 0;

	return dns_rr_name_at(m, rr, &at, out) && at == rr->rdata_len;
}

bool
dns_rr_mx(const struct dns_msg *m, const struct dns_rr *rr,
    uint16_t *preference, struct dns_name *out)
{
	size_t at = 2;

	/* Preference, then the exchange (RFC 1035 section 3.3.9). */
	if (rr->rdata_len < 2)
		return false;
	*preference = get_be16(rr->rdata);
	return dns_rr_name_at(m, rr, &at, out) && at == rr->rdata_len;
}

size_t
dns_rr_txt(const struct dns_rr *rr, char *buf, size_t size)
{
	struct cursor c = cursor_make(rr->rdata, rr->rdata_len);
	const uint8_t *string;
	size_t i, len, used = 0;

	while (cursor_left(&c) > 0) {
		len = cursor_u8(&c);
		string = cursor_take(&c, len);
		if (string == NULL)
			break;
		for (i = 0; i < len && used + 1 < size; i++)
			buf[used++] = string[i] != 0 ? (char)string[i] : '?';
	}
	if (size > 0)
		buf[used] = '\0';
	return used;
}

unsigned
dns_rr_opt_rcode(const struct dns_rr *opt, unsigned rcode)
{
	/* The upper eight bits are the first octet of what is the TTL in
	   other records (RFC 6891 section 6.1.3). */
	return opt->ttl >> 24 << 4 | rcode;
}

unsigned
dns_msg_full_rcode(const struct dns_msg *m)
{
	unsigned rcode = dns_msg_rcode(m);
	struct dns_msg rest;
	struct dns_rr rr = { 0 };

	if (rcode != DNS_RCODE_NOERROR || m->left[DNS_SECTION_ANSWER] > 0)
		return rcode;
	rest = *m;
	while (dns_msg_next(&rest, &rr))
		if (rr.section == DNS_SECTION_ADDITIONAL &&
		    rr.type == DNS_TYPE_OPT)
			return dns_rr_opt_rcode(&rr, rcode);
	return rcode;
}

static uint8_t *
put_be16(uint8_t *p, unsigned value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
	return p + 2;
}

size_t
dns_query_write(uint8_t buf[static DNS_QUERY_MAX], uint16_t id, uint16_t flags,
    const struct dns_question *question, bool edns)
{
	uint8_t *p = buf;

	p = put_be16(p, id);
	p = put_be16(p, flags);
	p = put_be16(p, 1); /* QDCOUNT */
	p = put_be16(p, 0);
	p = put_be16(p, 0);
	p = put_be16(p, edns); /* ARCOUNT */
	memcpy(p, question->name.wire, question->name.len);
	p += question->name.len;
	p = put_be16(p, question->type);
	p = put_be16(p, question->klass);
	if (edns) {
		/* RFC 6891 section 6.1.2: the class is the payload size;
		   version 0, no flags, no options. */
		*p++ = 0;
		p = put_be16(p, DNS_TYPE_OPT);
		p = put_be16(p, DNS_EDNS_OCTETS);
		memset(p, 0, 6);
		p += 6;
	}
	return (size_t)(p - buf);
}

const char *
dns_type_name(uint16_t type, char buf[static 16])
{
	switch (type) {
	case DNS_TYPE_A:
		return "A";
	case DNS_TYPE_NS:
		return "NS";
	case DNS_TYPE_CNAME:
		return "CNAME";
	case DNS_TYPE_SOA:
		return "SOA";
	case DNS_TYPE_PTR:
		return "PTR";
	case DNS_TYPE_MX:
		return "MX";
	case DNS_TYPE_TXT:
		return "TXT";
	case DNS_TYPE_AAAA:
		return "AAAA";
	case DNS_TYPE_DNAME:
		return "DNAME";
	case DNS_TYPE_OPT:
		return "OPT";
	}
	/* RFC 3597 section 5. */
	(void)snprintf(buf, 16, "TYPE%u", type);
	return buf;
}

const char *
dns_rcode_name(unsigned rcode, char buf[static 16])
{
	switch (rcode) {
	case DNS_RCODE_NOERROR:
		return "NOERROR";
	case DNS_RCODE_FORMERR:
		return "FORMERR";
	case DNS_RCODE_SERVFAIL:
		return "SERVFAIL";
	case DNS_RCODE_NXDOMAIN:
		return "NXDOMAIN";
	case DNS_RCODE_NOTIMP:
		return "NOTIMP";
	case DNS_RCODE_REFUSED:
		return "REFUSED";
	case DNS_RCODE_BADVERS:
		return "BADVERS";
	}
	(void)snprintf(buf, 16, "RCODE%u", rcode);
	return buf;
}

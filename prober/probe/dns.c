/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dns.c - a question to a name server, over UDP.
 */
#include "prober/probe.h"

#include <netinet/in.h>
#include <string.h>

#include "common/checksum.h"
#include "prober/stamp.h"

#define UDP_OCTETS       8
#define UDP_AT_LENGTH    4
#define UDP_AT_CHECK     6
#define DNS_OPCODE_QUERY 0

static size_t
dns_stamp(const struct template *t, const struct probe *p,
    uint8_t frame[static PROBE_FRAME_MAX])
{
	uint8_t *udp = frame + t->transport_at, *name;
	size_t octets;
	uint32_t sum;
	uint16_t check;

	octets = UDP_OCTETS +
	    dns_query_write(udp + UDP_OCTETS, probe_dns_id(p), p->dns_flags,
		p->question, p->edns);
	name = udp + UDP_OCTETS + DNS_HEADER_OCTETS;
	dns_wire_mix_case(
	    name, name, p->question->name.len, probe_case_bits(p));
	/* The addresses and ports are in SUM; the rest of the pseudo-header
	   and the UDP length, which counts in both, follow. */
	sum = stamp_headers(t, p, octets, frame);
	sum += IPPROTO_UDP + 2 * (uint32_t)octets;
	sum = checksum_add(sum, udp + UDP_OCTETS, octets - UDP_OCTETS);
	check = checksum_fold(sum);
	stamp_be16(udp + UDP_AT_LENGTH, (uint16_t)octets);
	stamp_be16(udp + UDP_AT_CHECK, check != 0 ? check : 0xffff);
	return t->transport_at + octets;
}

/*
 * The question came back octet by octet: there is no more to know.  Almost all
 * replies are such, and this is all that is read of them here.
 */
static bool
is_echo(const struct probe *p, const struct dns_name *sent, const uint8_t *data,
    size_t len)
{
	struct cursor c = cursor_make(data, len);
	uint16_t id = cursor_be16(&c), flags = cursor_be16(&c);
	uint16_t questions = cursor_be16(&c);
	const uint8_t *name;

	cursor_skip(&c, DNS_HEADER_OCTETS - c.at);
	name = cursor_take(&c, sent->len);
	return name != NULL && memcmp(name, sent->wire, sent->len) == 0 &&
	    cursor_be16(&c) == p->question->type &&
	    cursor_be16(&c) == p->question->klass && !c.failed &&
	    id == probe_dns_id(p) && questions == 1 &&
	    (flags & DNS_FLAG_QR) != 0 &&
	    (flags >> 11 & 15) == DNS_OPCODE_QUERY;
}

/*
 * A header without question is believed only where it leads to asking again,
 * without EDNS, and to no verdict: old servers refuse EDNS that way.
 */
static enum probe_match
message_match(const struct probe *p, const uint8_t *data, size_t len)
{
	enum dns_msg_error error;
	struct dns_name sent;
	struct dns_msg m;

	sent.len = p->question->name.len;
	dns_wire_mix_case(
	    sent.wire, p->question->name.wire, sent.len, probe_case_bits(p));
	if (is_echo(p, &sent, data, len))
		return PROBE_MATCH_DIRECT;
	error = dns_msg_open(&m, data, len);
	if (error != DNS_MSG_OK && error != DNS_MSG_NO_QUESTION)
		return PROBE_MATCH_NONE;
	if (m.id != probe_dns_id(p) || !(m.flags & DNS_FLAG_QR) ||
	    dns_msg_opcode(&m) != DNS_OPCODE_QUERY)
		return PROBE_MATCH_NONE;
	if (error == DNS_MSG_NO_QUESTION)
		return p->edns && len == DNS_HEADER_OCTETS &&
			dns_rcode_refuses_edns(dns_msg_rcode(&m))
		    ? PROBE_MATCH_DIRECT
		    : PROBE_MATCH_NONE;
	if (m.question.type != p->question->type ||
	    m.question.klass != p->question->klass)
		return PROBE_MATCH_NONE;
	/* Asked in small letters, a server has nothing to mangle. */
	return !p->plain_case && dns_name_equal(&m.question.name, &sent)
	    ? PROBE_MATCH_CASE
	    : PROBE_MATCH_NONE;
}

static enum probe_match
dns_match(const struct probe *p, const struct response *r)
{
	if (!probe_has_flow(p, &r->flow))
		return PROBE_MATCH_NONE;
	switch (r->kind) {
	case RESPONSE_UDP:
		return message_match(p, r->udp.payload, r->udp.len);
	case RESPONSE_UDP_FRAGMENT:
		return PROBE_MATCH_FRAGMENT;
	case RESPONSE_ICMP_ERROR:
		/* Routers may quote no more than the UDP header. */
		return !r->icmp.has_quote ||
			r->icmp.quote >> 16 == probe_dns_id(p)
		    ? PROBE_MATCH_QUOTED
		    : PROBE_MATCH_NONE;
	case RESPONSE_TCP:
		break;
	}
	return PROBE_MATCH_NONE;
}

/* What the records of a message come to. */
struct content {
	unsigned answers;
	unsigned rcode; /* extended */
	bool upward;    /* NS of a proper ancestor of the zone */
};

/* Does a record of the authority section refer upwards from the zone? */
static bool
refers_upwards(const struct dns_msg *m, const struct dns_rr *rr,
    const struct dns_name *zone)
{
	struct dns_name owner;

	if (rr->type != DNS_TYPE_NS)
		return false;
	dns_rr_owner(m, rr, &owner);
	return dns_name_within(zone, &owner) && !dns_name_equal(zone, &owner);
}

/* Walks the whole message; returns false if it cannot be read to the end. */
static bool
content_read(
    struct dns_msg *m, const struct dns_name *zone, struct content *out)
{
	struct dns_rr rr;

	*out = (struct content){ .rcode = dns_msg_rcode(m) };
	while (dns_msg_next(m, &rr)) {
		if (rr.section == DNS_SECTION_ANSWER)
			out->answers++;
		else if (rr.section == DNS_SECTION_AUTHORITY)
			out->upward |= refers_upwards(m, &rr, zone);
		else if (rr.type == DNS_TYPE_OPT)
			out->rcode = dns_rr_opt_rcode(&rr, dns_msg_rcode(m));
	}
	return m->error == DNS_MSG_OK;
}

static void
conclude(struct observation *out, enum endpoint_state state, enum reason reason,
    bool final)
{
	out->state = state;
	out->reason = reason;
	out->final = final;
}

/* NOERROR: does the server have the zone? */
static void
observe_answer(const struct dns_msg *m, const struct content *content,
    struct observation *out)
{
	const bool authoritative = (m->flags & DNS_FLAG_AA) != 0;

	if (out->truncated && !(authoritative && content->answers > 0)) {
		/* Without even an answer it is a way to slow us down. */
		out->rate_limited = content->answers == 0;
		conclude(out, ENDPOINT_INDETERMINATE, REASON_TRUNCATED, false);
	} else if (authoritative) {
		conclude(out, ENDPOINT_OPEN, REASON_NONE, true);
	} else if (content->upward && content->answers == 0) {
		conclude(out, ENDPOINT_LAME, REASON_UPWARD_REFERRAL, true);
	} else {
		conclude(out, ENDPOINT_LAME, REASON_NOT_AUTHORITATIVE, true);
	}
}

static void
observe_rcode(const struct dns_msg *m, const struct content *content,
    struct observation *out)
{
	switch (content->rcode) {
	case DNS_RCODE_NOERROR:
		observe_answer(m, content, out);
		break;
	case DNS_RCODE_REFUSED:
		out->rate_limited = true;
		conclude(out, ENDPOINT_LAME, REASON_REFUSED, false);
		break;
	case DNS_RCODE_SERVFAIL:
		conclude(out, ENDPOINT_LAME, REASON_SERVFAIL, false);
		break;
	case DNS_RCODE_NXDOMAIN:
		conclude(out, ENDPOINT_LAME, REASON_NXDOMAIN, true);
		break;
	case DNS_RCODE_FORMERR:
	case DNS_RCODE_NOTIMP:
	case DNS_RCODE_BADVERS:
		out->edns_refused = true;
		conclude(out, ENDPOINT_LAME, REASON_OTHER_RCODE, false);
		break;
	default:
		conclude(out, ENDPOINT_LAME, REASON_OTHER_RCODE, false);
		break;
	}
}

void
probe_dns_observe_message(const struct dns_name *zone, const uint8_t *data,
    size_t len, struct observation *out)
{
	enum dns_msg_error error;
	struct content content;
	struct dns_msg m;

	*out = (struct observation){ .state = ENDPOINT_INDETERMINATE };
	error = dns_msg_open(&m, data, len);
	if (error == DNS_MSG_NO_QUESTION &&
	    dns_rcode_refuses_edns(dns_msg_rcode(&m))) {
		content = (struct content){ .rcode = dns_msg_rcode(&m) };
		observe_rcode(&m, &content, out);
		return;
	}
	if (error != DNS_MSG_OK)
		return;
	out->truncated = (m.flags & DNS_FLAG_TC) != 0;
	if (content_read(&m, zone, &content))
		observe_rcode(&m, &content, out);
	else if (out->truncated)
		/* Some servers cut inside a record. */
		out->reason = REASON_TRUNCATED;
}

static void
dns_observe(
    const struct probe *p, const struct response *r, struct observation *out)
{
	if (r->kind == RESPONSE_ICMP_ERROR) {
		*out = (struct observation){
			.state = ENDPOINT_UNREACHABLE,
			.reason = r->icmp.reason,
		};
		return;
	}
	probe_dns_observe_message(
	    &p->question->name, r->udp.payload, r->udp.len, out);
	out->edns_refused = out->edns_refused && p->edns;
}

const struct probe_type probe_dns = {
	.name = "dns",
	.summary = "DNS over UDP, SOA without recursion; open on AA",
	.ip_proto = IPPROTO_UDP,
	.prepare = template_build_udp,
	.stamp = dns_stamp,
	.match = dns_match,
	.observe = dns_observe,
};

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tcp_syn.c - a SYN, and what comes back.
 *
 * Only a segment that acknowledges our sequence number plus one counts, be it
 * SYN-ACK or RST (RFC 9293 section 3.10.7.3): nobody can guess that number
 * without having seen the SYN.
 */
#include "prober/probe.h"

#include <netinet/in.h>

#include "common/checksum.h"
#include "prober/stamp.h"

/* Offsets in the TCP header of template_build_syn(). */
#define AT_SEQ   4
#define AT_CHECK 16
#define AT_TSVAL 28

#define FLAGS_JUDGED (TCP_FLAG_FIN | TCP_FLAG_SYN | TCP_FLAG_RST | TCP_FLAG_ACK)

static size_t
syn_stamp(const struct template *t, const struct probe *p,
    uint8_t frame[static PROBE_FRAME_MAX])
{
	uint8_t *tcp = frame + t->transport_at;
	const uint32_t seq = probe_tcp_seq(p), tsval = probe_tcp_tsval(p);
	uint32_t sum;
	uint16_t check;

	sum = stamp_headers(t, p, t->len - t->transport_at, frame);
	sum += (seq >> 16) + (seq & 0xffff) + (tsval >> 16) + (tsval & 0xffff);
	/* All of these were zero in the template. */
	check = checksum_update(
	    stamp_read16(tcp + AT_CHECK), 0, (uint16_t)~checksum_fold(sum));
	stamp_be32(tcp + AT_SEQ, seq);
	stamp_be32(tcp + AT_TSVAL, tsval);
	stamp_be16(tcp + AT_CHECK, check);
	return t->len;
}

/* SYN-ACK or RST-ACK and nothing odder, for the SYN we sent. */
static bool
acknowledges(const struct probe *p, const struct response *r)
{
	const unsigned flags = r->tcp.flags & FLAGS_JUDGED;

	return (flags == (TCP_FLAG_SYN | TCP_FLAG_ACK) ||
		   flags == (TCP_FLAG_RST | TCP_FLAG_ACK)) &&
	    r->tcp.ack == probe_tcp_seq(p) + 1;
}

/* Every quote holds 64 bits of TCP, the sequence number in them. */
static bool
quotes(const struct probe *p, const struct response *r)
{
	return r->icmp.has_quote && r->icmp.quote == probe_tcp_seq(p);
}

static enum probe_match
syn_match(const struct probe *p, const struct response *r)
{
	if (!probe_has_flow(p, &r->flow))
		return PROBE_MATCH_NONE;
	if (r->kind == RESPONSE_TCP && acknowledges(p, r))
		return PROBE_MATCH_DIRECT;
	if (r->kind == RESPONSE_ICMP_ERROR && quotes(p, r))
		return PROBE_MATCH_QUOTED;
	return PROBE_MATCH_NONE;
}

static void
syn_observe(
    const struct probe *p, const struct response *r, struct observation *out)
{
	(void)p;
	*out = (struct observation){ .final = true };
	if (r->kind == RESPONSE_ICMP_ERROR) {
		out->state = ENDPOINT_UNREACHABLE;
		out->reason = r->icmp.reason;
		out->final = false;
	} else if (r->tcp.flags & TCP_FLAG_RST) {
		out->state = ENDPOINT_CLOSED;
	} else {
		out->state = ENDPOINT_OPEN;
	}
}

const struct probe_type probe_tcp_syn = {
	.name = "tcp-syn",
	.summary = "TCP SYN; open on SYN-ACK, closed on RST",
	.ip_proto = IPPROTO_TCP,
	.prepare = template_build_syn,
	.stamp = syn_stamp,
	.match = syn_match,
	.observe = syn_observe,
};

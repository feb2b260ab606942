/* SPDX-License-Identifier: Apache-2.0 */
#include <netinet/in.h>

#include "capture/packet.h"
#include "common/checksum.h"

#define TCP_HEADER_OCTETS 20 /* RFC 9293 section 3.1 */
#define UDP_HEADER_OCTETS 8  /* RFC 768 */

/* We are the destination of what comes in. */
static void
set_flow(struct flow *flow, const struct packet *p, uint16_t src_port,
    uint16_t dst_port)
{
	flow->local = (struct endpoint){ p->dst, dst_port };
	flow->remote = (struct endpoint){ p->src, src_port };
	flow->proto = p->proto;
}

/*
 * Whether the first LEN octets and the pseudo-header do not add up, the
 * checksum field in them being FIELD.
 */
static bool
checksum_bad(const struct packet *p, uint16_t field, size_t len)
{
	uint32_t sum;

	if (p->unverifiable)
		return false;
	sum = checksum_pseudo(&p->src, &p->dst, p->proto, (uint32_t)len);
	if (p->maybe_partial && (field ^ checksum_fold(sum)) == 0xffff)
		return false;
	return checksum_fold(checksum_add(sum, p->payload, len)) != 0;
}

enum decode_result
decode_tcp(const struct packet *p, struct response *out)
{
	struct cursor c = cursor_make(p->payload, p->len);
	uint16_t src_port, dst_port, checksum;
	size_t header_len;

	src_port = cursor_be16(&c);
	dst_port = cursor_be16(&c);
	out->tcp.seq = cursor_be32(&c);
	out->tcp.ack = cursor_be32(&c);
	header_len = (cursor_u8(&c) >> 4) * 4u;
	out->tcp.flags = cursor_u8(&c);
	cursor_skip(&c, 2); /* window */
	checksum = cursor_be16(&c);
	cursor_skip(&c, 2); /* urgent pointer */
	if (c.failed)
		return DECODE_SHORT;
	if (header_len < TCP_HEADER_OCTETS || header_len > p->claimed)
		return DECODE_BAD_LENGTH;
	if (checksum_bad(p, checksum, p->claimed))
		return DECODE_BAD_CHECKSUM;
	out->kind = RESPONSE_TCP;
	set_flow(&out->flow, p, src_port, dst_port);
	return DECODE_OK;
}

/* RFC 768, and RFC 8200 section 8.1 for the zero. */
static bool
udp_checksum_bad(const struct packet *p, uint16_t checksum, size_t len)
{
	if (checksum == 0 && p->src.family == FAMILY_V4)
		return false; /* the sender computed none */
	if (checksum == 0 && !p->unverifiable)
		return true;
	return checksum_bad(p, checksum, len);
}

enum decode_result
decode_udp(const struct packet *p, struct response *out)
{
	struct cursor c = cursor_make(p->payload, p->len);
	uint16_t src_port, dst_port, checksum;
	size_t len;

	src_port = cursor_be16(&c);
	dst_port = cursor_be16(&c);
	len = cursor_be16(&c);
	checksum = cursor_be16(&c);
	if (c.failed)
		return DECODE_SHORT;
	if (len < UDP_HEADER_OCTETS || len > p->claimed)
		return DECODE_BAD_LENGTH;
	if (udp_checksum_bad(p, checksum, len))
		return DECODE_BAD_CHECKSUM;
	if (len > p->len)
		len = p->len; /* what the capture kept of it */
	out->kind = RESPONSE_UDP;
	out->udp.payload = p->payload + UDP_HEADER_OCTETS;
	out->udp.len = len - UDP_HEADER_OCTETS;
	set_flow(&out->flow, p, src_port, dst_port);
	return DECODE_OK;
}

enum decode_result
decode_udp_fragment(const struct packet *p, struct response *out)
{
	struct cursor c = cursor_make(p->payload, p->len);
	uint16_t src_port, dst_port;

	src_port = cursor_be16(&c);
	dst_port = cursor_be16(&c);
	cursor_skip(&c, 4); /* of the whole datagram, not of this */
	if (c.failed)
		return DECODE_SHORT;
	out->kind = RESPONSE_UDP_FRAGMENT;
	out->udp.payload = NULL;
	out->udp.len = 0;
	set_flow(&out->flow, p, src_port, dst_port);
	return DECODE_OK;
}

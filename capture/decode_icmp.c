/* SPDX-License-Identifier: Apache-2.0 */
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>

#include "capture/packet.h"
#include "common/checksum.h"

#define ICMP_HEADER_OCTETS 8 /* of every error: RFC 792, RFC 4443 */

/*
 * Errors that say something about reaching the target.  Not among them: source
 * quench, which hosts must discard (RFC 6633), and redirects.
 */
static bool
is_error(enum family family, uint8_t type)
{
	if (family == FAMILY_V6)
		return type >= ICMP6_DST_UNREACH && type <= ICMP6_PARAM_PROB;
	return type == ICMP_DEST_UNREACH || type == ICMP_TIME_EXCEEDED ||
	    type == ICMP_PARAMETERPROB;
}

/* ICMPv6 sums the pseudo-header too (RFC 4443 section 2.3), ICMP does not. */
static bool
checksum_bad(const struct packet *p)
{
	uint32_t sum = 0;

	if (p->unverifiable)
		return false;
	if (p->proto == IPPROTO_ICMPV6)
		sum = checksum_pseudo(
		    &p->src, &p->dst, p->proto, (uint32_t)p->len);
	return checksum_fold(checksum_add(sum, p->payload, p->len)) != 0;
}

/* Reads the flow and the token from the packet that was quoted. */
static enum decode_result
read_quote(struct cursor *c, enum family family, struct response *out)
{
	struct packet quoted;
	uint16_t src_port, dst_port;

	if (packet_read_quoted(&quoted, c, family) != DECODE_OK ||
	    quoted.fragment == FRAGMENT_LATER)
		return DECODE_ICMP_NO_QUOTE;
	if (quoted.proto != IPPROTO_TCP && quoted.proto != IPPROTO_UDP)
		return DECODE_OTHER_PROTOCOL;
	src_port = cursor_be16(c);
	dst_port = cursor_be16(c);
	if (c->failed)
		return DECODE_ICMP_NO_QUOTE;
	/* We sent what is quoted, so its source is us. */
	out->flow.local = (struct endpoint){ quoted.src, src_port };
	out->flow.remote = (struct endpoint){ quoted.dst, dst_port };
	out->flow.proto = quoted.proto;

	/* RFC 792 promises eight octets: a TCP sequence number is in them,
	   nothing that UDP carries is. */
	if (quoted.proto == IPPROTO_UDP)
		cursor_skip(c, 4); /* length and checksum */
	out->icmp.quote = cursor_be32(c);
	out->icmp.has_quote = !c->failed;
	return DECODE_OK;
}

enum decode_result
decode_icmp(const struct packet *p, struct response *out)
{
	enum family family = (enum family)p->src.family;
	struct cursor c = cursor_make(p->payload, p->len);
	const uint8_t *header = cursor_take(&c, ICMP_HEADER_OCTETS);

	if (header == NULL)
		return DECODE_SHORT;
	if (!is_error(family, header[0]))
		return DECODE_ICMP_NOT_ERROR;
	if (checksum_bad(p))
		return DECODE_BAD_CHECKSUM;
	out->kind = RESPONSE_ICMP_ERROR;
	out->icmp.sender = p->src;
	out->icmp.type = header[0];
	out->icmp.code = header[1];
	out->icmp.reason = icmp_reason(family, header[0], header[1]);
	return read_quote(&c, family, out);
}

/* Destination unreachable: RFC 792, RFC 1122 section 3.2.2.1, RFC 1812
   section 5.2.7.1. */
static enum reason
v4_unreachable(uint8_t code)
{
	switch (code) {
	case ICMP_NET_UNREACH:
	case ICMP_NET_UNKNOWN:
	case ICMP_NET_UNR_TOS:
		return REASON_NET_UNREACHABLE;
	case ICMP_HOST_UNREACH:
	case ICMP_HOST_UNKNOWN:
	case ICMP_HOST_UNR_TOS:
		return REASON_HOST_UNREACHABLE;
	case ICMP_PROT_UNREACH:
		return REASON_PROTOCOL_UNREACHABLE;
	case ICMP_PORT_UNREACH:
		return REASON_PORT_UNREACHABLE;
	case ICMP_FRAG_NEEDED:
		return REASON_PACKET_TOO_BIG;
	case ICMP_NET_ANO:
	case ICMP_HOST_ANO:
	case ICMP_PKT_FILTERED:
		return REASON_ADMIN_PROHIBITED;
	default:
		return REASON_OTHER_ICMP;
	}
}

/* RFC 4443 section 3.1. */
static enum reason
v6_unreachable(uint8_t code)
{
	static const enum reason reasons[] = {
		REASON_NO_ROUTE,
		REASON_ADMIN_PROHIBITED,
		REASON_BEYOND_SCOPE,
		REASON_ADDRESS_UNREACHABLE,
		REASON_PORT_UNREACHABLE,
		REASON_POLICY_FAILED,
		REASON_REJECT_ROUTE,
	};

	if (code >= sizeof(reasons) / sizeof(reasons[0]))
		return REASON_OTHER_ICMP;
	return reasons[code];
}

static enum reason
v4_reason(uint8_t type, uint8_t code)
{
	switch (type) {
	case ICMP_DEST_UNREACH:
		return v4_unreachable(code);
	case ICMP_TIME_EXCEEDED:
		return REASON_TIME_EXCEEDED;
	case ICMP_PARAMETERPROB:
		return REASON_PARAMETER_PROBLEM;
	default:
		return REASON_OTHER_ICMP;
	}
}

static enum reason
v6_reason(uint8_t type, uint8_t code)
{
	switch (type) {
	case ICMP6_DST_UNREACH:
		return v6_unreachable(code);
	case ICMP6_PACKET_TOO_BIG:
		return REASON_PACKET_TOO_BIG;
	case ICMP6_TIME_EXCEEDED:
		return REASON_TIME_EXCEEDED;
	case ICMP6_PARAM_PROB:
		return REASON_PARAMETER_PROBLEM;
	default:
		return REASON_OTHER_ICMP;
	}
}

enum reason
icmp_reason(enum family family, uint8_t type, uint8_t code)
{
	return family == FAMILY_V4 ? v4_reason(type, code)
				   : v6_reason(type, code);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "capture/decode.h"

#include <linux/if_ether.h>
#include <netinet/in.h>

#include "capture/packet.h"

#define VLAN_TAGS_MAX 2 /* 802.1ad around 802.1Q */

/* Octets around the EtherType of each link header. */
#define ETHERNET_BEFORE 12 /* two addresses */
#define COOKED_BEFORE   14 /* pcap-linktype(7), LINUX_SLL */
#define COOKED2_AFTER   18 /* the same, LINUX_SLL2 */

/* Moves the cursor to the IP header behind an EtherType and its tags. */
static enum decode_result
read_ethertype(struct cursor *c, uint16_t type, enum family *family)
{
	int tags;

	for (tags = 0; type == ETH_P_8021Q || type == ETH_P_8021AD; tags++) {
		if (tags == VLAN_TAGS_MAX)
			return DECODE_NOT_IP;
		cursor_skip(c, 2); /* priority and VLAN */
		type = cursor_be16(c);
	}
	if (c->failed)
		return DECODE_SHORT;
	if (type != ETH_P_IP && type != ETH_P_IPV6)
		return DECODE_NOT_IP;
	*family = type == ETH_P_IP ? FAMILY_V4 : FAMILY_V6;
	return DECODE_OK;
}

/* Moves the cursor to the IP header and says which family it should be. */
static enum decode_result
read_link(struct cursor *c, enum link_type link, enum family *family)
{
	uint16_t type;

	switch (link) {
	case LINK_ETHERNET:
		cursor_skip(c, ETHERNET_BEFORE);
		return read_ethertype(c, cursor_be16(c), family);
	case LINK_COOKED:
		cursor_skip(c, COOKED_BEFORE);
		return read_ethertype(c, cursor_be16(c), family);
	case LINK_COOKED2:
		type = cursor_be16(c);
		cursor_skip(c, COOKED2_AFTER);
		return read_ethertype(c, type, family);
	case LINK_RAW:
		break;
	}
	if (cursor_left(c) == 0)
		return DECODE_SHORT;
	/* Whether the version is one of the two, packet_read() tells. */
	*family = c->base[c->at] >> 4 == 4 ? FAMILY_V4 : FAMILY_V6;
	return DECODE_OK;
}

enum decode_result
decode_frame(const struct decode_input *in, struct response *out)
{
	struct cursor c = cursor_make(in->frame, in->captured);
	enum decode_result result;
	enum family family;
	struct packet p;

	result = read_link(&c, in->link, &family);
	if (result != DECODE_OK)
		return result;
	result = packet_read(&p, &c, family, in->wire - c.at);
	if (result != DECODE_OK)
		return result;
	if (in->checksum_partial)
		p.unverifiable = true;
	p.maybe_partial = in->checksum_maybe_partial;

	out->at_ns = in->at_ns;
	out->hop_limit = p.hop_limit;
	if (p.fragment == FRAGMENT_FIRST && p.proto == IPPROTO_UDP)
		return decode_udp_fragment(&p, out);
	if (p.fragment != FRAGMENT_NONE)
		return DECODE_FRAGMENT;
	if (p.proto == IPPROTO_TCP)
		return decode_tcp(&p, out);
	if (p.proto == IPPROTO_UDP)
		return decode_udp(&p, out);
	if (p.proto == (family == FAMILY_V4 ? IPPROTO_ICMP : IPPROTO_ICMPV6))
		return decode_icmp(&p, out);
	return DECODE_OTHER_PROTOCOL;
}

const char *
decode_result_name(enum decode_result result)
{
	static const char *const names[DECODE_RESULT_COUNT] = {
		[DECODE_OK] = "ok",
		[DECODE_SHORT] = "short",
		[DECODE_NOT_IP] = "not_ip",
		[DECODE_BAD_VERSION] = "bad_version",
		[DECODE_BAD_LENGTH] = "bad_length",
		[DECODE_BAD_CHECKSUM] = "bad_checksum",
		[DECODE_BAD_EXTENSION] = "bad_extension",
		[DECODE_FRAGMENT] = "fragment",
		[DECODE_OTHER_PROTOCOL] = "other_protocol",
		[DECODE_ICMP_NOT_ERROR] = "icmp_not_error",
		[DECODE_ICMP_NO_QUOTE] = "icmp_no_quote",
	};

	return names[result];
}

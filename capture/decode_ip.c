/* SPDX-License-Identifier: Apache-2.0 */
#include <netinet/in.h>

#include "capture/packet.h"
#include "common/checksum.h"

#define V4_HEADER_OCTETS 20 /* RFC 791 section 3.1, without options */
#define V4_MORE          0x2000
#define V4_OFFSET        0x1fff
#define V6_MORE          0x0001 /* RFC 8200 section 4.5 */
#define V6_OFFSET        0xfff8
#define EXTENSIONS_MAX   8

static enum fragment
fragment_kind(bool offset, bool more)
{
	if (offset)
		return FRAGMENT_LATER;
	return more ? FRAGMENT_FIRST : FRAGMENT_NONE;
}

/* RFC 791 section 3.1. */
static enum decode_result
read_v4(struct packet *p, struct cursor *c, bool quoted)
{
	const uint8_t *header = c->base + c->at;
	const uint8_t *src, *dst;
	size_t header_len, total;
	uint16_t fragment;
	uint8_t first;

	first = cursor_u8(c);
	cursor_skip(c, 1); /* type of service */
	total = cursor_be16(c);
	cursor_skip(c, 2); /* identification */
	fragment = cursor_be16(c);
	p->hop_limit = cursor_u8(c);
	p->proto = cursor_u8(c);
	cursor_skip(c, 2); /* checksum */
	src = cursor_take(c, 4);
	dst = cursor_take(c, 4);
	if (c->failed)
		return DECODE_SHORT;
	header_len = (first & 15u) * 4;
	if (header_len < V4_HEADER_OCTETS)
		return DECODE_BAD_LENGTH;
	cursor_skip(c, header_len - V4_HEADER_OCTETS); /* options */
	if (c->failed)
		return DECODE_SHORT;
	if (!quoted) {
		if (total < header_len)
			return DECODE_BAD_LENGTH;
		if (checksum_fold(checksum_add(0, header, header_len)) != 0)
			return DECODE_BAD_CHECKSUM;
		p->claimed = total - header_len;
	}
	p->src = address_make(FAMILY_V4, src);
	p->dst = address_make(FAMILY_V4, dst);
	p->fragment = fragment_kind(fragment & V4_OFFSET, fragment & V4_MORE);
	return DECODE_OK;
}

/* RFC 8200 section 3. */
static enum decode_result
read_v6(struct packet *p, struct cursor *c)
{
	const uint8_t *src, *dst;

	cursor_skip(c, 4); /* version, traffic class and flow label */
	p->claimed = cursor_be16(c);
	p->proto = cursor_u8(c);
	p->hop_limit = cursor_u8(c);
	src = cursor_take(c, 16);
	dst = cursor_take(c, 16);
	if (c->failed)
		return DECODE_SHORT;
	p->src = address_make(FAMILY_V6, src);
	p->dst = address_make(FAMILY_V6, dst);
	p->fragment = FRAGMENT_NONE;
	return DECODE_OK;
}

/* Octets of an extension header with LENGTH in its second octet, or 0. */
static size_t
extension_octets(uint8_t proto, uint8_t length)
{
	switch (proto) {
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_DSTOPTS:
		return (length + 1u) * 8; /* RFC 8200 section 4 */
	case IPPROTO_AH:
		return (length + 2u) * 4; /* RFC 4302 section 2.2 */
	case IPPROTO_FRAGMENT:
		return 8; /* RFC 8200 section 4.5 */
	default:
		return 0;
	}
}

static inline bool
is_extension(uint8_t proto)
{
	return extension_octets(proto, 0) > 0;
}

/* Walks to the transport header, or to where a later fragment begins. */
static enum decode_result
read_extensions(struct packet *p, struct cursor *c)
{
	struct cursor header;
	enum fragment kind;
	uint16_t fragment;
	uint8_t next;
	int n;

	for (n = 0; is_extension(p->proto); n++) {
		/* Hop-by-hop options come first or not at all (RFC 8200
		   section 4.1). */
		if (n == EXTENSIONS_MAX ||
		    (p->proto == IPPROTO_HOPOPTS && n > 0))
			return DECODE_BAD_EXTENSION;
		header = *c;
		next = cursor_u8(&header);
		cursor_skip(c, extension_octets(p->proto, cursor_u8(&header)));
		if (c->failed)
			return DECODE_SHORT;
		if (p->proto == IPPROTO_FRAGMENT) {
			fragment = cursor_be16(&header);
			kind = fragment_kind(
			    fragment & V6_OFFSET, fragment & V6_MORE);
			/* A second one must not undo what the first said. */
			if (kind > p->fragment)
				p->fragment = kind;
		}
		p->proto = next;
		if (p->fragment == FRAGMENT_LATER)
			return DECODE_OK;
	}
	return p->proto == IPPROTO_NONE ? DECODE_BAD_EXTENSION : DECODE_OK;
}

static enum decode_result
read_packet(struct packet *p, struct cursor *c, enum family family, size_t wire,
    bool quoted)
{
	enum decode_result result;
	size_t begin = c->at, header_end;

	if (cursor_left(c) == 0)
		return DECODE_SHORT;
	/* enum family is the version's number. */
	if (c->base[c->at] >> 4 != (int)family)
		return DECODE_BAD_VERSION;
	result = family == FAMILY_V4 ? read_v4(p, c, quoted) : read_v6(p, c);
	if (result != DECODE_OK)
		return result;
	if (quoted)
		p->claimed = cursor_left(c);
	if (p->claimed > wire - (c->at - begin))
		return DECODE_BAD_LENGTH;
	p->unverifiable = p->claimed > cursor_left(c);
	/* From here on the packet ends where its header says. */
	if (!p->unverifiable)
		c->len = c->at + p->claimed;

	header_end = c->at;
	if (family == FAMILY_V6)
		result = read_extensions(p, c);
	p->claimed -= c->at - header_end;
	p->len = cursor_left(c);
	p->payload = c->base + c->at;
	return result;
}

enum decode_result
packet_read(struct packet *p, struct cursor *c, enum family family, size_t wire)
{
	return read_packet(p, c, family, wire, false);
}

enum decode_result
packet_read_quoted(struct packet *p, struct cursor *c, enum family family)
{
	return read_packet(p, c, family, cursor_left(c), true);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frames.h - frames made by hand, from the inside out:
 *
 *	struct frame f = frame_udp(&from, &to, "payload", 7);
 *
 *	f = frame_ip(&from, &to, IPPROTO_UDP, &f);
 *	f = frame_ethernet(&f);
 *
 * Lengths and checksums are right; a test then breaks what it wants broken.
 * The sums here are naive on purpose and share nothing with common/checksum.c.
 */
#ifndef TESTS_UNIT_FRAMES_H
#define TESTS_UNIT_FRAMES_H

#include <netinet/in.h>

#undef NDEBUG /* a release build checks too */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "common/flow.h"

struct frame {
	uint8_t	octet[2048];
	size_t	len;
};

static inline void
frame_put(struct frame *f, const void *data, size_t len)
{
	assert(len <= sizeof(f->octet) - f->len);
	if (len > 0)
		memcpy(f->octet + f->len, data, len);
	f->len += len;
}

static inline void
frame_u8(struct frame *f, unsigned value)
{
	uint8_t octet = (uint8_t)value;

	frame_put(f, &octet, 1);
}

static inline void
frame_be16(struct frame *f, unsigned value)
{
	frame_u8(f, value >> 8);
	frame_u8(f, value);
}

static inline void
frame_be32(struct frame *f, uint32_t value)
{
	frame_be16(f, value >> 16);
	frame_be16(f, value & 0xffff);
}

static inline void
frame_set16(struct frame *f, size_t at, unsigned value)
{
	f->octet[at] = (uint8_t)(value >> 8);
	f->octet[at + 1] = (uint8_t)value;
}

/* RFC 1071 word by word, carries added back at each step. */
static inline unsigned
naive_sum(unsigned sum, const uint8_t *p, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		sum += i % 2 == 0 ? (unsigned)p[i] << 8 : p[i];
		sum = (sum & 0xffff) + (sum >> 16);
	}
	return sum;
}

static inline unsigned
naive_pseudo(const struct ip_addr *src, const struct ip_addr *dst,
    unsigned proto, size_t len)
{
	size_t octets = family_octets((enum family)src->family);
	unsigned sum = naive_sum(0, src->octet, octets);

	sum = naive_sum(sum, dst->octet, octets) + proto;
	sum += (unsigned)(len >> 16) + (unsigned)(len & 0xffff);
	return (sum & 0xffff) + (sum >> 16);
}

/* Sets the checksum at AT of a transport header that starts the frame. */
static inline void
frame_checksum(struct frame *f, size_t at, const struct endpoint *from,
    const struct endpoint *to, unsigned proto)
{
	unsigned sum = 0;

	frame_set16(f, at, 0);
	if (proto != IPPROTO_ICMP)
		sum = naive_pseudo(&from->addr, &to->addr, proto, f->len);
	frame_set16(f, at, 0xffff - naive_sum(sum, f->octet, f->len));
}

#define FRAME_TCP_SEQ	0x01020304
#define FRAME_TCP_ACK	0xa0b0c0d0

/* A segment with OPTIONS octets of no-operation behind its header. */
static inline struct frame
frame_tcp(const struct endpoint *from, const struct endpoint *to,
    unsigned flags, unsigned options)
{
	struct frame f = { .len = 0 };
	unsigned i;

	frame_be16(&f, from->port);
	frame_be16(&f, to->port);
	frame_be32(&f, FRAME_TCP_SEQ);
	frame_be32(&f, FRAME_TCP_ACK);
	frame_u8(&f, (20 + options) / 4 << 4);
	frame_u8(&f, flags);
	frame_be16(&f, 64240);		/* window */
	frame_be32(&f, 0);		/* checksum, urgent pointer */
	for (i = 0; i < options; i++)
		frame_u8(&f, 1);
	frame_checksum(&f, 16, from, to, IPPROTO_TCP);
	return f;
}

static inline struct frame
frame_udp(const struct endpoint *from, const struct endpoint *to,
    const void *payload, size_t len)
{
	struct frame f = { .len = 0 };

	frame_be16(&f, from->port);
	frame_be16(&f, to->port);
	frame_be16(&f, 8 + (unsigned)len);
	frame_be16(&f, 0);
	frame_put(&f, payload, len);
	frame_checksum(&f, 6, from, to, IPPROTO_UDP);
	return f;
}

/* An ICMP or, between IPv6 addresses, ICMPv6 message with that body. */
static inline struct frame
frame_icmp(const struct endpoint *from, const struct endpoint *to,
    unsigned type, unsigned code, const struct frame *body)
{
	struct frame f = { .len = 0 };

	frame_u8(&f, type);
	frame_u8(&f, code);
	frame_be16(&f, 0);
	frame_be32(&f, 0);
	frame_put(&f, body->octet, body->len);
	frame_checksum(&f, 2, from, to,
	    from->addr.family == FAMILY_V4 ? IPPROTO_ICMP : IPPROTO_ICMPV6);
	return f;
}

/* Puts an IPv6 extension header of 8 octets in front. */
static inline struct frame
frame_extension(unsigned next, unsigned fragment, const struct frame *payload)
{
	struct frame f = { .len = 0 };

	frame_u8(&f, next);
	frame_u8(&f, 0);		/* 8 octets; reserved in a fragment's */
	frame_be16(&f, fragment);
	frame_be32(&f, 0);
	frame_put(&f, payload->octet, payload->len);
	return f;
}

/* Recomputes the checksum of the IPv4 header that starts at AT. */
static inline void
frame_v4_checksum(struct frame *f, size_t at)
{
	size_t len = (f->octet[at] & 15u) * 4;

	frame_set16(f, at + 10, 0);
	frame_set16(f, at + 10, 0xffff - naive_sum(0, f->octet + at, len));
}

#define FRAME_HOP_LIMIT	57

static inline struct frame
frame_ip(const struct endpoint *from, const struct endpoint *to,
    unsigned proto, const struct frame *payload)
{
	struct frame f = { .len = 0 };

	if (from->addr.family == FAMILY_V4) {
		frame_be16(&f, 0x4500);
		frame_be16(&f, 20 + (unsigned)payload->len);
		frame_be32(&f, 0x12340000);	/* identification */
		frame_u8(&f, FRAME_HOP_LIMIT);
		frame_u8(&f, proto);
		frame_be16(&f, 0);
	} else {
		frame_be32(&f, 0x60012345);
		frame_be16(&f, (unsigned)payload->len);
		frame_u8(&f, proto);
		frame_u8(&f, FRAME_HOP_LIMIT);
	}
	frame_put(&f, from->addr.octet,
	    family_octets((enum family)from->addr.family));
	frame_put(&f, to->addr.octet,
	    family_octets((enum family)to->addr.family));
	if (from->addr.family == FAMILY_V4)
		frame_v4_checksum(&f, 0);
	frame_put(&f, payload->octet, payload->len);
	return f;
}

static inline unsigned
frame_ethertype(const struct frame *packet)
{
	return packet->octet[0] >> 4 == 4 ? 0x0800 : 0x86dd;
}

/* With N tags: 802.1ad outside, the innermost 802.1Q. */
static inline struct frame
frame_tagged(const struct frame *packet, int n)
{
	struct frame f = { .len = 0 };

	frame_put(&f, "\x02\0\0\0\0\1\x02\0\0\0\0\2", 12);
	for (; n > 0; n--) {
		frame_be16(&f, n > 1 ? 0x88a8 : 0x8100);
		frame_be16(&f, 100 + (unsigned)n);
	}
	frame_be16(&f, frame_ethertype(packet));
	frame_put(&f, packet->octet, packet->len);
	return f;
}

static inline struct frame
frame_ethernet(const struct frame *packet)
{
	return frame_tagged(packet, 0);
}

#endif /* TESTS_UNIT_FRAMES_H */

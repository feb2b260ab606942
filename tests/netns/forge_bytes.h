/* SPDX-License-Identifier: Apache-2.0 */
/*
 * forge_bytes.h - what packets are made of.
 */
#ifndef NETNS_FORGE_BYTES_H
#define NETNS_FORGE_BYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "forge_reply.h"

#define ETHERNET  14
#define V4_OCTETS 20
#define V6_OCTETS 40
#define FRAGMENT  8 /* the extension header of IPv6 */
#define TCP       20
#define UDP       8
#define DNS       12
#define NXDOMAIN  3

#define FLAG_SYN 0x02
#define FLAG_RST 0x04
#define FLAG_ACK 0x10

static inline uint16_t
get16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t
get32(const uint8_t *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

static inline void
put16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static inline void
put32(uint8_t *p, uint32_t v)
{
	put16(p, v >> 16);
	put16(p + 2, v & 0xffff);
}

static inline uint32_t
sum_of(uint32_t sum, const uint8_t *p, size_t len)
{
	size_t i;

	for (i = 0; i + 1 < len; i += 2)
		sum += get16(p + i);
	if (len & 1)
		sum += (uint32_t)p[len - 1] << 8;
	return sum;
}

static inline uint16_t
fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

static inline const uint8_t *
target_of(const struct probe_seen *p)
{
	return p->frame + ETHERNET + (p->v6 ? 24 : 16);
}

static inline const uint8_t *
source_of(const struct probe_seen *p)
{
	return p->frame + ETHERNET + (p->v6 ? 8 : 12);
}

static inline size_t
address_octets(bool v6)
{
	return v6 ? 16 : 4;
}

static inline bool
same_target(const struct probe_seen *a, const struct probe_seen *b)
{
	return a->v6 == b->v6 && a->tcp == b->tcp && a->dport == b->dport &&
	    memcmp(target_of(a), target_of(b), address_octets(a->v6)) == 0;
}

#endif /* NETNS_FORGE_BYTES_H */

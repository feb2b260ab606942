/* SPDX-License-Identifier: Apache-2.0 */
#include "common/checksum.h"

#include <arpa/inet.h>

/* Brings a sum of any width down to 16 bits, carries added back in. */
static uint16_t
fold(uint64_t sum)
{
	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)((sum & 0xffff) + (sum >> 16));
}

/* The sum of what is less than eight octets. */
static inline uint64_t
add_rest(const uint8_t *p, size_t len)
{
	uint64_t sum = 0;
	uint32_t four;
	uint16_t two;

	if (len & 4) {
		memcpy(&four, p, 4);
		sum += four;
		p += 4;
	}
	if (len & 2) {
		memcpy(&two, p, 2);
		sum += two;
		p += 2;
	}
	if (len & 1) {
		two = 0;
		memcpy(&two, p, 1);
		sum += two;
	}
	return sum;
}

/*
 * Adds the words of some octets to a sum with its carries in it.  The sum does
 * not depend on byte order, and a wide word sums several at once (RFC 1071
 * section 2, B and C): it is swapped once, at the end.
 */
static inline uint64_t
add_wide(uint64_t wide, const uint8_t *p, size_t len)
{
	uint64_t word;

	for (; len >= sizeof(word); len -= sizeof(word), p += sizeof(word)) {
		memcpy(&word, p, sizeof(word));
		wide += word;
		wide += wide < word; /* the carry */
	}
	word = add_rest(p, len);
	wide += word;
	return wide + (wide < word);
}

uint32_t
checksum_add(uint32_t sum, const void *data, size_t len)
{
	return sum + ntohs(fold(add_wide(0, data, len)));
}

uint32_t
checksum_pseudo(const struct ip_addr *src, const struct ip_addr *dst,
    uint8_t proto, uint32_t len)
{
	size_t octets = family_octets((enum family)src->family);
	uint64_t wide = add_wide(0, src->octet, octets);

	return (uint32_t)proto + (len >> 16) + (len & 0xffff) +
	    ntohs(fold(add_wide(wide, dst->octet, octets)));
}

uint16_t
checksum_fold(uint32_t sum)
{
	return (uint16_t)~fold(sum);
}

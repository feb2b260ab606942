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

uint32_t
checksum_add(uint32_t sum, const void *data, size_t len)
{
	const uint8_t *p = data;
	uint64_t wide = 0, word;

	/* The sum does not depend on byte order, and a wide word sums several
	   at once (RFC 1071 section 2, B and C): swap once, at the end. */
	for (; len >= sizeof(word); len -= sizeof(word), p += sizeof(word)) {
		memcpy(&word, p, sizeof(word));
		wide += word;
		wide += wide < word; /* the carry */
	}
	if (len > 0) {
		word = 0;
		memcpy(&word, p, len);
		wide += word;
		wide += wide < word;
	}
	return sum + ntohs(fold(wide));
}

uint32_t
checksum_pseudo(const struct ip_addr *src, const struct ip_addr *dst,
    uint8_t proto, uint32_t len)
{
	size_t octets = family_octets((enum family)src->family);
	uint32_t sum = (uint32_t)proto + (len >> 16) + (len & 0xffff);

	sum = checksum_add(sum, src->octet, octets);
	return checksum_add(sum, dst->octet, octets);
}

uint16_t
checksum_fold(uint32_t sum)
{
	return (uint16_t)~fold(sum);
}

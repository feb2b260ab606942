/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checksum.h - the Internet checksum (RFC 1071) and its incremental update
 * (RFC 1624, equation 3).
 *
 * A partial sum is kept as uint32_t in host order of the network's 16-bit
 * words; checksum_fold() ends it.
 */
#ifndef COMMON_CHECKSUM_H
#define COMMON_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

#include "common/flow.h"

/* Adds LEN octets to a partial sum; an odd last octet is padded. */
uint32_t	checksum_add(uint32_t sum, const void *data, size_t len);

/* The pseudo-header of RFC 793 or RFC 8200 section 8.1. */
uint32_t	checksum_pseudo(const struct ip_addr *src,
		    const struct ip_addr *dst, uint8_t proto, uint32_t len);

/* Returns the field to store, in host order. */
uint16_t	checksum_fold(uint32_t sum);

/*
 * The checksum field CHECK after a 16-bit word of the data went from OLD to
 * NEW; all in host order.
 */
static inline uint16_t
checksum_update(uint16_t check, uint16_t old, uint16_t new)
{
	uint32_t sum = (uint32_t)(uint16_t)~check + (uint16_t)~old + new;

	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

#endif /* COMMON_CHECKSUM_H */

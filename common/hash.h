/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hash.h - hashes for tables: fast, and nobody's secret (for those see
 * token.h).
 *
 * XXH3 of 64 bits, made a part of the caller because its keys are short.
 */
#ifndef COMMON_HASH_H
#define COMMON_HASH_H

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <stddef.h>
#include <stdint.h>

/* SEED tells kinds of keys apart. */
static inline uint64_t
hash_octets(const void *data, size_t len, uint64_t seed)
{
	return XXH3_64bits_withSeed(data, len, seed);
}

#endif /* COMMON_HASH_H */

/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/permutation.h"

#include <assert.h>

/* The fraction of the golden ratio; odd, and its bits have no pattern. */
#define GOLDEN UINT64_C(0x9e3779b97f4a7c15)

void
permutation_init(struct permutation *p, uint64_t n, uint64_t seed)
{
	unsigned bits, i;

	assert(n > 0 && n <= UINT64_C(1) << 63);
	bits = n > 1 ? 64 - (unsigned)__builtin_clzll(n - 1) : 0;
	*p = (struct permutation){ .n = n, .low_bits = bits / 2 };
	p->low_mask = (UINT64_C(1) << p->low_bits) - 1;
	p->high_mask = (UINT64_C(1) << (bits - p->low_bits)) - 1;
	for (i = 0; i < PERMUTATION_ROUNDS; i++) {
		seed = (seed ^ seed >> 32) * GOLDEN + i + 1;
		p->key[i] = seed ^ seed >> 29;
	}
}

/* A number that looks unrelated to X; the upper bits of a product are the
 * ones that all bits below have had a say in. */
static inline uint64_t
scramble(uint64_t x, uint64_t key)
{
	x = (x ^ key) * GOLDEN;
	x = (x ^ x >> 32) * GOLDEN;
	return x >> 32;
}

uint64_t
permutation_at(const struct permutation *p, uint64_t i)
{
	uint64_t low, high;
	unsigned round;

	assert(i < p->n);
	do {
		low = i & p->low_mask;
		high = i >> p->low_bits;
		for (round = 0; round < PERMUTATION_ROUNDS; round += 2) {
			high ^= scramble(low, p->key[round]) & p->high_mask;
			low ^= scramble(high, p->key[round + 1]) & p->low_mask;
		}
		i = high << p->low_bits | low;
	} while (i >= p->n);
	return i;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chance.h - the same random numbers in every run (SplitMix64).
 */
#ifndef TESTS_UNIT_CHANCE_H
#define TESTS_UNIT_CHANCE_H

#include <stdint.h>

static uint64_t chance_state = 46;

static inline uint64_t
chance(void)
{
	uint64_t z = chance_state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* A number below N, which is at least 1. */
static inline uint64_t
chance_below(uint64_t n)
{
	return chance() % n;
}

/* A number below 2^BITS whose own length is random too: often small. */
static inline uint64_t
chance_long(unsigned bits)
{
	unsigned n = (unsigned)chance_below(bits) + 1;

	return chance() >> (64 - n);
}

#endif /* TESTS_UNIT_CHANCE_H */

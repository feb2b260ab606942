/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim_random.h - chance that repeats itself: SplitMix64 (Steele, Lea and
 * Flood, 2014) from a seed.
 *
 * Threads: the owner's alone.
 */
#ifndef TESTS_SIM_SIM_RANDOM_H
#define TESTS_SIM_SIM_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct sim_random {
	uint64_t	state;
};

static inline uint64_t
sim_random_next(struct sim_random *r)
{
	uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* A number below N, which is at least 1. */
static inline uint64_t
sim_random_below(struct sim_random *r, uint64_t n)
{
	return sim_random_next(r) % n;
}

/* True in PERMILLE of a thousand cases. */
static inline bool
sim_random_permille(struct sim_random *r, unsigned permille)
{
	return permille > 0 && sim_random_below(r, 1000) < permille;
}

#endif /* TESTS_SIM_SIM_RANDOM_H */

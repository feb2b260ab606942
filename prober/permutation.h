/* SPDX-License-Identifier: Apache-2.0 */
/*
 * permutation.h - the numbers from 0 to N - 1 in an order that looks random.
 *
 *	permutation_at(p, 0), ..., permutation_at(p, N - 1)
 *
 * are all of them, each once, and nothing is kept of which have been.  It is
 * a Feistel network over the fewest bits that hold N - 1, walked until the
 * number is below N (Black and Rogaway, 2002, "cycle walking"): two steps at
 * most on average.  The seed chooses the order.  It spreads load; it hides
 * nothing from anybody.
 *
 * Threads: constant once it is made.
 */
#ifndef PROBER_PERMUTATION_H
#define PROBER_PERMUTATION_H

#include <stdint.h>

#define PERMUTATION_ROUNDS	6

struct permutation {
	uint64_t	n;
	unsigned	low_bits;	/* the upper half has as many or one
					   more */
	uint64_t	low_mask;
	uint64_t	high_mask;	/* before it is shifted up */
	uint64_t	key[PERMUTATION_ROUNDS];
};

/* N is 1 to 2^63. */
void		 permutation_init(struct permutation *, uint64_t n,
		    uint64_t seed);

/* I is below N, and so is what it becomes. */
uint64_t	 permutation_at(const struct permutation *, uint64_t i);

#endif /* PROBER_PERMUTATION_H */

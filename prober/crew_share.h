/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crew_share.h - what each worker of a crew gets, and what all did together.
 *
 *	rate, windows, answers kept	divided
 *	cap per address, per prefix	whole, because each address or prefix
 *					has one owner (owner.h); divided when
 *					the engines walk from the root, since
 *					walks ask any address from anywhere
 *	cap per name server		divided: its addresses may have
 *					several owners
 *
 * For any t, what a cap lets all workers send in [t, t + 1 s) is at most
 * cap + their number.
 *
 * Threads: no state.
 */
#ifndef PROBER_CREW_SHARE_H
#define PROBER_CREW_SHARE_H

#include "prober/worker.h"

/* Of all workers together, as of their latest second. */
struct crew_counts {
	struct worker_counts	 worker;
	struct engine_stats	 engine;
	uint32_t		 in_flight;
	uint64_t		 rate_fps;	/* as adapted */
	unsigned		 loss_permille;	/* the worst worker's */
};

/*
 * Makes of what all may do what worker INDEX of N may.  STATUS_USAGE if that
 * is too little to be divided by so many, or if some kind has fewer controls
 * than there are workers: each asks its own, and none is asked more than once
 * a second by all of them.
 */
enum status	crew_share(struct engine_config *, unsigned index, unsigned n,
		    struct error *);

/* Adds what one worker did. */
void		crew_counts_add(struct crew_counts *,
		    const struct crew_counts *);

#endif /* PROBER_CREW_SHARE_H */

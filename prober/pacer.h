/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pacer.h - how many frames may leave now.
 *
 * A token bucket on a clock the caller supplies.  For all times a <= b
 * between two calls of pacer_init(),
 *
 *	frames granted in [a, b]  <=  rate * (b - a) + burst
 *
 * and, while the caller has enough to send and asks at least every
 * (burst - 1) / rate seconds,
 *
 *	frames granted in (a, b]  >   rate * (b - a) - 1.
 *
 * So a stalled machine never repays more than one burst.  Integer
 * arithmetic throughout; tests/unit/test_pacer.c checks both bounds with
 * random rates from 1 to 10^8 frames per second.
 *
 * Threads: each worker has its own; nothing here is shared.
 */
#ifndef PROBER_PACER_H
#define PROBER_PACER_H

#include <stdint.h>

struct pacer {
	uint64_t	rate_fps;	/* frames per second, at least 1 */
	uint32_t	burst;		/* frames, at least 1 */
	uint64_t	at_ns;		/* when credit was last brought up */
	uint64_t	credit;		/* 10^-9 frames, <= burst * 10^9 */
};

/*
 * Returns the burst for a rate, which is how late a loop may come without
 * losing any of it: 5 ms, or the time of a whole frame.
 */
static inline uint32_t
pacer_burst(uint64_t rate_fps)
{
	return 2 + (uint32_t)(rate_fps / 200);
}

void	 pacer_init(struct pacer *, uint64_t rate_fps, uint32_t burst,
	    uint64_t now_ns);

/* Returns how many of WANT frames may leave now, and charges for them. */
uint32_t pacer_grant(struct pacer *, uint64_t now_ns, uint32_t want);

/* Changes the rate from now on; what was earned so far stays. */
void	 pacer_set_rate(struct pacer *, uint64_t rate_fps, uint64_t now_ns);

/* Takes back the charge for frames the kernel refused (TX_AGAIN). */
void	 pacer_refund(struct pacer *, uint32_t unsent);

/* Returns the earliest time at which pacer_grant() will be positive. */
uint64_t pacer_next_ns(const struct pacer *);

#endif /* PROBER_PACER_H */

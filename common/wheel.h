/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wheel.h - many timers, each set and cancelled in constant time.
 *
 * A hierarchical timing wheel (Varghese and Lauck, 1987) of four levels of
 * 64 slots.  A tick is 2^20 ns (1.05 ms); a timer never fires early and at
 * most one tick late, once the caller asks.  Times past the horizon of 64^4
 * ticks (4.9 hours) are kept and sorted in when they come near.  Timers of
 * one tick fire in the order in which they were set.
 *
 * Threads: none; the owner's alone.  Reads no clock.
 */
#ifndef COMMON_WHEEL_H
#define COMMON_WHEEL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#define WHEEL_LEVELS	4
#define WHEEL_SLOTS	64
#define WHEEL_TICK_BITS	20
#define WHEEL_NEVER	UINT64_MAX

struct wheel_timer {
	TAILQ_ENTRY(wheel_timer) link;
	uint64_t	at_tick;
	int16_t		slot;		/* level * 64 + slot; -1: not set */
};

TAILQ_HEAD(wheel_slot, wheel_timer);

struct wheel {
	uint64_t		now_tick;
	uint64_t		occupied[WHEEL_LEVELS];	/* bit per slot */
	struct wheel_slot	slots[WHEEL_LEVELS * WHEEL_SLOTS];
};

void	 wheel_init(struct wheel *, uint64_t now_ns);

static inline void
wheel_timer_init(struct wheel_timer *t)
{
	t->slot = -1;
}

static inline bool
wheel_timer_is_set(const struct wheel_timer *t)
{
	return t->slot >= 0;
}

/* Sets the timer; one that is set already is moved. */
void	 wheel_set(struct wheel *, struct wheel_timer *, uint64_t at_ns);
void	 wheel_cancel(struct wheel *, struct wheel_timer *);

/*
 * Returns a timer that is due at NOW_NS and no longer set, or NULL when none
 * is.  Call until NULL.
 */
struct wheel_timer *wheel_due(struct wheel *, uint64_t now_ns);

/*
 * Returns a time not later than the next timer's, WHEEL_NEVER without
 * timers.  (It is exact for timers within 64 ticks; for later ones it may be
 * the time at which they are sorted anew.)
 */
uint64_t wheel_next_ns(const struct wheel *);

#endif /* COMMON_WHEEL_H */

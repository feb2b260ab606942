/* SPDX-License-Identifier: Apache-2.0 */
/*
 * limits.h - how often one address, prefix or name server is asked.
 *
 * Each key has a cadence: after a frame at time t the next may go at
 * t + interval.  limits_reserve() finds the earliest time that suits all keys
 * of a frame and books it, so a queue of thousands of frames for one server
 * costs one booking each and never wakes in vain.  A server that shows
 * distress can be slowed down; the interval recovers by itself.
 *
 * For every key, and any t: frames booked in [t, t + 1 s) <= rate + 1.
 *
 * Memory: 64 to 256 octets for each key that binds or answered in the last
 * minute; what no longer does is forgotten when the table is full.
 *
 * Threads: none; the engine's alone.  Reads no clock.
 */
#ifndef PROBER_LIMITS_H
#define PROBER_LIMITS_H

#include <stddef.h>
#include <stdint.h>

struct limits {
	struct limits_slot	*slots;		/* (owned) open addressing */
	size_t			 n_slots;	/* a power of two */
	size_t			 used;
};

struct limits_key {
	uint64_t	hash;		/* of kind and bytes; two keys that
					   collide share one cadence */
	uint64_t	interval_ns;	/* 0: no cap */
};

/* Makes a key; RATE in frames per second, 0 for no cap. */
struct limits_key limits_key_make(char kind, const void *data, size_t len,
		    uint32_t rate);

/* The earliest time that could be booked. */
uint64_t	limits_next_ns(const struct limits *, uint64_t now_ns,
		    const struct limits_key *, size_t n);

/* Returns the time booked, not before NOW_NS. */
uint64_t	limits_reserve(struct limits *, uint64_t now_ns,
		    const struct limits_key *, size_t n);

/* Notes that whoever the key stands for answers, when it can. */
void		limits_answered(struct limits *, uint64_t now_ns,
		    const struct limits_key *);

/*
 * Doubles the key's interval, up to 16 times, for those who come in the next
 * ten seconds, behind all that is booked.  One that did not answer in the last
 * minute is not slowed down: it does not refuse because of our haste.
 */
void		limits_slow_down(struct limits *, uint64_t now_ns,
		    const struct limits_key *);

void		limits_free(struct limits *);

#endif /* PROBER_LIMITS_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ring.h - messages from one engine's thread to another's.
 *
 * Bounded, and without locks: one thread puts, one takes, and each writes its
 * own index only.  What does not fit stays with whoever wants to send it.
 *
 * Threads: one may call ring_put(), one other ring_take().
 */
#ifndef PROBER_RING_H
#define PROBER_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "prober/peers.h"

/* A power of two.  A domain takes some ten messages, and turns are some
 * milliseconds apart. */
#define RING_MESSAGES	512

struct ring {
	_Alignas(64) _Atomic uint32_t	 put;	/* messages so far */
	_Alignas(64) _Atomic uint32_t	 taken;
	struct peer_message		 at[RING_MESSAGES];
};

static inline bool
ring_is_full(const struct ring *r)
{
	return atomic_load_explicit(&r->put, memory_order_relaxed) -
	    atomic_load_explicit(&r->taken, memory_order_acquire) ==
	    RING_MESSAGES;
}

/* The ring must not be full. */
static inline void
ring_put(struct ring *r, const struct peer_message *m)
{
	uint32_t n = atomic_load_explicit(&r->put, memory_order_relaxed);

	memcpy(&r->at[n % RING_MESSAGES], m, peer_message_octets(m));
	atomic_store_explicit(&r->put, n + 1, memory_order_release);
}

/* False if there is none. */
static inline bool
ring_take(struct ring *r, struct peer_message *m)
{
	uint32_t n = atomic_load_explicit(&r->taken, memory_order_relaxed);
	const struct peer_message *from;

	if (n == atomic_load_explicit(&r->put, memory_order_acquire))
		return false;
	from = &r->at[n % RING_MESSAGES];
	memcpy(m, from, peer_message_octets(from));
	atomic_store_explicit(&r->taken, n + 1, memory_order_release);
	return true;
}

#endif /* PROBER_RING_H */

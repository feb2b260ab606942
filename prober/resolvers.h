/* SPDX-License-Identifier: Apache-2.0 */
/*
 * resolvers.h - the recursive resolvers and how much each can bear.
 *
 * A resolver takes questions up to its window.  After each epoch the window
 * closes by a quarter if a fifth of the questions went unanswered, or a tenth
 * while answers took four times as long as they can: a queue is building up.
 * What the controls lose on the way is not the resolver's, and comes on top.
 * Otherwise it opens by a quarter if it was full, and at first, until it has
 * had to close or its answers come more slowly, to double and sooner.  So a
 * lossy path or a few dead zones, which no resolver can answer in time, do not
 * close it.
 *
 * Threads: none; the engine's alone.
 */
#ifndef PROBER_RESOLVERS_H
#define PROBER_RESOLVERS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/flow.h"

#define RESOLVERS_MAX	8

struct resolver_config {
	struct endpoint	server;
	struct ip_addr	local;		/* our address towards it */
	uint8_t		hop;		/* index of the template */
	bool		on_this_host;	/* asked through a kernel socket */
};

struct resolver {
	struct resolver_config	config;
	uint32_t	window;		/* questions in flight allowed */
	uint32_t	in_flight;
	uint32_t	near_misses;	/* since the last TCP question */
	uint32_t	unanswered_run;	/* in a row */
	uint64_t	srtt_ns;	/* smoothed, RFC 6298; 0: unknown */
	uint64_t	rttvar_ns;
	uint64_t	rtt_min_ns;	/* the best seen */
	uint64_t	epoch_end_ns;
	uint32_t	epoch_answered, epoch_unanswered;
	bool		epoch_full;	/* the window was the limit */
	bool		has_closed;	/* it has found the window's limit */
	bool		shunned;	/* in bad health: not asked */
};

struct resolvers {
	struct resolver	 at[RESOLVERS_MAX];
	unsigned	 n;
	uint32_t	 window_max;
	uint32_t	 loss_permille;	/* of all packets, by the controls */
};

/* It may be asked one more question now. */
static inline bool
resolvers_has_room(const struct resolver *r)
{
	return r->in_flight < r->window && !r->shunned;
}

void	 resolvers_init(struct resolvers *, const struct resolver_config *,
	    unsigned n, uint32_t window_max);

/*
 * Returns the index of the resolver to ask, or -1 while every one that could
 * serve is full.  Those in the bit set TRIED come last.
 */
int	 resolvers_pick(const struct resolvers *, unsigned tried);

void	 resolvers_asked(struct resolvers *, unsigned index);

/* RTT_NS is 0 when it is not known which attempt was answered. */
void	 resolvers_answered(struct resolvers *, unsigned index,
	    uint64_t now_ns, uint64_t rtt_ns);
void	 resolvers_unanswered(struct resolvers *, unsigned index,
	    uint64_t now_ns);

/* How long to wait for it before asking again: 1 to 3 s. */
uint64_t resolvers_patience_ns(const struct resolvers *, unsigned index);

#endif /* PROBER_RESOLVERS_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim_watch.h - an observer in the simulated Internet who notes each frame
 * of ours and tells afterwards whether we behaved.
 *
 * Threads: the owner's alone.
 */
#ifndef TESTS_SIM_SIM_WATCH_H
#define TESTS_SIM_SIM_WATCH_H

#include <stddef.h>
#include <stdint.h>

#include "prober/engine.h"

enum sim_watch_kind {
	SIM_WATCH_ALL,		/* every frame */
	SIM_WATCH_ADDRESS,	/* DNS to one address */
	SIM_WATCH_PREFIX,	/* one /24 or /48 */
	SIM_WATCH_SERVER,	/* all addresses of one name server */
	SIM_WATCH_ENDPOINT,	/* repetitions of one probe */
	SIM_WATCH_FIRST,	/* first attempts at one probe */
	SIM_WATCH_COUNT
};

struct sim_note {
	uint64_t	key;
	uint64_t	at_ns;
};

struct sim_log {
	struct sim_note	*notes;		/* (owned) */
	size_t		 n, room;
};

struct sim_watch {
	struct sim_log	logs[SIM_WATCH_COUNT];
};

void	 sim_watch_free(struct sim_watch *);

/* Notes a frame; one to a resolver counts among all, and no more. */
void	 sim_watch_note(struct sim_watch *, uint64_t now_ns,
	    const struct request *, bool to_resolver);

/* The most frames of one key in any [t, t + 1 s). */
size_t	 sim_watch_most(struct sim_watch *, enum sim_watch_kind);

/* The least time between two frames of one key; UINT64_MAX without. */
uint64_t sim_watch_gap_ns(struct sim_watch *, enum sim_watch_kind);

/* The most frames beyond RATE * t that any stretch of time saw. */
double	 sim_watch_burst(const struct sim_watch *, uint64_t rate_fps);

#endif /* TESTS_SIM_SIM_WATCH_H */

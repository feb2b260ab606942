/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crew.h - the workers of a run: one, or several that share nothing.
 *
 * Each has a thread, an engine, links and a slice of the source ports of its
 * own, so that its capture lets through what is for it and nothing is read
 * twice; and its share of the rate, the windows and the caps (crew_share.h).
 *
 * A crew of one runs in the thread that called, without any of that.  In a
 * larger one that thread keeps the signals and the clock of the second, and
 * messages between engines (peers.h) go through rings without locks.
 *
 * Threads: the caller's, but for the hooks that say otherwise.
 */
#ifndef PROBER_CREW_H
#define PROBER_CREW_H

#include <stdbool.h>
#include <stdint.h>

#include "prober/crew_share.h"
#include "prober/ports.h"

#define CREW_MAX	PEERS_MAX

struct crew;

struct crew_options {
	struct worker_options	 worker;	/* n_ports, rate, windows and
						   caps are those of all */
	unsigned		 n;		/* 1 to CREW_MAX */
	bool			 fewer_will_do;	/* if no more can be opened */
	uint64_t		 seed;		/* where to look for ports */
};

struct crew_hooks {
	/*
	 * In the worker's thread, with what crew_open() was given for it.
	 * FEED is as in loop.h; TURN comes in each turn before anything is
	 * sent, and once at the end; NOTE every second, and once at the end.
	 * Both may be NULL.
	 */
	bool	(*feed)(void *hand, struct engine *, uint64_t now_ns, int *fd);
	void	(*turn)(void *hand);
	void	(*note)(void *hand);
	/* In the thread that called: every second, and once at the end. */
	void	(*tick)(void *arg, uint64_t now_ns);
	/* In any thread: true ends the run. */
	bool	(*failed)(void *arg);
	void	*arg;
};

/*
 * HANDS[i] becomes the engine's arg, and that of the hooks, of worker i.  All
 * send in the same way: where auto (tx.h) finds better for some only, through
 * a packet socket.
 */
enum status	crew_open(struct crew **, const struct crew_options *,
		    void *const *hands, struct error *);
void		crew_close(struct crew *);	/* NULL is allowed */

/* As loop_run(). */
enum status	crew_run(struct crew *, const struct crew_hooks *, int *signal,
		    struct error *);

/* Starts a turn of each worker; from any thread, while they run. */
void		crew_wake(struct crew *);

/* As of the latest second; exact once crew_run() has returned. */
void		crew_counts(struct crew *, struct crew_counts *);

unsigned	crew_size(const struct crew *);
/* All have the same ways out; the first's are shown. */
const struct worker *crew_first(const struct crew *);
const struct ports	*crew_ports(const struct crew *);

#endif /* PROBER_CREW_H */

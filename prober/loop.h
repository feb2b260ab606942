/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loop.h - the one place that knows both the engine and libevent.
 *
 * Wakes the worker when frames come, when time has passed and when it may
 * send again; calls back once per second and when a signal asks to stop.
 *
 * Threads: loop_run() returns in the thread that called it.
 */
#ifndef PROBER_LOOP_H
#define PROBER_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "common/status.h"
#include "prober/worker.h"

#define LOOP_AT_ONCE	(-2)

struct loop_hooks {
	/*
	 * Adds domains to the engine while it has room.  Returns false when
	 * there will be no more; may set *FD, which is -1, to a descriptor
	 * to wait for when there are none just now, or to LOOP_AT_ONCE when
	 * there are but the turn should not last longer.
	 */
	bool	(*feed)(void *arg, struct engine *, uint64_t now_ns, int *fd);
	/* In each turn of the loop, before anything is sent. */
	void	(*turn)(void *arg, uint64_t now_ns);
	/* Every second, and once at the end. */
	void	(*tick)(void *arg, uint64_t now_ns);
	/* True ends the loop, for example when the output failed. */
	bool	(*failed)(void *arg);
	/* Asked while nothing is left to do here: true ends the loop. */
	bool	(*ended)(void *arg);
	int	wake_fd;	/* borrowed; starts a turn when it can be
				   read; -1: none */
	bool	signals;	/* SIGINT and SIGTERM end the loop */
	void	*arg;
};

/* Returns when all is done, or with the signal that ended it in *SIGNAL, which
 * is 0 otherwise. */
enum status	loop_run(struct worker *, const struct loop_hooks *,
		    int *signal, struct error *);

/* CLOCK_MONOTONIC in nanoseconds. */
uint64_t	loop_now_ns(void);

#endif /* PROBER_LOOP_H */

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

struct loop_hooks {
	/*
	 * Adds domains to the engine while it has room.  Returns false when
	 * there will be no more; may set *FD to a descriptor to wait for
	 * when there are none just now (-1: none).
	 */
	bool	(*feed)(void *arg, struct engine *, uint64_t now_ns, int *fd);
	/* Every second, and once at the end. */
	void	(*tick)(void *arg, uint64_t now_ns);
	/* True ends the loop, for example when the output failed. */
	bool	(*failed)(void *arg);
	void	*arg;
};

/* Returns when all is done, or with the signal (SIGINT, SIGTERM) that ended
 * it in *SIGNAL, which is 0 otherwise. */
enum status	loop_run(struct worker *, const struct loop_hooks *,
		    int *signal, struct error *);

/* CLOCK_MONOTONIC in nanoseconds. */
uint64_t	loop_now_ns(void);

#endif /* PROBER_LOOP_H */

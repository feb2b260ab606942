/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe_output.h - results on their way to standard output, which may be slow.
 *
 * The packet loop must never wait for whoever reads: it puts lines into
 * chunks of memory, and a thread of our own writes them.  What is waiting is
 * written at the latest after PROBE_OUTPUT_WAIT_MS.  While more than
 * PROBE_OUTPUT_WAITING_MAX octets wait, probe_output_is_slow() says so and
 * nothing new should be begun; what was begun still finds room, so nothing is
 * ever lost.  Memory is bounded by that and the lines of what is in flight.
 *
 * The first failed write ends the output: the rest is dropped.
 *
 * Threads: one at a time puts, and the writer is inside; any may ask whether
 * it is slow or failed.
 */
#ifndef CLI_PROBE_OUTPUT_H
#define CLI_PROBE_OUTPUT_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/status.h"

#define PROBE_OUTPUT_CHUNK_OCTETS	(256u << 10)
#define PROBE_OUTPUT_WAITING_MAX	(4u << 20)
#define PROBE_OUTPUT_WAIT_MS		10

struct probe_chunk;

struct probe_output {
	int			 fd;		/* borrowed */
	struct probe_chunk	*first;		/* where the thread starts */
	struct probe_chunk	*last;		/* (owned) being filled */
	_Atomic uint64_t	 put;		/* octets so far */
	_Atomic uint64_t	 written;	/* or dropped */
	_Atomic int		 errnum;	/* of the first failure, or 0 */

	pthread_t		 thread;
	bool			 running;
	pthread_mutex_t		 lock;		/* of the rest */
	pthread_cond_t		 wake;		/* for the thread */
	struct probe_chunk	*spare;		/* (owned) written ones */
	unsigned		 n_spare;
	bool			 closing;
};

/* Starts the thread; FD stays the caller's. */
enum status	probe_output_open(struct probe_output *, int fd,
		    struct error *);

/*
 * Waits until all is written or has failed, and ends the thread.  Returns the
 * errno of the first failed write, or 0.  One that is all zeros, or was closed
 * before, is allowed.
 */
int		probe_output_close(struct probe_output *);

/* Room for SIZE octets, a chunk at most; what is used of it counts once
 * probe_output_add() says how much that is. */
char		*probe_output_reserve(struct probe_output *, size_t size);
void		probe_output_add(struct probe_output *, size_t used);

/* Text of any length. */
void		probe_output_put(struct probe_output *, const char *text,
		    size_t len);

static inline bool
probe_output_is_slow(const struct probe_output *o)
{
	/* In this order: then no more is written than put. */
	uint64_t written =
	    atomic_load_explicit(&o->written, memory_order_acquire);

	return atomic_load_explicit(&o->put, memory_order_relaxed) - written >
	    PROBE_OUTPUT_WAITING_MAX;
}

/* The errno of the first failed write so far, or 0. */
static inline int
probe_output_failed(const struct probe_output *o)
{
	return atomic_load_explicit(&o->errnum, memory_order_relaxed);
}

#endif /* CLI_PROBE_OUTPUT_H */

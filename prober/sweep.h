/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sweep.h - many endpoints, one SYN probe each, and nothing else to know.
 *
 * The engine's lean path for `reach46 probe tcp-syn`.  What a probe must be
 * answered with follows from the endpoint and the number of the attempt by the
 * run's key, so nothing of it is kept: an endpoint in flight costs two hundred
 * octets, and one that is done costs none.
 *
 *	added -> [booked] -> ready -> waiting -> ready ... -> done
 *
 * Threads: none; the engine's alone.  Reads no clock.
 */
#ifndef PROBER_SWEEP_H
#define PROBER_SWEEP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "common/pool.h"
#include "common/table.h"
#include "common/wheel.h"
#include "prober/engine.h"

struct target;

TAILQ_HEAD(target_list, target);

struct sweep {
	struct table		 targets;	/* by endpoint */
	struct pool		 pool;
	struct wheel		 wheel;
	struct target_list	 ready;		/* may go now */
	uint32_t		 n_ready;
	uint32_t		 n;		/* in flight */
};

void	 sweep_init(struct sweep *, uint64_t now_ns);
void	 sweep_free(struct sweep *);

/* Adds an endpoint; one that is in flight already is added to it. */
void	 sweep_add(struct engine *, const struct engine_endpoint *,
	    uint64_t now_ns);

/* A TCP segment, or an ICMP error that quotes one; true if it was ours. */
bool	 sweep_input(struct engine *, const struct response *);

void	 sweep_expire(struct engine *, uint64_t now_ns);

/* Fills the next request; false when none is ready. */
bool	 sweep_output(struct engine *, uint64_t now_ns, struct request *);

/* When expire has work, or UINT64_MAX; output has while some are ready. */
uint64_t sweep_next_ns(const struct sweep *);

/* What became of the frame of a request. */
void	 sweep_sent(struct flight_id, uint64_t now_ns);
void	 sweep_unsendable(struct engine *, struct flight_id, uint64_t now_ns);

#endif /* PROBER_SWEEP_H */

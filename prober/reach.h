/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reach.h - is this endpoint there?
 *
 * Each (address, port) is probed once, whoever wants to know; a name server
 * once per zone, because it may be right for one zone and lame for another.
 *
 * Memory must not grow with the list, so not all results are kept for the
 * whole run.  An endpoint stays while a domain in flight holds it; of those
 * that none holds, the REACHES_PER_ANSWER times config.cache that were used
 * last stay.  One that comes again after so many others is probed again, at
 * the rates of its caps, which do not depend on this.
 *
 * Threads: none; the engine's alone.
 */
#ifndef PROBER_REACH_H
#define PROBER_REACH_H

#include "prober/ask.h"
#include "prober/engine_state.h"

/* An address has two ports, most often, and the two answers of a host have an
 * address each. */
#define REACHES_PER_ANSWER	2u

struct reach {
	struct table_node	 node;
	TAILQ_ENTRY(reach)	 idle;		/* while nobody holds it */
	struct ask		*ask;		/* (owned) NULL once done */
	struct waiter		*waiters;
	const struct flight	*told_by;	/* what is being verified */
	struct peer_letter	*callers;	/* other engines that wait */
	struct name		*zone;		/* UDP 53: whose SOA, or other
						   question (owned) */
	uint64_t		 server_hash;	/* of the name server's name */
	uint32_t		 rtt_us;	/* 0: not measured */
	uint32_t		 refs;		/* plans and letters that hold
						   it */
	struct endpoint		 remote;
	uint16_t		 question;	/* UDP 53: its type */
	uint8_t			 proto;
	uint8_t			 state;		/* enum endpoint_state */
	uint8_t			 reason;	/* enum reason */
	uint8_t			 probes;	/* sent in all */
	bool			 away;		/* asked of its owner */
};

static inline bool
reach_done(const struct reach *r)
{
	return r->ask == NULL && !r->away;
}

/*
 * Returns the endpoint, probed now if it is new, and counts one reference; a
 * plan that waits for it must hold it until it is done.  A name server is asked
 * QUESTION (a type; SOA tells whether it has the zone) about ZONE; that and
 * SERVER, the name server's name, are NULL for TCP.
 */
struct reach	*reach_get(struct engine *, const struct endpoint *,
		    uint8_t proto, struct name *zone, uint16_t question,
		    const struct name *server, uint64_t now_ns);

/* The owner of an endpoint says what it saw. */
void		 reach_told(struct engine *, const struct peer_message *,
		    uint64_t now_ns);

/* Gives one reference back. */
void		 reach_put(struct engine *, struct reach *);

void		 reaches_free(struct engine *);

#endif /* PROBER_REACH_H */

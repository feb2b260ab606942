/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reach.h - is this endpoint there?
 *
 * Each (address, port) is probed once per run, whoever wants to know; a name
 * server once per zone, because it may be right for one zone and lame for
 * another.
 *
 * Threads: none; the engine's alone.
 */
#ifndef PROBER_REACH_H
#define PROBER_REACH_H

#include "prober/ask.h"
#include "prober/engine_state.h"

struct reach {
	struct table_node	 node;
	struct ask		*ask;		/* (owned) NULL once done */
	struct waiter		*waiters;
	struct name		*zone;		/* UDP 53: whose SOA, or other
						   question (owned) */
	uint64_t		 server_hash;	/* of the name server's name */
	uint32_t		 rtt_us;	/* 0: not measured */
	struct endpoint		 remote;
	uint16_t		 question;	/* UDP 53: its type */
	uint8_t			 proto;
	uint8_t			 state;		/* enum endpoint_state */
	uint8_t			 reason;	/* enum reason */
	uint8_t			 probes;	/* sent in all */
};

static inline bool
reach_done(const struct reach *r)
{
	return r->ask == NULL;
}

/*
 * Returns the endpoint, probed now if it is new.  A name server is asked
 * QUESTION (a type; SOA tells whether it has the zone) about ZONE; that and
 * SERVER, the name server's name, are NULL for TCP.
 */
struct reach	*reach_get(struct engine *, const struct endpoint *,
		    uint8_t proto, struct name *zone, uint16_t question,
		    const struct name *server, uint64_t now_ns);

void		 reaches_free(struct engine *);

#endif /* PROBER_REACH_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outstanding.h - probes in flight, found by the flow of a response.
 *
 * A flight is one transmission of a probe.  Opening it draws the token from
 * the run's key and a serial number, and from the token the local port, so
 * nobody who has not seen the frame can tell port, sequence number or ID.
 * No two TCP flights share a flow, and no two DNS flights share flow and ID:
 * a response that shows both finds its flight at once, however many questions
 * are in flight to one resolver.
 *
 * Threads: none; the engine's alone.
 */
#ifndef PROBER_OUTSTANDING_H
#define PROBER_OUTSTANDING_H

#include <sys/queue.h>

#include <stdbool.h>
#include <stdint.h>

#include "common/pool.h"
#include "common/table.h"
#include "prober/probe.h"

struct ask;
struct target;

struct flight {
	struct table_node	 node;
	LIST_ENTRY(flight)	 along;		/* of the same local port */
	struct probe		 probe;		/* question stays NULL here */
	struct ask		*ask;		/* who asked */
	struct flight		*older;		/* of the same ask */
	uint32_t		 generation;	/* changes when closed */
	uint8_t			 hop;		/* index of the template */
	uint8_t			 resolver;	/* index; lookups only */
	bool			 framed;	/* a frame, so in the table;
						   else a kernel socket's */
	bool			 holds_window;	/* of its resolver */
	bool			 answered;
	bool			 judged;	/* by the controls: */
	uint8_t			 word;		/* enum health_word */
	uint8_t			 state;		/* reaches: what it showed */
	uint8_t			 reason;
};

/*
 * Names a flight across calls, or what a sweep has in flight (sweep.h); stale
 * once that is closed.
 */
struct flight_id {
	struct flight	*flight;	/* NULL: a sweep's */
	uint32_t	 generation;
	struct target	*target;	/* NULL: not a sweep's */
};

LIST_HEAD(flight_list, flight);

struct outstanding {
	struct table	 table;		/* by flow and ID */
	struct flight_list *ports;	/* (owned) by local port */
	struct pool	 pool;
	struct token_key key;
	uint64_t	 serial;
	uint16_t	 port_first;
	uint16_t	 n_ports;	/* a power of two */
};

void	outstanding_init(struct outstanding *, const struct token_key *,
	    uint16_t port_first, uint16_t n_ports);
void	outstanding_free(struct outstanding *);

/*
 * Opens a flight along FLOW, whose local port is chosen here.  A flight that
 * is not FRAMED has a token but no port.
 */
struct flight	*outstanding_open(struct outstanding *, struct ask *,
		    const struct flow *, bool framed);
void		 outstanding_close(struct outstanding *, struct flight *);

/* Walks the flights along a flow with that DNS ID (TCP: 0). */
struct flight	*outstanding_first(const struct outstanding *,
		    const struct flow *, uint16_t id);
struct flight	*outstanding_next(const struct flight *,
		    const struct flow *, uint16_t id);

/* Walks all flights along a flow, slowly; the first after NULL. */
struct flight	*outstanding_along(const struct outstanding *,
		    const struct flow *, const struct flight *after);

static inline struct flight_id
flight_id(struct flight *f)
{
	return (struct flight_id){ .flight = f, .generation = f->generation };
}

/* Returns the flight if it is still open, else NULL. */
static inline struct flight *
flight_of(struct flight_id id)
{
	return id.flight != NULL && id.flight->generation == id.generation ?
	    id.flight : NULL;
}

#endif /* PROBER_OUTSTANDING_H */

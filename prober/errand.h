/* SPDX-License-Identifier: Apache-2.0 */
/*
 * errand.h - one question of a walk, taken to one server.
 *
 * It has attempts, TCP and plain DNS as ways out, and the politeness caps of
 * the server's address, prefix and name; their first slot is booked when the
 * errand begins, so that whoever chooses the next server sees it.
 *
 * Threads: none; the engine's alone.
 */
#ifndef PROBER_ERRAND_H
#define PROBER_ERRAND_H

#include "prober/ask.h"
#include "prober/walk.h"

struct errand {
	LIST_ENTRY(errand)	 of_walk;
	LIST_ENTRY(errand)	 of_server;
	struct ask		*ask;		/* (owned) */
	struct walk		*walk;		/* borrowed */
	struct server		*server;	/* borrowed from the cut */
	struct purse		*purse;		/* (owned reference) */
	uint64_t		 slot_ns;	/* booked; 0: used up */
	uint64_t		 since_ns;	/* the clock runs; 0: not */
	uint64_t		 waited_ns;	/* before that */
	uint64_t		 name_hash;	/* of the server's name */
	uint16_t		 number;	/* of the server at the cut */
	uint8_t			 set_aside;	/* queries, of the purse */
	uint8_t			 sent;
	uint8_t			 failure;	/* enum lookup_status */
	bool			 late;
	bool			 thorough;	/* all attempts, and heard */
	bool			 truncated;	/* TCP was needed, and failed */
};

/* Begins one; THOROUGH makes all attempts, else it is a quick try. */
void	 errand_open(struct engine *, struct walk *, unsigned server,
	    bool thorough, uint64_t now_ns);
void	 errand_close(struct engine *, struct errand *, uint64_t now_ns);

/* When the server could be asked, were it chosen now. */
uint64_t errand_slot_ns(const struct engine *, const struct cut_server *,
	    uint64_t now_ns);

#endif /* PROBER_ERRAND_H */

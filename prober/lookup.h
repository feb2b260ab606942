/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lookup.h - one DNS question, whoever wants to know.
 *
 * All domains share one lookup per (name, type): an MX host or name server is
 * resolved once per run.  In recursive mode a lookup asks the resolvers, one
 * attempt at a time, and follows a CNAME that a resolver left unfollowed.  With
 * --iterative it walks from the root (walk.h): over the family of the address
 * that it looks for, and where that does not lead there soon, over the other
 * one as well; and the same for each CNAME's target (lookup_walk.c).  It is
 * done with the first answer, though walks may go on: they tell about chains.
 *
 * Threads: none; the engine's alone.
 */
#ifndef PROBER_LOOKUP_H
#define PROBER_LOOKUP_H

#include "prober/answer.h"
#include "prober/ask.h"
#include "prober/engine_state.h"

/* DESIGN section 4: queries that one lookup may cost. */
#define LOOKUP_QUERIES_MAX	50
#define LOOKUP_NO_SERVER	UINT8_MAX

struct lookup {
	/* What a reply is judged by comes first, to be in memory together. */
	struct ask		*ask;		/* (owned) until done */
	struct name		*asking;	/* name, or a CNAME target */
	struct waiter		*waiters;
	uint16_t		 type;		/* enum dns_type */
	uint16_t		 rcode;		/* of the last reply */
	uint8_t			 status;	/* enum lookup_status */
	uint8_t			 failure;	/* of the last failed attempt */
	uint8_t			 queries;	/* sent in all */
	uint8_t			 tried;		/* bit set of resolvers */
	uint8_t			 server;	/* which answered */
	uint8_t			 n_walks;
	uint8_t			 n_open;	/* walks not done */
	bool			 done;
	bool			 shared;	/* kept after its last user */
	bool			 tcp;		/* answered over TCP */
	bool			 distrusted;	/* by one that invents */
	bool			 trusted;	/* that one would have shown */
	uint64_t		 answered_ns;	/* 0: not; the last time */
	uint32_t		 rtt_us;	/* 0: not measured */
	uint32_t		 refs;
	struct table_node	 node;
	struct name		*name;		/* (owned reference) */
	struct answer		 answer;
	TAILQ_ENTRY(lookup)	 idle;		/* while nobody holds it */
	struct walk		**walks;	/* (owned references) */
	const struct walk	*answered_by;	/* one of them */
	struct purse		*purse;		/* (owned reference) */
	uint64_t		 failed_ns;	/* the last failed reply */
};

static inline bool
lookup_done(const struct lookup *l)
{
	return l->done;
}

/* Sent in all, as far as a record can say. */
uint8_t		 lookup_queries(const struct lookup *);

/* Who answered last; family 0: nobody. */
struct endpoint	 lookup_server(const struct engine *, const struct lookup *);

/* True if it ended with at least one record of its type. */
static inline bool
lookup_ok(const struct lookup *l)
{
	return lookup_done(l) && l->status == LOOKUP_OK;
}

/*
 * Returns the lookup, asked now if it is new (*CREATED), and counts one
 * reference.  SHARED ones stay in the cache when nobody holds them.  PURSE
 * pays for walks, and is NULL in recursive mode.
 */
struct lookup	*lookup_get(struct engine *, struct name *, uint16_t type,
		    bool shared, struct purse *, uint64_t now_ns,
		    bool *created);
void		 lookup_put(struct engine *, struct lookup *);

/* It has an answer, or will never have one. */
void		 lookup_conclude(struct engine *, struct lookup *,
		    enum lookup_status, uint64_t now_ns);

/* Begins to walk for an answer; lets go of the walks. */
void		 lookup_walk(struct engine *, struct lookup *);
void		 lookup_let_go(struct engine *, struct lookup *);

/* Frees what the cache still holds. */
void		 lookups_free(struct engine *);

#endif /* PROBER_LOOKUP_H */

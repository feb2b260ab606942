/* SPDX-License-Identifier: Apache-2.0 */
/*
 * walk.h - one question, walked from the root over one family alone.
 *
 * A walk starts at the deepest zone cut that is known, asks servers of it,
 * and goes down where they send it, until one answers with authority about
 * the name.  An alias ends it too: whoever wants the target walks there.
 * Walks are shared: there is one per (name, type, family).
 *
 * A server that is late is not waited for: the next one is asked beside it.
 * When no server of an unproven cut answers, a walk of its own, for the zone's
 * SOA, verifies that: with all attempts that DESIGN section 5 asks for, and
 * covered by controls.  Only that one can find a cut silent or lame.
 *
 * Walks do not call each other: what has news is stirred, and walks_step()
 * looks at each once.
 *
 * Threads: none; the engine's alone.
 */
#ifndef PROBER_WALK_H
#define PROBER_WALK_H

#include "prober/answer.h"
#include "prober/cut.h"
#include "prober/purse.h"

/* DESIGN section 4. */
#define WALK_QUERIES_MAX	50
#define WALK_DEPTH_MAX		7

enum walk_outcome {
	WALK_UNDER_WAY,
	WALK_ANSWERED,		/* see status and answer */
	WALK_BROKEN,		/* at walk->cut */
	WALK_FAILED,		/* the zone is well, the question not: status */
	WALK_UNKNOWN,		/* our vantage point, or the budget */
	WALK_ASTRAY,		/* in a circle: begun anew it has an end; or,
				   if stale, deceived on its way */
};

struct walk_waiter {
	struct walk_waiter	*next;
	void			(*news)(struct engine *, void *owner,
			    struct walk *, uint64_t now_ns);
	void			*owner;
};

struct walk {
	struct table_node	 node;
	TAILQ_ENTRY(walk)	 link;		/* idle, or waiting at a cut */
	TAILQ_ENTRY(walk)	 stir;
	struct name		*name;		/* (owned reference) */
	struct cut		*cut;		/* where it is (owned ref.) */
	struct cut		*scouted;	/* (owned reference) */
	struct cut		*waits_at;	/* borrowed */
	struct errand_list	 errands;	/* (owned) under way */
	struct walk_waiter	*waiters;
	struct purse		*purse;		/* (owned reference) */
	struct answer		 answer;
	struct ip_addr		 server;	/* that answered */
	uint64_t		 answered_ns;
	uint32_t		 rtt_us;
	uint32_t		 tried;		/* bit per server of the cut */
	uint32_t		 refs;
	uint32_t		 visit;		/* see cut_break_circle() */
	uint16_t		 type;
	uint16_t		 rcode;		/* of the last reply */
	uint8_t			 queries;	/* in all */
	uint8_t			 queries_here;	/* to servers of the cut */
	uint8_t			 depth;
	uint8_t			 family;	/* family_index() */
	uint8_t			 outcome;	/* enum walk_outcome */
	uint8_t			 status;	/* enum lookup_status */
	bool			 tcp;
	bool			 is_stirred;
	bool			 doubtful;	/* told: it may take long */
	bool			 thorough;	/* second time round */
	bool			 denied;	/* by an empty answer */
	bool			 unsure;	/* an answer out of reach */
	bool			 stale;		/* nobody new may have it */
};

static inline bool
walk_done(const struct walk *w)
{
	return w->outcome != WALK_UNDER_WAY;
}

/* True if what it says rests on what came over that family. */
static inline bool
walk_rests_on(const struct walk *w, unsigned family)
{
	return w->family == family || w->cut->crossed;
}

/* True for the walk that settles whether a cut is well. */
bool		 walk_verifies(const struct walk *);

/*
 * Returns the walk with a reference more, begun now if it is new.  PURSE pays,
 * unless one that is not empty pays already.  DEPTH says how far it is from
 * the domain that is the reason for it.
 */
struct walk	*walk_get(struct engine *, struct name *, uint16_t type,
		    unsigned family, struct purse *, unsigned depth);
void		 walk_put(struct engine *, struct walk *);

/* Calls NEWS once it is done, and once before if that may take long. */
void		 walk_wait(struct engine *, struct walk *,
		    void (*news)(struct engine *, void *owner, struct walk *,
			uint64_t now_ns), void *owner);

void		 walk_stir(struct engine *, struct walk *);
void		 walks_step(struct engine *, uint64_t now_ns);
/* Makes the root's cuts, and asks the root for its servers. */
void		 walks_init(struct engine *);
void		 walks_free(struct engine *);

/*
 * Somebody answers for those who live nowhere: nothing goes on from what came
 * over the family so far.  Walks under way are given up, and those that are
 * done, cuts and what is known of servers are for nobody new.  Who has what a
 * walk found may still believe it: see deceit.h.
 */
void		 walks_distrust(struct engine *, unsigned family,
		    uint64_t now_ns);

/* What came of an errand (errand.h) to server number SERVER of the cut. */
void		 walk_answered(struct engine *, struct walk *, unsigned server,
		    enum lookup_status, uint64_t now_ns);
/*
 * A reply with nothing in it, not even a SOA, denies that there are records of
 * the type.  True until a second server says so too, or no other is left.
 */
bool		 walk_doubts_denial(struct engine *, struct walk *,
		    unsigned server);
void		 walk_referred(struct engine *, struct walk *, unsigned server,
		    const struct referral *, uint64_t now_ns);
void		 walk_refused(struct engine *, struct walk *, unsigned server,
		    enum cut_server_state, enum lookup_status);
void		 walk_unknown(struct engine *, struct walk *, uint64_t now_ns);

/* It leads in a circle, which is broken up by giving it up. */
void		 walk_give_up(struct engine *, struct walk *, uint64_t now_ns);

/* For walk_step.c alone. */

/* Looks what can be done for the walk by now. */
void		 walk_advance(struct engine *, struct walk *, uint64_t now_ns);

/* Waits for a change at a cut, and ceases to. */
void		 walk_wait_at(struct engine *, struct walk *, struct cut *,
		    uint64_t now_ns);
void		 walk_stop_waiting(struct engine *, struct walk *);

/* Goes to a cut further down, whose reference it takes. */
void		 walk_enter(struct engine *, struct walk *, struct cut *,
		    uint64_t now_ns);

/* It is over: whoever waits for it is told in its turn. */
void		 walk_finish(struct engine *, struct walk *, enum walk_outcome,
		    enum lookup_status, uint64_t now_ns);

#endif /* PROBER_WALK_H */

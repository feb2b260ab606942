/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cut.h - a zone cut as one family sees it.
 *
 * Each zone has two cuts, one per family, that know nothing of each other:
 * the walk over IPv6 uses no address, answer or verdict that came over IPv4.
 * A cut is made when a walk (walk.h) goes beyond the zone above it:
 *
 *	SCOUTED		one walk has gone ahead; the others wait for its news
 *	ABSENT		there is no zone of that name
 *	LIVE		delegated; its servers are asked
 *	BROKEN		delegated, and for a reason of enum chain_reason it
 *			cannot be used over this family; for none: we cannot
 *			tell, and nobody tries again
 *
 * Its servers' addresses come from glue first.  When that is not enough, the
 * name servers' names are walked to, over the same family (cut_gather()).
 * Where that yields none, the other family is asked what there would be, only
 * to tell the reason.
 *
 * A cut is proven once a server of it has answered with authority or passed
 * us on.  Before that one walk at a time tries it.
 *
 * Threads: none; the engine's alone.
 */
#ifndef PROBER_CUT_H
#define PROBER_CUT_H

#include "common/record.h"
#include "prober/names.h"
#include "prober/referral.h"
#include "prober/server.h"

/* 13 name servers of 8 addresses would be 104; nobody has so many. */
#define CUT_SERVERS_MAX	32

struct purse;
struct walk;

TAILQ_HEAD(walk_list, walk);

enum cut_state { CUT_SCOUTED, CUT_ABSENT, CUT_LIVE, CUT_BROKEN };

/* What is known of a name server's addresses of the cut's family. */
enum cut_ns_state {
	NS_UNASKED,
	NS_ASKED,		/* a walk is under way */
	NS_KNOWN,		/* it has some */
	NS_NONE,		/* it has none, says its own zone */
	NS_FAILED,		/* its zone cannot be reached, or loops */
};

struct cut_ns {
	struct name	*name;		/* (owned reference) */
	struct walk	*walk;		/* while asked (owned reference) */
	uint8_t		 state;		/* enum cut_ns_state */
	bool		 elsewhere;	/* it has some, says the other family */
	bool		 examined;	/* the other family was asked */
	bool		 untold;	/* and could not tell */
};

enum cut_server_state { SERVER_UNTRIED, SERVER_GOOD, SERVER_LAME,
	SERVER_SILENT };

struct cut_server {
	struct server		*server;	/* (owned reference) */
	uint64_t		 name_hash;	/* of the name server's name */
	uint8_t			 state;		/* enum cut_server_state */
};

struct cut {
	struct table_node	 node;
	TAILQ_ENTRY(cut)	 idle;		/* while nobody holds it */
	struct name		*zone;		/* (owned reference) */
	struct walk_list	 waiting;	/* for a change */
	struct walk		*scout;		/* while SCOUTED */
	struct walk		*pioneer;	/* the one that tries it */
	struct walk		*verifier;	/* (owned reference) */
	struct cut_ns		*ns;		/* (owned) */
	struct cut_server	*servers;	/* (owned) */
	struct referral_glue	*glue;		/* (owned) both families' */
	uint32_t		 refs;
	uint32_t		 visit;		/* see cut_break_circle() */
	uint8_t			 n_ns, n_servers, n_glue;
	uint8_t			 looked_for;	/* NS names that cost queries */
	uint8_t			 in_vain;	/* queries to servers that had
						   no address for such a name */
	uint8_t			 family;	/* family_index() */
	uint8_t			 state;		/* enum cut_state */
	uint8_t			 reason;	/* enum chain_reason */
	bool			 proven;
	bool			 trimmed;	/* it has servers that are not
						   looked at */
	bool			 unsure;	/* a name server's walk ended
						   without being able to tell */
	bool			 stale;		/* nobody new may have it */
	bool			 crossed;	/* the other family was asked
						   for the reason */
	bool			 forbidden;	/* had addresses that must not
						   be asked */
};

TAILQ_HEAD(cut_list, cut);

/* A new cut of the root, from the hints, with one reference. */
struct cut	*cut_root(struct engine *, unsigned family);
void		 cuts_free(struct engine *);

/* What rests on that family is for nobody new (walks_distrust()). */
void		 cuts_distrust(struct engine *, unsigned family);

/* The cut with a reference more; NULL if nothing is known of it. */
struct cut	*cut_find(struct engine *, const struct dns_name *zone,
		    unsigned family);
/* A new one that SCOUT is going to find out about. */
struct cut	*cut_new(struct engine *, const struct dns_name *zone,
		    unsigned family, struct walk *scout);
void		 cut_hold(struct engine *, struct cut *);
void		 cut_put(struct engine *, struct cut *);

/* What the scout found: a delegation, or none. */
void		 cut_delegate(struct engine *, struct cut *,
		    const struct referral *);
void		 cut_absent(struct engine *, struct cut *);

/* The root's servers as the root itself names them (RFC 8109).  No errand may
 * be under way at the cut. */
void		 cut_prime(struct engine *, struct cut *,
		    const struct dns_msg *);

void		 cut_add_server(struct engine *, struct cut *, struct cut_ns *,
		    const struct ip_addr *);

enum cut_gathering {
	CUT_GATHERING,		/* more addresses may come */
	CUT_GATHERED,		/* no more, but there are some */
	CUT_NOWHERE,		/* none is found: it is BROKEN now */
	CUT_UNSURE,		/* not now: some could not be looked for */
};

/* Looks for more addresses on the account of a walk (cut_gather.c). */
enum cut_gathering cut_gather(struct engine *, struct cut *, struct walk *);

void		 cut_break(struct engine *, struct cut *, enum chain_reason);

/* Lets all that wait for the cut look again. */
void		 cut_wake(struct engine *, struct cut *);

/*
 * If all that could wake those who wait at the cut waits for them in turn,
 * gives up the walks to name servers that close the circle.
 */
void		 cut_break_circle(struct engine *, struct cut *,
		    uint64_t now_ns);

#endif /* PROBER_CUT_H */

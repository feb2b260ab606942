/* SPDX-License-Identifier: Apache-2.0 */
/*
 * engine_state.h - what the parts of the engine share.
 *
 * For ask.c, lookup.c, reach.c, plan.c and engine.c only.
 */
#ifndef PROBER_ENGINE_STATE_H
#define PROBER_ENGINE_STATE_H

#include "common/arena.h"
#include "common/pool.h"
#include "common/table.h"
#include "common/wheel.h"
#include "prober/ask.h"
#include "prober/controls.h"
#include "prober/cut.h"
#include "prober/engine.h"
#include "prober/limits.h"
#include "prober/names.h"
#include "prober/outstanding.h"
#include "prober/pacer.h"
#include "prober/resolvers.h"
#include "prober/sweep.h"
#include "prober/walk.h"

struct lookup;
struct plan;
struct reach;

/* Queues of asks that are ready, in the order they are served. */
enum engine_queue {
	QUEUE_CONTROL,
	QUEUE_SLOT,		/* their booked time has come */
	QUEUE_LOOKUP,
	QUEUE_REACH,
	QUEUE_COUNT
};

/* A plan that waits for a lookup or a reach to be done. */
struct waiter {
	struct waiter	*next;
	struct plan	*plan;
};

/* A name may stand in a record many times, its text but once. */
#define NAME_TEXTS	16

struct name_text {
	const struct name	*name;
	const char		*text;		/* in the arena */
};

TAILQ_HEAD(lookup_list, lookup);
TAILQ_HEAD(reach_list, reach);
TAILQ_HEAD(plan_list, plan);

struct engine {
	struct engine_config	config;
	struct engine_stats	stats;
	struct names		names;
	struct wheel		wheel;
	struct limits		limits;
	struct pacer		pacer;
	struct outstanding	outstanding;
	struct resolvers	resolvers;
	struct controls		controls;
	struct sweep		sweep;
	struct peers		peers;
	uint64_t		progress_ns;	/* something was settled */
	struct ask_queue	queues[QUEUE_COUNT];
	uint32_t		queued[QUEUE_COUNT];	/* their lengths */
	bool			lookups_turn;	/* before reaches */
	struct table		lookups;	/* by name and type */
	struct lookup_list	idle_lookups;	/* done, oldest first */
	uint32_t		n_idle_lookups;
	struct table		reaches;	/* by endpoint and zone */
	struct reach_list	idle_reaches;	/* done, oldest first */
	uint32_t		n_idle_reaches;
	/* With --iterative: */
	struct table		walks;		/* by name, type and family */
	struct table		cuts;		/* by zone and family */
	struct table		servers;	/* by address */
	struct walk_list	stirred_walks;	/* something changed for them */
	struct walk_list	idle_walks;	/* done, oldest first */
	struct cut_list		idle_cuts;
	struct server_list	idle_servers;
	uint32_t		n_idle_walks, n_idle_cuts, n_idle_servers;
	struct cut		*roots[2];	/* (owned references) */
	struct walk		*primings[2];	/* (owned references) */
	uint32_t		visit;		/* of the last search */
	struct plan_list	plans;		/* in flight */
	struct plan_list	stirred;	/* something changed for them */
	uint32_t		n_plans;
	struct pool		ask_pool, lookup_pool, reach_pool;
	struct pool		plan_pool, waiter_pool;
	struct pool		walk_pool, walk_waiter_pool, errand_pool;
	struct pool		cut_pool, server_pool, purse_pool;
	struct arena		arena;		/* one record at a time */
	struct name_text	texts[NAME_TEXTS];	/* of that record */
};

/* Adds PLAN to a list of waiters. */
void	 waiter_add(struct engine *, struct waiter **, struct plan *);

/* Stirs all plans of the list, which waited so long for a turn in queues,
 * and empties it. */
void	 waiters_notify(struct engine *, struct waiter **,
	    uint32_t queued_ms, uint64_t now_ns);

#endif /* PROBER_ENGINE_STATE_H */

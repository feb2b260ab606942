/* SPDX-License-Identifier: Apache-2.0 */
/*
 * player_net.h - the Internet of a scenario, with the engine in front of it.
 *
 * The clock is virtual.  Whatever the engine asks is answered a millisecond
 * later by the entry that matches; a question that none matches stays open,
 * and may still be answered when a later step has other entries.
 *
 * Threads: none; the owner's alone.
 */
#ifndef TESTS_SCENARIO_PLAYER_NET_H
#define TESTS_SCENARIO_PLAYER_NET_H

#include <stdio.h>

#include "prober/engine.h"
#include "tests/scenario/rpl_match.h"

#define PLAYER_NET_OPEN_MAX	1024	/* the oldest are forgotten */

/* A question of the engine's on its way. */
struct player_open {
	struct request		 req;
	struct rpl_query	 query;
	const struct rpl_entry	*entry;		/* NULL: nobody answers */
	uint64_t		 due_ns;	/* when the reply is here */
};

struct player_net {
	const struct rpl	*rpl;
	struct engine_config	 config;
	struct engine		*engine;	/* (owned) */
	struct guard		*guard;		/* (owned) */
	uint64_t		 now_ns;
	unsigned		 step;
	struct player_open	 open[PLAYER_NET_OPEN_MAX];
	unsigned		 n_open;
	unsigned		 questions;	/* all of them */
	uint64_t		 reply_ns;	/* when the latest came */
	unsigned		 turns;
	struct sim_message	 message;
	FILE			*trace;		/* borrowed; NULL: none */
};

/*
 * An engine that walks from the scenario's root over the families it has;
 * answers go to ON_ANSWER.
 */
void	 player_net_init(struct player_net *, const struct rpl *,
	    void (*on_answer)(void *, const struct engine_answer *),
	    void *arg, FILE *trace);
void	 player_net_free(struct player_net *);

/* A new engine, which knows nothing of what the one before learned. */
void	 player_net_restart(struct player_net *);

/* From now on STEP is played: open questions may find an answer. */
void	 player_net_set_step(struct player_net *, unsigned step);

/* Runs until UNTIL_NS, or until *DONE is true (unless that is NULL). */
void	 player_net_run(struct player_net *, uint64_t until_ns,
	    const bool *done);

/* Runs until no reply has come for a while. */
void	 player_net_settle(struct player_net *);

/*
 * Answers the latest open question that the step's entry and address match,
 * with that entry; false if there is none.
 */
bool	 player_net_answer(struct player_net *, const struct rpl_step *);

/* Sees to it that the latest open question is never answered. */
void	 player_net_drop(struct player_net *, const struct rpl_step *);

#endif /* TESTS_SCENARIO_PLAYER_NET_H */

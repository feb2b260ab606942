/* SPDX-License-Identifier: Apache-2.0 */
/*
 * player.h - plays a scenario from its first step to its last.
 *
 * Before a step is played everything that was asked so far is answered by the
 * entries that hold while it is.  Each QUERY becomes a question to one
 * engine, so what one answer plants the next may reap.  Only when TIME_PASSES
 * a new engine begins: a run is a snapshot and has no use for TTLs.  A
 * CHECK_ANSWER waits for the answer and compares it.  A CHECK_OUT_QUERY or
 * REPLY answers one question, if that is asked: the engine need not ask what
 * unbound asks.
 *
 * Threads: none; the owner's alone.
 */
#ifndef TESTS_SCENARIO_PLAYER_H
#define TESTS_SCENARIO_PLAYER_H

#include <stdio.h>

#include "tests/scenario/outcome.h"

struct player_result {
	unsigned	checks;		/* answers compared */
	unsigned	differing;
	unsigned	differing_early;	/* before any time passes */
	unsigned	poisoned;
	unsigned	passed_over;	/* questions of a kind that reach46
					   never asks: of other types, other
					   classes, or to a cache (RD clear) */
	unsigned	questions;	/* that went to servers */
	char		first_difference[OUTCOME_TEXT_SIZE];
	char		first_poison[OUTCOME_TEXT_SIZE];
};

/* Shows each question and each answer on TRACE, unless that is NULL. */
void	 player_play(const struct rpl *, FILE *trace, struct player_result *);

#endif /* TESTS_SCENARIO_PLAYER_H */

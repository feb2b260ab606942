/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_round.h - one control asked once: a few quick attempts for one that
 * must answer, a single one for one that must not.
 *
 * Threads: none; the engine's alone.
 */
#ifndef PROBER_CONTROL_ROUND_H
#define PROBER_CONTROL_ROUND_H

#include "prober/controls.h"

struct control_round {
	struct ask	*ask;		/* (owned) */
	uint64_t	 began_ns;
	uint16_t	 control;	/* index into the list */
	uint8_t		 kind;
	bool		 negative;
	bool		 denied;	/* "no such name", as is right */
};

void	control_round_start(struct engine *, unsigned kind, unsigned control,
	    bool negative, uint64_t now_ns);

/* For control_round.c: what came of it; ATTEMPT (from 0) was answered. */
void	controls_round_done(struct engine *, const struct control_round *,
	    bool answered, unsigned attempt, uint64_t now_ns);

/* For those who change health from outside: tells and lets go. */
void	controls_changed(struct engine *, unsigned kind, uint64_t now_ns);

#endif /* PROBER_CONTROL_ROUND_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * health.h - could an answer have been heard just then?
 *
 * A timeline of control probes of one kind (one family and port, or one
 * resolver).  A positive control is a known-good endpoint, asked in rounds of
 * a few quick attempts; a negative control is an address where nobody lives.
 * What a probe showed at time T counts only if the controls around T say so:
 *
 *	an open port:		no negative control that was asked within
 *				honest_ns of T answered
 *	nothing, or a refusal:	that as well; and at least 90 % of the rounds
 *				that began within 2 s of T were answered, and
 *				there were four
 *
 * Where no positive control exists, silence and refusals never count; where no
 * negative one does, every open port does.
 *
 * Threads: none; the engine's alone.  Reads no clock.
 */
#ifndef PROBER_HEALTH_H
#define PROBER_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

#define HEALTH_SLOT_NS	UINT64_C(250000000)
#define HEALTH_SLOTS	1024		/* 256 s are remembered */

/* A round is decided by then, and a negative control believed silent. */
#define HEALTH_ROUND_NS		UINT64_C(1600000000)
#define HEALTH_NEGATIVE_NS	UINT64_C(1000000000)
/* What was seen is not known to count any sooner: honest_ns at its least, and
 * a negative control's silence. */
#define HEALTH_SOONEST_NS	UINT64_C(2000000000)

enum health_word {
	HEALTH_GOOD,
	HEALTH_BAD,
	HEALTH_PENDING,		/* not known yet */
	HEALTH_UNWATCHED,	/* nobody could know: there is no control */
};

struct health_slot {
	uint64_t	number;		/* which slot of time it holds */
	uint8_t		rounds, answered;
	uint8_t		false_answers;	/* of negative controls */
	bool		denied;		/* one said that there is nobody */
	bool		tainted;	/* we know we were deaf */
};

struct health {
	struct health_slot	slots[HEALTH_SLOTS];
	bool			has_positive, has_negative;
	bool			cleared;	/* the last negative: silent */
	bool			good;		/* as of the latest rounds */
	bool			ever_good;
	uint8_t			recent;		/* answered: bit per round, last
						   lowest */
	uint8_t			missed;		/* the same: not answered */
	bool			denies;		/* resolvers: denied once */
	uint8_t			owed;		/* silences, until cleared */
	/* The caller may change these: at higher loss it takes more. */
	uint8_t			silences;	/* that outweigh an answer */
	uint64_t		honest_ns;	/* 1 s at first */
	uint64_t		changed_ns;	/* when good changed */
};

void	health_init(struct health *, bool has_positive, bool has_negative,
	    uint64_t now_ns);

/* A round that began at BEGAN_NS is decided.  True if `good` changed. */
bool	health_round(struct health *, uint64_t began_ns, bool answered,
	    uint64_t now_ns);

/* Two of the latest four rounds were answered: so whoever is silent may be so
 * for reasons of his own. */
static inline bool
health_others_answer(const struct health *h)
{
	return __builtin_popcount(h->recent & 15u) >= 2;
}

/* A negative control was silent, as it should be. */
bool	health_silent(struct health *, uint64_t now_ns);

/* A resolver that was asked at BEGAN_NS for what cannot be said so. */
void	health_denied(struct health *, uint64_t began_ns);

/* A negative control that was asked at BEGAN_NS answered. */
bool	health_false_answer(struct health *, uint64_t began_ns,
	    uint64_t now_ns);

/* Nothing could be heard from FROM_NS to TO_NS. */
void	health_taint(struct health *, uint64_t from_ns, uint64_t to_ns);

/* Sets `good` to false at once; only rounds bring it back. */
bool	health_down(struct health *, uint64_t now_ns);

/* Does silence or a refusal at AT_NS count? */
enum health_word health_hears(const struct health *, uint64_t at_ns,
	    uint64_t now_ns);

/* Did the resolver, if it ever denies, do so soon after AT_NS? */
bool	health_vouches(const struct health *, uint64_t at_ns);

/* Does an open port at AT_NS count? */
enum health_word health_honest(const struct health *, uint64_t at_ns,
	    uint64_t now_ns);

#endif /* PROBER_HEALTH_H */

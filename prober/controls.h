/* SPDX-License-Identifier: Apache-2.0 */
/*
 * controls.h - is it them, or is it us?
 *
 * Through the whole run, known-good endpoints of every family and port, and
 * the resolvers, are asked on the same path as everything else, and so are
 * addresses where nobody lives.  The timelines that this makes (health.h)
 * decide what an observation counts for: see controls_judge().  While a kind
 * is in bad health its probes are held back, and go when it has recovered.
 *
 * Each kind is asked four times per second, its controls in turn and none
 * more than once per second; one that does not answer while the others do is
 * benched for a while, and they are asked in its place.  Engines that share
 * the work each ask for themselves, for each hears with ears of its own: then
 * so many fewer, from other places in the turn, that the sum stays below once
 * per second.  Where nobody lives each asks as if it were alone.
 *
 * Threads: none; the engine's alone.
 */
#ifndef PROBER_CONTROLS_H
#define PROBER_CONTROLS_H

#include "common/pool.h"
#include "prober/ask.h"
#include "prober/controls_file.h"
#include "prober/health.h"
#include "prober/resolvers.h"

/* Kinds: per family UDP 53, TCP 80, 443, 25 and, with --iterative, 53; then
 * one per resolver. */
#define KINDS_PER_FAMILY	5u
#define KIND_RESOLVER		(2 * KINDS_PER_FAMILY)
#define KINDS			(KIND_RESOLVER + RESOLVERS_MAX)
#define KIND_NONE		255u

/* A run never makes more attempts than this, whatever the loss. */
#define CONTROLS_ATTEMPTS_MAX	12

struct control_kind {
	struct health	 health;
	struct ask_queue held;		/* what waits for recovery */
	uint16_t	*positive;	/* (owned) indices into the list */
	uint16_t	*negative;	/* (owned) */
	uint16_t	 n_positive, n_negative;
	uint16_t	 next_positive, next_negative;
	uint64_t	 positive_due_ns, negative_due_ns;
	uint32_t	 told;		/* how often on_vantage was called */
	bool		 given_up;	/* bad for so long that nobody waits */
};

struct controls {
	bool			 on;
	const struct control	*list;		/* borrowed */
	uint64_t		*benched_ns;	/* (owned) by control: until */
	struct control_kind	 kinds[KINDS];
	unsigned		 n_kinds;
	uint64_t		 due_ns;	/* next turn */
	struct pool		 rounds;
	uint32_t		 tries, lost;	/* of answered rounds, aged */
};

void	 controls_init(struct engine *, uint64_t now_ns);
void	 controls_free(struct engine *);

/* The kind that vouches for an endpoint, or KIND_NONE. */
unsigned controls_kind(const struct endpoint *, uint8_t proto);

/* Starts the rounds that are due, gives up on what never recovers. */
void	 controls_turn(struct engine *, uint64_t now_ns);

/* True while asks of that kind may go. */
static inline bool
controls_good(const struct controls *c, unsigned kind)
{
	return !c->on || kind == KIND_NONE || c->kinds[kind].health.good;
}

/* Holds an ask, which is in no queue, until its kind is in good health. */
void	 controls_hold(struct engine *, struct ask *, unsigned kind);
void	 controls_release(struct engine *, struct ask *, unsigned kind);

/*
 * Does what was seen at AT_NS count?  GOOD: yes; BAD: no, ask again; PENDING:
 * look again a little later.  OPEN says whether it was an open port (or else
 * silence or a refusal).
 */
enum health_word controls_judge(const struct engine *, unsigned kind,
	    bool open, uint64_t at_ns, uint64_t now_ns);

/* When all is in that could discredit what was seen at AT_NS. */
static inline uint64_t
controls_decided_ns(const struct controls *c, unsigned kind, uint64_t at_ns)
{
	return at_ns + c->kinds[kind].health.honest_ns + HEALTH_NEGATIVE_NS;
}

/*
 * How many attempts it takes, at the loss that the controls measure, for a
 * living endpoint to be missed at most once in ten million times: the least k
 * with q^k <= 10^-7, where q is the share of single attempts that controls
 * missed though they live; at least the configured number.
 */
unsigned controls_attempts(const struct engine *);

/* Thousandths of single attempts that are lost, both ways together. */
unsigned controls_loss_permille(const struct engine *);

/* Nothing could be heard, of any kind, from FROM_NS to now. */
void	 controls_taint(struct engine *, uint64_t from_ns, uint64_t now_ns);

/* What probes of the kind are; a resolver's are UDP 53. */
uint8_t	 controls_kind_proto(unsigned kind);
uint16_t controls_kind_port(unsigned kind);

/* "IPv6 tcp/443", "resolver 2001:db8::53". */
const char	*controls_kind_name(const struct engine *, unsigned kind,
		    char buf[static 64]);

#endif /* PROBER_CONTROLS_H */

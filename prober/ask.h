/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ask.h - one thing asked of the network, with attempts.
 *
 * Lookups (a question to a resolver) and reaches (is this endpoint there?)
 * share how they are queued, sent, timed, repeated and matched.  Their own
 * ideas come in through a table of functions.
 *
 *	queued -> [booked until its slot] -> waiting -> queued ... -> gone
 *
 * `waiting` lasts until the next attempt is due or, after the last attempt,
 * until the cooldown is over: late replies count all that time.  An ask lives
 * as long as the matter is open; its owner stays behind with the result.
 *
 * Threads: none; the engine's alone.
 */
#ifndef PROBER_ASK_H
#define PROBER_ASK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "capture/response.h"
#include "common/wheel.h"
#include "prober/engine.h"
#include "prober/health.h"
#include "prober/outstanding.h"
#include "prober/probe.h"

enum ask_state {
	ASK_IDLE,
	ASK_QUEUED,
	ASK_BOOKED,
	ASK_WAITING,
	ASK_HELD,		/* until its kind is in good health */
	ASK_VERIFYING,		/* seen; does it count? */
};

struct ask {
	const struct ask_ops	*ops;
	void			*owner;		/* a lookup or a reach */
	TAILQ_ENTRY(ask)	 link;		/* while queued */
	struct wheel_timer	 timer;
	struct flight		*flights;	/* newest first */
	uint64_t		 queued_since_ns;
	uint64_t		 opened_ns;
	uint64_t		 queued_ns;	/* spent in queues so far */
	uint64_t		 cooldown_ns;	/* after the last attempt */
	uint64_t		 seen_ns;	/* while verifying: when */
	uint8_t			 state;		/* enum ask_state */
	uint8_t			 attempts;	/* made so far */
	uint8_t			 attempts_max;
	uint8_t			 queue;		/* index into the queues */
	bool			 over_tcp;	/* the next attempt */
	bool			 tcp_tried;
	bool			 edns_off;
	bool			 plain_case;
	bool			 unheard;	/* our fault cost it time */
	uint8_t			 near_misses;
};

TAILQ_HEAD(ask_queue, ask);

/* Where an attempt goes. */
struct ask_route {
	struct flow	flow;		/* local port not set */
	uint8_t		hop;
	uint8_t		resolver;	/* lookups only */
	bool		on_this_host;	/* through a kernel socket */
};

struct ask_ops {
	uint8_t		queue;		/* enum engine_queue: where it waits */
	/* Which controls vouch for it (controls.h); NULL: none. */
	unsigned	(*kind)(const struct ask *);
	/* Returns when the next attempt may go; NOW or before: at once.
	   For QUEUE_REACH only. */
	uint64_t	(*book)(struct engine *, struct ask *,
			    uint64_t now_ns);
	/* Chooses where it goes, now; false: try again later. */
	bool		(*route)(struct engine *, struct ask *,
			    uint64_t now_ns, struct ask_route *);
	void		(*question)(const struct ask *,
			    struct dns_question *, uint16_t *flags);
	/* How long to wait before the attempt after this one. */
	uint64_t	(*patience)(const struct engine *,
			    const struct ask *, const struct flight *);
	/* A valid response; see probe_match for what it is. */
	void		(*matched)(struct engine *, struct ask *,
			    struct flight *, enum probe_match,
			    const struct response *);
	/* A DNS message came over a kernel socket; NULL: it failed. */
	void		(*message)(struct engine *, struct ask *,
			    struct flight *, uint64_t now_ns,
			    const uint8_t *data, size_t len);
	/* The kernel refused the frame for good: nobody is to blame. */
	void		(*unsendable)(struct engine *, struct ask *,
			    struct flight *, uint64_t now_ns);
	/* The wait for an attempt is over without a valid answer; NULL:
	   it does not matter. */
	void		(*unanswered)(struct engine *, struct ask *,
			    struct flight *, uint64_t now_ns);
	/* It is time to look again whether what was seen counts. */
	void		(*verify)(struct engine *, struct ask *,
			    uint64_t now_ns);
	/* Held back for so long that nobody waits any more. */
	void		(*abandoned)(struct engine *, struct ask *,
			    uint64_t now_ns);
	/* All attempts made, cooldown over. */
	void		(*exhausted)(struct engine *, struct ask *,
			    uint64_t now_ns);
};

/* Moves an ask to the end of a queue, or out of the one it is in. */
void	 ask_push(struct engine *, struct ask *, unsigned queue);
void	 ask_pull(struct engine *, struct ask *);

/* How often to look whether what was seen counts, once it can be known. */
#define ASK_VERIFY_NS	UINT64_C(250000000)

/* Opens the matter and queues it for its first attempt. */
struct ask	*ask_open(struct engine *, const struct ask_ops *, void *owner,
		    uint64_t now_ns);

/* Puts the ask in its queue for the next attempt. */
void	 ask_enqueue(struct engine *, struct ask *, uint64_t now_ns);

/*
 * An attempt was answered, but not so that it settles the matter: tries again
 * after DELAY_NS, or ends as exhausted when no attempt is left.
 */
void	 ask_retry(struct engine *, struct ask *, uint64_t now_ns,
	    uint64_t delay_ns);

/* Asks once more at once, without charging an attempt (TCP, no EDNS). */
void	 ask_again(struct engine *, struct ask *, uint64_t now_ns);

/*
 * What was seen at SEEN_NS may settle the matter, once it is known to count:
 * calls ops->verify() now and then, but not before controls could tell.
 */
void	 ask_verify_later(struct engine *, struct ask *, uint64_t seen_ns,
	    uint64_t now_ns);

/* What was seen does not count: forgets all attempts, and starts over after
 * DELAY_NS. */
void	 ask_restart(struct engine *, struct ask *, uint64_t now_ns,
	    uint64_t delay_ns);

/*
 * A reply was right but for its letter case, or came in fragments: a server
 * with its own ways, or a forger.  It shows nothing of itself: TCP is asked,
 * and if that fails, UDP in a way that leaves the server no choice (small
 * letters; without EDNS, so that the reply is small).
 */
void	 ask_otherwise(struct engine *, struct ask *, struct flight *,
	    enum probe_match, uint64_t now_ns);

/* Closes all flights; what they show from now on is nothing to us. */
void	 ask_land(struct engine *, struct ask *, uint64_t now_ns);

/* The matter is settled: leaves queues, timers and flights, and is gone. */
void	 ask_close(struct engine *, struct ask *, uint64_t now_ns);

/* How many of its attempts would have been answered if anybody was there. */
struct ask_coverage {
	unsigned	heard, unheard;
	bool		pending;	/* of some it is not known yet */
	bool		unwatched;	/* and never will be */
};

/*
 * What the controls say of what an attempt showed at AT_NS (controls_judge()).
 * What came over TCP counts only if nobody took connections to where nobody
 * lives, either.
 */
enum health_word ask_word(const struct engine *, const struct ask *,
		    const struct flight *, bool open, uint64_t at_ns,
		    uint64_t now_ns);

struct ask_coverage ask_coverage(const struct engine *, struct ask *,
		    uint64_t now_ns);

/* Of the time since it was opened, what is not the domain's. */
uint32_t ask_queued_ms(const struct ask *, uint64_t now_ns);

/* However much is lost or unheard, an ask ends after so many attempts. */
#define ASK_ATTEMPTS_MAX	48

/* The timer of an ask fired. */
void	 ask_expire(struct engine *, struct ask *, uint64_t now_ns);

/* True if this flight is the newest attempt and nothing came of it yet: only
 * then does a reply that settles nothing decide what comes next. */
static inline bool
ask_awaits(const struct ask *a, const struct flight *f)
{
	return f == a->flights && !f->answered;
}

/* Makes the next attempt of a queued ask; false when it cannot go now. */
bool	 ask_send(struct engine *, struct ask *, uint64_t now_ns,
	    struct request *);

/* The gap after attempt N (from 0): 1, 2, 4 s, then 4 s each. */
static inline uint64_t
ask_gap_ns(unsigned n)
{
	return UINT64_C(1000000000) << (n < 2 ? n : 2);
}

#endif /* PROBER_ASK_H */

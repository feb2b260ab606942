/* SPDX-License-Identifier: Apache-2.0 */
/*
 * purse.h - what one domain may spend on walking from the root.
 *
 * Everything that is asked for a domain's sake, however far from it, is paid
 * from one purse: queries, and time in which an answer was waited for.  Time
 * spent queued does not count, nor does time that was lost to our own faults.
 * No referral, alias or name server's name starts a purse afresh, so no zone
 * can make us ask without end.
 *
 * Threads: none; the engine's alone.  Reads no clock.
 */
#ifndef PROBER_PURSE_H
#define PROBER_PURSE_H

#include <stdbool.h>
#include <stdint.h>

struct engine;

struct purse {
	uint32_t	refs;
	uint32_t	queries;	/* made, or set aside */
	uint32_t	queries_max;	/* in all */
	uint32_t	in_flight;	/* questions that wait for an answer */
	uint64_t	since_ns;	/* that there are any */
	uint64_t	waited_ns;	/* before that */
	bool		overdrawn;	/* something was not asked */
};

static inline uint64_t
purse_waited_ns(const struct purse *p, uint64_t now_ns)
{
	return p->waited_ns + (p->in_flight > 0 ? now_ns - p->since_ns : 0);
}

/* A question begins to wait for its answer, or ceases to. */
static inline void
purse_begin(struct purse *p, uint64_t now_ns)
{
	if (p->in_flight++ == 0)
		p->since_ns = now_ns;
}

static inline void
purse_end(struct purse *p, uint64_t now_ns)
{
	if (--p->in_flight == 0)
		p->waited_ns += now_ns - p->since_ns;
}

/* So much of the time was lost by our own fault. */
static inline void
purse_excuse(struct purse *p, uint64_t ns)
{
	p->waited_ns -= ns < p->waited_ns ? ns : p->waited_ns;
}

/* DESIGN section 4; one errand may take so many. */
#define PURSE_QUERIES_MAX	200
#define PURSE_ERRAND_MAX	16
/* However often queries were made in vain, by our own fault. */
#define PURSE_FORGIVEN_MAX	(4 * PURSE_QUERIES_MAX)

/* How long a domain may wait for answers: longer where so much is lost on the
 * way, as is known by now, that more attempts are made. */
uint64_t	 purse_share_ns(const struct engine *);

bool		 purse_spent(const struct engine *, const struct purse *,
		    uint64_t now_ns);

/* One that is empty at first, with one reference. */
struct purse	*purse_new(struct engine *);

/* What was spent so far was in vain, and no fault of the domain's. */
void		 purse_forgive(struct purse *);

static inline struct purse *
purse_ref(struct purse *p)
{
	p->refs++;
	return p;
}

void		 purse_put(struct engine *, struct purse *);

#endif /* PROBER_PURSE_H */

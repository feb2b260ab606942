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
	uint32_t	in_flight;	/* questions that wait for an answer */
	uint64_t	since_ns;	/* that there are any */
	uint64_t	waited_ns;	/* before that */
	uint64_t	share_ns;	/* what may be waited in all */
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

/* DESIGN section 4; one errand may take so many. */
#define PURSE_QUERIES_MAX	200
#define PURSE_ERRAND_MAX	16

static inline bool
purse_spent(const struct purse *p, uint64_t now_ns)
{
	return p->queries + PURSE_ERRAND_MAX > PURSE_QUERIES_MAX ||
	    purse_waited_ns(p, now_ns) > p->share_ns;
}

/* One that is empty at first, with one reference. */
struct purse	*purse_new(struct engine *, uint64_t share_ns);

static inline struct purse *
purse_ref(struct purse *p)
{
	p->refs++;
	return p;
}

void		 purse_put(struct engine *, struct purse *);

#endif /* PROBER_PURSE_H */

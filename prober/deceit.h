/* SPDX-License-Identifier: Apache-2.0 */
/*
 * deceit.h - what is worth nothing because somebody lied.
 *
 * A resolver may invent answers, and somebody on the way may answer in place
 * of all name servers.  Negative controls notice that, at the latest honest_ns
 * (health.h) after it began.  What was heard at about that time, a failure
 * included, is asked anew by whoever wants to know; and no walk goes on from
 * it (walks_distrust()).
 *
 * Threads: none; the engine's alone.
 */
#ifndef PROBER_DECEIT_H
#define PROBER_DECEIT_H

#include "prober/health.h"
#include "prober/lookup.h"

/* A negative control of the kind, asked at BEGAN_NS, has answered.  To be
 * called before health_false_answer(). */
void		 deceit_noticed(struct engine *, unsigned kind,
		    uint64_t began_ns, uint64_t now_ns);

/* Is what the lookup heard worth anything?  GOOD, BAD, or PENDING until
 * *DECIDED_NS, when all is in that could discredit it. */
enum health_word deceit_judge(const struct engine *, struct lookup *,
		    uint64_t now_ns, uint64_t *decided_ns);

#endif /* PROBER_DECEIT_H */

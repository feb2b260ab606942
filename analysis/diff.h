/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diff.h - what changed between two runs over the same domains.
 *
 * A service is compared family by family: reachable is better than degraded,
 * and that is better than any other state.  So
 *
 *	worse		over one family at least, whatever the other does
 *	better		over one family, and worse over none
 *	changed		another class, neither better nor worse
 *	unchanged	the same; also where either side is indeterminate, or
 *			depends on the vantage point: not knowing is no change
 *
 * Where the families are the same the class decides (port_mismatch).  A
 * domain is the first of worse, better, changed that one of its services is;
 * it is new or gone if it is in one run only.  The agreement is compared by
 * itself: kept is better than not kept.
 *
 * Memory grows with the old run: about a hundred octets per domain.
 *
 * Threads: a comparison belongs to its caller.
 */
#ifndef ANALYSIS_DIFF_H
#define ANALYSIS_DIFF_H

#include <stdbool.h>
#include <stdint.h>

#include "analysis/verdict.h"
#include "common/record.h"

enum diff_change {
	DIFF_UNCHANGED,
	DIFF_CHANGED,
	DIFF_BETTER,
	DIFF_WORSE,
	DIFF_NEW,
	DIFF_GONE,
	DIFF_CHANGES
};

struct diff_service {
	enum diff_change	change;		/* neither NEW nor GONE */
	struct service_verdict	from, to;
};

/* A domain that is not unchanged. */
struct diff_domain {
	const char		*name, *group, *organisation;
	enum diff_change	 change;
	struct diff_service	 service[SERVICE_COUNT];	/* unset if NEW
								   or GONE */
	enum agreement		 from, to;	/* the same */
};

/* How many changed how, and how many of the unchanged did so only because
   one of the runs could not tell. */
struct diff_count {
	uint64_t	of[DIFF_CHANGES];
	uint64_t	unknown;
};

struct diff_totals {
	uint64_t		domains[DIFF_CHANGES];
	struct diff_count	services[SERVICE_COUNT], agreement;

	/* From, to; of those that changed. */
	uint64_t	classes[SERVICE_COUNT][CLASS_COUNT][CLASS_COUNT];
};

struct diff;

struct diff	*diff_new(void);	/* NULL: no memory */
void		 diff_free(struct diff *);	/* NULL is allowed */

/* The old run, domain by domain; false: no memory. */
bool		 diff_old(struct diff *, const struct record_domain *,
		    const struct verdict *);

/*
 * Then the new run.  Fills *OUT and counts; *OUT borrows from the record.
 */
void		 diff_new_domain(struct diff *, const struct record_domain *,
		    const struct verdict *, struct diff_domain *out);

/*
 * Then, call by call, each domain of the old run that was not in the new one.
 * False at the end.
 */
bool		 diff_gone(struct diff *, struct diff_domain *out);

const struct diff_totals *diff_totals(const struct diff *);

/* What became of a domain of the old run: DIFF_GONE until it is met in the new
   one, DIFF_NEW if the old run does not have it. */
enum diff_change diff_of_old(const struct diff *, const char *name);

const char	*diff_change_name(enum diff_change);

#endif /* ANALYSIS_DIFF_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_chains.h - how many domains have names that cannot be resolved from
 * the root over one family alone, why, and which zones most of them share.
 *
 * Domains are counted, not names: one with several broken names counts once,
 * and once for each reason.  Records of recursive runs count for nothing.
 * Memory is bounded.
 *
 * Threads: counts belong to their caller.
 */
#ifndef ANALYSIS_REPORT_CHAINS_H
#define ANALYSIS_REPORT_CHAINS_H

#include <stdbool.h>
#include <stdint.h>

#include "analysis/top_zones.h"
#include "analysis/tri.h"
#include "common/record.h"

/* All zeros is an empty one.  The first index is family_index(). */
struct report_chains {
	uint64_t		 domains;
	uint64_t		 resolvable[2][TRI_YES + 1];	/* all names */
	uint64_t		 reason[2][CHAIN_REASON_COUNT];
	struct top_zones	 zones[2];	/* where they break */
};

/* Returns false when memory runs out; the counts are then not to be used. */
bool	report_chains_add(struct report_chains *,
	    const struct record_domain *);

void	report_chains_free(struct report_chains *);

#endif /* ANALYSIS_REPORT_CHAINS_H */

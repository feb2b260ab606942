/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_chains.h - how many domains have names that cannot be resolved from
 * the root over one family alone, and why.  Which zones most of them share is
 * the matter of shared_causes.h.
 *
 * Domains are counted, not names: one with several broken names counts once,
 * and once for each reason.  Records of recursive runs count for nothing.
 *
 * Threads: counts belong to their caller.
 */
#ifndef ANALYSIS_REPORT_CHAINS_H
#define ANALYSIS_REPORT_CHAINS_H

#include <stdint.h>

#include "analysis/tri.h"
#include "common/record.h"

/* All zeros is an empty one.  The first index is family_index(). */
struct report_chains {
	uint64_t	domains;
	uint64_t	resolvable[2][TRI_YES + 1];	/* all names */
	uint64_t	reason[2][CHAIN_REASON_COUNT];
};

void	report_chains_add(struct report_chains *,
	    const struct record_domain *);

#endif /* ANALYSIS_REPORT_CHAINS_H */

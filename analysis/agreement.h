/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agreement.h - websites and mail fully reachable over both families: does
 * the domain do what was agreed?
 *
 * Pure; threads: no state.
 */
#ifndef ANALYSIS_AGREEMENT_H
#define ANALYSIS_AGREEMENT_H

#include "analysis/classify.h"

/*
 * Fills the agreement and its reasons from the service classes already in
 * the verdict.
 */
void	agreement_judge(const struct record_domain *, enum policy,
	    struct verdict *);

/* As --policy says it: "v4v6" or "v6". */
const char *agreement_policy_name(enum policy);

#endif /* ANALYSIS_AGREEMENT_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * findings.h - what a person should know beside the classes.
 *
 * Pure; threads: no state.
 */
#ifndef ANALYSIS_FINDINGS_H
#define ANALYSIS_FINDINGS_H

#include "analysis/verdict.h"
#include "common/record.h"

/*
 * Adds the findings on the domain, its mail exchanges, its hosts and its
 * lookups, in that order.  The classes must be in the verdict already.
 */
void	findings_collect(const struct record_domain *, struct verdict *);

#endif /* ANALYSIS_FINDINGS_H */

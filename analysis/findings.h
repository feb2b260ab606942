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
 * Adds the findings on the domain, its mail exchanges, its hosts, what only
 * an iterative run knows and its lookups, in that order.  The classes must be
 * in the verdict already.
 */
void	findings_collect(const struct record_domain *, struct verdict *);

/* For the files of findings alone. */

/* Adds one, or counts it where there is no room. */
void	findings_add(struct verdict *, enum finding_code, const char *host,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Adds one that concerns N addresses, FIRST among them; none if N is 0. */
void	findings_add_addresses(struct verdict *, enum finding_code,
	    const char *host, const struct ip_addr *first, size_t n);

/* Chains, delegation and answers for AAAA (findings_iterative.c). */
void	findings_iterative(const struct record_domain *, struct verdict *);

#endif /* ANALYSIS_FINDINGS_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * merge_chain.h - whether names can be resolved from the root, as several
 * vantage points found.
 *
 * Each chain says what every vantage point saw that walked to its name, and
 * over each family what all who could tell agree on: where they do not,
 * nobody knows.
 *
 * Pure; threads: no state.
 */
#ifndef ANALYSIS_MERGE_CHAIN_H
#define ANALYSIS_MERGE_CHAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/merge.h"

/* Fills the chains of *OUT, which borrows from the parts; false: no memory. */
bool	merge_chains(const struct merge_part *, size_t n, struct arena *,
	    struct record_domain *out);

#endif /* ANALYSIS_MERGE_CHAIN_H */

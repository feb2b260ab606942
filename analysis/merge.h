/* SPDX-License-Identifier: Apache-2.0 */
/*
 * merge.h - what several vantage points found of one domain, as one record
 * (record_views.h).
 *
 * Hosts, their addresses and mail exchanges of all are put together.  Of an
 * endpoint, a vantage point where it is open can reach it; one where it is
 * lame, closed, unreachable or silent cannot, nor can one that was told that
 * the host has no address of the family; where it is indeterminate or was
 * not probed, or the lookup failed, nothing could be tested.  A vantage point
 * that has other addresses of the family does not speak of this one.
 *
 * A lookup is the first that was answered best: ok, then nodata, then
 * nxdomain.  Chains: merge_chain.h.
 *
 * Pure; threads: no state.
 */
#ifndef ANALYSIS_MERGE_H
#define ANALYSIS_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/arena.h"
#include "common/record.h"

/* One vantage point and its record. */
struct merge_part {
	const char			*vantage;
	const struct record_domain	*record;
};

/*
 * Merges N parts, 1 to RECORD_VANTAGES_MAX, of the same name.  *OUT borrows
 * from the parts and the arena.  False: no memory.
 */
bool	merge_records(const struct merge_part *, size_t n, struct arena *,
	    struct record_domain *out);

#endif /* ANALYSIS_MERGE_H */

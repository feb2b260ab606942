/* SPDX-License-Identifier: Apache-2.0 */
/*
 * merge_host.h - the hosts of several records put together; for merge.c.
 */
#ifndef ANALYSIS_MERGE_HOST_H
#define ANALYSIS_MERGE_HOST_H

#include "analysis/merge.h"

/* Fills out->hosts, by use, the tenant host last; false: no memory. */
bool	merge_hosts(const struct merge_part *, size_t n, struct arena *,
	    struct record_domain *out);

/* Does B say more than A?  One that was not asked says nothing. */
bool	merge_lookup_is_better(const struct record_lookup *a,
	    const struct record_lookup *b);

#endif /* ANALYSIS_MERGE_HOST_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_groups.h - counting domains group by group.
 *
 * Threads: groups belong to their caller.
 */
#ifndef ANALYSIS_REPORT_GROUPS_H
#define ANALYSIS_REPORT_GROUPS_H

#include "analysis/report_totals.h"

void	report_group_count(struct report_group *, const struct verdict *);

/* Counts the domain in the group of that name; false: no memory. */
bool	report_groups_add(struct report_groups *, const char *name,
	    const struct verdict *);

void	report_groups_free(struct report_groups *);

#endif /* ANALYSIS_REPORT_GROUPS_H */

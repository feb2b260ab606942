/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_totals.h - the counters behind report.h, for those who show them.
 */
#ifndef ANALYSIS_REPORT_TOTALS_H
#define ANALYSIS_REPORT_TOTALS_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/report_chains.h"
#include "analysis/verdict.h"

struct report_group {
	char		*name;		/* (owned); NULL for all together */
	uint64_t	 domains;
	uint64_t	 class[SERVICE_COUNT][CLASS_COUNT];
	uint64_t	 agreement[AGREEMENT_COUNT];
	uint64_t	 exchange_online[EXCHANGE_ONLINE_COUNT];
};

struct report_totals {
	struct report_group	*groups;	/* (owned) in order of name */
	size_t			 n_groups, room;
	struct report_group	 all;
	struct report_chains	 chains;
};

#endif /* ANALYSIS_REPORT_TOTALS_H */

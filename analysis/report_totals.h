/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_totals.h - the counters behind report.h, for those who show them.
 *
 * Shares are the caller's to make; report_share.h says of what.  Domains are
 * counted, never endpoints: one with three findings of a code counts once
 * for it.
 *
 * Threads: totals belong to their caller.
 */
#ifndef ANALYSIS_REPORT_TOTALS_H
#define ANALYSIS_REPORT_TOTALS_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/classify.h"
#include "analysis/report_chains.h"
#include "analysis/report_exchange.h"
#include "analysis/shared_causes.h"
#include "analysis/verdict.h"

/* Domains that have something in common: a group, or a mail platform. */
struct report_group {
	char		*name;		/* (owned); NULL for all together */
	uint64_t	 domains;
	uint64_t	 class[SERVICE_COUNT][CLASS_COUNT];
	uint64_t	 agreement[AGREEMENT_COUNT];
	uint64_t	 ipv6_only_client[IPV6_ONLY_CLIENT_COUNT];
	uint64_t	 exchange_online[EXCHANGE_ONLINE_COUNT];
	uint64_t	 mail_ipv6[FAMILY_STATE_COUNT];	/* mail over IPv6,
							   where it applies */
};

/* In order of name. */
struct report_groups {
	struct report_group	*groups;	/* (owned) */
	size_t			 n, room;
};

struct report_totals {
	enum policy		 policy;	/* by which it was judged */
	struct report_group	 all;
	struct report_groups	 sectors;	/* by the `group` column */
	struct report_groups	 platforms;	/* by mail_platform */
	uint64_t		 findings[FINDING_COUNT];	/* domains
								   with it */
	struct report_chains	 chains;
	struct shared_causes	 causes;
	struct report_exchange	 exchange;	/* empty unless wanted */
};

#endif /* ANALYSIS_REPORT_TOTALS_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_share.h - the shares that reports speak of: PART domains of WHOLE.
 *
 * Whatever could not be told is in no share; nor is what the domain does not
 * have.
 *
 * Threads: no state.
 */
#ifndef ANALYSIS_REPORT_SHARE_H
#define ANALYSIS_REPORT_SHARE_H

#include "analysis/report_totals.h"

struct report_share {
	uint64_t	part, whole;
};

/* Of the domains that have the service: those with it over both, fully. */
static inline struct report_share
report_share_service(const struct report_group *g, enum service s)
{
	const uint64_t *class = g->class[s];

	return (struct report_share){
		.part = class[CLASS_DUAL_STACK],
		.whole = g->domains - class[CLASS_NONE] -
		    class[CLASS_NOT_APPLICABLE] -
		    class[CLASS_INDETERMINATE] -
		    class[CLASS_VANTAGE_DEPENDENT],
	};
}

/* Of the domains that the agreement is about. */
static inline struct report_share
report_share_agreement(const struct report_group *g)
{
	const uint64_t *a = g->agreement;

	return (struct report_share){
		.part = a[AGREEMENT_COMPLIANT],
		.whole = a[AGREEMENT_COMPLIANT] + a[AGREEMENT_NON_COMPLIANT],
	};
}

/* Clients with IPv6 alone that reach the website. */
static inline struct report_share
report_share_ipv6_only(const struct report_group *g)
{
	const uint64_t *c = g->ipv6_only_client;

	return (struct report_share){
		.part = c[IPV6_ONLY_CLIENT_YES],
		.whole = c[IPV6_ONLY_CLIENT_YES] + c[IPV6_ONLY_CLIENT_NO],
	};
}

/* Of the domains that have mail: those whose every mail host and address
   answers over IPv6. */
static inline struct report_share
report_share_mail_ipv6(const struct report_group *g)
{
	const uint64_t *class = g->class[SERVICE_MAIL];

	return (struct report_share){
		.part = g->mail_ipv6[FAMILY_REACHABLE],
		.whole = g->domains - class[CLASS_NONE] -
		    class[CLASS_NOT_APPLICABLE] -
		    g->mail_ipv6[FAMILY_INDETERMINATE],
	};
}

/* Exchange Online with IPv6 on, of the domains that use it, behind a filter
   or not. */
static inline struct report_share
report_share_exchange(const struct report_group *g)
{
	const uint64_t *e = g->exchange_online;
	uint64_t on = e[EXCHANGE_ONLINE_IPV6_ON] +
	    e[EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_ON];

	return (struct report_share){
		.part = on,
		.whole = on + e[EXCHANGE_ONLINE_IPV6_OFF] +
		    e[EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_OFF],
	};
}

#endif /* ANALYSIS_REPORT_SHARE_H */

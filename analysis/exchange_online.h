/* SPDX-License-Identifier: Apache-2.0 */
/*
 * exchange_online.h - is IPv6 switched on for a domain's mail at Exchange
 * Online?
 *
 * The AAAA record of the mail exchange is the flag; a connection proves
 * nothing there, because the front end takes it for every domain and turns
 * the mail away afterwards.  A domain behind a filter is known by its SPF
 * record or autodiscover name, and has its flag at the tenant host.
 *
 * Pure; threads: no state.
 */
#ifndef ANALYSIS_EXCHANGE_ONLINE_H
#define ANALYSIS_EXCHANGE_ONLINE_H

#include "analysis/verdict.h"
#include "common/record.h"

enum exchange_online	exchange_online_judge(const struct record_domain *);

/* True if the SPF record includes spf.protection.outlook.com. */
bool			exchange_online_spf(const char *spf);

#endif /* ANALYSIS_EXCHANGE_ONLINE_H */

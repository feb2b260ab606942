/* SPDX-License-Identifier: Apache-2.0 */
/*
 * internet_nl.h - the same evidence judged by internet.nl's rules (1.11.2),
 * under its names, so that two measurements can be laid side by side.
 *
 * Its rules differ from ours: any reply of a name server will do, one dead
 * address fails a test, only IPv4-mapped AAAA records are dropped, at most
 * ten mail exchanges are looked at.  What it would find in the content of a
 * website is not in the evidence: web_ipv6_ws_similar is failed or
 * not_tested.  Where our evidence is indeterminate and would decide, a test
 * is not_tested too; internet.nl itself takes a failed lookup for "none".
 *
 * Pure; threads: no state.
 */
#ifndef ANALYSIS_INTERNET_NL_H
#define ANALYSIS_INTERNET_NL_H

#include "analysis/verdict.h"
#include "common/record.h"

void	internet_nl_judge(const struct record_domain *,
	    enum internet_nl_status status[static INTERNET_NL_TEST_COUNT]);

#endif /* ANALYSIS_INTERNET_NL_H */

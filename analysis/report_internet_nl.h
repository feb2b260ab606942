/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_internet_nl.h - a run in the shape of internet.nl's batch results
 * (API 2.7.0), its IPv6 tests alone: one JSON object, the domains under their
 * names.
 *
 * Web and mail tests stand side by side, where internet.nl has a request for
 * each; scores and report addresses are its own and left out, and so are
 * its `custom` results.
 *
 * Threads: no state but the caller's.
 */
#ifndef ANALYSIS_REPORT_INTERNET_NL_H
#define ANALYSIS_REPORT_INTERNET_NL_H

#include <stdio.h>

#include "analysis/run_facts.h"
#include "analysis/verdict.h"
#include "common/json_writer.h"

/* All zeros but `out`, before the first domain. */
struct report_internet_nl {
	FILE			*out;
	struct json_writer	 writer;
	bool			 open;	/* the object was started */
};

/* Write errors stay in the FILE; false: no memory. */
bool	report_internet_nl_add(struct report_internet_nl *,
	    const char *name, const struct verdict *);

/* Says what the run was, closes the object and frees what was taken; the FILE
   stays open. */
bool	report_internet_nl_end(struct report_internet_nl *,
	    const struct run_facts *);

#endif /* ANALYSIS_REPORT_INTERNET_NL_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diff_json.h - differences between two runs as JSON (docs/report.md has the
 * fields).
 *
 * All of it goes into an object or array that the caller has opened.
 *
 * Threads: no state but the caller's.
 */
#ifndef ANALYSIS_DIFF_JSON_H
#define ANALYSIS_DIFF_JSON_H

#include "analysis/diff.h"
#include "analysis/run_facts.h"
#include "common/json_writer.h"

/* Into an object: how a service changed. */
void	diff_json_service(struct json_writer *, const struct diff_service *);

/* Into an array: an object per service of the domain that changed, or one if
   it is new or gone. */
void	diff_json_changes(struct json_writer *, const struct diff_domain *);

/* Into an object: what the two runs are, and the sums. */
void	diff_json_sums(struct json_writer *, const char *const runs[2],
	    const struct run_facts facts[2], const struct diff_totals *);

#endif /* ANALYSIS_DIFF_JSON_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_json.h - the totals of runs as one JSON object (docs/report.md has
 * its fields).
 *
 * Threads: no state but the caller's.
 */
#ifndef ANALYSIS_REPORT_JSON_H
#define ANALYSIS_REPORT_JSON_H

#include "analysis/report_trend.h"
#include "common/json_writer.h"

/* One line, LF included: N runs in their order and the public record. */
void	report_json_write(struct json_writer *,
	    const struct report_trend_run *, size_t n);

#endif /* ANALYSIS_REPORT_JSON_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * merge_runs.h - run files of several vantage points as one run file.
 *
 * The domains come in the order of the first run, then those that only later
 * ones have.  The lines of all runs but the first wait in a temporary file
 * without a name (in TMPDIR, or /tmp); memory grows with the number of
 * domains, by some hundred octets for each and run.
 *
 * Threads: no state but the caller's.
 */
#ifndef ANALYSIS_MERGE_RUNS_H
#define ANALYSIS_MERGE_RUNS_H

#include <stddef.h>

#include "analysis/classify.h"
#include "common/json_writer.h"
#include "common/status.h"

/* Where the lines go: written to W, one by one, and LINE called after each. */
struct merge_output {
	struct json_writer	*w;
	void			(*line)(void *arg);
	void			*arg;
};

/*
 * Merges N run files, 2 to RECORD_VANTAGES_MAX.  Where two runs have the same
 * vantage name, the later one gets "-2" behind it.  The result is complete if
 * all runs are.  STATUS_MALFORMED also for a run that is a merged one.
 */
enum status	merge_runs(const char *const *paths, size_t n,
		    const struct classify_options *,
		    const struct merge_output *, struct error *);

#endif /* ANALYSIS_MERGE_RUNS_H */

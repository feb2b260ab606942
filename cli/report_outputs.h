/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_outputs.h - the files that `reach46 report` writes beside its
 * tables, filled while runs are read.
 *
 *	open; for each run { report_run(..., o->sinks, o->n_sinks, ...);
 *	run_done }; finish; close
 *
 * Threads: none.
 */
#ifndef CLI_REPORT_OUTPUTS_H
#define CLI_REPORT_OUTPUTS_H

#include <stdbool.h>

#include "analysis/report.h"
#include "analysis/report_html.h"
#include "analysis/report_internet_nl.h"
#include "cli/out_file.h"
#include "cli/report_options.h"

#define REPORT_SINKS_MAX	8

struct report_outputs {
	struct out_file		 csv, csv_endpoints, internet_nl_file, page;
	struct report_internet_nl internet_nl;
	struct report_sqlite	*sqlite;
	struct report_html	*html;
	struct report_sink	 sinks[REPORT_SINKS_MAX];
	size_t			 n_sinks;
	bool			 stdout_taken;	/* no tables there */
};

/* report_outputs_close() is due in any case. */
enum status	report_outputs_open(struct report_outputs *,
		    const struct report_options *, struct error *);

/* A run was read to its end. */
enum status	report_outputs_run_done(struct report_outputs *,
		    const char *path, const struct run_facts *,
		    struct error *);

/* All runs were read; they are in order of their start. */
enum status	report_outputs_finish(struct report_outputs *,
		    const struct report_trend_run *, size_t n,
		    struct error *);

/*
 * STATUS is how it went so far; unless that is STATUS_OK all files stay as
 * they were.  Returns STATUS, or the first error of closing.
 */
enum status	report_outputs_close(struct report_outputs *, enum status,
		    struct error *);

#endif /* CLI_REPORT_OUTPUTS_H */

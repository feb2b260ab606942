/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_options.h - what `reach46 report` can be told.
 *
 * Threads: none.
 */
#ifndef CLI_REPORT_OPTIONS_H
#define CLI_REPORT_OPTIONS_H

#include "analysis/classify.h"
#include "analysis/report_text.h"
#include "cli/options.h"

#define REPORT_RUNS_MAX	1000

struct report_options {
	const char	*runs[REPORT_RUNS_MAX];
	size_t		 n_runs;	/* 1 at least, unless help is set */
	const char	*csv, *csv_endpoints;	/* files; NULL: none */
	const char	*internet_nl, *sqlite, *html;
	const char	*lang_word, *policy_word;
	enum report_lang lang;
	struct classify_options judge;
	bool		 json;
	bool		 help;
};

extern const struct option_table	report_option_table;

/* As scan_options_parse(); there is nothing to free. */
enum status	report_options_parse(int argc, char *const *argv,
		    struct report_options *, struct error *);

#endif /* CLI_REPORT_OPTIONS_H */

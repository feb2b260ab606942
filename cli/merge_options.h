/* SPDX-License-Identifier: Apache-2.0 */
/*
 * merge_options.h - what `reach46 merge` can be told.
 *
 * Threads: none.
 */
#ifndef CLI_MERGE_OPTIONS_H
#define CLI_MERGE_OPTIONS_H

#include "analysis/classify.h"
#include "cli/options.h"
#include "common/record.h"

struct merge_options {
	const char	*runs[RECORD_VANTAGES_MAX];
	size_t		 n_runs;
	const char	*output_file;	/* "-": standard output */
	const char	*policy_word;
	struct classify_options judge;
	bool		 help;
};

extern const struct option_table	merge_option_table;

/* As scan_options_parse(); there is nothing to free. */
enum status	merge_options_parse(int argc, char *const *argv,
		    struct merge_options *, struct error *);

#endif /* CLI_MERGE_OPTIONS_H */

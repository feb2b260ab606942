/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diff_options.h - what `reach46 diff` can be told.
 *
 * Threads: none.
 */
#ifndef CLI_DIFF_OPTIONS_H
#define CLI_DIFF_OPTIONS_H

#include "analysis/classify.h"
#include "cli/options.h"

struct diff_options {
	const char	*runs[2];	/* OLD and NEW; with internet_nl set
					   the first one alone */
	const char	*internet_nl;	/* batch results, or NULL */
	const char	*html;		/* the page, or NULL */
	const char	*policy_word;
	struct classify_options judge;
	bool		 json;
	bool		 help;
};

extern const struct option_table	diff_option_table;

/* As scan_options_parse(); there is nothing to free. */
enum status	diff_options_parse(int argc, char *const *argv,
		    struct diff_options *, struct error *);

#endif /* CLI_DIFF_OPTIONS_H */

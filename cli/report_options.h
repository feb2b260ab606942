/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_options.h - what `reach46 report` can be told.
 *
 * Threads: none.
 */
#ifndef CLI_REPORT_OPTIONS_H
#define CLI_REPORT_OPTIONS_H

#include "cli/options.h"

struct report_options {
	const char	*run_file;	/* never NULL, unless help is set */
	const char	*csv_file;	/* NULL: none */
	bool		 help;
};

extern const struct option_table	report_option_table;

/* As scan_options_parse(); there is nothing to free. */
enum status	report_options_parse(int argc, char *const *argv,
		    struct report_options *, struct error *);

#endif /* CLI_REPORT_OPTIONS_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * doctor_options.h - what `reach46 doctor` can be told.
 *
 * What it shares with a scan is in the scan's own struct: the doctor looks at
 * what a scan with the same options would use.
 *
 * Threads: none.
 */
#ifndef CLI_DOCTOR_OPTIONS_H
#define CLI_DOCTOR_OPTIONS_H

#include "cli/options.h"
#include "cli/scan_options.h"

struct doctor_options {
	struct scan_options	scan;
	uint64_t		wait_ns;	/* for answers, in each round */
	const char		*operand;	/* never given */
};

extern const struct option_table	doctor_option_table;

/* As scan_options_parse(). */
enum status	doctor_options_parse(int argc, char *const *argv,
		    struct doctor_options *, struct error *);

void		doctor_options_free(struct doctor_options *);

#endif /* CLI_DOCTOR_OPTIONS_H */

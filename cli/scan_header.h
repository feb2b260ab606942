/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_header.h - the lines of a scan's run file that are no domain records.
 *
 * Threads: none.
 */
#ifndef CLI_SCAN_HEADER_H
#define CLI_SCAN_HEADER_H

#include "analysis/run_facts.h"
#include "cli/run_output.h"
#include "cli/scan_input.h"
#include "cli/scan_options.h"
#include "cli/scan_resume.h"
#include "cli/scan_settings.h"
#include "prober/crew.h"

/* What a scan came to, all but what the worker counts. */
struct scan_outcome {
	bool		 complete;
	struct run_found found;		/* lines in the file */
	uint64_t	 resumed;	/* times */
	uint64_t	 duration_ns;	/* since the last resume */
};

void	scan_write_header(struct run_output *, const struct scan_options *,
	    const struct scan_settings *, const struct scan_input *,
	    uint64_t started_unix_ns);
void	scan_write_resume(struct run_output *, const struct scan_resume *,
	    uint64_t at_unix_ns);
void	scan_write_input_error(struct run_output *,
	    const struct input_item *);
void	scan_write_duplicate(struct run_output *, const struct input_item *);

/* Writes the last line, and fills FACTS as a reader of it would. */
void	scan_write_summary(struct run_output *, struct crew *,
	    const struct scan_input *, const struct scan_outcome *,
	    struct run_facts *);

#endif /* CLI_SCAN_HEADER_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diff_show.h - differences as text or as JSON, while they are found.
 *
 * Text: a line per service that changed, then the sums.  JSON: one object
 * (docs/report.md).
 *
 * Threads: none.
 */
#ifndef CLI_DIFF_SHOW_H
#define CLI_DIFF_SHOW_H

#include <stdbool.h>
#include <stdio.h>

#include "analysis/diff.h"
#include "analysis/run_facts.h"
#include "common/json_writer.h"

struct diff_show {
	FILE			*out;
	bool			 json;
	struct json_writer	 writer;
};

/* Write errors stay in the FILE for its owner to find. */
void	diff_show_start(struct diff_show *, FILE *, bool json);
void	diff_show_domain(struct diff_show *, const struct diff_domain *);

/* The sums, and what the two runs are.  False: no memory. */
bool	diff_show_end(struct diff_show *, const char *const runs[2],
	    const struct run_facts facts[2], const struct diff_totals *);

void	diff_show_free(struct diff_show *);

#endif /* CLI_DIFF_SHOW_H */

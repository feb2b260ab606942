/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_facts.h - what the first and the last line of a run file say of the
 * run as a whole.
 *
 * Threads: no state but the caller's.
 */
#ifndef ANALYSIS_RUN_FACTS_H
#define ANALYSIS_RUN_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "analysis/run_file.h"

struct run_facts {
	char		vantage[64];
	char		started[40];	/* RFC 3339 */
	bool		unchecked_vantage;
	bool		complete;	/* the summary says so */
	uint64_t	targets, input_errors, duplicates;
	uint64_t	sent, refused_sends;	/* frames */
	uint64_t	captured, capture_dropped;
};

/*
 * Takes what a line of type run or summary says into FACTS, which starts
 * zeroed; other lines are passed over.  Texts are cut to fit.
 */
enum status	run_facts_read(struct run_facts *, const struct run_line *,
		    struct error *);

/* True for a summary with complete:true. */
bool		run_facts_is_complete(const struct run_line *);

#endif /* ANALYSIS_RUN_FACTS_H */

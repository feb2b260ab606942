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

/* Lines of a run file, as somebody counted them. */
struct run_found {
	uint64_t	domains, input_errors, duplicates;
};

struct run_facts {
	char		vantage[64];
	char		started[40];	/* RFC 3339 */
	uint64_t	started_ns;	/* the same since 1970 */
	char		tool[40];
	char		notes[256];	/* "": none */
	char		input_sha256[65], settings_sha256[65];
	uint64_t	seed;
	bool		unchecked_vantage;
	bool		complete;	/* the summary says so */
	uint64_t	targets, input_errors, duplicates;
	uint64_t	resumed;	/* times; the next two lines are
					   those since the last */
	uint64_t	sent, refused_sends;	/* frames */
	uint64_t	captured, capture_dropped;
	unsigned	loss_permille;	/* of attempts, as controls measured */
	uint64_t	duration_ns;
	uint64_t	altered;	/* the first line that is not as it
					   was written; 0: none */
	struct run_found found;		/* for the reader of all lines */
};

/*
 * Takes what a line of type run or summary says into FACTS, which starts
 * zeroed; other lines are passed over.  Texts are cut to fit.
 */
enum status	run_facts_read(struct run_facts *, const struct run_line *,
		    struct error *);

/*
 * True if names in = records out + errors + duplicates: the lines found are
 * those that the summary speaks of.
 */
bool		run_facts_add_up(const struct run_facts *);

/* False if nobody gave the vantage point a name (scan --vantage). */
bool		run_facts_is_named(const struct run_facts *);

/* True for a summary with complete:true. */
bool		run_facts_is_complete(const struct run_line *);

#endif /* ANALYSIS_RUN_FACTS_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diff_html.h - the page for people (page.h) on what changed between two
 * runs.  Its blocks:
 *
 *	changes	a line per domain that is not unchanged
 *	after	its record in the new run, or null if it is gone
 *	names	a line per domain that is neither new nor unchanged
 *	before	its record in the old run
 *	diff	the sums (diff_json.h)
 *
 * A page is written while runs are read: each domain of the new run that is
 * not unchanged, those that are gone, and then, in another reading of the old
 * run, what those were that changed or are gone.  Memory does not grow with
 * them.
 *
 * Threads: a page belongs to its caller.
 */
#ifndef ANALYSIS_DIFF_HTML_H
#define ANALYSIS_DIFF_HTML_H

#include <stdio.h>

#include "analysis/diff.h"
#include "analysis/page.h"
#include "analysis/run_facts.h"
#include "common/status.h"

struct diff_html {
	FILE			*out;
	struct page_pair	 changes, before;
};

/* Starts the page in FILE, which stays the caller's. */
void		diff_html_start(struct diff_html *, FILE *);
void		diff_html_free(struct diff_html *);

/* The record and its verdict are NULL for a domain that is gone. */
enum status	diff_html_change(struct diff_html *,
		    const struct diff_domain *, const struct record_domain *,
		    const struct verdict *, struct error *);

/* What one of these was in the old run. */
enum status	diff_html_before(struct diff_html *,
		    const struct record_domain *, const struct verdict *,
		    struct error *);

enum status	diff_html_end(struct diff_html *, const char *const runs[2],
		    const struct run_facts facts[2],
		    const struct diff_totals *, struct error *);

#endif /* ANALYSIS_DIFF_HTML_H */

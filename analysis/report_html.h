/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_html.h - the page for people (page.h): one file with all it needs.
 * Its blocks:
 *
 *	rows	a line per domain: the verdict, and in `also` the names and
 *		addresses by which people look for it
 *	records	the same domains as in a run file (record_json.h), opened
 *		one by one
 *	report	the sums over each run (report_json.h)
 *
 * Memory does not grow with the run; the file grows by about 800 octets per
 * domain.
 *
 * Of several runs the domains of the latest are shown.
 *
 * Threads: a page belongs to its caller.
 */
#ifndef ANALYSIS_REPORT_HTML_H
#define ANALYSIS_REPORT_HTML_H

#include <stdio.h>

#include "analysis/report_trend.h"
#include "analysis/run_facts.h"
#include "analysis/verdict.h"
#include "common/record.h"
#include "common/status.h"

struct report_html;

/*
 * Starts the page in FILE, which stays the caller's, is written from where it
 * is, and must be one that can be cut off and gone back in.  Returns NULL when
 * memory runs out.
 */
struct report_html *report_html_new(FILE *);

/*
 * Adds a domain: a report_sink of report.h, PAGE being what
 * report_html_new() gave.  All domains of a run come in a row, with the same
 * FACTS; those of a run older than one that came before are passed over, and
 * those of a newer one replace what is there.
 */
enum status	report_html_domain(void *page, const struct run_facts *,
		    const struct record_domain *, const struct verdict *,
		    struct error *);

/* Ends the page with the sums of N runs, one at least, in order of their
   start. */
enum status	report_html_end(struct report_html *,
		    const struct report_trend_run *, size_t n,
		    struct error *);

void		report_html_free(struct report_html *);	/* NULL is allowed */

#endif /* ANALYSIS_REPORT_HTML_H */

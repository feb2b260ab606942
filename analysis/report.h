/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.h - counts over many domains, per group and in all, and the table
 * that shows them.
 *
 * The scan adds each domain as it completes and prints the table at its end;
 * the report command does the same with the domains of a run file.  Memory
 * grows with groups, not with domains or the zones they share.
 *
 * Threads: totals belong to their caller.
 */
#ifndef ANALYSIS_REPORT_H
#define ANALYSIS_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "analysis/classify.h"
#include "analysis/run_facts.h"
#include "common/status.h"

struct report_totals;

/* Returns NULL when memory runs out. */
struct report_totals *report_new(void);
void		report_free(struct report_totals *);	/* NULL is allowed */

/* Only STATUS_NO_MEMORY can go wrong; the totals are then not to be used. */
enum status	report_add(struct report_totals *,
		    const struct record_domain *, const struct verdict *,
		    struct error *);

/*
 * Prints the tables, at most 80 columns of printable ASCII, and below them
 * what is to be known of the run: complete or not, losses, vantage point.
 */
void		report_print(const struct report_totals *,
		    const struct run_facts *, FILE *);

/*
 * Reads a whole run file, judges each domain anew from its evidence, and
 * adds it up.  FACTS is filled for report_print(); CSV, unless it is NULL,
 * gets the header and a row per domain (report_csv.h).  A line that cannot
 * be read ends it with an error: part of a file is never shown as the whole.
 * Whether names in = records out is for the caller: run_facts_add_up().
 */
enum status	report_run(const char *path, const struct classify_options *,
		    struct report_totals *, struct run_facts *, FILE *csv,
		    struct error *);

#endif /* ANALYSIS_REPORT_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_print.h - totals as tables for a terminal.
 *
 * At most 80 columns of printable ASCII, whatever names hold; every share is
 * rounded down, so that only all is 100 %.
 *
 * Threads: no state but the caller's.
 */
#ifndef ANALYSIS_REPORT_PRINT_H
#define ANALYSIS_REPORT_PRINT_H

#include <stdio.h>

#include "analysis/report_text.h"
#include "analysis/report_totals.h"
#include "analysis/report_trend.h"
#include "analysis/run_facts.h"

/*
 * Prints the tables, and below them what is to be known of the run: complete
 * or not, losses, vantage point.  Write errors stay in the FILE.
 */
void	report_print(const struct report_totals *, const struct run_facts *,
	    enum report_lang, FILE *);

/* The part below the tables. */
void	report_print_run(const struct report_totals *,
	    const struct run_facts *, enum report_lang, FILE *);

/* A line per run, in their order, below the figures of the public record. */
void	report_print_trend(const struct report_trend_run *, size_t n,
	    enum report_lang, FILE *);

#endif /* ANALYSIS_REPORT_PRINT_H */

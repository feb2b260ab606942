/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_csv.h - one row per domain, and one per endpoint, for spreadsheets
 * (csv_row.h).
 *
 * Threads: no state but the caller's.
 */
#ifndef ANALYSIS_REPORT_CSV_H
#define ANALYSIS_REPORT_CSV_H

#include <stdio.h>

#include "analysis/verdict.h"
#include "common/record.h"

/* Write errors stay in the FILE for its owner to find (ferror). */
void	report_csv_header(FILE *);
void	report_csv_row(FILE *, const struct record_domain *,
	    const struct verdict *);

/*
 * A row per endpoint of each host of the domain; a host without any has one
 * row with empty cells behind its own.
 */
void	report_csv_endpoints_header(FILE *);
void	report_csv_endpoints_rows(FILE *, const struct record_domain *);

#endif /* ANALYSIS_REPORT_CSV_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_csv.h - one row per domain, for spreadsheets.
 *
 * RFC 4180: CR LF at the end of a row, quotes where they are needed.  No
 * cell can start a formula: one that begins with = + - @ TAB CR LF, or the
 * full-width form of the first four, spaces in front passed over, gets an
 * apostrophe in front.
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

#endif /* ANALYSIS_REPORT_CSV_H */

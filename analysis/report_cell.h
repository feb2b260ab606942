/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_cell.h - the cells of the tables of report_print.h.
 *
 * Threads: no state.
 */
#ifndef ANALYSIS_REPORT_CELL_H
#define ANALYSIS_REPORT_CELL_H

#include <stddef.h>
#include <stdio.h>

#include "analysis/report_share.h"

#define REPORT_SHARE_SIZE	8

/* Text of the share, rounded down: "33%", "<1%", "-" of nothing. */
const char	*report_cell_share(struct report_share,
		    char buf[static REPORT_SHARE_SIZE]);

/* Text in a column of that width: printable ASCII, cut or filled. */
void		report_cell_text(FILE *, const char *, size_t width);

/* " %7 %4": a count and its share; 13 columns. */
void		report_cell_count(FILE *, struct report_share);

/* The line below a heading: columns of these widths, a space before each
   but the first. */
void		report_cell_rule(FILE *, const unsigned char *widths);

#endif /* ANALYSIS_REPORT_CELL_H */

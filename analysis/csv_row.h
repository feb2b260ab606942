/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv_row.h - rows for spreadsheets, that cannot become formulas.
 *
 * RFC 4180: CR LF at the end of a row, quotes where they are needed.  Where
 * a cell starts with = + - @ or the full-width form of one of these, an
 * apostrophe goes in front; so it does behind a semicolon, at which
 * spreadsheets of some countries start a cell.  Spaces and quotes in front
 * are passed over.  Control characters (C0, DEL, C1), U+2028, U+2029 and what
 * changes the direction of reading become spaces, so that a row is a line.
 * Text is UTF-8.
 *
 * Write errors stay in the FILE for its owner to find (ferror).
 *
 * Threads: no state but the caller's.
 */
#ifndef ANALYSIS_CSV_ROW_H
#define ANALYSIS_CSV_ROW_H

#include <stdint.h>
#include <stdio.h>

/* The first cell of a row has no comma in front. */
void	csv_row_start(FILE *, const char *text);
void	csv_row_text(FILE *, const char *text);
void	csv_row_uint(FILE *, uint64_t);
void	csv_row_end(FILE *);

#endif /* ANALYSIS_CSV_ROW_H */

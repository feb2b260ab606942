/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv_row.h - one line of CSV (RFC 4180) in its fields, by libcsv.
 *
 * A row is a line: a quoted field cannot run over its end.  That way a stray
 * quote costs one row and not the rest of the file.  White space around a
 * field outside quotes is dropped.
 *
 * Threads: none; the owner's alone.
 */
#ifndef PROBER_CSV_ROW_H
#define PROBER_CSV_ROW_H

#include <csv.h>
#include <stdbool.h>
#include <stddef.h>

#include "prober/line_reader.h"

#define CSV_FIELDS_MAX	64

struct csv_field {
	const char	*text;		/* with a NUL behind it */
	size_t		 len;
};

struct csv_row {
	struct csv_parser parser;	/* (owned) */
	struct csv_field  field[CSV_FIELDS_MAX];
	unsigned	  n;		/* fields, also those past the array */
	size_t		  used;		/* octets of text */
	char		  text[LINE_OCTETS_MAX + CSV_FIELDS_MAX];
};

/* Returns false when memory runs out. */
bool	csv_row_init(struct csv_row *, char separator);
void	csv_row_free(struct csv_row *);

/*
 * Splits LEN <= LINE_OCTETS_MAX octets without CR and LF.  Returns false when
 * the quotes do not match.  The fields are valid until the next call; those
 * after the first CSV_FIELDS_MAX are counted and dropped.
 */
bool	csv_row_split(struct csv_row *, const char *line, size_t len);

#endif /* PROBER_CSV_ROW_H */

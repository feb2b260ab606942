/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input_form.h - what kind of list is this?
 *
 * Threads: no state.
 */
#ifndef PROBER_INPUT_FORM_H
#define PROBER_INPUT_FORM_H

#include <stddef.h>
#include <stdint.h>

#include "common/status.h"
#include "prober/csv_row.h"

/* Where a CSV list keeps what; -1: it has no such column. */
struct input_columns {
	int		name, group, organisation, use;
	unsigned	n;			/* columns in all */
};

enum input_form {
	INPUT_FORM_PLAIN,
	INPUT_FORM_CSV,
	INPUT_FORM_BAD,			/* the error says why */
};

/*
 * Refuses what is no text by its first octets: UTF-16, compressed files,
 * workbooks, nothing but NUL.  NAME is for the error.  On success *BOM is the
 * length of a UTF-8 byte order mark in front.
 */
enum status	input_form_sniff(const char *name, const uint8_t *data,
		    size_t len, size_t *bom, struct error *);

/*
 * Tells the form from the first line with content.  For INPUT_FORM_CSV, ROW
 * (which must be initialized) is set to the separator of the list.
 */
enum input_form	input_form_detect(const char *name, const char *line,
		    size_t len, struct csv_row *row,
		    struct input_columns *, struct error *);

#endif /* PROBER_INPUT_FORM_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input_line.h - one line of an input list, as a target or as an error.
 *
 * Threads: none; the owner's alone.
 */
#ifndef PROBER_INPUT_LINE_H
#define PROBER_INPUT_LINE_H

#include "prober/csv_row.h"
#include "prober/input_form.h"
#include "prober/input_list.h"
#include "prober/line_reader.h"

/* What it takes to read a line. */
struct input_parser {
	enum input_form		form;
	struct input_columns	columns;	/* of INPUT_FORM_CSV */
	struct csv_row		csv;		/* (owned) */
};

enum input_line {
	INPUT_LINE_IGNORED,	/* blank or a comment */
	INPUT_LINE_BAD,		/* reason and given are set */
	INPUT_LINE_NAME,	/* name, texts and use are set */
};

/* Drops spaces and tabs around. */
void		input_line_trim(struct line *);

/* True for an empty line and for one that starts with '#'. */
bool		input_line_is_comment(const struct line *trimmed);

/* Parses a line that line_reader_next() gave with RESULT. */
enum input_line	input_line_parse(struct input_parser *, enum line_result,
		    const struct line *, struct input_item *);

#endif /* PROBER_INPUT_LINE_H */

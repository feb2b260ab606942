/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input_reason.h - why a line of an input list is no target.
 *
 * Each reason has a word for the run file and a sentence for a person, which
 * says what to do about it where that is not plain.
 *
 * Threads: no state.
 */
#ifndef PROBER_INPUT_REASON_H
#define PROBER_INPUT_REASON_H

enum input_reason {
	INPUT_FINE,
	/* the line */
	INPUT_LINE_TOO_LONG, INPUT_NUL_OCTET, INPUT_INVALID_UTF8,
	INPUT_CONTROL_CHARACTER, INPUT_EXTRA_WORD,
	/* the row of a CSV list */
	INPUT_BAD_CSV, INPUT_EXTRA_COLUMN, INPUT_MISSING_NAME, INPUT_BAD_USE,
	INPUT_TEXT_TOO_LONG,
	/* the name */
	INPUT_NO_HOST, INPUT_BAD_PORT, INPUT_E_MAIL_ADDRESS, INPUT_IP_ADDRESS,
	INPUT_WILDCARD, INPUT_BAD_CHARACTER, INPUT_LEADING_HYPHEN,
	INPUT_EMPTY_LABEL, INPUT_LABEL_TOO_LONG, INPUT_NAME_TOO_LONG,
	INPUT_SINGLE_LABEL, INPUT_NUMERIC_TLD, INPUT_BAD_IDN,
	INPUT_REASON_COUNT
};

/* The word: "single_label"; "fine" for INPUT_FINE.  Static. */
const char	*input_reason_name(enum input_reason);

/* The sentence, without a capital and a full stop.  Static. */
const char	*input_reason_text(enum input_reason);

#endif /* PROBER_INPUT_REASON_H */

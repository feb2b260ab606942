/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_text.h - the sentences and headings of the tables, in Dutch and in
 * English.
 *
 * Printable ASCII; the words of the run file (dual_stack, ns_lame, ...) stay
 * as they are in both.  Headings are laid out in the columns of
 * report_print.c.
 *
 * Threads: no state.
 */
#ifndef ANALYSIS_REPORT_TEXT_H
#define ANALYSIS_REPORT_TEXT_H

enum report_lang {
	REPORT_EN,
	REPORT_NL,
	REPORT_LANGS
};

enum report_text {
	TEXT_SERVICES, TEXT_AGREEMENT, TEXT_EXCHANGE, TEXT_PLATFORMS,
	TEXT_FINDINGS, TEXT_CAUSES, TEXT_CHAINS, TEXT_TREND,
	/* rows */
	TEXT_ALL, TEXT_NO_GROUP, TEXT_YES, TEXT_NO, TEXT_COULD_NOT_BE_TOLD,
	/* sentences below the tables; the numbers are uint64_t */
	TEXT_PARTIAL,		/* behind a line of the trend */
	TEXT_COMPLETE,		/* found, targets, errors, duplicates */
	TEXT_NOT_COMPLETE,	/* found */
	TEXT_DOES_NOT_ADD_UP,	/* targets, errors, duplicates, and found */
	TEXT_UNKNOWN, TEXT_DEPENDS,	/* a list of services follows */
	TEXT_RESUMED,		/* times */
	TEXT_PACKETS,		/* sent, refused, captured, dropped */
	TEXT_LOSS,		/* per cent and tenths, as unsigned */
	TEXT_VANTAGE, TEXT_UNCHECKED, TEXT_CHECKED,
	TEXT_COUNT
};

/* Never NULL; static. */
const char	*report_text(enum report_lang, enum report_text);

/* What a kind of shared cause is called, at most 26 characters. */
const char	*report_text_cause(enum report_lang, unsigned kind);

#endif /* ANALYSIS_REPORT_TEXT_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_text.h - the sentences and headings of the tables, in Dutch and in
 * English.
 *
 * Sentences are printable ASCII; the words of the run file (dual_stack,
 * ns_lame, ...) stay as they are in both, and report_text_word() says what
 * they mean.  Headings are laid out in the columns of report_print.c.
 *
 * Threads: no state.
 */
#ifndef ANALYSIS_REPORT_TEXT_H
#define ANALYSIS_REPORT_TEXT_H

#include "analysis/domain_causes.h"

enum report_lang {
	REPORT_EN,
	REPORT_NL,
	REPORT_LANGS
};

enum report_text {
	TEXT_AGREEMENT_BOTH, TEXT_AGREEMENT_V6,	/* by policy */
	TEXT_SERVICES, TEXT_AGREEMENT, TEXT_EXCHANGE, TEXT_PLATFORMS,
	TEXT_FINDINGS, TEXT_CAUSES, TEXT_CHAINS, TEXT_TREND,
	/* rows */
	TEXT_ALL, TEXT_NO_GROUP, TEXT_YES, TEXT_NO, TEXT_COULD_NOT_BE_TOLD,
	/* sentences below the tables; the numbers are uint64_t */
	TEXT_PARTIAL,		/* behind a line of the trend */
	TEXT_OTHER_LISTS,	/* below it */
	TEXT_COMPLETE,		/* found, targets, errors, duplicates */
	TEXT_NOT_COMPLETE,	/* found */
	TEXT_DOES_NOT_ADD_UP,	/* targets, errors, duplicates, and found */
	TEXT_ALTERED,		/* the first line that is */
	TEXT_UNKNOWN, TEXT_DEPENDS,	/* a list of services follows */
	TEXT_RESUMED,		/* times */
	TEXT_PACKETS,		/* sent, refused, captured, dropped */
	TEXT_LOSS,		/* per cent and tenths, as unsigned */
	TEXT_MEASURED,		/* when and how long follow */
	TEXT_VANTAGE, TEXT_UNNAMED, TEXT_UNCHECKED, TEXT_CHECKED,
	TEXT_COUNT
};

/* Never NULL; static. */
const char	*report_text(enum report_lang, enum report_text);

/* What a kind of shared cause is called, at most 26 characters. */
const char	*report_text_cause(enum report_lang, enum cause_kind);

/* What a word of the run file means, in UTF-8; "" if that is not known. */
const char	*report_text_word(enum report_lang, const char *word);

#endif /* ANALYSIS_REPORT_TEXT_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_text.h - a JSON text (RFC 8259 section 7) and what it says; for
 * json_tree.c.
 *
 * Threads: no state.
 */
#ifndef ANALYSIS_JSON_TEXT_H
#define ANALYSIS_JSON_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct json_text {
	const char	*start, *end;	/* END is the quote behind, or where
					   it went wrong */
	size_t		 octets;	/* that it says, at most; exact where
					   nothing is escaped */
	bool		 escaped, closed;
};

/* Looks at the text from S, behind its first quote, as far as its last one:
   is it one, well-formed, and without NUL? */
struct json_text json_text_scan(const char *s, const char *end);

/* Writes what it says and a NUL to OUT, which has room for octets + 1; returns
   how many octets that are without the NUL. */
size_t		json_text_unescape(const struct json_text *, char *out);

#endif /* ANALYSIS_JSON_TEXT_H */

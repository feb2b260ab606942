/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status.h - how start-up code reports failure.
 *
 * A function that can fail returns an enum status and, unless it is
 * STATUS_OK, fills a struct error with one sentence a person can act on:
 * what was attempted, on what, and why it failed.  Per-packet code uses
 * enums and counters of its own instead.
 *
 * Threads: an error belongs to its caller.
 */
#ifndef COMMON_STATUS_H
#define COMMON_STATUS_H

enum status {
	STATUS_OK = 0,
	STATUS_USAGE,		/* the user asked for something impossible */
	STATUS_NOT_FOUND,	/* file, interface, route, name */
	STATUS_PERMISSION,	/* a capability or file mode is missing */
	STATUS_SYSTEM,		/* a system call or library failed */
	STATUS_MALFORMED,	/* outside bytes are not what they claim */
	STATUS_NO_MEMORY,
	STATUS_UNFIT,		/* this vantage point cannot measure */
};

struct error {
	char	text[512];
};

/* Formats the sentence (without a final newline); returns STATUS. */
enum status	error_set(struct error *, enum status status,
		    const char *fmt, ...)
		    __attribute__((format(printf, 3, 4)));

/* The same, with ": " and the text of ERRNUM behind the sentence. */
enum status	error_set_errno(struct error *, enum status status,
		    int errnum, const char *fmt, ...)
		    __attribute__((format(printf, 4, 5)));

#endif /* COMMON_STATUS_H */

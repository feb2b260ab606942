/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_file.h - reading a run file line by line, plain or Zstandard.
 *
 *	while ((st = run_file_next(rf, &line, &err)) == STATUS_OK &&
 *	    line.type != RUN_LINE_END)
 *		...
 *	if (!run_file_complete(rf))
 *		...			 and say so
 *
 * Memory does not grow with the file: one line at a time is held, of at most
 * RUN_FILE_LINE_MAX octets.  Whether a file is compressed is seen from its
 * first octets, not from its name.  A last line without LF, or a compressed
 * frame that stops short, is what a killed run leaves behind: the line is
 * torn, it is not handed out, and that is not an error.
 *
 * Threads: a run file belongs to its caller.
 */
#ifndef ANALYSIS_RUN_FILE_H
#define ANALYSIS_RUN_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/status.h"

#define RUN_FILE_LINE_MAX	(16 * 1024 * 1024)

enum run_line_type {
	RUN_LINE_RUN,
	RUN_LINE_DOMAIN,
	RUN_LINE_INPUT_ERROR,
	RUN_LINE_DUPLICATE,
	RUN_LINE_VANTAGE,
	RUN_LINE_SUMMARY,
	RUN_LINE_RESUME,
	RUN_LINE_OTHER,			/* of a later version */
	RUN_LINE_END,			/* there are no more */
};

struct run_line {
	enum run_line_type	 type;
	const char		*text;	/* until the next call; no LF, no NUL */
	size_t			 len;
	uint64_t		 number;	/* from 1 */
};

struct run_file;

/* "-" is standard input. */
enum status	run_file_open(struct run_file **, const char *path,
		    struct error *);

/* The same from the start of the file open at FD, which stays the caller's
 * and whose offset moves; PATH is for errors. */
enum status	run_file_open_fd(struct run_file **, int fd, const char *path,
		    struct error *);

/*
 * Hands out the next line.  STATUS_MALFORMED if the file is no run file, a
 * line is too long or the compression is broken; nothing can be read after
 * that.
 */
enum status	run_file_next(struct run_file *, struct run_line *,
		    struct error *);

/* True if the last whole line was a summary with complete:true. */
bool		run_file_complete(const struct run_file *);

/* The first line so far whose check (run_seal.h) is wrong or missing; 0: none,
   or the file has no checks. */
uint64_t	run_file_altered(const struct run_file *);

/* True if the file ended inside a line. */
bool		run_file_torn(const struct run_file *);

void		run_file_close(struct run_file *);	/* NULL is allowed */

#endif /* ANALYSIS_RUN_FILE_H */

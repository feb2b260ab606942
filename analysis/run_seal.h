/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_seal.h - the check that ends each line of a run file.
 *
 *	{"type":"duplicate","line":9,...,"check":"9c1185a5c5e9fc54"}
 *
 * It is the XXH3 (64 bits, in hexadecimal) of the line as far as the comma
 * before "check", seeded with the check of the line before; the first line's
 * seed is 0.  A line that was edited, damaged, removed, put in or moved is
 * noticed at the first check behind it.  That lines at the end are missing
 * is not: the summary is there for that.  It is no signature either: who
 * wants to forge a run file can.
 *
 * Threads: no state but the caller's.
 */
#ifndef ANALYSIS_RUN_SEAL_H
#define ANALYSIS_RUN_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/json_writer.h"

/*
 * Adds the check to the line that starts at octet START of the writer's
 * buffer and is the last one there, LF included.  *CHECK is that of the line
 * before and becomes that of this one.
 */
void	run_seal_write(struct json_writer *, size_t start, uint64_t *check);

/*
 * True if LEN octets of TEXT, a line without its LF, end with their check;
 * *CHECK is then as above, and otherwise as it was.
 */
bool	run_seal_holds(const char *text, size_t len, uint64_t *check);

/* The lines of a file, one after the other.  All zeros before the first. */
struct run_seal_chain {
	uint64_t	check;		/* of the last line */
	uint64_t	altered;	/* the first line that is not as it
					   was written; 0: none so far */
	bool		sealed;		/* the first line has a check */
};

/* Takes line NUMBER (from 1).  A file whose first line has no check has none
   that could be wrong. */
void	run_seal_follow(struct run_seal_chain *, const char *text, size_t len,
	    uint64_t number);

#endif /* ANALYSIS_RUN_SEAL_H */

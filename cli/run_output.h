/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_output.h - the run file being written.
 *
 * Lines go through one buffer, which reaches the kernel when it is large and
 * whenever run_output_flush() is called.  Each line gets its check
 * (run_seal.h).  The first error stays: the scan looks at it, stops and says
 * so.  What the kernel took of a line that it did not take as a whole is cut
 * off again, so a file ends inside a line only if the process, the machine or
 * the disk died there.
 *
 * A run file is never overwritten and belongs to one process at a time: it
 * is locked (flock) from when it is opened until it is closed, and a
 * symbolic link is not followed.
 *
 * Threads: none.
 */
#ifndef CLI_RUN_OUTPUT_H
#define CLI_RUN_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/json_writer.h"
#include "common/status.h"

struct run_output {
	const char		*path;		/* borrowed; "-": stdout */
	int			 fd;		/* (owned) unless stdout; -1:
						   not open */
	struct json_writer	 writer;
	size_t			 line_start;	/* in the writer's buffer */
	uint64_t		 check;		/* of the last line */
	uint64_t		 octets;	/* of whole lines in the file */
	uint64_t		 synced;	/* of those, on the disk */
	enum status		 status;	/* of the first failure */
	struct error		 error;
};

/* Makes the file, or takes stdout for "-". */
enum status	run_output_open(struct run_output *, const char *path,
		    struct error *);

/*
 * Opens the file that is there, to be read and then cut; *FOUND is false, and
 * nothing is open, if there is none.
 */
enum status	run_output_reopen(struct run_output *, const char *path,
		    bool *found, struct error *);

/* Drops all behind OCTETS; the last line before has that CHECK. */
enum status	run_output_cut(struct run_output *, uint64_t octets,
		    uint64_t check, struct error *);

/* Called after each line: seals it, and writes out a large buffer. */
void		run_output_line(struct run_output *);

void		run_output_flush(struct run_output *);

/*
 * Flushes, and waits until file and directory entry are on the disk.  If that
 * fails, all that came since the last time is cut off.
 */
void		run_output_sync(struct run_output *);

/* Flushes, syncs and closes; returns the first failure of all. */
enum status	run_output_close(struct run_output *, struct error *);

#endif /* CLI_RUN_OUTPUT_H */

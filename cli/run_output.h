/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_output.h - the run file being written.
 *
 * Lines go through one buffer, which reaches the kernel when it is large and
 * whenever run_output_flush() is called.  The first error stays: the scan
 * looks at it, stops and says so.  A run file is never overwritten.
 *
 * Threads: none.
 */
#ifndef CLI_RUN_OUTPUT_H
#define CLI_RUN_OUTPUT_H

#include <stdbool.h>

#include "common/json_writer.h"
#include "common/status.h"

struct run_output {
	const char		*path;		/* borrowed; "-": stdout */
	int			 fd;		/* (owned) unless stdout */
	struct json_writer	 writer;
	enum status		 status;	/* of the first failure */
	struct error		 error;
};

enum status	run_output_open(struct run_output *, const char *path,
		    struct error *);

/* Called after each line: writes the buffer out once it is large. */
void		run_output_line(struct run_output *);

void		run_output_flush(struct run_output *);

/* Flushes and closes; returns the first failure of all. */
enum status	run_output_close(struct run_output *, struct error *);

#endif /* CLI_RUN_OUTPUT_H */

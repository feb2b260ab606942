/* SPDX-License-Identifier: Apache-2.0 */
/*
 * out_file.h - a file that a command makes from run files: all of it, or none.
 *
 * It is written beside PATH and takes its place at the end, so that after an
 * error what was there is there still.  Pipes, devices and symbolic links are
 * written as they are, and so is a file in a directory that takes no other.
 * A run file is never overwritten.
 *
 * Threads: none.
 */
#ifndef CLI_OUT_FILE_H
#define CLI_OUT_FILE_H

#include <stdio.h>

#include "common/status.h"

/* All zeros is none. */
struct out_file {
	FILE		*file;		/* (owned) unless stdout */
	const char	*path;		/* borrowed */
	char		*part;		/* (owned) what is written meanwhile;
					   NULL: PATH itself */
};

/* "-" is standard output. */
enum status	out_file_open(struct out_file *, const char *path,
		    struct error *);

/* STATUS is how it went so far; returns it, or the error of writing. */
enum status	out_file_close(struct out_file *, enum status, struct error *);

#endif /* CLI_OUT_FILE_H */

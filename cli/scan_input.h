/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_input.h - the list of a scan, read twice.
 *
 * The first pass counts and hashes it, so that the run file starts with the
 * hash of what was measured and progress knows the end; the second hands out
 * the targets.  A pipe is first copied to a temporary file without a name.
 *
 * Threads: none.
 */
#ifndef CLI_SCAN_INPUT_H
#define CLI_SCAN_INPUT_H

#include <stdio.h>

#include "prober/input_list.h"

struct scan_input {
	struct input_list	*list;		/* (owned) at its first line */
	FILE			*spool;		/* (owned) or NULL */
	struct input_counts	 counts;	/* of the whole list */
	char			 sha256[2 * INPUT_SHA256_OCTETS + 1];
};

enum status	scan_input_open(struct scan_input *, const char *path,
		    struct error *);
void		scan_input_close(struct scan_input *);

/* Writes octets as hexadecimal digits and NUL. */
void		hex_text(char *out, const uint8_t *octets, size_t n);

#endif /* CLI_SCAN_INPUT_H */

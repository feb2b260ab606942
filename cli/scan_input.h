/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_input.h - the list of a scan, read twice.
 *
 * The first pass counts and hashes it, so that the run file starts with the
 * hash of what was measured and progress knows the end; the second hands out
 * the targets.  What cannot be read twice, a pipe say, is first copied to a
 * temporary file without a name.
 *
 * A name that stands in the list more than once is measured once, for all the
 * uses that its lines declare.
 *
 * Threads: none.
 */
#ifndef CLI_SCAN_INPUT_H
#define CLI_SCAN_INPUT_H

#include <sys/types.h>

#include <stdio.h>

#include "analysis/run_facts.h"
#include "prober/input_list.h"

/* A use that a later line declares for the name of an earlier one. */
struct scan_input_use {
	uint32_t		 line;		/* the earlier one */
	unsigned		 declared;	/* enum declared_use */
};

struct scan_input {
	struct input_list	*list;		/* (owned) at its first line */
	struct scan_input_use	*uses;		/* (owned) by line */
	size_t			 n_uses, next_use;
	FILE			*spool;		/* (owned) or NULL */
	dev_t			 device;	/* of the list as given */
	ino_t			 inode;		/* 0: not known */
	struct input_counts	 counts;	/* of the whole list */
	char			 sha256[2 * INPUT_SHA256_OCTETS + 1];
};

enum status	scan_input_open(struct scan_input *, const char *path,
		    struct error *);
void		scan_input_close(struct scan_input *);

/* As input_list_next(), with all the uses of a target. */
enum input_kind	scan_input_next(struct scan_input *, struct input_item *,
		    struct error *);

/* Goes back to the first line. */
enum status	scan_input_rewind(struct scan_input *, struct error *);

/* True if PATH leads to the list itself. */
bool		scan_input_is(const struct scan_input *, const char *path);

/* True if names in = records out + errors + duplicates. */
bool		scan_input_adds_up(const struct scan_input *,
		    const struct run_found *);

/* Writes octets as hexadecimal digits and NUL. */
void		hex_text(char *out, const uint8_t *octets, size_t n);

#endif /* CLI_SCAN_INPUT_H */

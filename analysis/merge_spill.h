/* SPDX-License-Identifier: Apache-2.0 */
/*
 * merge_spill.h - domain lines of several runs, kept in a temporary file and
 * found again by name.
 *
 * Threads: a spill belongs to its caller.
 */
#ifndef ANALYSIS_MERGE_SPILL_H
#define ANALYSIS_MERGE_SPILL_H

#include <stdint.h>
#include <stdio.h>

#include "analysis/run_file.h"
#include "common/arena.h"
#include "common/status.h"
#include "common/table.h"

/* A line that waits. */
struct merge_line {
	struct merge_line	*next;		/* of the same name */
	unsigned		 run;
	uint64_t		 number;	/* in its run file */
	uint64_t		 at;		/* in the spill */
	size_t			 len;
};

struct merge_name {
	struct table_node	 node;
	struct merge_name	*next;		/* in the order they came */
	const char		*name;
	struct merge_line	*lines;		/* by run */
};

struct merge_spill {
	struct table		 names;
	struct merge_name	*first, **last;
	struct arena		 arena;
	FILE			*file;		/* (owned) without a name */
	uint64_t		 octets;
};

enum status	merge_spill_open(struct merge_spill *, struct error *);
void		merge_spill_close(struct merge_spill *);

/* Keeps a line; runs come in rising order.  A name that comes for the second
   time in a run is malformed. */
enum status	merge_spill_add(struct merge_spill *, const char *name,
		    unsigned run, const struct run_line *, struct error *);

/* Returns the lines of that name and forgets them, or NULL. */
struct merge_line *merge_spill_take(struct merge_spill *, const char *name);

/* Reads a line back into the arena. */
enum status	merge_spill_read(struct merge_spill *,
		    const struct merge_line *, struct arena *,
		    struct run_line *, struct error *);

#endif /* ANALYSIS_MERGE_SPILL_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input_repeats.h - which lines of a list name what an earlier one named.
 *
 * To learn that, all names of the list must be known (seen_names.h).  Once it
 * has been read to its end they are forgotten: whoever reads it again is told
 * what was learnt.  So the names take their memory only before a scan begins.
 *
 * Memory: 8 to 16 octets for each line that repeats a name and, while the list
 * is read for the first time, 12 to 38 for each different name.
 *
 * Threads: none; the owner's alone.
 */
#ifndef PROBER_INPUT_REPEATS_H
#define PROBER_INPUT_REPEATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "prober/seen_names.h"

struct input_repeat {
	uint32_t		 line, first_line;
};

struct input_repeats {
	struct seen_names	 seen;		/* (owned) while learning */
	struct input_repeat	*at;		/* (owned) by line */
	size_t			 n, next;
	bool			 are_known;
};

void		input_repeats_init(struct input_repeats *, struct token_key);
void		input_repeats_free(struct input_repeats *);

/*
 * Is the name TEXT, in the one form it has, that stands on LINE a repeat?
 * *FIRST is the line on which it stood first.
 */
enum seen	input_repeats_look(struct input_repeats *, const char *text,
		    size_t len, uint32_t line, uint32_t *first);

/* The list was read to its end. */
void		input_repeats_learnt(struct input_repeats *);

/* The list is read again from its first line. */
void		input_repeats_rewind(struct input_repeats *);

#endif /* PROBER_INPUT_REPEATS_H */

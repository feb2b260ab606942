/* SPDX-License-Identifier: Apache-2.0 */
/*
 * differences.h - the scenarios that do not end as unbound's authors expect,
 * and why that is right.
 *
 *	name  skip|differs  reason
 *
 * a line each; '#' begins a comment.  `differs`: reach46 does something else,
 * with good reason.  `skip`: the scenario is about something that reach46 has
 * not got.
 *
 * Threads: none.
 */
#ifndef TESTS_SCENARIO_DIFFERENCES_H
#define TESTS_SCENARIO_DIFFERENCES_H

#include <stdbool.h>
#include <stddef.h>

#include "common/arena.h"
#include "common/status.h"

enum difference_kind {
	DIFFERENCE_SKIP,
	DIFFERENCE_DIFFERS,
};

struct difference {
	struct difference	*next;
	const char		*name;		/* of the file, without .rpl */
	enum difference_kind	 kind;
	const char		*reason;
	bool			 used;		/* for the reader's user */
};

/* Reads the table into the arena. */
enum status	 differences_load(struct difference **, struct arena *,
		    const char *path, struct error *);

/* The line about a scenario, or NULL. */
struct difference *differences_find(struct difference *, const char *name);

#endif /* TESTS_SCENARIO_DIFFERENCES_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe.h - `reach46 probe KIND`: what all kinds share.
 *
 * A kind turns lines of a list into work for the engine and results of the
 * engine into lines of output.  The rest is here: options, the engine's way
 * out, the loop that feeds it while there is room and the reader of the
 * output keeps up, and the account at the end.
 *
 * Threads: none but the writer inside probe_output.
 */
#ifndef CLI_PROBE_H
#define CLI_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "cli/probe_options.h"
#include "cli/probe_output.h"
#include "cli/scan_setup.h"
#include "cli/scan_status.h"
#include "prober/worker.h"

struct probe_command {
	const struct probe_ops	*ops;
	struct probe_options	 options;
	struct root_hints	 hints;		/* if iterative */
	struct scan_setup	 setup;
	struct scan_status	 status;
	struct probe_output	 output;
	struct worker		*worker;	/* (owned) NULL: a dry run */
	uint64_t		 targets;	/* taken from the list */
	uint64_t		 done;		/* with all their results */
	uint64_t		 results;	/* of endpoints, or questions */
	uint64_t		 hits;		/* those that are good news */
	uint64_t		 refused;	/* lines */
	enum status		 failure;	/* what ended it, with error */
	struct error		 error;
};

enum probe_next {
	PROBE_NEXT_ADDED,
	PROBE_NEXT_REFUSED,
	PROBE_NEXT_WAIT,	/* poll the descriptor */
	PROBE_NEXT_END,
	PROBE_NEXT_FAILED,	/* probe->error says why */
};

struct probe_ops {
	const char	*name;		/* "tcp-syn" */
	enum probe_kind	 kind;
	const char	*what, *unit;	/* "endpoint", "ep": for the status */
	const char	*targets;	/* "endpoints": what it counts */
	size_t		 size;		/* of what it keeps, which begins with
					   a struct probe_command */

	/* Opens the list and sets the engine's callbacks; the seed is known. */
	enum status	 (*open)(struct probe_command *, struct error *);
	void		 (*close)(struct probe_command *);
	int		 (*fd)(const struct probe_command *);
	/* How many targets there are, or 0 while nobody knows. */
	uint64_t	 (*total)(const struct probe_command *);
	/* Takes the next target; adds it to the engine unless that is NULL. */
	enum probe_next	 (*next)(struct probe_command *, struct engine *,
			    uint64_t now_ns);
	/* What stands before the first result; NULL: nothing. */
	void		 (*begin)(struct probe_command *);
	/* Packets for each target if nothing is sent twice. */
	unsigned	 (*packets)(const struct probe_command *);
	/* How the results divide, in words. */
	void		 (*account)(const struct probe_command *, char *buf,
			    size_t size);
};

extern const struct probe_ops	probe_syn_ops, probe_dns_ops;

/* Says on the log, and counts, that a line of the list cannot be used. */
void	 probe_refuse(struct probe_command *, uint64_t line, const char *text,
	    size_t len, const char *reason);

#endif /* CLI_PROBE_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe.h - `reach46 probe KIND`: what all kinds share.
 *
 * A kind turns lines of a list into work for engines and results of the
 * engines into lines of output.  The rest is here: options, the crew that
 * does the work, how it is fed while there is room and the reader of the
 * output keeps up (probe_hand.h), and the account at the end.
 *
 * Threads: the list, the log and what is counted of them belong to whoever
 * holds the lock; a hand belongs to its worker.
 */
#ifndef CLI_PROBE_H
#define CLI_PROBE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "cli/probe_hand.h"
#include "cli/probe_options.h"
#include "cli/probe_output.h"
#include "cli/scan_rst.h"
#include "cli/scan_setup.h"
#include "cli/scan_status.h"
#include "prober/crew.h"

struct probe_command {
	const struct probe_ops	*ops;
	struct probe_options	 options;
	struct root_hints	 hints;		/* if iterative */
	struct scan_setup	 setup;
	struct scan_rst		 rst;
	struct scan_status	 status;
	struct probe_output	 output;
	pthread_mutex_t		 output_lock;
	struct crew		*crew;		/* (owned) NULL: a dry run */
	struct probe_hand	*hands[CREW_MAX];	/* (owned) */
	unsigned		 n_hands;
	struct probe_counts	 counts;	/* of all hands */
	atomic_bool		 somebody_waits;	/* for a full box */

	pthread_mutex_t		 lock;		/* of the rest */
	bool			 list_ended;
	uint64_t		 targets;	/* taken from the list */
	uint64_t		 refused;	/* lines */
	_Atomic enum status	 failure;	/* what ended it, with error */
	struct error		 error;
};

enum probe_next {
	PROBE_NEXT_ADDED,
	PROBE_NEXT_IGNORED,	/* a line that is none */
	PROBE_NEXT_WAIT,	/* poll the descriptor */
	PROBE_NEXT_BUSY,	/* other workers have enough for now */
	PROBE_NEXT_END,
	PROBE_NEXT_FAILED,	/* probe->error says why */
};

/* A target, and which hand it is for. */
struct probe_target {
	const void	*data;		/* until the next */
	size_t		 octets;
	unsigned	 owner;
};

struct probe_ops {
	const char	*name;		/* "tcp-syn" */
	enum probe_kind	 kind;
	const char	*what, *unit;	/* "endpoint", "ep": for the status */
	const char	*targets;	/* "endpoints": what it counts */
	size_t		 size;		/* of what it keeps, which begins with
					   a struct probe_command */
	size_t		 hand_size;	/* the same, a struct probe_hand */

	/* Opens the list and sets the engine's callbacks; the seed is known. */
	enum status	 (*open)(struct probe_command *, struct error *);
	void		 (*close)(struct probe_command *);
	/* A hand that is all zeros but for what is common; both may be
	 * NULL. */
	void		 (*open_hand)(struct probe_hand *);
	void		 (*close_hand)(struct probe_hand *);
	int		 (*fd)(const struct probe_command *);
	/* How many targets there are, or 0 while nobody knows. */
	uint64_t	 (*total)(const struct probe_command *);
	/* Takes the next line of the list. */
	enum probe_next	 (*next)(struct probe_command *,
			    struct probe_target *);
	/* Adds a target to a hand's engine. */
	void		 (*add)(struct probe_hand *, struct engine *,
			    uint64_t now_ns, const void *data);
	/* What stands before the first result; NULL: nothing. */
	void		 (*begin)(struct probe_command *);
	/* Packets for each target if nothing is sent twice. */
	unsigned	 (*packets)(const struct probe_command *);
	/* How the results divide, in words. */
	void		 (*account)(const struct probe_counts *, char *buf,
			    size_t size);
};

extern const struct probe_ops	probe_syn_ops, probe_dns_ops;

/* Says on the log, and counts, that a line of the list cannot be used. */
void	 probe_refuse(struct probe_command *, uint64_t line, const char *text,
	    size_t len, const char *reason);

#endif /* CLI_PROBE_H */

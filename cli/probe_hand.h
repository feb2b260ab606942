/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe_hand.h - one worker's part of a probe command: what it is to do, what
 * it has counted, and its lines for the output.
 *
 * Each target belongs to one hand.  Whoever runs out of work reads on in the
 * list, under the command's lock, for itself and the others (deal_box.h), who
 * need not wait for that while there is something for them already.
 *
 * Threads: its worker's, but for what says otherwise.
 */
#ifndef CLI_PROBE_HAND_H
#define CLI_PROBE_HAND_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "cli/deal_box.h"
#include "cli/probe_lines.h"
#include "common/status.h"

struct engine;
struct probe_command;

#define PROBE_OUTCOMES	8	/* no kind has more */

struct probe_counts {
	uint64_t	done;		/* targets with all their results */
	uint64_t	results;	/* of endpoints, or questions */
	uint64_t	hits;		/* those that are good news */
	uint64_t	by[PROBE_OUTCOMES];	/* how the results divide */
};

struct probe_hand {
	struct probe_command	*command;	/* borrowed */
	struct probe_lines	 lines;
	struct probe_counts	 counts;
	struct deal_box		 box;		/* what it works on */
	pthread_mutex_t		 dealing;	/* of what is there for it: */
	struct deal_box		 dealt;
	/* Under the command's lock: */
	struct deal_box		 sorted;	/* what is being dealt to it */
	struct probe_counts	 noted;
};

/* Makes the hands of a command, N of them: for a run all must be opened, and
 * then as many kept as there are workers. */
enum status	probe_hands_open(struct probe_command *, unsigned n,
		    struct error *);
void		probe_hands_keep(struct probe_command *, unsigned n);
void		probe_hands_close(struct probe_command *);

/* The sum of what was noted; under the lock. */
void		probe_hands_count(struct probe_command *);

/* For crew_hooks; HAND is a struct probe_hand. */
bool		probe_hand_feed(void *hand, struct engine *, uint64_t now_ns,
		    int *fd);
void		probe_hand_turn(void *hand);
void		probe_hand_note(void *hand);

#endif /* CLI_PROBE_HAND_H */

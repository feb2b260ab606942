/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_hand.h - one worker's part of a scan: it takes domains from the list
 * and puts their records into the run file.
 *
 * A record is judged and written out by its own worker; what all share (the
 * list, the run file, its totals, the log) is touched under one lock, once
 * when a domain is taken and once when its record is ready.
 *
 * Threads: a hand is its worker's.
 */
#ifndef CLI_SCAN_HAND_H
#define CLI_SCAN_HAND_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "analysis/classify.h"
#include "analysis/report.h"
#include "cli/run_output.h"
#include "cli/scan_input.h"
#include "cli/scan_resume.h"
#include "cli/scan_status.h"
#include "cli/scan_vantage.h"
#include "common/json_writer.h"
#include "prober/crew.h"

struct scan_hand {
	struct scan_desk	*desk;		/* borrowed */
	unsigned		 index;
	struct json_writer	 line;		/* (owned) if one of several */
	/* What belongs to the target that was taken last: */
	char			 group[INPUT_TEXT_MAX + 1];
	char			 organisation[INPUT_TEXT_MAX + 1];
};

/* What the hands share. */
struct scan_desk {
	struct classify_options	 judge;		/* does not change */
	uint64_t		 unix_offset_ns;	/* nor does this */
	struct scan_hand	 hands[CREW_MAX];
	unsigned		 n_hands;
	atomic_bool		 over;		/* something failed */

	pthread_mutex_t		 lock;		/* of the rest */
	struct scan_input	 input;
	struct scan_resume	 resume;
	struct run_output	 output;
	struct run_found	 found;		/* lines in it by now */
	struct report_totals	*totals;	/* (owned) */
	struct scan_status	 status;
	struct scan_vantage	 vantage;
	enum status		 failure;	/* other than the output's */
	struct error		 error;
};

/* Makes N hands. */
void	scan_hands_open(struct scan_desk *, unsigned n);
void	scan_hands_close(struct scan_desk *);

/* Every second: what there is reaches the file, and people. */
void	scan_desk_tick(struct scan_desk *, struct crew *, uint64_t now_ns);

/* For engine_config; ARG is a struct scan_hand. */
void	scan_hand_domain(void *arg, const struct record_domain *);
void	scan_hand_vantage(void *arg, const struct engine *, unsigned kind,
	    uint64_t now_ns);

/* For crew_hooks. */
bool	scan_hand_feed(void *hand, struct engine *, uint64_t now_ns, int *fd);

#endif /* CLI_SCAN_HAND_H */

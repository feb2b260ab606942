/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_status.h - what a scan tells about itself while it runs: the status
 * line on stderr, the file of status updates, the log.  The same for whatever
 * else counts as it goes.
 *
 * Threads: none.
 */
#ifndef CLI_SCAN_STATUS_H
#define CLI_SCAN_STATUS_H

#include "cli/progress.h"
#include "cli/scan_options.h"
#include "prober/crew.h"

struct scan_status {
	FILE			*log;		/* (owned) unless stderr */
	FILE			*updates;	/* (owned) or NULL */
	bool			 verbose;
	const char		*what;		/* "domain": what is counted */
	const char		*unit;		/* "dom" */
	const uint64_t		*done;		/* borrowed; NULL: the domains
						   that the engine counts */
	uint64_t		 total;		/* 0: not known */
	uint64_t		 started_ns;
	uint64_t		 wanted_fps;
	uint64_t		 rate_fps;	/* said last */
	struct progress_printer	 printer;
};

enum status	scan_status_open(struct scan_status *,
		    const struct scan_options *, uint64_t total,
		    struct error *);
void		scan_status_close(struct scan_status *);

/* Says which families cannot be measured from here, and with -v the ways
 * out. */
void		scan_status_vantage(struct scan_status *,
		    const struct crew *);

/* A sentence for the log. */
void		scan_status_say(struct scan_status *, const char *sentence);

/* Once per second. */
void		scan_status_show(struct scan_status *, struct crew *,
		    uint64_t now_ns);

/* Ends the status line. */
void		scan_status_end(struct scan_status *);

#endif /* CLI_SCAN_STATUS_H */

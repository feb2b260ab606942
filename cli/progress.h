/* SPDX-License-Identifier: Apache-2.0 */
/*
 * progress.h - how far a scan is, once per second.
 *
 * The formatting functions are pure: two snapshots of counters in, text out.
 * The printer around them writes one line that is drawn over again on a
 * terminal, and plain lines elsewhere.
 *
 *	0:05 12% (0:37 left); done: 601/5000 120 dom/s (120 dom/s avg);
 *	sent: 24980 4.90 Kp/s (5.00 Kp/s avg); recv: 22730 4.46 Kp/s
 *	(4.55 Kp/s avg); hitrate: 91%; drops: 0
 *
 * (on one line).  Rates are of the last interval and of the whole run.  The
 * time left is not shown in the first five seconds, nor where the number of
 * domains is not known, and the percentage stays below 100 until all is done.
 *
 * Threads: none; the owner's alone.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct progress {
	uint64_t	elapsed_ns;	/* since the start, monotonic */
	uint64_t	unix_ns;	/* wall clock, for the CSV alone */
	uint64_t	done;		/* domains with a verdict */
	uint64_t	total;		/* domains in all; 0: not known */
	uint64_t	in_flight;	/* domains in work */
	uint64_t	sent;		/* frames: probes */
	uint64_t	received;	/* responses that matched */
	uint64_t	settled;	/* endpoints and questions that ended */
	uint64_t	hits;		/* those of them that were answered */
	uint64_t	dropped;	/* frames the capture lost */
	uint64_t	send_failed;	/* frames the kernel refused for good,
					   and RSTs without room */
	uint64_t	sent_rst;	/* frames: RSTs of ours */
	const char	*unit;		/* of done, NULL: "dom" for domains */
};

/* Room for any line below and its NUL. */
#define PROGRESS_LINE_SIZE	512
#define PROGRESS_BAR_MAX	79	/* columns */

/* The seconds left, or -1 if nobody can know. */
int64_t		progress_left_s(const struct progress *);

/*
 * Each writes a line without a newline and returns its length.  BEFORE is the
 * snapshot of the interval's start: all zeros at first.
 */
size_t		progress_line(const struct progress *now,
		    const struct progress *before,
		    char buf[static PROGRESS_LINE_SIZE]);
size_t		progress_csv_header(char buf[static PROGRESS_LINE_SIZE]);
size_t		progress_csv(const struct progress *now,
		    const struct progress *before,
		    char buf[static PROGRESS_LINE_SIZE]);

/* The same for a terminal: fewer than WIDTH columns, and PROGRESS_BAR_MAX at
 * most; the least important parts are left out where there is no room. */
size_t		progress_bar(const struct progress *now,
		    const struct progress *before, unsigned width,
		    char buf[static PROGRESS_LINE_SIZE]);

struct progress_printer {
	FILE		*out;		/* borrowed; NULL: no status line */
	FILE		*csv;		/* borrowed; NULL: no status file */
	bool		 terminal;	/* out is one */
	size_t		 drawn;		/* columns of the bar on it now */
	struct progress	 before;
};

/* Writes the CSV header if CSV is not NULL. */
void		progress_printer_init(struct progress_printer *, FILE *out,
		    FILE *csv);

/* Prints one status; to be called once per second. */
void		progress_print(struct progress_printer *,
		    const struct progress *);

/* Takes the bar off the terminal, so that other text can be printed. */
void		progress_clear(struct progress_printer *);

#endif /* CLI_PROGRESS_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_resume.h - the run file as journal: what of it counts, and what is
 * left to do.
 *
 * A run goes on in a file only if
 *
 *	its header has this schema, this list's hash and these settings,
 *	every line ends with its check, in the order it was written in, and
 *	every line is what it says and speaks of a line of this list that no
 *	line before it spoke of.
 *
 * Anything else is refused with the line and the reason, and the file stays
 * as it is.  Only its end may be torn, and is then not counted: what stands
 * behind the last LF, and all from the first line that holds a NUL, which
 * none of ours does but a file may where a power cut left a hole.
 *
 * Memory: an octet per line of the list; while the file is read, also 12 to
 * 38 octets per name (seen_names.h).
 *
 * Threads: none.
 */
#ifndef CLI_SCAN_RESUME_H
#define CLI_SCAN_RESUME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/report.h"
#include "analysis/run_facts.h"
#include "cli/run_output.h"
#include "cli/scan_input.h"
#include "cli/scan_settings.h"

struct scan_resume {
	uint8_t			*lines;		/* (owned) by line of the list:
						   what it is, is it done */
	size_t			 n_lines;
	struct run_found	 found;		/* lines that count */
	uint64_t		 resumed;	/* times, so far */
	uint64_t		 octets;	/* that count; 0: a new file */
	uint64_t		 dropped_octets;
	uint64_t		 check;		/* of the last line */
	uint64_t		 seed;
	bool			 complete;	/* nothing is left to do */
};

/*
 * Reads the file that is open for output, and judges its domains into the
 * totals.  The list is read once more and stands at its first line again.
 * STATUS_USAGE if the run cannot go on in that file.  scan_resume_free() is
 * due in any case.
 */
enum status	scan_resume_read(struct scan_resume *,
		    const struct run_output *, struct scan_input *,
		    const struct scan_settings *,
		    const struct classify_options *, struct report_totals *,
		    struct error *);
void		scan_resume_free(struct scan_resume *);

/* True if that line of the list has its record. */
bool		scan_resume_done(const struct scan_resume *, uint32_t line);

#endif /* CLI_SCAN_RESUME_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_vantage.h - what a scan says when its vantage point fails or recovers:
 * a line in the run file and a sentence in the log.
 *
 * Each worker hears for itself.  A kind of controls is said to fail when one
 * of them cannot hear it, and to be well when all do; each is said once.
 *
 * Threads: one at a time; the owner sees to that.
 */
#ifndef CLI_SCAN_VANTAGE_H
#define CLI_SCAN_VANTAGE_H

#include "cli/run_output.h"
#include "cli/scan_status.h"
#include "prober/controls.h"
#include "prober/engine.h"

struct scan_vantage {
	unsigned	 n;		/* workers */
	struct {
		uint32_t told, healthy;	/* a bit per worker */
		bool	 said, good;	/* what was said last */
	}		 kinds[KINDS];
};

/*
 * A worker told that the health of a kind changed.  True if there is
 * something to say of all of them; HEARD is then made to say that.
 */
bool	scan_vantage_note(struct scan_vantage *, unsigned worker,
	    unsigned kind, struct engine_vantage *heard);

/* Says it. */
void	scan_vantage_say(struct run_output *, struct scan_status *,
	    const struct engine_vantage *, uint64_t unix_ns);

#endif /* CLI_SCAN_VANTAGE_H */

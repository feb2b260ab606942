/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_vantage.h - what a scan says when its vantage point fails or recovers:
 * a line in the run file and a sentence in the log.
 *
 * Threads: none.
 */
#ifndef CLI_SCAN_VANTAGE_H
#define CLI_SCAN_VANTAGE_H

#include "cli/run_output.h"
#include "cli/scan_status.h"
#include "prober/engine.h"

/* The health of a kind of controls changed; see engine_config.on_vantage. */
void	scan_vantage_changed(struct run_output *, struct scan_status *,
	    const struct engine *, unsigned kind, uint64_t unix_ns);

#endif /* CLI_SCAN_VANTAGE_H */

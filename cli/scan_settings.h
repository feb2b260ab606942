/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_settings.h - the options of a scan as its run file keeps them, and
 * whether those that change results are the same again.
 *
 * Threads: none.
 */
#ifndef CLI_SCAN_SETTINGS_H
#define CLI_SCAN_SETTINGS_H

#include "analysis/run_write.h"
#include "cli/scan_options.h"
#include "prober/input_list.h"
#include "prober/root_hints.h"

struct scan_settings {
	struct run_option	*options;	/* (owned), with their values */
	size_t			 n;
	/* of those that change results */
	char			 sha256[2 * INPUT_SHA256_OCTETS + 1];
	/* of the root hints, wherever they came from; "": not iterative */
	char			 root_hints_sha256[2 * SHA256_DIGEST_SIZE + 1];
};

/* HINTS are looked at if the scan is iterative. */
void	scan_settings_make(struct scan_settings *,
	    const struct scan_options *, const struct root_hints *hints);
void	scan_settings_free(struct scan_settings *);

/*
 * STATUS_OK if a run with that header may go on with these settings; else
 * STATUS_USAGE, naming the first thing that differs.
 */
enum status	scan_settings_match(const struct scan_settings *,
		    const struct run_header *, struct error *);

#endif /* CLI_SCAN_SETTINGS_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_settings.h - the options of a scan as its run file keeps them, and
 * whether those that change results are the same again.
 *
 * What was found counts, not how it was named: the resolvers, whether they
 * were given or are those of the system, and what the blocklist, the controls
 * and the root hints hold.
 *
 * Threads: none.
 */
#ifndef CLI_SCAN_SETTINGS_H
#define CLI_SCAN_SETTINGS_H

#include "analysis/run_write.h"
#include "cli/scan_setup.h"
#include "prober/input_list.h"

struct scan_settings {
	struct run_option	*options;	/* (owned), with their values */
	size_t			 n;
	/* of all that changes results */
	char			 sha256[2 * INPUT_SHA256_OCTETS + 1];
	/* "": there is none */
	char			 content_sha256[RUN_CONTENTS]
				    [2 * SHA256_DIGEST_SIZE + 1];
};

/* The setup is that of the same options. */
void	scan_settings_make(struct scan_settings *,
	    const struct scan_options *, const struct scan_setup *);
void	scan_settings_free(struct scan_settings *);

/* Notes what an option came to that left a choice. */
void	scan_settings_decided(struct scan_settings *, const char *option,
	    const char *value);

/*
 * STATUS_OK if a run with that header may go on with these settings; else
 * STATUS_USAGE, naming the first thing that differs.
 */
enum status	scan_settings_match(const struct scan_settings *,
		    const struct run_header *, struct error *);

#endif /* CLI_SCAN_SETTINGS_H */

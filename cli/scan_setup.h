/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_setup.h - from the options of a scan to what the prober needs.
 *
 * Threads: none.
 */
#ifndef CLI_SCAN_SETUP_H
#define CLI_SCAN_SETUP_H

#include "cli/scan_options.h"
#include "prober/worker.h"

struct scan_setup {
	struct guard		*guard;		/* (owned) */
	struct endpoint		 resolvers[RESOLVERS_MAX];
	uint8_t			 blocklist_sha256[SHA256_DIGEST_SIZE];	/* if
						   there is one */
	struct control_list	 controls;	/* (owned) */
	struct rst_guards	 rst_guards;	/* (owned); see scan_rst.h */
	struct worker_options	 worker;	/* borrows from the above; what
						   all workers share */
};

/* Draws a seed from the kernel unless one was given. */
enum status	scan_setup_seed(struct option_seed *, struct error *);

/* Loads the root hints of an iterative scan; else leaves them alone. */
enum status	scan_setup_hints(struct root_hints *,
		    const struct scan_options *, struct error *);

/*
 * Fills everything but the engine's callbacks.  The hints, from above, are
 * borrowed for the run.
 */
enum status	scan_setup_make(struct scan_setup *,
		    const struct scan_options *, const struct root_hints *,
		    struct error *);
/* How many workers there are to be: as many as were asked for, if the rates
 * and the controls are enough for them. */
enum status	scan_setup_workers(const struct scan_setup *,
		    const struct scan_options *, unsigned *n, struct error *);
void		scan_setup_free(struct scan_setup *);

#endif /* CLI_SCAN_SETUP_H */

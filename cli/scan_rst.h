/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_rst.h - who sends the RSTs of a run, the kernel or we (--rst).
 *
 * Threads: none.
 */
#ifndef CLI_SCAN_RST_H
#define CLI_SCAN_RST_H

#include "cli/scan_setup.h"
#include "cli/scan_status.h"

struct scan_rst {
	bool		own;		/* we do */
	bool		chosen;		/* and auto chose that */
	struct error	why_not;	/* if not and it did */
};

/*
 * Decides it.  auto: we do, above 100,000 packets/s and where replies can be
 * kept from the kernel on the way out of each family there is.  The workers of
 * the setup are told.
 */
void		scan_rst_decide(struct scan_rst *, const struct scan_options *,
		    struct scan_setup *);

/* Says what auto chose, and with -v what was given. */
void		scan_rst_say(const struct scan_rst *, struct scan_status *);

/* "own" or "kernel" */
static inline const char *
scan_rst_name(const struct scan_rst *r)
{
	return r->own ? "own" : "kernel";
}

#endif /* CLI_SCAN_RST_H */

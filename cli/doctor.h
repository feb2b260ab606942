/* SPDX-License-Identifier: Apache-2.0 */
/*
 * doctor.h - what the checks of `reach46 doctor` share.
 *
 * Each check looks at one thing, says what it found in one line, and leaves
 * behind what the next ones need.
 *
 * Threads: none.
 */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include <stdbool.h>
#include <stdio.h>

#include "cli/doctor_options.h"
#include "cli/scan_setup.h"
#include "prober/trial.h"

enum doctor_grade {
	DOCTOR_OK,
	DOCTOR_WARN,	/* a scan works, with less than it could have */
	DOCTOR_FAIL,	/* something cannot be measured */
	DOCTOR_GRADES
};

struct doctor {
	const struct doctor_options *options;	/* borrowed */
	struct root_hints	 hints;		/* with --iterative */
	struct scan_setup	 setup;
	FILE			*out;		/* borrowed */
	unsigned		 said[DOCTOR_GRADES];	/* lines */
	struct trials		 trials;
	bool			 ready;		/* trials can be run */
	struct hop		 hops[2];	/* by family_index(); source of
						   family 0: no way out */
	bool			 heard[2];	/* an answer over it came */
	bool			 tried[2];	/* one was to be expected */
	unsigned		 resolvers;	/* that resolve; or families
						   with a root server */
};

#define DOCTOR_WHAT_SIZE	64

/* "IPv6 THING", for the family of that family_index(); returns BUF. */
const char	*doctor_what(char buf[static DOCTOR_WHAT_SIZE], unsigned family,
		    const char *thing);

/* Prints a line.  ADVICE is what to do, for all but DOCTOR_OK, or NULL. */
void	doctor_say(struct doctor *, enum doctor_grade, const char *what,
	    const char *advice, const char *fmt, ...)
	    __attribute__((format(printf, 5, 6)));

/* The checks, in the order they are made. */
void	doctor_capabilities(struct doctor *);
void	doctor_ports(struct doctor *);		/* may set ready */
void	doctor_conntrack(struct doctor *);
void	doctor_families(struct doctor *);	/* sets hops */
void	doctor_rst(struct doctor *);
void	doctor_resolvers(struct doctor *);
void	doctor_roots(struct doctor *);		/* instead, --iterative */
void	doctor_controls(struct doctor *);
void	doctor_ring(struct doctor *);

#endif /* CLI_DOCTOR_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_dryrun.h - what a scan would do, in words, without doing it.
 *
 * Only the local kernel is asked (routes, addresses); nothing is sent.
 */
#ifndef CLI_SCAN_DRYRUN_H
#define CLI_SCAN_DRYRUN_H

#include <stdio.h>

#include "cli/scan_input.h"
#include "cli/scan_options.h"
#include "cli/scan_setup.h"

/* The ways out, and who would be asked for names; n_resolvers may be 0. */
void	scan_dryrun_ways(const struct scan_options *,
	    const struct scan_setup *, FILE *);

void	scan_dryrun(const struct scan_options *, const struct scan_setup *,
	    const struct scan_input *, FILE *);

#endif /* CLI_SCAN_DRYRUN_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diff_internet_nl.h - `reach46 diff --internet-nl`.
 */
#ifndef CLI_DIFF_INTERNET_NL_H
#define CLI_DIFF_INTERNET_NL_H

#include "cli/diff_options.h"

/* Shows where the two differ; returns the exit status. */
int	diff_internet_nl_command(const struct diff_options *);

#endif /* CLI_DIFF_INTERNET_NL_H */

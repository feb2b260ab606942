/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_platform.h - who runs the mail, by the names of the mail exchanges.
 *
 * The list is data (data/mail-platforms.csv, carried in the program); the
 * longest suffix wins.
 *
 * Threads: no state.
 */
#ifndef ANALYSIS_MAIL_PLATFORM_H
#define ANALYSIS_MAIL_PLATFORM_H

#include <stdbool.h>

#include "common/record.h"

/* Returns the platform of a host name, static, or NULL if none is known. */
const char	*mail_platform_of_host(const char *host);

/* Returns the suffix in the list by which it is known, likewise. */
const char	*mail_platform_suffix(const char *host);

/*
 * Returns the platform of the most preferred mail exchange that is known;
 * "other" if none is, "none" without MX or with a null MX alone, and
 * "indeterminate" if the MX are not known.  Static.
 */
const char	*mail_platform_of_domain(const struct record_domain *);

/* True if NAME is SUFFIX or lies below it; both in lower case. */
bool		 mail_platform_within(const char *name, const char *suffix);

#endif /* ANALYSIS_MAIL_PLATFORM_H */

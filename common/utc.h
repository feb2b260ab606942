/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utc.h - points in time as text (RFC 3339), fast.
 *
 * Threads: no state but the caller's.
 */
#ifndef COMMON_UTC_H
#define COMMON_UTC_H

#include <stdint.h>

#define UTC_TEXT_OCTETS		27
#define UTC_SECOND_OCTETS	20	/* of them, up to the point */

/* The second that was written last; all zeros: there was none. */
struct utc_second {
	uint64_t	after;		/* seconds since 1970, at its end */
	char		text[UTC_SECOND_OCTETS];
};

/*
 * Writes nanoseconds since 1970 as "2026-11-22T00:02:40.123456Z", cut to the
 * microsecond; no NUL.  Returns the end.
 */
char	*utc_put(char *at, uint64_t unix_ns);

/* The same for one of many times: the next is likely in the same second. */
char	*utc_put_near(char *at, uint64_t unix_ns, struct utc_second *last);

#endif /* COMMON_UTC_H */

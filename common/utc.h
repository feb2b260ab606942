/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utc.h - points in time as text (RFC 3339), fast.
 *
 * Threads: no state.
 */
#ifndef COMMON_UTC_H
#define COMMON_UTC_H

#include <stdint.h>

#define UTC_TEXT_OCTETS	27

/*
 * Writes nanoseconds since 1970 as "2026-11-22T00:02:40.123456Z", cut to the
 * microsecond; no NUL.  Returns the end.
 */
char	*utc_put(char *at, uint64_t unix_ns);

#endif /* COMMON_UTC_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * huge.h - memory in huge pages, where it is much.
 *
 * A table of many megabytes is read all over: with pages of 4 KiB, every other
 * look at it has to find out first where the page is.
 *
 * Threads: no state.
 */
#ifndef COMMON_HUGE_H
#define COMMON_HUGE_H

#include <stddef.h>

#define HUGE_OCTETS	((size_t)2 << 20)

/*
 * Returns zeroed memory for free(), or NULL.  From HUGE_OCTETS on it is
 * aligned to that and asked for in huge pages; the kernel need not have any.
 */
void	*huge_calloc(size_t n, size_t size);

#endif /* COMMON_HUGE_H */

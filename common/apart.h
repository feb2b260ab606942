/* SPDX-License-Identifier: Apache-2.0 */
/*
 * apart.h - memory that shares no cache line with anything else, for what one
 * thread writes, or reads, all the time.
 *
 * Processors fetch lines of 64 octets in pairs.
 *
 * Threads: no state.
 */
#ifndef COMMON_APART_H
#define COMMON_APART_H

#include <stdlib.h>
#include <string.h>

#define APART_OCTETS	((size_t)128)

/* Returns zeroed memory for free(), or NULL. */
static inline void *
apart_calloc(size_t octets)
{
	size_t size = (octets + APART_OCTETS - 1) / APART_OCTETS * APART_OCTETS;
	void *p = aligned_alloc(APART_OCTETS, size);

	return p != NULL ? memset(p, 0, size) : NULL;
}

#endif /* COMMON_APART_H */

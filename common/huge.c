/* SPDX-License-Identifier: Apache-2.0 */
#include "common/huge.h"

#include <sys/mman.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *
huge_calloc(size_t n, size_t size)
{
	size_t octets;
	void *p;

	if (size == 0 || n <= (HUGE_OCTETS - 1) / size)
		return calloc(n, size);
	if (n > (SIZE_MAX - HUGE_OCTETS) / size)
		return NULL;
	octets = (n * size + HUGE_OCTETS - 1) / HUGE_OCTETS * HUGE_OCTETS;
	if ((p = aligned_alloc(HUGE_OCTETS, octets)) == NULL)
		return NULL;
	(void)madvise(p, octets, MADV_HUGEPAGE);
	return memset(p, 0, octets);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * owner.h - which of several engines an address, or a name, belongs to.
 *
 * Each address has one owner, so that it is probed once and its caps hold,
 * and so has each /24 and /48 while prefixes have a cap.
 *
 * Threads: no state.
 */
#ifndef PROBER_OWNER_H
#define PROBER_OWNER_H

#include <stdbool.h>
#include <xxhash.h>

#include "common/address.h"
#include "common/dns_name.h"

/* From 0 to N - 1; other bits of other hashes than tables are indexed by. */
static inline unsigned
owner_of(const struct ip_addr *a, bool by_prefix, unsigned n)
{
	size_t octets = !by_prefix ? family_octets((enum family)a->family)
	    : a->family == FAMILY_V4 ? 3 : 6;

	return n <= 1 ? 0
	    : (unsigned)((XXH3_64bits_withSeed(a->octet, octets, 46) >> 32) %
		  n);
}

/* The same for a name, in lower case. */
static inline unsigned
owner_of_name(const struct dns_name *name, unsigned n)
{
	return n <= 1 ? 0
	    : (unsigned)((XXH3_64bits_withSeed(name->wire, name->len, 46) >>
		  32) % n);
}

#endif /* PROBER_OWNER_H */

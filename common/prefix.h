/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prefix.h - address prefixes and sets of them.
 *
 * A set answers one question: what is the longest prefix in it that holds
 * this address?  It serves the blocklist, the permitted laboratories and the
 * registry of special-purpose addresses.
 *
 * Threads: a set is built once and then read by any thread.
 */
#ifndef COMMON_PREFIX_H
#define COMMON_PREFIX_H

#include <stdbool.h>
#include <stddef.h>

#include "common/address.h"
#include "common/status.h"

struct prefix {
	struct ip_addr	addr;		/* bits past LENGTH are zero */
	uint8_t		length;		/* bits, 0 to family_bits() */
};

struct prefix_set;

/* Cuts the address down to LENGTH bits. */
struct prefix	prefix_make(const struct ip_addr *, unsigned length);

/* Parses "2001:db8::/32", "192.0.2.0/24" or a bare address. */
bool		prefix_parse(const char *text, struct prefix *out);

bool		prefix_contains(const struct prefix *,
		    const struct ip_addr *);

/* Returns NULL when memory runs out. */
struct prefix_set *prefix_set_new(void);
void		prefix_set_free(struct prefix_set *);	/* NULL is allowed */

/* VALUE is any small number of the caller's; a later one replaces it. */
enum status	prefix_set_add(struct prefix_set *, const struct prefix *,
		    int value, struct error *);

/*
 * Returns the value of the longest prefix that contains the address, and its
 * length in *LENGTH unless that is NULL; or -1 when none does.
 */
int		prefix_set_find(const struct prefix_set *,
		    const struct ip_addr *, unsigned *length);

#endif /* COMMON_PREFIX_H */

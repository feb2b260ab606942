/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seen_names.h - which names a list already held, and on which line.
 *
 * Only a hash of each name is kept: 64 bits of the keyed SipHash of token.h,
 * under a key of this process.  Two different names are taken for one with a
 * chance of n * n / 2^65 for n names: 3e-8 in a list of a million; and since
 * nobody else knows the key, no list can be made so that it happens.
 *
 * Memory: 12 octets a slot, three eighths to three quarters of them in use:
 * 25 MB for a million names (38 MB while the table grows to that size).
 *
 * Threads: none; the owner's alone.
 */
#ifndef PROBER_SEEN_NAMES_H
#define PROBER_SEEN_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "common/token.h"

struct seen_names {
	struct token_key key;
	uint64_t	*hash;		/* (owned) 0: the slot is free */
	uint32_t	*line;		/* (owned) */
	size_t		 size;		/* slots: a power of two, or 0 */
	size_t		 n;
};

enum seen {
	SEEN_NEW,
	SEEN_BEFORE,
	SEEN_NO_MEMORY,			/* the set is as it was */
};

void		seen_names_init(struct seen_names *, struct token_key);

/* Forgets all names; the set may be used again. */
void		seen_names_clear(struct seen_names *);

/*
 * Adds the name TEXT, which must be in one form for each name (lower case),
 * as found on LINE.  *FIRST is the line on which it was found first.
 */
enum seen	seen_names_add(struct seen_names *, const char *text,
		    size_t len, uint32_t line, uint32_t *first);

#endif /* PROBER_SEEN_NAMES_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * top_zones.h - the zones that were counted most often, in bounded memory.
 *
 * Space-Saving (Metwally, Agrawal and El Abbadi, 2005): where there is no
 * room for one more zone it takes the place and the count of the one with the
 * least.  So with TOP_ZONES_MAX places each zone with more than 1 in
 * TOP_ZONES_MAX of all counts is there, and its true count lies between
 * count - excess and count.
 *
 * Threads: belongs to its caller.
 */
#ifndef ANALYSIS_TOP_ZONES_H
#define ANALYSIS_TOP_ZONES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TOP_ZONES_MAX	1024

struct top_zone {
	char		*name;		/* (owned) */
	unsigned	 tag;		/* the caller's, as it came last */
	uint64_t	 hash;		/* of the name */
	uint64_t	 count, excess;
};

/* All zeros is an empty one. */
struct top_zones {
	struct top_zone	*zones;		/* (owned) in no order */
	size_t		 n;
};

/* Returns false when memory runs out, and then nothing was counted. */
bool	top_zones_add(struct top_zones *, const char *name, unsigned tag);

/*
 * Fills OUT with the zones that were surely counted most often, MIN times at
 * least, in falling order and then by name; returns how many there are, MAX
 * at most.
 */
size_t	top_zones_list(const struct top_zones *, uint64_t min,
	    const struct top_zone **out, size_t max);

void	top_zones_free(struct top_zones *);

#endif /* ANALYSIS_TOP_ZONES_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shared_causes.h - what keeps several domains from being reached over both
 * families, those of most domains first: "the name servers of this provider
 * have no IPv6: 212 domains".
 *
 * What is looked for: domain_causes.h.  A domain counts once for each (kind,
 * subject).
 *
 * Counts are exact.  A subject takes 16 octets, and its name is kept from the
 * second domain on, so memory grows with what fails; past
 * SHARED_CAUSES_MAX subjects new ones are only counted in `omitted`.
 * Subjects are told apart by 64-bit hashes of their names.
 *
 * Threads: causes belong to their caller.
 */
#ifndef ANALYSIS_SHARED_CAUSES_H
#define ANALYSIS_SHARED_CAUSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/domain_causes.h"
#include "analysis/verdict.h"
#include "common/arena.h"
#include "common/record.h"

#define SHARED_CAUSES_MAX	(3U * 1024 * 1024)

/* A cause that two domains have at least. */
struct shared_cause {
	enum cause_kind		 kind;
	const char		*subject;	/* (owned by the causes) */
	const char		*detail;	/* static: why a chain breaks,
						   else "" */
	uint64_t		 domains;
};

struct shared_cause_slot {
	uint64_t	hash;		/* 0: free */
	uint32_t	last;		/* the domain it was last seen at */
	uint32_t	shared;		/* 1 + its place in shared[]; 0: one
					   domain only */
};

/* All zeros is an empty one. */
struct shared_causes {
	struct shared_cause_slot *slots;	/* (owned) a power of two */
	size_t			  n_slots, n_used;
	struct shared_cause	 *shared;	/* (owned) in no order */
	size_t			  n_shared, room;
	struct arena		  texts;
	uint32_t		  domain;	/* the one at hand, from 1 */
	uint64_t		  omitted;	/* sightings without a place */
};

/* Returns false when memory runs out; the counts are then not to be used. */
bool	shared_causes_add(struct shared_causes *,
	    const struct record_domain *, const struct verdict *);

/*
 * Fills OUT with those of most domains, in falling order, then by kind and
 * subject; returns how many there are, MAX at most.
 */
size_t	shared_causes_top(const struct shared_causes *,
	    const struct shared_cause **out, size_t max);

void	shared_causes_free(struct shared_causes *);

#endif /* ANALYSIS_SHARED_CAUSES_H */

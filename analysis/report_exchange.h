/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_exchange.h - the domains whose Exchange Online has IPv6 off: whom to
 * write to.
 *
 * Memory grows with those domains, so the list is kept on demand only.
 *
 * Threads: a list belongs to its caller.
 */
#ifndef ANALYSIS_REPORT_EXCHANGE_H
#define ANALYSIS_REPORT_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/verdict.h"
#include "common/arena.h"
#include "common/record.h"

struct report_exchange_domain {
	const char		*name, *group, *organisation;
	enum exchange_online	 state;		/* IPV6_OFF or
						   BEHIND_FILTER_IPV6_OFF */
};

/* All zeros is one that is not wanted and stays empty. */
struct report_exchange {
	bool				 wanted;
	struct report_exchange_domain	*domains;	/* (owned) as found;
							   in order after
							   _sort() */
	size_t				 n, room;
	struct arena			 texts;
};

/* Returns false when memory runs out. */
bool	report_exchange_add(struct report_exchange *,
	    const struct record_domain *, const struct verdict *);

/* Puts them in order of group and name. */
void	report_exchange_sort(struct report_exchange *);

void	report_exchange_free(struct report_exchange *);

#endif /* ANALYSIS_REPORT_EXCHANGE_H */

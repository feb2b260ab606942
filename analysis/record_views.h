/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record_views.h - the record of a merged run: who saw what.
 *
 * Each endpoint says from which vantage points it could be reached, could
 * not, or could not be tested; the last count for nothing.  The record itself
 * holds what is so everywhere: an endpoint is open only if no vantage point
 * found otherwise.  Its `anywhere` holds the same with every endpoint open
 * that was so from one place.
 *
 * Pure; threads: no state.
 */
#ifndef ANALYSIS_RECORD_VIEWS_H
#define ANALYSIS_RECORD_VIEWS_H

#include <stdbool.h>

#include "analysis/verdict.h"
#include "common/arena.h"
#include "common/record.h"

/* "reachable_from", "unreachable_from", "not_testable_from". */
const char	*record_view_name(enum record_view);

/* Fills d->anywhere from the views; false: no memory. */
bool		 record_views_anywhere(struct record_domain *, struct arena *);

/*
 * Who saw what of a service over each family: reachable from where one of its
 * endpoints is, unreachable where one provably is not and none is, else not
 * testable.  Who saw no address at all is in none.
 */
void		 record_views_service(const struct record_domain *,
		    enum service, uint64_t from[2][VIEW_COUNT]);

#endif /* ANALYSIS_RECORD_VIEWS_H */

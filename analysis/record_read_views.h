/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record_read_views.h - what only the domain lines of a merged run have.
 *
 * For record_read.c alone.
 */
#ifndef ANALYSIS_RECORD_READ_VIEWS_H
#define ANALYSIS_RECORD_READ_VIEWS_H

#include "analysis/json_field.h"
#include "common/record.h"

/* Reads `vantages` and the views of each endpoint, and fills `anywhere`; the
   hosts were read before. */
void	record_read_views(struct json_field *, struct json_tree *root,
	    struct record_domain *);

#endif /* ANALYSIS_RECORD_READ_VIEWS_H */

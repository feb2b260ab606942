/* SPDX-License-Identifier: Apache-2.0 */
/*
 * classify.h - from evidence to verdict.
 *
 * The one place where a domain is judged: the scan calls it as records
 * complete, the report calls it again on what a run file holds, and the same
 * evidence and options give the same verdict.
 *
 * Pure: no clock, no I/O, no allocation; any thread may call it.
 */
#ifndef ANALYSIS_CLASSIFY_H
#define ANALYSIS_CLASSIFY_H

#include "analysis/verdict.h"
#include "common/record.h"

/* What the agreement asks for. */
enum policy {
	POLICY_BOTH,		/* both families */
	POLICY_V6,		/* IPv6 must, IPv4 may */
};

struct classify_options {
	enum policy	policy;
};

/*
 * Judges every service of the domain.  The verdict borrows from the record
 * (see verdict.h).  Any record that record_read() accepts is safe.
 */
void	classify(const struct record_domain *,
	    const struct classify_options *, struct verdict *);

#endif /* ANALYSIS_CLASSIFY_H */

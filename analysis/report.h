/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.h - adding up many domains (report_totals.h), and reading a run
 * file for whoever shows it.
 *
 * The scan adds each domain as it completes and prints the tables at its end;
 * the report command does the same with the domains of a run file.  Memory
 * grows with groups and with causes that are shared, not with domains.
 *
 * Threads: totals belong to their caller.
 */
#ifndef ANALYSIS_REPORT_H
#define ANALYSIS_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "analysis/classify.h"
#include "analysis/run_facts.h"
#include "common/status.h"

struct report_totals;

/* Returns NULL when memory runs out. */
struct report_totals *report_new(void);
void		report_free(struct report_totals *);	/* NULL is allowed */

/* Keep the list of domains with IPv6 off at Exchange Online too. */
void		report_list_exchange(struct report_totals *);

/* Only STATUS_NO_MEMORY can go wrong; the totals are then not to be used. */
enum status	report_add(struct report_totals *,
		    const struct record_domain *, const struct verdict *,
		    struct error *);

/*
 * Somebody else who wants to see each domain of a run as it is read: a
 * writer of rows.  What the record and the verdict point to is gone after
 * the call.  FACTS has what the first line of the run says, no more.  An
 * error ends the reading.
 */
struct report_sink {
	enum status	(*domain)(void *arg, const struct run_facts *facts,
			    const struct record_domain *,
			    const struct verdict *, struct error *);
	void		*arg;
};

/*
 * Reads a whole run file, judges each domain anew from its evidence, adds it
 * up unless the totals are NULL, and shows it to each of N sinks.  FACTS is
 * filled with what the run says of itself.  A line that cannot be read ends
 * it with an error: part of a file is never shown as the whole.  Whether
 * names in = records out is for the caller: run_facts_add_up().
 */
enum status	report_run(const char *path, const struct classify_options *,
		    struct report_totals *, struct run_facts *,
		    const struct report_sink *, size_t n, struct error *);

#endif /* ANALYSIS_REPORT_H */

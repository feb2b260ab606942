/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_sqlite.h - runs as tables of a SQLite database (data/report.sql,
 * docs/report.md).
 *
 * A database takes any number of runs; one that is in there already is
 * replaced, so that a run can be loaded again when it has gone on.  All runs
 * of one command come in together or not at all.
 *
 * Threads: a store belongs to its caller.
 */
#ifndef ANALYSIS_REPORT_SQLITE_H
#define ANALYSIS_REPORT_SQLITE_H

#include <stdbool.h>

#include "analysis/classify.h"
#include "analysis/run_facts.h"
#include "analysis/verdict.h"
#include "common/record.h"
#include "common/status.h"

struct report_sqlite;

/* Verdicts are those by POLICY. */
enum status	report_sqlite_open(struct report_sqlite **, const char *path,
		    enum policy, struct error *);

/* Errors of these two are told by report_sqlite_close(). */

/* A domain of the run at hand, of which FACTS has the first line. */
void		report_sqlite_domain(struct report_sqlite *,
		    const struct run_facts *, const struct record_domain *,
		    const struct verdict *);

/* The run was read to its end; FACTS is whole.  Call it for empty runs too. */
void		report_sqlite_run(struct report_sqlite *, const char *path,
		    const struct run_facts *);

/* Keeps everything, or nothing; frees the store.  Returns the first error. */
enum status	report_sqlite_close(struct report_sqlite *, bool keep,
		    struct error *);

#endif /* ANALYSIS_REPORT_SQLITE_H */

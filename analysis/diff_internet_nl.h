/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diff_internet_nl.h - our verdicts beside those of a batch of internet.nl,
 * test by test.
 *
 * The results are those of its batch API (2.x): domains under their names,
 * in whatever case and with or without a final dot, and the status of each
 * test.  Web and mail batches both do; tests that are not in them are not
 * compared.  A test that either side did not run is not comparable.
 *
 * Threads: results belong to their caller.
 */
#ifndef ANALYSIS_DIFF_INTERNET_NL_H
#define ANALYSIS_DIFF_INTERNET_NL_H

#include <stdbool.h>
#include <stdint.h>

#include "analysis/verdict.h"
#include "common/status.h"

struct diff_internet_nl;

struct diff_internet_nl_count {
	uint64_t	same, differ, not_comparable;
};

/* One test on which the two differ. */
struct diff_internet_nl_test {
	enum internet_nl_test	test;
	enum internet_nl_status	theirs, ours;
};

/* STATUS_MALFORMED if the file is not of that shape. */
enum status	diff_internet_nl_open(struct diff_internet_nl **,
		    const char *path, struct error *);
void		diff_internet_nl_free(struct diff_internet_nl *);

/*
 * Compares a domain of ours and counts; returns how many tests differ, and
 * fills OUT with them.
 */
size_t		diff_internet_nl_compare(struct diff_internet_nl *,
		    const char *name, const struct verdict *,
		    struct diff_internet_nl_test
			out[static INTERNET_NL_TEST_COUNT]);

const struct diff_internet_nl_count *diff_internet_nl_counts(
		    const struct diff_internet_nl *,
		    enum internet_nl_test);

/* Domains that are in both, and those that are in the results alone. */
void		diff_internet_nl_domains(const struct diff_internet_nl *,
		    uint64_t *both, uint64_t *theirs);

#endif /* ANALYSIS_DIFF_INTERNET_NL_H */

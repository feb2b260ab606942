/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page.h - the page that this program carries, and domains in it.
 *
 * The page (analysis/page/) is bundled at build time as two texts: what comes
 * before its data and what comes behind.  The data are blocks of JSON
 * (page_block.h), and the page sees from them whether it is that of a report
 * (report_html.h) or of a comparison (diff_html.h).
 *
 * Domains are written in pairs of blocks: one has a line per domain for the
 * table, the other the same domains in the same order as in a run file
 * (record_json.h), which are unpacked only when somebody opens one.
 *
 * Threads: no state but the caller's.
 */
#ifndef ANALYSIS_PAGE_H
#define ANALYSIS_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "common/json_writer.h"
#include "common/status.h"

/* Domains in a pair of blocks, so that memory does not grow with them. */
#define PAGE_PAIR_DOMAINS	64

/* False if this program was built without the page: there was no npm. */
bool		page_is_built_in(void);

/* Write errors stay in the FILE for its owner to find. */
void		page_start(FILE *);
void		page_end(FILE *);

/* Writes what is in the writer as a block of that class, and empties it. */
enum status	page_put(FILE *, const char *class, struct json_writer *,
		    struct error *);

/* The pair that is being filled. */
struct page_pair {
	const char		*rows_class, *records_class;
	struct json_writer	 rows, records;	/* (owned) */
	size_t			 n;		/* domains in these two */
};

void		page_pair_init(struct page_pair *, const char *rows_class,
		    const char *records_class);
void		page_pair_free(struct page_pair *);

/* A domain was written to both; puts them into the page if they are full. */
enum status	page_pair_added(struct page_pair *, FILE *, struct error *);

/* There are no more. */
enum status	page_pair_end(struct page_pair *, FILE *, struct error *);

/* Forgets those that are not in the page yet. */
void		page_pair_reset(struct page_pair *);

#endif /* ANALYSIS_PAGE_H */

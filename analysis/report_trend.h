/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_trend.h - several dated runs beside each other, and the figures of
 * the public record from before there were runs.
 *
 * Threads: no state but the caller's.
 */
#ifndef ANALYSIS_REPORT_TREND_H
#define ANALYSIS_REPORT_TREND_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/report_totals.h"
#include "analysis/run_facts.h"

/* One run, added up. */
struct report_trend_run {
	const char		*path;		/* as the user gave it */
	struct run_facts	 facts;
	struct report_totals	*totals;
};

/* Puts runs in order of their start. */
void	report_trend_sort(struct report_trend_run *, size_t n);

/* A figure that somebody published (data/history.csv). */
struct report_history {
	const char	*date;		/* "2019-03", or "2022" */
	unsigned	 domains;	/* 0: not known */
	unsigned	 web_percent, mail_percent;	/* fully over IPv6 by
							   internet.nl */
	const char	*source;
};

/* In order of date; static. */
const struct report_history *report_history(size_t *n);

#endif /* ANALYSIS_REPORT_TREND_H */

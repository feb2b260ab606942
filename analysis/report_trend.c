/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_trend.h"

#include <stdlib.h>
#include <string.h>

static const struct report_history history[] = {
#include "history.inc"
};

static int
compare(const void *a, const void *b)
{
	const struct report_trend_run *x = a, *y = b;

	return strcmp(x->facts.started, y->facts.started);
}

void
report_trend_sort(struct report_trend_run *runs, size_t n)
{
	qsort(runs, n, sizeof(*runs), compare);
}

const struct report_history *
report_history(size_t *n)
{
	*n = sizeof(history) / sizeof(history[0]);
	return history;
}

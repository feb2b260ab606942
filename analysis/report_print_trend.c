/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_print.h"

#include <inttypes.h>
#include <string.h>

#include "analysis/report_cell.h"

#define DATE_WIDTH   10
#define SOURCE_WIDTH 19

static const unsigned char widths[] = { DATE_WIDTH, SOURCE_WIDTH, 9, 6, 6, 6, 6,
	10, 0 };

static void
print_share(FILE *out, struct report_share s, int width)
{
	char buf[REPORT_SHARE_SIZE];

	(void)fprintf(out, "%*s", width, report_cell_share(s, buf));
}

static void
print_start(FILE *out, const char *date, const char *source, uint64_t domains)
{
	report_cell_text(out, date, DATE_WIDTH);
	(void)fputc(' ', out);
	report_cell_text(out, source, SOURCE_WIDTH - 1);
	(void)fprintf(out, " %8" PRIu64, domains);
}

static void
print_history(FILE *out)
{
	const struct report_history *h;
	size_t n, i;

	h = report_history(&n);
	for (i = 0; i < n; i++) {
		print_start(out, h[i].date, h[i].source, h[i].domains);
		(void)fprintf(out, "%5u%%     -%5u%%     -         -\n",
		    h[i].web_percent, h[i].mail_percent);
	}
}

static void
print_run(FILE *out, const struct report_trend_run *r, enum report_lang lang)
{
	const struct report_group *g = &r->totals->all;
	char date[DATE_WIDTH + 1];
	unsigned i;

	(void)snprintf(date, sizeof(date), "%s", r->facts.started);
	print_start(out, date,
	    run_facts_is_named(&r->facts) ? r->facts.vantage
					  : report_text(lang, TEXT_UNNAMED),
	    g->domains);
	for (i = 0; i < SERVICE_COUNT; i++)
		print_share(out, report_share_service(g, (enum service)i), 6);
	print_share(out, report_share_agreement(g), 10);
	(void)fprintf(out, "%s%s\n", r->facts.complete ? "" : " ",
	    r->facts.complete ? "" : report_text(lang, TEXT_PARTIAL));
}

static bool
same_list(const struct report_trend_run *runs, size_t n)
{
	size_t i;

	for (i = 1; i < n; i++)
		if (strcmp(runs[i].facts.input_sha256,
			runs[0].facts.input_sha256) != 0)
			return false;
	return true;
}

void
report_print_trend(const struct report_trend_run *runs, size_t n,
    enum report_lang lang, FILE *out)
{
	size_t i;

	(void)fputs(report_text(lang, TEXT_TREND), out);
	report_cell_rule(out, widths);
	print_history(out);
	report_cell_rule(out, widths);
	for (i = 0; i < n; i++)
		print_run(out, &runs[i], lang);
	if (!same_list(runs, n))
		(void)fputs(report_text(lang, TEXT_OTHER_LISTS), out);
}

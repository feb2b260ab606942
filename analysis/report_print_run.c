/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_print.h"

#include <inttypes.h>
#include <string.h>

#include "analysis/report_cell.h"

/* A name that leaves room for what follows on its line. */
#define VANTAGE_SHORT 16

static void
print_completeness(FILE *out, const struct report_totals *t,
    const struct run_facts *f, enum report_lang lang)
{
	if (!f->complete)
		(void)fprintf(
		    out, report_text(lang, TEXT_NOT_COMPLETE), t->all.domains);
	else if (run_facts_add_up(f))
		(void)fprintf(out, report_text(lang, TEXT_COMPLETE),
		    t->all.domains, f->targets, f->input_errors, f->duplicates);
	else
		(void)fprintf(out, report_text(lang, TEXT_DOES_NOT_ADD_UP),
		    f->targets, f->input_errors, f->duplicates,
		    f->found.domains, f->found.input_errors,
		    f->found.duplicates);
}

/* How many domains have a class that is in no share, per service. */
static void
print_class(FILE *out, const struct report_totals *t, enum service_class class,
    const char *title)
{
	uint64_t sum = 0;
	unsigned i;

	for (i = 0; i < SERVICE_COUNT; i++)
		sum += t->all.class[i][class];
	if (sum == 0 && class == CLASS_VANTAGE_DEPENDENT)
		return;
	(void)fputs(title, out);
	for (i = 0; i < SERVICE_COUNT; i++)
		(void)fprintf(out, "%s %s %" PRIu64, i > 0 ? "," : "",
		    service_name((enum service)i), t->all.class[i][class]);
	(void)fputs(".\n", out);
}

static void
print_packets(FILE *out, const struct run_facts *f, enum report_lang lang)
{
	if (f->sent == 0 && f->captured == 0)
		return;
	if (f->resumed > 0)
		(void)fprintf(out, report_text(lang, TEXT_RESUMED), f->resumed);
	(void)fprintf(out, report_text(lang, TEXT_PACKETS), f->sent,
	    f->refused_sends, f->captured, f->capture_dropped);
	if (!f->unchecked_vantage)
		(void)fprintf(out, report_text(lang, TEXT_LOSS),
		    f->loss_permille / 10, f->loss_permille % 10);
}

/* To the minute; `started` is as in RFC 3339. */
static void
print_start(FILE *out, const struct run_facts *f, enum report_lang lang)
{
	char start[] = "2026-11-22T05:34";

	if (strlen(f->started) < strlen(start))
		return;
	memcpy(start, f->started, strlen(start));
	start[strlen("2026-11-22")] = ' ';
	(void)fputs(report_text(lang, TEXT_MEASURED), out);
	report_cell_text(out, start, strlen(start));
	(void)fputs(" UTC", out);
	if (f->complete && f->resumed == 0)
		(void)fprintf(
		    out, ", in %" PRIu64 " s", f->duration_ns / 1000000000);
	(void)fputs(".\n", out);
}

static void
print_vantage(FILE *out, const struct run_facts *f, enum report_lang lang)
{
	const char *name = run_facts_is_named(f)
	    ? f->vantage
	    : report_text(lang, TEXT_UNNAMED);
	size_t len = strlen(name);

	(void)fputs(report_text(lang, TEXT_VANTAGE), out);
	report_cell_text(out, name, len);
	(void)fprintf(out, ",%s%s", len > VANTAGE_SHORT ? "\n  " : " ",
	    report_text(
		lang, f->unchecked_vantage ? TEXT_UNCHECKED : TEXT_CHECKED));
}

void
report_print_run(const struct report_totals *t, const struct run_facts *f,
    enum report_lang lang, FILE *out)
{
	print_completeness(out, t, f, lang);
	if (f->altered > 0)
		(void)fprintf(out, report_text(lang, TEXT_ALTERED), f->altered);
	print_class(
	    out, t, CLASS_INDETERMINATE, report_text(lang, TEXT_UNKNOWN));
	print_class(
	    out, t, CLASS_VANTAGE_DEPENDENT, report_text(lang, TEXT_DEPENDS));
	print_packets(out, f, lang);
	print_start(out, f, lang);
	print_vantage(out, f, lang);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report.h"
#include "analysis/report_totals.h"

#include <inttypes.h>
#include <string.h>

#define NAME_WIDTH 18
#define SHARE_SIZE 8

/* A group's name in its column: printable ASCII, cut, filled with spaces. */
static void
print_name(FILE *out, const char *name)
{
	char cell[NAME_WIDTH + 1];
	size_t n = 0;

	for (; *name != '\0' && n < NAME_WIDTH; name++) {
		if (((unsigned char)*name & 0xc0) == 0x80)
			continue; /* the rest of a UTF-8 character */
		cell[n++] = *name >= 0x20 && *name < 0x7f ? *name : '?';
	}
	if (*name != '\0')
		memcpy(cell + NAME_WIDTH - 2, "..", 2);
	cell[n] = '\0';
	(void)fprintf(out, "%-*s ", NAME_WIDTH, cell);
}

/* PART of WHOLE, rounded down, so that only all is 100 %. */
static const char *
share(uint64_t part, uint64_t whole, char buf[static SHARE_SIZE])
{
	unsigned percent = whole > 0 ? (unsigned)(part * 100 / whole) : 0;

	if (whole == 0)
		return "-";
	if (part > 0 && percent == 0)
		return "<1%";
	(void)snprintf(buf, SHARE_SIZE, "%u%%", percent % 1000);
	return buf;
}

static void
print_cell(FILE *out, uint64_t part, uint64_t whole)
{
	char buf[SHARE_SIZE];

	(void)fprintf(out, " %7" PRIu64 " %4s", part, share(part, whole, buf));
}

static void
print_rule(FILE *out, const int *widths, size_t n)
{
	size_t i;
	int j;

	for (i = 0; i < n; i++)
		for (j = 0; j < widths[i]; j++)
			(void)fputc(i > 0 && j == 0 ? ' ' : '-', out);
	(void)fputc('\n', out);
}

static void
print_services(FILE *out, const struct report_group *g)
{
	const uint64_t *class;
	uint64_t judged;
	unsigned i;

	(void)fprintf(out, "%7" PRIu64, g->domains);
	for (i = 0; i < SERVICE_COUNT; i++) {
		class = g->class[i];
		judged = g->domains - class[CLASS_NONE] -
		    class[CLASS_NOT_APPLICABLE] - class[CLASS_INDETERMINATE];
		print_cell(out, class[CLASS_DUAL_STACK], judged);
	}
	(void)fputc('\n', out);
}

static void
print_agreement(FILE *out, const struct report_group *g)
{
	const uint64_t *a = g->agreement, *e = g->exchange_online;

	(void)fprintf(out, "%7" PRIu64, g->domains);
	print_cell(out, a[AGREEMENT_COMPLIANT],
	    a[AGREEMENT_COMPLIANT] + a[AGREEMENT_NON_COMPLIANT]);
	(void)fprintf(out,
	    " %8" PRIu64 " %6" PRIu64 " %7" PRIu64 " %7" PRIu64 " %7" PRIu64
	    "\n",
	    a[AGREEMENT_NON_COMPLIANT], a[AGREEMENT_NOT_APPLICABLE],
	    a[AGREEMENT_INDETERMINATE],
	    e[EXCHANGE_ONLINE_IPV6_ON] +
		e[EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_ON],
	    e[EXCHANGE_ONLINE_IPV6_OFF] +
		e[EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_OFF]);
}

static const struct table {
	const char *title;
	int widths[8];
	size_t n_widths;
	void (*row)(FILE *, const struct report_group *);
} tables[] = {
	{ "Fully reachable over IPv4 and IPv6, of the domains that have the "
	  "service:\n\n"
	  "Group              Domains          web          www         "
	  "mail          dns\n",
	    { NAME_WIDTH, 8, 13, 13, 13, 13 }, 6, print_services },
	{ "\nThe agreement: web and mail fully reachable over both.\n"
	  "                                                              "
	  "Exchange Online\n"
	  "Group              Domains    compliant  failing   n.a. unknown "
	  "IPv6 on     off\n",
	    { NAME_WIDTH, 8, 13, 9, 7, 8, 8, 8 }, 8, print_agreement },
};

static void
print_table(FILE *out, const struct table *table, const struct report_totals *t)
{
	size_t i;
	bool one = t->n_groups == 1 && t->groups[0].name[0] == '\0';

	(void)fputs(table->title, out);
	print_rule(out, table->widths, table->n_widths);
	for (i = 0; i < t->n_groups && !one; i++) {
		print_name(out,
		    t->groups[i].name[0] != '\0' ? t->groups[i].name
						 : "(no group)");
		table->row(out, &t->groups[i]);
	}
	if (!one)
		print_rule(out, table->widths, table->n_widths);
	print_name(out, "All domains");
	table->row(out, &t->all);
}

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

static void
print_completeness(
    FILE *out, const struct report_totals *t, const struct run_facts *f)
{
	if (f->complete && !run_facts_add_up(f))
		(void)fprintf(out,
		    "DOES NOT ADD UP: the summary speaks of\n"
		    "%" PRIu64 " targets, %" PRIu64 " input errors, %" PRIu64
		    " duplicates; the file holds\n%" PRIu64 ", %" PRIu64
		    " and %" PRIu64 " of them.\n",
		    f->targets, f->input_errors, f->duplicates,
		    f->found.domains, f->found.input_errors,
		    f->found.duplicates);
	else if (f->complete)
		(void)fprintf(out,
		    "Complete: %" PRIu64 " of %" PRIu64 " target%s; %" PRIu64
		    " input error%s, %" PRIu64 " duplicate%s.\n",
		    t->all.domains, f->targets, plural(f->targets),
		    f->input_errors, plural(f->input_errors), f->duplicates,
		    plural(f->duplicates));
	else
		(void)fprintf(out,
		    "NOT COMPLETE: the run was stopped or "
		    "still goes on; %" PRIu64 " domain%s so far.\n",
		    t->all.domains, plural(t->all.domains));
}

static void
print_unknown(FILE *out, const struct report_totals *t)
{
	unsigned i;

	(void)fputs("Could not be told (in no share above):", out);
	for (i = 0; i < SERVICE_COUNT; i++)
		(void)fprintf(out, "%s %s %" PRIu64, i > 0 ? "," : "",
		    service_name((enum service)i),
		    t->all.class[i][CLASS_INDETERMINATE]);
	(void)fputs(".\n", out);
}

static void
print_loss(FILE *out, const struct run_facts *f)
{
	if (f->sent == 0 && f->captured == 0)
		return;
	if (f->resumed > 0)
		(void)fprintf(out,
		    "Resumed %" PRIu64
		    " time%s; the packets are those since the last.\n",
		    f->resumed, plural(f->resumed));
	(void)fprintf(out,
	    "Packets: %" PRIu64 " sent, %" PRIu64
	    " refused by the kernel; %" PRIu64 " captured, %" PRIu64 " lost.\n",
	    f->sent, f->refused_sends, f->captured, f->capture_dropped);
}

static void
print_vantage(FILE *out, const struct run_facts *f)
{
	const char *c;

	(void)fputs("Vantage point: ", out);
	for (c = f->vantage; *c != '\0'; c++)
		(void)fputc(*c >= 0x20 && *c < 0x7f ? *c : '?', out);
	(void)fputs(f->unchecked_vantage
		? ", NOT CHECKED: silence may be its own fault.\n"
		: ", checked against controls.\n",
	    out);
}

void
report_print(
    const struct report_totals *t, const struct run_facts *f, FILE *out)
{
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		print_table(out, &tables[i], t);
	(void)fputc('\n', out);
	print_completeness(out, t, f);
	print_unknown(out, t);
	print_loss(out, f);
	print_vantage(out, f);
}

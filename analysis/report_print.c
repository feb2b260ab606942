/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report.h"
#include "analysis/report_totals.h"

#include <inttypes.h>
#include <string.h>

#define NAME_WIDTH 18
#define ZONE_WIDTH 40
#define SHARE_SIZE 8

/* Zones shown for each family, and how many domains share each at least. */
#define ZONES_SHOWN 5
#define SHARED_MIN  2

/* A name in its column: printable ASCII, cut, filled with spaces. */
static void
print_name(FILE *out, const char *name, size_t width)
{
	char cell[ZONE_WIDTH + 1];
	size_t n = 0;

	for (; *name != '\0' && n < width; name++) {
		if (((unsigned char)*name & 0xc0) == 0x80)
			continue; /* the rest of a UTF-8 character */
		cell[n++] = *name >= 0x20 && *name < 0x7f ? *name : '?';
	}
	if (*name != '\0')
		memcpy(cell + width - 2, "..", 2);
	cell[n] = '\0';
	(void)fprintf(out, "%-*s ", (int)width, cell);
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
						 : "(no group)",
		    NAME_WIDTH);
		table->row(out, &t->groups[i]);
	}
	if (!one)
		print_rule(out, table->widths, table->n_widths);
	print_name(out, "All domains", NAME_WIDTH);
	table->row(out, &t->all);
}

/* Both families of a line, as shares of the domains that could be told. */
static void
print_chain_line(FILE *out, const struct report_chains *c, const char *label,
    uint64_t v4, uint64_t v6)
{
	const uint64_t n[2] = { v4, v6 };
	unsigned i;

	(void)fprintf(out, "%-25s", label);
	for (i = 0; i < 2; i++)
		print_cell(out, n[i],
		    c->resolvable[i][TRI_YES] + c->resolvable[i][TRI_NO]);
	(void)fputc('\n', out);
}

/* The zones at which several domains break, those of most domains first. */
static void
print_shared_zones(FILE *out, const struct report_chains *c)
{
	const struct top_zone *zones[ZONES_SHOWN];
	const char *title = "\nDomains that share a zone where it fails:\n";
	unsigned family;
	size_t i, n;

	for (family = 0; family < 2; family++) {
		n = top_zones_list(
		    &c->zones[family], SHARED_MIN, zones, ZONES_SHOWN);
		for (i = 0; i < n; i++) {
			(void)fprintf(out, "%sIPv%c %8" PRIu64 "  ", title,
			    family == 0 ? '4' : '6',
			    zones[i]->count - zones[i]->excess);
			print_name(out, zones[i]->name, ZONE_WIDTH);
			(void)fprintf(out, "%s\n",
			    chain_reason_name(
				(enum chain_reason)zones[i]->tag));
			title = "";
		}
	}
}

/* What only iterative runs know. */
static void
print_chains(FILE *out, const struct report_chains *c)
{
	static const int widths[] = { 25, 13, 13 };
	char label[32];
	unsigned i;

	if (c->domains == 0)
		return;
	(void)fputs("\nCan every name of a domain (its own, www, mail hosts, "
		    "aliases) be resolved\nfrom the root over one family "
		    "alone?\n\n"
		    "                                 IPv4         IPv6\n",
	    out);
	print_rule(out, widths, 3);
	print_chain_line(out, c, "yes", c->resolvable[0][TRI_YES],
	    c->resolvable[1][TRI_YES]);
	print_chain_line(
	    out, c, "no", c->resolvable[0][TRI_NO], c->resolvable[1][TRI_NO]);
	for (i = CHAIN_NONE + 1; i < CHAIN_REASON_COUNT; i++) {
		(void)snprintf(label, sizeof(label), "  %s",
		    chain_reason_name((enum chain_reason)i));
		if (c->reason[0][i] + c->reason[1][i] > 0)
			print_chain_line(
			    out, c, label, c->reason[0][i], c->reason[1][i]);
	}
	(void)fprintf(out, "%-25s %7" PRIu64 "      %7" PRIu64 "\n",
	    "could not be told", c->resolvable[0][TRI_MAYBE],
	    c->resolvable[1][TRI_MAYBE]);
	print_shared_zones(out, c);
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
	print_chains(out, &t->chains);
	(void)fputc('\n', out);
	print_completeness(out, t, f);
	print_unknown(out, t);
	print_loss(out, f);
	print_vantage(out, f);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_print.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report_cell.h"

#define NAME_WIDTH    18
#define SUBJECT_WIDTH 45
#define CODE_WIDTH    23 /* of findings and reasons */

/* Rows shown of lists that have no end. */
#define PLATFORMS_SHOWN 20
#define FINDINGS_SHOWN  12
#define CAUSES_SHOWN    10

static void
print_services(FILE *out, const struct report_group *g, bool iterative)
{
	unsigned i;

	(void)iterative;
	(void)fprintf(out, " %7" PRIu64, g->domains);
	for (i = 0; i < SERVICE_COUNT; i++)
		report_cell_count(
		    out, report_share_service(g, (enum service)i));
	(void)fputc('\n', out);
}

static void
print_agreement(FILE *out, const struct report_group *g, bool iterative)
{
	const uint64_t *a = g->agreement;

	(void)fprintf(out, " %7" PRIu64, g->domains);
	report_cell_count(out, report_share_agreement(g));
	(void)fprintf(out, " %8" PRIu64 " %6" PRIu64 " %7" PRIu64,
	    a[AGREEMENT_NON_COMPLIANT], a[AGREEMENT_NOT_APPLICABLE],
	    a[AGREEMENT_INDETERMINATE] + a[AGREEMENT_VANTAGE_DEPENDENT]);
	if (iterative)
		report_cell_count(out, report_share_ipv6_only(g));
	else
		(void)fprintf(out, " %12s", "-");
	(void)fputc('\n', out);
}

static void
print_exchange(FILE *out, const struct report_group *g, bool iterative)
{
	const uint64_t *e = g->exchange_online;

	(void)iterative;
	(void)fprintf(out,
	    " %7" PRIu64 " %7" PRIu64 " %10" PRIu64 " %10" PRIu64 " %10" PRIu64
	    " %8" PRIu64 "\n",
	    report_share_exchange(g).whole, e[EXCHANGE_ONLINE_IPV6_ON],
	    e[EXCHANGE_ONLINE_IPV6_OFF],
	    e[EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_ON],
	    e[EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_OFF],
	    e[EXCHANGE_ONLINE_INDETERMINATE]);
}

/* A row per group and one for all.  Only a walk from the root can tell what a
   client with IPv6 alone reaches. */
static const struct table {
	enum report_text heading;
	unsigned char widths[8];
	void (*row)(FILE *, const struct report_group *, bool iterative);
} tables[] = {
	{ TEXT_SERVICES, { NAME_WIDTH, 8, 13, 13, 13, 13 }, print_services },
	{ TEXT_AGREEMENT, { NAME_WIDTH, 8, 13, 9, 7, 8, 13 }, print_agreement },
	{ TEXT_EXCHANGE, { NAME_WIDTH, 8, 8, 11, 11, 11, 9 }, print_exchange },
};

static void
print_table(FILE *out, const struct table *table, const struct report_totals *t,
    enum report_lang lang)
{
	const struct report_groups *s = &t->sectors;
	bool one = s->n == 1 && s->groups[0].name[0] == '\0';
	const char *name;
	size_t i;

	if (table->heading == TEXT_AGREEMENT)
		(void)fputs(report_text(lang,
				t->policy == POLICY_V6 ? TEXT_AGREEMENT_V6
						       : TEXT_AGREEMENT_BOTH),
		    out);
	(void)fputs(report_text(lang, table->heading), out);
	report_cell_rule(out, table->widths);
	for (i = 0; i < s->n && !one; i++) {
		name = s->groups[i].name;
		report_cell_text(out,
		    name[0] != '\0' ? name : report_text(lang, TEXT_NO_GROUP),
		    NAME_WIDTH);
		table->row(out, &s->groups[i], t->chains.domains > 0);
	}
	if (!one)
		report_cell_rule(out, table->widths);
	report_cell_text(out, report_text(lang, TEXT_ALL), NAME_WIDTH);
	table->row(out, &t->all, t->chains.domains > 0);
}

static int
compare_platforms(const void *a, const void *b)
{
	const struct report_group *x = *(const struct report_group *const *)a;
	const struct report_group *y = *(const struct report_group *const *)b;

	if (x->domains != y->domains)
		return x->domains > y->domains ? -1 : 1;
	return x < y ? -1 : 1; /* in order of name, as they lie */
}

/* Those of most domains first. */
static void
print_platforms(FILE *out, const struct report_totals *t, enum report_lang lang)
{
	static const unsigned char widths[] = { NAME_WIDTH, 8, 15, 14, 0 };
	const struct report_group *order[64];
	const struct report_groups *p = &t->platforms;
	size_t n = p->n < 64 ? p->n : 64, i;

	if (n == 0)
		return;
	for (i = 0; i < n; i++)
		order[i] = &p->groups[i];
	qsort(order, n, sizeof(order[0]), compare_platforms);
	(void)fputs(report_text(lang, TEXT_PLATFORMS), out);
	report_cell_rule(out, widths);
	for (i = 0; i < n && i < PLATFORMS_SHOWN; i++) {
		report_cell_text(out, order[i]->name, NAME_WIDTH);
		(void)fprintf(out, " %7" PRIu64 "  ", order[i]->domains);
		report_cell_count(
		    out, report_share_service(order[i], SERVICE_MAIL));
		(void)fputc(' ', out);
		report_cell_count(out, report_share_mail_ipv6(order[i]));
		(void)fputc('\n', out);
	}
}

/* The code of most domains that comes after (BEFORE, LAST) in the list. */
static enum finding_code
next_finding(const uint64_t *n, uint64_t before, enum finding_code last)
{
	enum finding_code best = FINDING_COUNT;
	unsigned i;

	for (i = 0; i < FINDING_COUNT; i++)
		if (n[i] > 0 &&
		    (n[i] < before || (n[i] == before && i > last)) &&
		    (best == FINDING_COUNT || n[i] > n[best]))
			best = (enum finding_code)i;
	return best;
}

/* The last column of a line about a word of the run file. */
static void
print_meaning(FILE *out, enum report_lang lang, const char *word, size_t room)
{
	const char *meaning = report_text_word(lang, word);
	size_t len = strlen(meaning);

	(void)fputc(' ', out);
	report_cell_text(out, meaning, len < room ? len : room);
	(void)fputc('\n', out);
}

static void
print_findings(FILE *out, const struct report_totals *t, enum report_lang lang)
{
	static const unsigned char widths[] = { CODE_WIDTH, 13, 44, 0 };
	const uint64_t *n = t->findings;
	enum finding_code code = next_finding(n, UINT64_MAX, FINDING_COUNT);
	unsigned i;

	if (code == FINDING_COUNT)
		return;
	(void)fputs(report_text(lang, TEXT_FINDINGS), out);
	report_cell_rule(out, widths);
	for (i = 0; i < FINDINGS_SHOWN && code < FINDING_COUNT; i++) {
		report_cell_text(out, finding_code_name(code), CODE_WIDTH);
		report_cell_count(
		    out, (struct report_share){ n[code], t->all.domains });
		print_meaning(
		    out, lang, finding_code_name(code), widths[2] - 1U);
		code = next_finding(n, n[code], code);
	}
}

/* The last column: what it is, and why if that is known. */
static void
print_subject(FILE *out, const struct shared_cause *c)
{
	size_t room = SUBJECT_WIDTH, len = strlen(c->subject);

	if (c->detail[0] != '\0')
		room -= strlen(c->detail) + 1;
	report_cell_text(out, c->subject, len < room ? len : room);
	(void)fprintf(
	    out, "%s%s\n", c->detail[0] != '\0' ? " " : "", c->detail);
}

static void
print_causes(FILE *out, const struct report_totals *t, enum report_lang lang)
{
	static const unsigned char widths[] = { 7, 27, 40, 0 };
	const struct shared_cause *causes[CAUSES_SHOWN];
	size_t n = shared_causes_top(&t->causes, causes, CAUSES_SHOWN), i;

	if (n == 0)
		return;
	(void)fputs(report_text(lang, TEXT_CAUSES), out);
	report_cell_rule(out, widths);
	for (i = 0; i < n; i++) {
		(void)fprintf(out, "%7" PRIu64 " ", causes[i]->domains);
		report_cell_text(
		    out, report_text_cause(lang, causes[i]->kind), 26);
		(void)fputc(' ', out);
		print_subject(out, causes[i]);
	}
}

/* Both families of a line, as shares of the domains that could be told. */
static void
print_chain_line(FILE *out, const struct report_chains *c, const char *label,
    uint64_t v4, uint64_t v6)
{
	const uint64_t n[2] = { v4, v6 };
	unsigned i;

	(void)fprintf(out, "%-*s", CODE_WIDTH, label);
	for (i = 0; i < 2; i++)
		report_cell_count(out,
		    (struct report_share){ n[i],
			c->resolvable[i][TRI_YES] + c->resolvable[i][TRI_NO] });
}

/* What only iterative runs know. */
static void
print_chains(FILE *out, const struct report_chains *c, enum report_lang lang)
{
	static const unsigned char widths[] = { CODE_WIDTH, 13, 13, 31, 0 };
	const char *reason;
	char label[32];
	unsigned i;

	if (c->domains == 0)
		return;
	(void)fputs(report_text(lang, TEXT_CHAINS), out);
	report_cell_rule(out, widths);
	print_chain_line(out, c, report_text(lang, TEXT_YES),
	    c->resolvable[0][TRI_YES], c->resolvable[1][TRI_YES]);
	(void)fputc('\n', out);
	print_chain_line(out, c, report_text(lang, TEXT_NO),
	    c->resolvable[0][TRI_NO], c->resolvable[1][TRI_NO]);
	(void)fputc('\n', out);
	for (i = CHAIN_NONE + 1; i < CHAIN_REASON_COUNT; i++) {
		if (c->reason[0][i] + c->reason[1][i] == 0)
			continue;
		reason = chain_reason_name((enum chain_reason)i);
		(void)snprintf(label, sizeof(label), "  %s", reason);
		print_chain_line(
		    out, c, label, c->reason[0][i], c->reason[1][i]);
		print_meaning(out, lang, reason, widths[3] - 1U);
	}
	(void)fprintf(out, "%-*s %7" PRIu64 "      %7" PRIu64 "\n", CODE_WIDTH,
	    report_text(lang, TEXT_COULD_NOT_BE_TOLD),
	    c->resolvable[0][TRI_MAYBE], c->resolvable[1][TRI_MAYBE]);
}

void
report_print(const struct report_totals *t, const struct run_facts *f,
    enum report_lang lang, FILE *out)
{
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		print_table(out, &tables[i], t, lang);
	print_platforms(out, t, lang);
	print_findings(out, t, lang);
	print_causes(out, t, lang);
	print_chains(out, &t->chains, lang);
	(void)fputc('\n', out);
	report_print_run(t, f, lang, out);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_csv.h"

#include <string.h>

#include "analysis/evidence.h"

/* Longer than all reasons, or all findings once, with spaces between. */
#define LIST_SIZE 1024

static bool
starts_formula(const char *text)
{
	static const char *const starts[] = { "=", "+", "-", "@", "\t", "\r",
		"\n", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
		"\xef\xbc\xa0" };
	size_t i;

	text += strspn(text, " ");
	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (strncmp(text, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

static void
put_cell(FILE *out, const char *text)
{
	bool formula = starts_formula(text);
	bool quote = strpbrk(text, "\",\r\n") != NULL;

	if (quote)
		(void)fputc('"', out);
	if (formula)
		(void)fputc('\'', out);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			(void)fputc('"', out);
		(void)fputc(*text, out);
	}
	if (quote)
		(void)fputc('"', out);
}

static void
put_next(FILE *out, const char *text)
{
	(void)fputc(',', out);
	put_cell(out, text);
}

/* Appends a word to a list, a space between. */
static void
list_add(char list[static LIST_SIZE], const char *word)
{
	size_t used = strlen(list);

	(void)snprintf(
	    list + used, LIST_SIZE - used, "%s%s", used > 0 ? " " : "", word);
}

static void
put_services(FILE *out, const struct verdict *v)
{
	const struct service_verdict *s;
	unsigned i, j;

	for (i = 0; i < SERVICE_COUNT; i++) {
		s = &v->service[i];
		put_next(out, service_class_name(s->class));
		for (j = 0; j < 2; j++)
			put_next(out,
			    s->class == CLASS_NOT_APPLICABLE
				? ""
				: family_state_name(s->family[j]));
	}
}

/* Can all names of the record be resolved over the family alone? */
static void
put_chain(FILE *out, const struct record_domain *d, enum family family)
{
	static const char *const words[] = {
		[TRI_NO] = "no",
		[TRI_MAYBE] = "indeterminate",
		[TRI_YES] = "yes",
	};

	put_next(
	    out, d->iterative ? words[evidence_all_resolvable(d, family)] : "");
}

static void
put_findings(FILE *out, const struct verdict *v)
{
	bool there[FINDING_COUNT] = { false };
	char list[LIST_SIZE] = "";
	size_t i;

	for (i = 0; i < v->n_findings; i++)
		there[v->findings[i].code] = true;
	for (i = 0; i < FINDING_COUNT; i++)
		if (there[i])
			list_add(list, finding_code_name((enum finding_code)i));
	put_next(out, list);
}

void
report_csv_header(FILE *out)
{
	unsigned i;

	(void)fputs("name,group,organisation,use,agreement,reasons", out);
	for (i = 0; i < SERVICE_COUNT; i++) {
		put_next(out, service_name((enum service)i));
		(void)fprintf(out, ",%s_ipv4,%s_ipv6",
		    service_name((enum service)i),
		    service_name((enum service)i));
	}
	(void)fputs(",mail_implicit,ipv6_only_client,chain_ipv4,chain_ipv6,"
		    "mail_platform,exchange_online",
	    out);
	for (i = 0; i < INTERNET_NL_TEST_COUNT; i++)
		put_next(out, internet_nl_test_name((enum internet_nl_test)i));
	(void)fputs(",findings\r\n", out);
}

void
report_csv_row(
    FILE *out, const struct record_domain *d, const struct verdict *v)
{
	static const char *const uses[] = { "", "web", "mail", "mail+web" };
	char reasons[LIST_SIZE] = "";
	unsigned i;

	put_cell(out, d->name);
	put_next(out, d->group);
	put_next(out, d->organisation);
	put_next(out, uses[d->declared & DECLARED_ALL]);
	put_next(out, agreement_name(v->agreement));
	for (i = 0; i < v->n_reasons; i++)
		list_add(reasons, v->reasons[i]);
	put_next(out, reasons);
	put_services(out, v);
	put_next(out, v->mail_implicit ? "true" : "false");
	put_next(out, ipv6_only_client_name(v->ipv6_only_client));
	put_chain(out, d, FAMILY_V4);
	put_chain(out, d, FAMILY_V6);
	put_next(out, v->mail_platform);
	put_next(out, exchange_online_name(v->exchange_online));
	for (i = 0; i < INTERNET_NL_TEST_COUNT; i++)
		put_next(out, internet_nl_status_name(v->internet_nl[i]));
	put_findings(out, v);
	(void)fputs("\r\n", out);
}

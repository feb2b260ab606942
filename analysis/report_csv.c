/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_csv.h"

#include <string.h>

#include "analysis/csv_row.h"
#include "analysis/evidence.h"

/* Longer than all reasons, or all findings once, with spaces between. */
#define LIST_SIZE 1024

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
		csv_row_text(out, service_class_name(s->class));
		for (j = 0; j < 2; j++)
			csv_row_text(out,
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

	csv_row_text(
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
	csv_row_text(out, list);
}

void
report_csv_header(FILE *out)
{
	unsigned i;

	(void)fputs("name,group,organisation,use,agreement,reasons", out);
	for (i = 0; i < SERVICE_COUNT; i++) {
		csv_row_text(out, service_name((enum service)i));
		(void)fprintf(out, ",%s_ipv4,%s_ipv6",
		    service_name((enum service)i),
		    service_name((enum service)i));
	}
	(void)fputs(",mail_implicit,ipv6_only_client,chain_ipv4,chain_ipv6,"
		    "mail_platform,exchange_online",
	    out);
	for (i = 0; i < INTERNET_NL_TEST_COUNT; i++)
		csv_row_text(
		    out, internet_nl_test_name((enum internet_nl_test)i));
	csv_row_text(out, "findings");
	csv_row_end(out);
}

void
report_csv_row(
    FILE *out, const struct record_domain *d, const struct verdict *v)
{
	static const char *const uses[] = { "", "web", "mail", "mail+web" };
	char reasons[LIST_SIZE] = "";
	unsigned i;

	csv_row_start(out, d->name);
	csv_row_text(out, d->group);
	csv_row_text(out, d->organisation);
	csv_row_text(out, uses[d->declared & DECLARED_ALL]);
	csv_row_text(out, agreement_name(v->agreement));
	for (i = 0; i < v->n_reasons; i++)
		list_add(reasons, v->reasons[i]);
	csv_row_text(out, reasons);
	put_services(out, v);
	csv_row_text(out, v->mail_implicit ? "true" : "false");
	csv_row_text(out, ipv6_only_client_name(v->ipv6_only_client));
	put_chain(out, d, FAMILY_V4);
	put_chain(out, d, FAMILY_V6);
	csv_row_text(out, v->mail_platform);
	csv_row_text(out, exchange_online_name(v->exchange_online));
	for (i = 0; i < INTERNET_NL_TEST_COUNT; i++)
		csv_row_text(out, internet_nl_status_name(v->internet_nl[i]));
	put_findings(out, v);
	csv_row_end(out);
}

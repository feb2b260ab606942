/* SPDX-License-Identifier: Apache-2.0 */
/* The tables and the CSV of a small run file, against tests/golden. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report.h"
#include "analysis/report_csv.h"
#include "analysis/report_print.h"
#include "tests/unit/record_builder.h"

#define GOLDEN TEST_DATA "/golden/"

static const struct classify_options both = { .policy = POLICY_BOTH };

static char *
read_golden(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text = calloc(1, 65536);

	assert_non_null(f);
	assert_non_null(text);
	assert_true(fread(text, 1, 65535, f) < 65535);
	(void)fclose(f);
	return text;
}

static enum status
put_row(void *rows, const struct run_facts *facts,
    const struct record_domain *d, const struct verdict *v, struct error *err)
{
	(void)facts;
	(void)err;
	report_csv_row(rows, d, v);
	return STATUS_OK;
}

static void
check(const char *run, const char *table_path, const char *csv_path)
{
	struct report_sink sink = { .domain = put_row };
	char *table = NULL, *csv = NULL, *want;
	struct report_totals *t = report_new();
	struct run_facts facts;
	struct error err;
	FILE *out, *rows;
	size_t len;

	assert_non_null(t);
	out = open_memstream(&table, &len);
	rows = open_memstream(&csv, &len);
	report_csv_header(rows);
	sink.arg = rows;
	if (report_run(run, &both, t, &facts, &sink, 1, &err) != STATUS_OK)
		fail_msg("%s", err.text);
	report_print(t, &facts, REPORT_EN, out);
	(void)fclose(out);
	(void)fclose(rows);
	want = read_golden(table_path);
	assert_string_equal(table, want);
	free(want);
	if (csv_path != NULL) {
		want = read_golden(csv_path);
		assert_string_equal(csv, want);
		free(want);
	}
	free(table);
	free(csv);
	report_free(t);
}

static void
test_whole(void **state)
{
	(void)state;
	check(GOLDEN "report.jsonl", GOLDEN "report.txt", GOLDEN "report.csv");
}

static void
test_iterative(void **state)
{
	(void)state;
	check(GOLDEN "report_iterative.jsonl", GOLDEN "report_iterative.txt",
	    GOLDEN "report_iterative.csv");
}

static void
test_torn(void **state)
{
	(void)state;
	check(GOLDEN "report_torn.jsonl", GOLDEN "report_torn.txt", NULL);
}

/* A line that cannot be read must not pass for less. */
static void
test_malformed(void **state)
{
	struct report_totals *t = report_new();
	struct run_facts facts;
	struct error err;

	(void)state;
	assert_int_equal(
	    report_run(GOLDEN "report.csv", &both, t, &facts, NULL, 0, &err),
	    STATUS_MALFORMED);
	assert_non_null(strstr(err.text, "line 1: not a line of a run file"));
	report_free(t);
}

/* Many groups, hostile names, large numbers: 80 columns of plain ASCII. */
static void
test_width(void **state)
{
	struct run_facts facts = { .vantage = "\x1b[31mred", .sent = 1 };
	struct report_totals *t = report_new();
	char *text = NULL, *line, *at, name[64];
	struct record_builder b;
	struct verdict v;
	struct error err;
	FILE *out;
	size_t len;
	int i;

	(void)state;
	builder_init(&b, "example.nl");
	builder_chain(&b, "example.nl",
	    "\x1b[2J\xe2\x80\xaewith-more-than-forty-characters-in-its-name "
	    "parent_not_resolvable",
	    "nl sibling_not_resolving");
	for (i = 0; i < 3000; i++) {
		(void)snprintf(name, sizeof(name),
		    "%c%d\x1b\xc3\xa9 "
		    "and more than fits",
		    i % 256 ? i % 256 : 'x', i % 1000);
		b.d.group = name;
		classify(&b.d, &both, &v);
		assert_int_equal(report_add(t, &b.d, &v, &err), STATUS_OK);
	}
	out = open_memstream(&text, &len);
	report_print(t, &facts, REPORT_EN, out);
	report_print(t, &facts, REPORT_NL, out);
	(void)fclose(out);
	at = text;
	while ((line = strsep(&at, "\n")) != NULL) {
		assert_true(strlen(line) <= 80);
		for (; *line != '\0'; line++)
			assert_true(*line >= 0x20 && *line < 0x7f);
	}
	free(text);
	report_free(t);
	builder_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_iterative),
		cmocka_unit_test(test_torn),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

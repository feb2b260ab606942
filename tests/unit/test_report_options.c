/* SPDX-License-Identifier: Apache-2.0 */
/* What report, diff and merge can be told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "cli/diff_options.h"
#include "cli/merge_options.h"
#include "cli/report_options.h"

#define WORDS_MAX 16

/* Splits LINE into words, the command's name first. */
static int
split(char *line, char *argv[WORDS_MAX])
{
	int argc = 0;
	char *word;

	while ((word = strsep(&line, " ")) != NULL) {
		assert_true(argc < WORDS_MAX - 1);
		argv[argc++] = word;
	}
	argv[argc] = NULL;
	return argc;
}

static enum status
parse_report(const char *text, struct report_options *o)
{
	static char line[256];
	struct error err;
	static char *argv[WORDS_MAX];

	(void)snprintf(line, sizeof(line), "%s", text);
	return report_options_parse(split(line, argv), argv, o, &err);
}

static void
report(void **state)
{
	struct report_options o;

	(void)state;
	assert_int_equal(parse_report("report", &o), STATUS_USAGE);
	assert_int_equal(parse_report("report --csv x a b", &o), STATUS_USAGE);
	assert_int_equal(
	    parse_report("report --csv - --json a", &o), STATUS_USAGE);
	assert_int_equal(
	    parse_report("report --csv x --html x a", &o), STATUS_USAGE);
	assert_int_equal(
	    parse_report("report --csv - --lang nl run.jsonl", &o), STATUS_OK);
	assert_int_equal(o.n_runs, 1);
	assert_string_equal(o.runs[0], "run.jsonl");
	assert_string_equal(o.csv, "-");
	assert_int_equal(o.lang, REPORT_NL);
	assert_int_equal(o.judge.policy, POLICY_BOTH);
	assert_int_equal(
	    parse_report("report a b c --sqlite d --policy v6", &o), STATUS_OK);
	assert_int_equal(o.n_runs, 3);
	assert_string_equal(o.runs[2], "c");
	assert_int_equal(o.judge.policy, POLICY_V6);
	assert_int_equal(parse_report("report -h", &o), STATUS_OK);
	assert_true(o.help);
}

static enum status
parse_diff(const char *text)
{
	static char line[256];
	struct diff_options o;
	struct error err;
	static char *argv[WORDS_MAX];

	(void)snprintf(line, sizeof(line), "%s", text);
	return diff_options_parse(split(line, argv), argv, &o, &err);
}

static void
diff(void **state)
{
	(void)state;
	assert_int_equal(parse_diff("diff a"), STATUS_USAGE);
	assert_int_equal(parse_diff("diff a b c"), STATUS_USAGE);
	assert_int_equal(parse_diff("diff a b"), STATUS_OK);
	assert_int_equal(parse_diff("diff --internet-nl x"), STATUS_USAGE);
	assert_int_equal(parse_diff("diff --internet-nl x a b"), STATUS_USAGE);
	assert_int_equal(parse_diff("diff --internet-nl x a"), STATUS_OK);
	assert_int_equal(parse_diff("diff a b --html x"), STATUS_OK);
	assert_int_equal(parse_diff("diff a - --html x"), STATUS_OK);
	assert_int_equal(parse_diff("diff - b --html x"), STATUS_USAGE);
	assert_int_equal(
	    parse_diff("diff --internet-nl x a --html y"), STATUS_USAGE);
}

static void
merge(void **state)
{
	char one_line[] = "merge a", two_line[] = "merge a b -o c";
	struct merge_options o;
	struct error err;
	static char *argv[WORDS_MAX];

	(void)state;
	assert_int_equal(
	    merge_options_parse(split(one_line, argv), argv, &o, &err),
	    STATUS_USAGE);
	assert_int_equal(
	    merge_options_parse(split(two_line, argv), argv, &o, &err),
	    STATUS_OK);
	assert_int_equal(o.n_runs, 2);
	assert_string_equal(o.output_file, "c");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(report),
		cmocka_unit_test(diff),
		cmocka_unit_test(merge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Our tests beside those of a batch of internet.nl. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "analysis/diff_internet_nl.h"

#define RESULTS TEST_DATA "/golden/internet_nl.json"

static void
test_compare(void **state)
{
	struct diff_internet_nl_test tests[INTERNET_NL_TEST_COUNT];
	const struct diff_internet_nl_count *n;
	struct diff_internet_nl *d;
	struct verdict v = { .n_reasons = 0 };
	uint64_t both, theirs;
	struct error err;

	(void)state;
	/* All of ours passed, but for one that was not tested. */
	v.internet_nl[INTERNET_NL_WEB_WS_SIMILAR] = INTERNET_NL_NOT_TESTED;
	assert_int_equal(diff_internet_nl_open(&d, RESULTS, &err), STATUS_OK);
	assert_int_equal(
	    diff_internet_nl_compare(d, "amsterdam.example", &v, tests), 1);
	assert_int_equal(tests[0].test, INTERNET_NL_WEB_WS_ADDRESS);
	assert_int_equal(tests[0].theirs, INTERNET_NL_FAILED);
	assert_int_equal(tests[0].ours, INTERNET_NL_PASSED);
	assert_int_equal(
	    diff_internet_nl_compare(d, "unknown.example", &v, tests), 0);
	n = diff_internet_nl_counts(d, INTERNET_NL_WEB_NS_ADDRESS);
	assert_int_equal(n->same, 1);
	n = diff_internet_nl_counts(d, INTERNET_NL_WEB_WS_SIMILAR);
	assert_int_equal(n->not_comparable, 1);
	n = diff_internet_nl_counts(d, INTERNET_NL_MAIL_MX_REACH);
	assert_int_equal(n->not_comparable, 1);
	diff_internet_nl_domains(d, &both, &theirs);
	assert_int_equal(both, 1);
	assert_int_equal(theirs, 1);
	diff_internet_nl_free(d);
}

static void
test_refused(void **state)
{
	struct diff_internet_nl *d;
	struct error err;

	(void)state;
	assert_int_equal(
	    diff_internet_nl_open(&d, TEST_DATA "/golden/report.csv", &err),
	    STATUS_MALFORMED);
	assert_int_equal(diff_internet_nl_open(&d,
			     TEST_DATA "/fuzz/corpus/record/merged.json", &err),
	    STATUS_MALFORMED);
	assert_non_null(strstr(err.text, "no object \"domains\""));
	assert_int_equal(
	    diff_internet_nl_open(&d, TEST_DATA "/golden/report.jsonl", &err),
	    STATUS_MALFORMED);
	assert_non_null(strstr(err.text, "no JSON: line 2, column "));
	assert_int_equal(diff_internet_nl_open(&d, "no-such-file.json", &err),
	    STATUS_MALFORMED);
	assert_non_null(strstr(err.text, "No such file"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

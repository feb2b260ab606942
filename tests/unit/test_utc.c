/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "common/utc.h"

#define SECOND_NS UINT64_C(1000000000)

/* Once after another second, and once more within this one. */
static void
expect(uint64_t unix_ns)
{
	static struct utc_second second;
	time_t t = (time_t)(unix_ns / SECOND_NS);
	char text[UTC_TEXT_OCTETS], want[64];
	struct tm tm;
	size_t n;
	unsigned i;

	assert_non_null(gmtime_r(&t, &tm));
	n = strftime(want, sizeof(want), "%Y-%m-%dT%H:%M:%S", &tm);
	(void)snprintf(want + n, sizeof(want) - n, ".%06uZ",
	    (unsigned)(unix_ns % SECOND_NS / 1000));
	assert_int_equal(strlen(want), sizeof(text));
	assert_ptr_equal(utc_put(text, unix_ns), text + sizeof(text));
	assert_memory_equal(text, want, sizeof(text));
	for (i = 0; i < 2; i++) {
		memset(text, 0, sizeof(text));
		assert_ptr_equal(
		    utc_put_near(text, unix_ns, &second), text + sizeof(text));
		assert_memory_equal(text, want, sizeof(text));
	}
}

/* The first and the last moment of every day there can be. */
static void
test_all_days(void **state)
{
	const uint64_t last = UINT64_MAX / SECOND_NS / 86400;
	uint64_t day;

	(void)state;
	for (day = 0; day < last; day++) {
		expect(day * 86400 * SECOND_NS);
		expect((day + 1) * 86400 * SECOND_NS - 1);
	}
	expect(UINT64_MAX);
}

static void
test_all_seconds(void **state)
{
	uint64_t s;

	(void)state;
	for (s = 0; s < 86400; s++)
		expect(s * SECOND_NS + s * 11574);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_days),
		cmocka_unit_test(test_all_seconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

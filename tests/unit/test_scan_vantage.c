/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include "cli/scan_vantage.h"

#define KIND 3

static struct scan_vantage vantage;

/* What WORKER tells; returns whether it is said, and of all of them. */
static bool
tell(unsigned worker, bool healthy, bool *good, bool *first)
{
	struct engine_vantage v = { .healthy = healthy, .first = true };
	bool said = scan_vantage_note(&vantage, worker, KIND, &v);

	*good = v.healthy;
	*first = v.first;
	return said;
}

static void
test_three(void **state)
{
	bool good, first;

	(void)state;
	vantage = (struct scan_vantage){ .n = 3 };
	/* Well is what all are, and said once. */
	assert_false(tell(0, true, &good, &first));
	assert_false(tell(2, true, &good, &first));
	assert_true(tell(1, true, &good, &first));
	assert_true(good && first);
	/* One that is deaf is enough. */
	assert_true(tell(2, false, &good, &first));
	assert_false(good || first);
	assert_false(tell(0, false, &good, &first));
	assert_false(tell(2, true, &good, &first));
	assert_true(tell(0, true, &good, &first));
	assert_true(good);
}

static void
test_deaf_at_first(void **state)
{
	bool good, first;

	(void)state;
	vantage = (struct scan_vantage){ .n = 2 };
	assert_false(tell(0, true, &good, &first));
	assert_true(tell(1, false, &good, &first));
	assert_true(!good && first);
	assert_true(tell(1, true, &good, &first));
	assert_true(good && !first);
}

/* One alone is quoted. */
static void
test_alone(void **state)
{
	bool good, first;

	(void)state;
	vantage = (struct scan_vantage){ .n = 1 };
	assert_true(tell(0, true, &good, &first));
	assert_true(good && first);
	assert_true(tell(0, false, &good, &first));
	assert_false(good);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_three),
		cmocka_unit_test(test_deaf_at_first),
		cmocka_unit_test(test_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

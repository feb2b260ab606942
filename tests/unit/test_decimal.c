/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "common/decimal.h"
#include "tests/unit/chance.h"

/* printf is the oracle. */
static void
check(uint32_t value)
{
	char want[32], got[32];
	unsigned width;

	(void)snprintf(want, sizeof(want), "%u", value);
	*decimal_put(got, value) = '\0';
	assert_string_equal(got, want);
	for (width = (unsigned)strlen(want); width <= 12; width++) {
		(void)snprintf(want, sizeof(want), "%0*u", (int)width, value);
		*decimal_put_padded(got, value, width) = '\0';
		assert_string_equal(got, want);
	}
}

static void
test_numbers(void **state)
{
	uint32_t power, i;

	(void)state;
	for (i = 0; i < 100000; i++)
		check(i);
	for (power = 100000; power < 1000000000; power *= 10) {
		check(power - 1);
		check(power);
	}
	check(UINT32_MAX);
	for (i = 0; i < 100000; i++)
		check((uint32_t)chance_long(32));
}

static void
check_long(uint64_t value)
{
	char want[32], got[32];

	(void)snprintf(want, sizeof(want), "%llu", (unsigned long long)value);
	*decimal_put_long(got, value) = '\0';
	assert_string_equal(got, want);
	assert_true(strlen(want) <= DECIMAL_OCTETS_MAX);
}

static void
test_long_numbers(void **state)
{
	uint64_t power;
	unsigned i;

	(void)state;
	for (i = 0, power = 1; i < DECIMAL_OCTETS_MAX; i++, power *= 10) {
		check_long(power - 1);
		check_long(power);
	}
	check_long(UINT32_MAX);
	check_long(UINT32_MAX + UINT64_C(1));
	check_long(UINT64_MAX);
	for (i = 0; i < 100000; i++)
		check_long(chance_long(64));
}

/* No more digits than there is room for. */
static void
test_narrow(void **state)
{
	char got[8];

	(void)state;
	*decimal_put_padded(got, 12345, 3) = '\0';
	assert_string_equal(got, "345");
	*decimal_put_padded(got, 12345, 2) = '\0';
	assert_string_equal(got, "45");
	*decimal_put_padded(got, 12345, 0) = '\0';
	assert_string_equal(got, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_long_numbers),
		cmocka_unit_test(test_narrow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

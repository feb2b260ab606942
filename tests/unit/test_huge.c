/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "common/huge.h"

static void
assert_zeroed(const uint8_t *p, size_t octets)
{
	size_t i;

	assert_non_null(p);
	for (i = 0; i < octets; i++)
		assert_int_equal(p[i], 0);
}

/* Also where memory that was written to comes again. */
static void
test_zeroed(void **state)
{
	static const size_t sizes[] = { 1, HUGE_OCTETS - 1, HUGE_OCTETS,
		HUGE_OCTETS + 1, 3 * HUGE_OCTETS };
	uint8_t *p;
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		for (j = 0; j < 2; j++) {
			p = huge_calloc(sizes[i], 1);
			assert_zeroed(p, sizes[i]);
			p[0] = p[sizes[i] - 1] = 46;
			free(p);
		}
	}
}

static void
test_aligned(void **state)
{
	void *p = huge_calloc(HUGE_OCTETS / 64, 64);

	(void)state;
	assert_int_equal((uintptr_t)p % HUGE_OCTETS, 0);
	free(p);
}

static void
test_too_much(void **state)
{
	(void)state;
	assert_null(huge_calloc(SIZE_MAX / 2, 3));
	assert_null(huge_calloc(SIZE_MAX, 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_zeroed),
		cmocka_unit_test(test_aligned),
		cmocka_unit_test(test_too_much),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

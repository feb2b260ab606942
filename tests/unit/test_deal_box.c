/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <string.h>

#include "cli/deal_box.h"

/* Texts of all lengths come out as they went in, one by one. */
static void
test_order(void **state)
{
	struct deal_box b = { 0 };
	char text[3000];
	const void *got;
	size_t put, taken;

	(void)state;
	assert_null(deal_box_take(&b));
	for (put = 0; !deal_box_is_full(&b); put++) {
		memset(text, (int)('a' + put % 26), sizeof(text));
		deal_box_put(&b, text, 1 + put * 7 % sizeof(text));
	}
	assert_true(put > 10);
	for (taken = 0; taken < put; taken++) {
		got = deal_box_take(&b);
		assert_non_null(got);
		assert_int_equal((uintptr_t)got % 16, 0);
		memset(text, (int)('a' + taken % 26), sizeof(text));
		assert_memory_equal(got, text, 1 + taken * 7 % sizeof(text));
	}
	assert_true(deal_box_is_empty(&b));
	assert_null(deal_box_take(&b));
	/* An empty box starts over in the memory it has. */
	deal_box_put(&b, "again", 6);
	assert_string_equal(deal_box_take(&b), "again");
	deal_box_free(&b);
}

/* One that is larger than all that makes a box full. */
static void
test_large(void **state)
{
	static char large[3 * DEAL_BOX_OCTETS];
	struct deal_box b = { 0 };

	(void)state;
	memset(large, 'x', sizeof(large));
	deal_box_put(&b, "small", 6);
	deal_box_put(&b, large, sizeof(large));
	assert_true(deal_box_is_full(&b));
	assert_string_equal(deal_box_take(&b), "small");
	assert_memory_equal(deal_box_take(&b), large, sizeof(large));
	assert_false(deal_box_is_full(&b));
	deal_box_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "common/arena.h"

static void
test_aligned_and_zero(void **state)
{
	struct arena a;
	unsigned char *p;
	size_t i, j;

	(void)state;
	arena_init(&a, 256);
	for (i = 0; i < 1000; i++) {
		p = arena_alloc(&a, i % 67);
		assert_non_null(p);
		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (j = 0; j < i % 67; j++)
			assert_int_equal(p[j], 0);
		memset(p, 0xff, i % 67);
	}
	arena_free(&a);
}

/* No two allocations overlap, and none moves. */
static void
test_apart(void **state)
{
	unsigned char *p[500];
	struct arena a;
	size_t i;

	(void)state;
	arena_init(&a, 1000);
	for (i = 0; i < 500; i++) {
		p[i] = arena_alloc(&a, i);
		memset(p[i], (int)(i & 0xff), i);
	}
	for (i = 1; i < 500; i++) {
		assert_int_equal(p[i][0], i & 0xff);
		assert_int_equal(p[i][i - 1], i & 0xff);
	}
	arena_free(&a);
}

static void
test_impossible(void **state)
{
	struct arena a;
	char *before;

	(void)state;
	arena_init(&a, 0);
	before = arena_strdup(&a, "kept");
	assert_null(arena_alloc(&a, SIZE_MAX));
	assert_null(arena_alloc(&a, SIZE_MAX - 64));
	assert_null(arena_array(&a, SIZE_MAX / 2, 3));
	assert_null(arena_strndup(&a, "", SIZE_MAX));
	assert_string_equal(before, "kept");
	assert_string_equal(arena_strndup(&a, "after", 2), "af");
	arena_free(&a);
}

/* The first block serves again, and is zero again. */
static void
test_reset(void **state)
{
	struct arena a;
	char *p;
	int i;

	(void)state;
	arena_init(&a, 512);
	for (i = 0; i < 3; i++) {
		p = arena_alloc(&a, 500);
		assert_int_equal(p[0], 0);
		assert_int_equal(p[499], 0);
		memset(p, 0xff, 500);
		assert_non_null(arena_alloc(&a, 5000));
		arena_reset(&a);
		assert_non_null(a.blocks);
	}
	arena_free(&a);
	assert_null(a.blocks);
	arena_reset(&a);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_aligned_and_zero),
		cmocka_unit_test(test_apart),
		cmocka_unit_test(test_impossible),
		cmocka_unit_test(test_reset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "prober/permutation.h"

#define SEED 4664

/* Each number below N comes once. */
static void
check_all(uint64_t n, uint64_t seed, uint8_t *seen)
{
	struct permutation p;
	uint64_t i, x;

	memset(seen, 0, n);
	permutation_init(&p, n, seed);
	for (i = 0; i < n; i++) {
		x = permutation_at(&p, i);
		assert_true(x < n);
		if (seen[x]++ != 0)
			fail_msg(
			    "%ju twice of %ju", (uintmax_t)x, (uintmax_t)n);
	}
}

static void
test_every_number_once(void **state)
{
	static const uint64_t large[] = { 65535, 65536, 65537, 999983, 1000000,
		1048576, 1048577 };
	uint8_t *seen = malloc(1048577);
	uint64_t n;
	size_t i;

	(void)state;
	assert_non_null(seen);
	for (n = 1; n <= 1200; n++)
		for (i = 0; i < 3; i++)
			check_all(n, i * SEED, seen);
	for (i = 0; i < sizeof(large) / sizeof(large[0]); i++)
		check_all(large[i], SEED + i, seen);
	free(seen);
}

/* Beyond what can be counted: still below N, and never the same nearby. */
static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void
test_large_spaces(void **state)
{
	enum { SAMPLE = 100000 };
	uint64_t *sample = malloc(SAMPLE * sizeof(*sample)), n;
	struct permutation p;
	size_t i;
	unsigned bits;

	(void)state;
	assert_non_null(sample);
	for (bits = 32; bits <= 63; bits++) {
		n = (UINT64_C(1) << bits) - (bits < 63 ? 12345 : 0);
		permutation_init(&p, n, SEED);
		for (i = 0; i < SAMPLE; i++) {
			sample[i] = permutation_at(&p, n - 1 - i);
			assert_true(sample[i] < n);
		}
		qsort(sample, SAMPLE, sizeof(*sample), by_value);
		for (i = 1; i < SAMPLE; i++)
			assert_true(sample[i - 1] < sample[i]);
	}
	free(sample);
}

/* Any stretch of the order is spread over the whole: of 256 draws into 256
 * equal parts, more than 20 in one part come once in 10^16. */
static void
test_spreads(void **state)
{
	static const uint64_t sizes[] = { 1 << 12, 5000, 65536, 100003, 1 << 24,
		UINT64_C(1) << 32, UINT64_C(700000000001) };
	unsigned in_part[256], adjacent = 0;
	struct permutation p;
	uint64_t i, x, last = 0, start;
	size_t s;

	(void)state;
	for (s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
		permutation_init(&p, sizes[s], SEED + s);
		for (start = 0; start + 256 <= 4096; start += 256) {
			memset(in_part, 0, sizeof(in_part));
			for (i = start; i < start + 256; i++) {
				x = permutation_at(&p, i);
				x = (uint64_t)((unsigned __int128)x * 256 /
				    sizes[s]);
				assert_true(++in_part[x] <= 20);
				adjacent += i > start && x == last;
				last = x;
			}
		}
	}
	/* One in 256 is expected of 28672; 5 sigma are 50. */
	assert_in_range(adjacent, 112 - 55, 112 + 55);
}

static void
test_seed_chooses(void **state)
{
	enum { N = 10000 };
	struct permutation a, b, c;
	unsigned same = 0, i;

	(void)state;
	permutation_init(&a, N, 1);
	permutation_init(&b, N, 1);
	permutation_init(&c, N, 2);
	for (i = 0; i < N; i++) {
		assert_int_equal(permutation_at(&a, i), permutation_at(&b, i));
		same += permutation_at(&a, i) == permutation_at(&c, i);
	}
	assert_true(same < 12); /* one is expected */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_number_once),
		cmocka_unit_test(test_large_spaces),
		cmocka_unit_test(test_spreads),
		cmocka_unit_test(test_seed_chooses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

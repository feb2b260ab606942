/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <stdlib.h>

#include "prober/limits.h"
#include "tests/unit/chance.h"

#define SECOND UINT64_C(1000000000)
#define KEYS   50
#define FRAMES 20000

/* The times booked for one key, in order. */
struct diary {
	uint64_t at[FRAMES];
	unsigned n;
	uint32_t rate;
};

static struct limits_key
key_of(unsigned i, uint32_t rate)
{
	return limits_key_make('t', &i, sizeof(i), rate);
}

static int
by_time(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* In any [t, t + 1 s) at most rate + 1. */
static void
assert_bound(struct diary *d)
{
	unsigned from = 0, to;

	qsort(d->at, d->n, sizeof(d->at[0]), by_time);
	for (to = 0; to < d->n; to++) {
		while (d->at[to] - d->at[from] >= SECOND)
			from++;
		assert_true(to - from + 1 <= d->rate + 1);
	}
}

/* Frames of one to three keys each, with rates of their own or none. */
static void
test_bound(void **state)
{
	struct diary *diaries = calloc(KEYS, sizeof(*diaries));
	struct limits_key keys[3];
	struct limits l = { 0 };
	uint64_t now = SECOND, at;
	unsigned used[3], i, k, n;

	(void)state;
	assert_non_null(diaries);
	for (i = 0; i < KEYS; i++)
		diaries[i].rate = i % 5 == 0 ? 0 : 1 + (uint32_t)chance_long(9);
	for (i = 0; i < FRAMES; i++) {
		n = 1 + (unsigned)chance_below(3);
		for (k = 0; k < n; k++) {
			used[k] = (unsigned)chance_below(KEYS - 2) + k;
			while (k > 0 && used[k] <= used[k - 1])
				used[k] = used[k - 1] + 1;
			used[k] %= KEYS;
			keys[k] = key_of(used[k], diaries[used[k]].rate);
		}
		at = limits_reserve(&l, now, keys, n);
		assert_true(at >= now);
		for (k = 0; k < n; k++)
			diaries[used[k]].at[diaries[used[k]].n++] = at;
		now += chance_long(26);
	}
	for (i = 0; i < KEYS; i++)
		if (diaries[i].rate != 0)
			assert_bound(&diaries[i]);
	limits_free(&l);
	free(diaries);
}

/* Who comes late enough does not wait, and who has no cap never does. */
static void
test_no_needless_wait(void **state)
{
	struct limits_key capped = key_of(1, 10), free_key = key_of(2, 0);
	struct limits l = { 0 };
	unsigned i;

	(void)state;
	for (i = 0; i < 100; i++) {
		assert_int_equal(
		    limits_reserve(&l, i * SECOND / 10, &capped, 1),
		    i * SECOND / 10);
		assert_int_equal(
		    limits_reserve(&l, SECOND, &free_key, 1), SECOND);
	}
	limits_free(&l);
}

/* Frames of a key in the second from NOW on, while there is no other. */
static unsigned
in_a_second(struct limits *l, uint64_t now, const struct limits_key *key)
{
	unsigned n = 0;

	while (limits_reserve(l, now, key, 1) < now + SECOND)
		n++;
	return n;
}

static void
test_slow_down(void **state)
{
	struct limits_key key = key_of(1, 64);
	struct limits l = { 0 };
	unsigned i;

	(void)state;
	assert_int_equal(in_a_second(&l, 0, &key), 64);
	limits_answered(&l, SECOND, &key);
	limits_slow_down(&l, 10 * SECOND, &key);
	assert_int_equal(in_a_second(&l, 11 * SECOND, &key), 32);
	for (i = 0; i < 20; i++)
		limits_slow_down(&l, 15 * SECOND, &key);
	assert_int_equal(in_a_second(&l, 16 * SECOND, &key), 4);
	/* It recovers by itself. */
	assert_int_equal(in_a_second(&l, 30 * SECOND, &key), 64);
	limits_free(&l);
}

/* One without a cap is slowed down too. */
static void
test_slow_down_uncapped(void **state)
{
	struct limits_key key = key_of(1, 0);
	struct limits l = { 0 };

	(void)state;
	assert_int_equal(limits_reserve(&l, SECOND, &key, 1), SECOND);
	limits_answered(&l, SECOND, &key);
	limits_slow_down(&l, SECOND, &key);
	assert_in_range(in_a_second(&l, SECOND, &key), 50, 200);
	limits_free(&l);
}

/*
 * Where a queue is booked further ahead than distress lasts, those behind it
 * are slowed down all the same: they are the ones who will be refused.
 */
static void
test_slow_down_behind_a_queue(void **state)
{
	struct limits_key key = key_of(1, 20);
	struct limits l = { 0 };
	uint64_t last = 0, at;
	unsigned i;

	(void)state;
	for (i = 0; i < 400; i++)
		last = limits_reserve(&l, SECOND, &key, 1);
	assert_true(last > 20 * SECOND);
	limits_answered(&l, SECOND, &key);
	limits_slow_down(&l, 2 * SECOND, &key);
	at = limits_reserve(&l, 2 * SECOND, &key, 1);
	last = limits_reserve(&l, 2 * SECOND, &key, 1);
	assert_true(last - at >= SECOND / 10);
	limits_free(&l);
}

/* Who refuses whatever the pace is not asked more slowly. */
static void
test_never_answered(void **state)
{
	struct limits_key key = key_of(1, 64);
	struct limits l = { 0 };
	unsigned i;

	(void)state;
	for (i = 0; i < 5; i++)
		limits_slow_down(&l, SECOND, &key);
	assert_int_equal(in_a_second(&l, SECOND, &key), 64);
	limits_free(&l);
}

/* What the next one would get is what it gets, and looking books nothing. */
static void
test_next_is_what_is_booked(void **state)
{
	struct limits_key keys[3];
	struct limits l = { 0 };
	uint64_t now = SECOND, next;
	unsigned i, k, n;

	(void)state;
	for (i = 0; i < FRAMES; i++) {
		n = 1 + (unsigned)chance_below(3);
		for (k = 0; k < n; k++)
			keys[k] = key_of((unsigned)chance_below(KEYS) * 3 + k,
			    (uint32_t)chance_long(9) - 1);
		next = limits_next_ns(&l, now, keys, n);
		assert_int_equal(limits_next_ns(&l, now, keys, n), next);
		assert_int_equal(limits_reserve(&l, now, keys, n), next);
		if (chance_below(8) == 0) {
			limits_answered(&l, now, &keys[0]);
			limits_slow_down(&l, now, &keys[0]);
		}
		now += chance_long(26);
	}
	limits_free(&l);
}

/* Thousands of keys that no longer bind are forgotten. */
static void
test_forgets(void **state)
{
	struct limits l = { 0 };
	struct limits_key key;
	unsigned i;

	(void)state;
	for (i = 0; i < 200000; i++) {
		key = key_of(i, 100);
		(void)limits_reserve(&l, i * SECOND / 1000, &key, 1);
	}
	assert_true(l.n_slots <= 4096);
	limits_free(&l);
}

/* That a server answers is remembered for a minute, not for the whole run. */
static void
test_forgets_who_answered(void **state)
{
	struct limits_key key = key_of(0, 1);
	struct limits l = { 0 };
	unsigned i;

	(void)state;
	limits_answered(&l, 10 * SECOND, &key);
	limits_slow_down(&l, 71 * SECOND, &key);
	(void)limits_reserve(&l, 71 * SECOND, &key, 1);
	assert_int_equal(limits_next_ns(&l, 71 * SECOND, &key, 1), 72 * SECOND);
	limits_answered(&l, 71 * SECOND, &key);
	limits_slow_down(&l, 130 * SECOND, &key);
	(void)limits_reserve(&l, 130 * SECOND, &key, 1);
	assert_int_equal(
	    limits_next_ns(&l, 130 * SECOND, &key, 1), 132 * SECOND);
	limits_free(&l);

	for (i = 0; i < 1000000; i++) {
		key = key_of(i, 0);
		limits_answered(&l, i * SECOND / 100, &key);
	}
	/* 6000 answered in the last minute. */
	assert_true(l.n_slots <= 8 * 6000);
	limits_free(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bound),
		cmocka_unit_test(test_no_needless_wait),
		cmocka_unit_test(test_slow_down),
		cmocka_unit_test(test_slow_down_uncapped),
		cmocka_unit_test(test_slow_down_behind_a_queue),
		cmocka_unit_test(test_never_answered),
		cmocka_unit_test(test_next_is_what_is_booked),
		cmocka_unit_test(test_forgets),
		cmocka_unit_test(test_forgets_who_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include "prober/resolvers.h"

#define MS  UINT64_C(1000000)
#define MAX 1000
#define RTT (20 * MS)

static struct resolvers
make(unsigned n, uint32_t window_max)
{
	struct resolver_config c[RESOLVERS_MAX] = { 0 };
	struct resolvers r;

	resolvers_init(&r, c, n, window_max);
	return r;
}

/* Asks until the window is full, then answers or lets down all of it. */
static void
fill(struct resolvers *r, uint64_t now, unsigned answered_of_10)
{
	uint32_t n = r->at[0].window, i;

	while (r->at[0].in_flight < n)
		resolvers_asked(r, 0);
	for (i = 0; i < n; i++)
		if (i % 10 < answered_of_10)
			resolvers_answered(r, 0, now + i, RTT);
		else
			resolvers_unanswered(r, 0, now + i);
}

static void
test_window_opens_while_full(void **state)
{
	struct resolvers r = make(1, MAX);
	uint32_t before = r.at[0].window, i;
	uint64_t now = 1;

	(void)state;
	for (i = 0; i < 100; i++, now += 100 * MS)
		fill(&r, now, 10);
	assert_true(before < MAX);
	assert_int_equal(r.at[0].window, MAX);
	assert_int_equal(r.at[0].in_flight, 0);
}

/* Asks until the window is full, and answers all of it after so long. */
static void
fill_slowly(struct resolvers *r, uint64_t now, uint64_t rtt)
{
	uint32_t n = r->at[0].window, i;

	for (i = 0; i < n; i++)
		resolvers_asked(r, 0);
	for (i = 0; i < n; i++)
		resolvers_answered(r, 0, now + i, rtt);
}

/* At first it doubles, for as long as nothing speaks against it. */
static void
test_window_opens_fast_at_first(void **state)
{
	struct resolvers r = make(1, 1000 * MAX);
	uint32_t before = r.at[0].window, i;
	uint64_t now = 1;

	(void)state;
	for (i = 0; i < 4; i++, now += 25 * MS)
		fill_slowly(&r, now, RTT);
	assert_int_equal(r.at[0].window, before << 4);

	/* A queue builds up: by a quarter, and not so soon. */
	for (i = 0; i < 100; i++)
		fill_slowly(&r, now, 3 * RTT);
	now += 100 * MS;
	before = r.at[0].window;
	for (i = 0; i < 4; i++, now += 25 * MS)
		fill_slowly(&r, now, 3 * RTT);
	assert_int_equal(r.at[0].window, before + before / 4);
}

/* Once it has had to close it opens with care. */
static void
test_window_opens_with_care_after(void **state)
{
	struct resolvers r = make(1, 1000 * MAX);
	uint64_t now = 1;
	uint32_t before;

	(void)state;
	fill(&r, now, 0);
	fill(&r, now + 100 * MS, 10);
	before = r.at[0].window;
	fill(&r, now + 200 * MS, 10);
	assert_int_equal(r.at[0].window, before + before / 4);
}

/* One question at a time gives no reason to ask more at once. */
static void
test_window_stays_when_idle(void **state)
{
	struct resolvers r = make(1, MAX);
	uint32_t before = r.at[0].window, i;

	(void)state;
	for (i = 1; i < 1000; i++) {
		resolvers_asked(&r, 0);
		resolvers_answered(&r, 0, i * 100 * MS, RTT);
	}
	assert_int_equal(r.at[0].window, before);
}

static void
test_window_closes_and_stops(void **state)
{
	struct resolvers r = make(1, MAX);
	uint32_t before = r.at[0].window, i;
	uint64_t now = 1;

	(void)state;
	for (i = 0; i < 3; i++, now += 100 * MS)
		fill(&r, now, 5);
	assert_true(r.at[0].window < before);
	for (i = 0; i < 100; i++, now += 100 * MS)
		fill(&r, now, 0);
	/* Never so small that it could not recover. */
	assert_true(r.at[0].window >= 10);
	before = r.at[0].window;
	for (i = 0; i < 10; i++, now += 100 * MS)
		fill(&r, now, 10);
	assert_true(r.at[0].window > before);
}

/* A few dead zones are no fault of the resolver. */
static void
test_dead_zones_are_borne(void **state)
{
	struct resolvers r = make(1, MAX);
	uint64_t now = 1;
	unsigned i;

	(void)state;
	for (i = 0; i < 40; i++, now += 100 * MS)
		fill(&r, now, i % 2 == 0 ? 10 : 9);
	assert_true(r.at[0].window > MAX / 2);
}

static void
test_small_maximum(void **state)
{
	struct resolvers r = make(1, 3);
	uint64_t now = 1;
	unsigned i;

	(void)state;
	assert_int_equal(r.at[0].window, 3);
	for (i = 0; i < 20; i++, now += 100 * MS) {
		fill(&r, now, i % 2 * 10);
		assert_in_range(r.at[0].window, 1, 3);
	}
}

static void
test_pick_spreads_and_respects_windows(void **state)
{
	struct resolvers r = make(2, 50);
	unsigned i, asked[2] = { 0 };
	int pick;

	(void)state;
	for (i = 0; i < 100; i++) {
		pick = resolvers_pick(&r, 0);
		assert_in_range(pick, 0, 1);
		resolvers_asked(&r, (unsigned)pick);
		asked[pick]++;
	}
	assert_int_equal(asked[0], 50);
	assert_int_equal(asked[1], 50);
	assert_int_equal(resolvers_pick(&r, 0), -1);
	resolvers_answered(&r, 1, 1, RTT);
	assert_int_equal(resolvers_pick(&r, 0), 1);
	/* One that was tried already is better than none. */
	assert_int_equal(resolvers_pick(&r, 1u << 1), 1);
}

/* The untried one comes first, however busy; the silent one last. */
static void
test_failover(void **state)
{
	struct resolvers r = make(2, 50);
	unsigned i;

	(void)state;
	for (i = 0; i < 40; i++)
		resolvers_asked(&r, 1);
	assert_int_equal(resolvers_pick(&r, 0), 0);
	assert_int_equal(resolvers_pick(&r, 1u << 0), 1);
	for (i = 0; i < 3; i++) {
		resolvers_asked(&r, 0);
		resolvers_unanswered(&r, 0, i);
	}
	assert_int_equal(resolvers_pick(&r, 0), 1);
	/* A single answer restores it. */
	resolvers_asked(&r, 0);
	resolvers_answered(&r, 0, 10, RTT);
	assert_int_equal(resolvers_pick(&r, 0), 0);
}

static void
test_patience(void **state)
{
	struct resolvers r = make(1, MAX);
	unsigned i;

	(void)state;
	assert_int_equal(resolvers_patience_ns(&r, 0), 1000 * MS);
	for (i = 0; i < 100; i++) {
		resolvers_asked(&r, 0);
		resolvers_answered(&r, 0, i, 1500 * MS);
	}
	assert_in_range(resolvers_patience_ns(&r, 0), 1500 * MS, 1700 * MS);
	for (i = 0; i < 100; i++) {
		resolvers_asked(&r, 0);
		resolvers_answered(&r, 0, i, 60000 * MS);
	}
	assert_int_equal(resolvers_patience_ns(&r, 0), 3000 * MS);
	/* An answer whose question is not known teaches nothing. */
	resolvers_asked(&r, 0);
	resolvers_answered(&r, 0, i, 0);
	assert_int_equal(resolvers_patience_ns(&r, 0), 3000 * MS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_window_opens_while_full),
		cmocka_unit_test(test_window_opens_fast_at_first),
		cmocka_unit_test(test_window_opens_with_care_after),
		cmocka_unit_test(test_window_stays_when_idle),
		cmocka_unit_test(test_window_closes_and_stops),
		cmocka_unit_test(test_dead_zones_are_borne),
		cmocka_unit_test(test_small_maximum),
		cmocka_unit_test(test_pick_spreads_and_respects_windows),
		cmocka_unit_test(test_failover),
		cmocka_unit_test(test_patience),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Controls of a kind that are so few that each counts.
 */
#include "prober/control_bench.h"
#include "tests/unit/controls_bench.h"

/* Two web servers as controls, for so many workers: if two, a second passes
 * between the rounds of each, so that none may fall out. */
static void
share(unsigned workers)
{
	unsigned i;

	b.config.n_peers = (uint8_t)workers;
	for (i = POSITIVE + 2; i < 2 * POSITIVE; i++)
		controls[i].endpoint.port = 443;
}

/* The other one shows that an outage is over. */
static void
check_dead_after_outage(unsigned workers)
{
	share(workers);
	dead = 1u << POSITIVE;
	pass(20 * SECOND);
	assert_true(healthy(KIND_WEB));
	positive = SILENT;
	pass(60 * SECOND);
	assert_false(healthy(KIND_WEB));
	positive = WELL;
	pass(10 * SECOND);
	assert_true(healthy(KIND_WEB));
	/* And one of the way out, while the dead one is on trial. */
	while (!control_on_trial(&b.engine->controls, POSITIVE) ||
	    b.engine->controls.benched_ns[POSITIVE] > b.now)
		pass(SECOND / 4);
	engine_set_source(
	    b.engine, b.now, 1, &b.engine->config.source[1], false);
	assert_false(healthy(KIND_WEB));
	pass(12 * SECOND);
	assert_true(healthy(KIND_WEB));
}

static void
test_dead_after_outage(void **state)
{
	check_dead_after_outage(1);
	(void)teardown(state);
	(void)setup(state);
	check_dead_after_outage(2);
}

/* Silence counts, in each of the 80 seconds from the tenth on. */
static void
assert_hears(uint64_t began_ns)
{
	uint64_t at = began_ns + 10 * SECOND;

	for (; at < began_ns + 90 * SECOND; at += 250 * MS)
		assert_int_equal(
		    controls_judge(b.engine, KIND_WEB, false, at, b.now),
		    HEALTH_GOOD);
}

/* After an outage half of them will do, in whatever order, but not fewer: then
 * it may be us whom most do not hear. */
static void
test_half(void **state)
{
	static const unsigned some[] = { 0xac, 0xec }; /* 4 and 5 of 8 */
	unsigned i, j;

	for (i = 0; i < 2; i++) {
		for (j = 0; j < POSITIVE; j++) {
			controls[j].endpoint.port = 80;
			controls[j].proto = IPPROTO_TCP;
		}
		pass(10 * SECOND);
		assert_true(healthy(KIND_WEB));
		positive = SILENT;
		pass(60 * SECOND);
		assert_false(healthy(KIND_WEB));
		positive = WELL;
		dead = some[i];
		pass(100 * SECOND);
		assert_int_equal(healthy(KIND_WEB), i == 0);
		(void)teardown(state);
		(void)setup(state);
	}
}

static void
test_late_turns(void **state)
{
	const uint64_t began_ns = b.now, late_ns = 45 * MS;

	(void)state;
	share(2);
	for (; b.now < began_ns + 100 * SECOND; b.now += late_ns)
		pass(0);
	assert_in_range(asked[POSITIVE] + asked[POSITIVE + 1], 99, 101);
	assert_hears(began_ns);
}

static void
test_trial(void **state)
{
	const uint64_t began_ns = b.now;

	(void)state;
	share(2);
	dead = 1u << POSITIVE;
	pass(100 * SECOND);
	assert_in_range(asked[POSITIVE], 4, 9);
	assert_hears(began_ns);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_dead_after_outage),
		TEST(test_half),
		TEST(test_late_turns),
		TEST(test_trial),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

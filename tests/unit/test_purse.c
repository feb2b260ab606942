/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include "prober/engine_state.h"
#include "prober/plan.h"

#define SECOND UINT64_C(1000000000)
#define SHARE  PLAN_WAIT_NS

static struct engine engine;
static struct purse *purse;

static int
setup(void **state)
{
	(void)state;
	engine.config.attempts = 3;
	pool_init(&engine.purse_pool, sizeof(struct purse));
	purse = purse_new(&engine);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	purse_put(&engine, purse);
	if (engine.purse_pool.used != 0)
		return -1;
	pool_free(&engine.purse_pool);
	return 0;
}

/* Time in which several answers were waited for counts once. */
static void
test_overlapping_questions(void **state)
{
	(void)state;
	purse_begin(purse, 10 * SECOND);
	purse_begin(purse, 11 * SECOND);
	assert_int_equal(purse_waited_ns(purse, 12 * SECOND), 2 * SECOND);
	purse_end(purse, 12 * SECOND);
	assert_int_equal(purse_waited_ns(purse, 13 * SECOND), 3 * SECOND);
	purse_begin(purse, 13 * SECOND);
	purse_end(purse, 14 * SECOND);
	purse_end(purse, 15 * SECOND);
	assert_int_equal(purse_waited_ns(purse, 15 * SECOND), 5 * SECOND);
}

static void
test_time_between_does_not_count(void **state)
{
	(void)state;
	purse_begin(purse, 10 * SECOND);
	purse_end(purse, 11 * SECOND);
	assert_int_equal(purse_waited_ns(purse, 100 * SECOND), SECOND);
	purse_begin(purse, 100 * SECOND);
	purse_end(purse, 100 * SECOND);
	assert_int_equal(purse_waited_ns(purse, 200 * SECOND), SECOND);
	purse_begin(purse, 200 * SECOND);
	assert_int_equal(purse_waited_ns(purse, 201 * SECOND), 2 * SECOND);
	purse_end(purse, 201 * SECOND);
}

/* An errand more may take all that is left, and no more. */
static void
test_spent_on_queries(void **state)
{
	(void)state;
	assert_false(purse_spent(&engine, purse, SECOND));
	purse->queries = PURSE_QUERIES_MAX - PURSE_ERRAND_MAX;
	assert_false(purse_spent(&engine, purse, SECOND));
	purse->queries++;
	assert_true(purse_spent(&engine, purse, SECOND));
}

/* What our own fault cost is given back, but not without end. */
static void
test_forgiven(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < 3; i++) {
		purse->queries += 190;
		purse->overdrawn = true;
		purse->waited_ns = SHARE + 1;
		assert_true(purse_spent(&engine, purse, SECOND));
		purse_forgive(purse);
		assert_false(purse_spent(&engine, purse, SECOND));
		assert_false(purse->overdrawn);
	}
	purse->queries = PURSE_FORGIVEN_MAX;
	purse_forgive(purse);
	assert_true(purse_spent(&engine, purse, SECOND));
}

static void
test_spent_on_waiting(void **state)
{
	(void)state;
	purse_begin(purse, SECOND);
	assert_false(purse_spent(&engine, purse, SECOND + SHARE));
	assert_true(purse_spent(&engine, purse, SECOND + SHARE + 1));
	purse_end(purse, SECOND + SHARE + 1);
	assert_true(purse_spent(&engine, purse, 1000 * SECOND));
}

static void
test_references(void **state)
{
	(void)state;
	assert_ptr_equal(purse_ref(purse), purse);
	purse_put(&engine, purse);
	assert_int_equal(engine.purse_pool.used, 1);
	purse_put(&engine, NULL);
	assert_int_equal(engine.purse_pool.used, 1);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_overlapping_questions),
		TEST(test_time_between_does_not_count),
		TEST(test_spent_on_queries),
		TEST(test_forgiven),
		TEST(test_spent_on_waiting),
		TEST(test_references),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "prober/health.h"

#define MS    UINT64_C(1000000)
#define START (1000000 * MS)

/* Rounds every 250 ms from FROM to TO (ms after START), each decided 10 ms
 * after it began if answered, 1.6 s after if not. */
static void
rounds(struct health *h, unsigned from, unsigned to, bool answered)
{
	unsigned at;

	for (at = from; at < to; at += 250)
		(void)health_round(h, START + at * MS, answered,
		    START + at * MS + (answered ? 10 * MS : HEALTH_ROUND_NS));
}

static enum health_word
hears(const struct health *h, unsigned at, unsigned now)
{
	return health_hears(h, START + at * MS, START + now * MS);
}

static void
test_living_controls(void **unused)
{
	struct health h;

	(void)unused;
	health_init(&h, true, false, START);
	assert_false(h.good);
	rounds(&h, 0, 10000, true);
	assert_true(h.good);
	assert_int_equal(hears(&h, 5000, 6000), HEALTH_PENDING);
	assert_int_equal(hears(&h, 5000, 8600), HEALTH_GOOD);
	/* Nothing is known of a time without rounds. */
	assert_int_equal(hears(&h, 30000, 40000), HEALTH_BAD);
}

/* What was not asked yet is not unanswered: one may be dead. */
static void
test_first_rounds(void **unused)
{
	struct health h;

	(void)unused;
	health_init(&h, true, false, START);
	rounds(&h, 0, 250, true);
	rounds(&h, 250, 750, false);
	assert_true(h.good);
	rounds(&h, 750, 1000, false);
	assert_false(h.good);
}

static void
test_outage(void **unused)
{
	struct health h;

	(void)unused;
	health_init(&h, true, false, START);
	rounds(&h, 0, 10000, true);
	rounds(&h, 10000, 20000, false);
	assert_false(h.good);
	rounds(&h, 20000, 30000, true);
	assert_true(h.good);
	assert_int_equal(hears(&h, 7000, 40000), HEALTH_GOOD);
	assert_int_equal(hears(&h, 9500, 40000), HEALTH_BAD);
	assert_int_equal(hears(&h, 15000, 40000), HEALTH_BAD);
	assert_int_equal(hears(&h, 20500, 40000), HEALTH_BAD);
	assert_int_equal(hears(&h, 22500, 40000), HEALTH_GOOD);
}

/* One round of sixteen may fail; two may not. */
static void
test_ninety_percent(void **unused)
{
	struct health h;
	unsigned lost;

	(void)unused;
	for (lost = 1; lost <= 2; lost++) {
		health_init(&h, true, false, START);
		rounds(&h, 0, 5000, true);
		rounds(&h, 5000, 5000 + 250 * lost, false);
		rounds(&h, 5000 + 250 * lost, 10000, true);
		assert_true(h.good);
		assert_int_equal(hears(&h, 5000, 20000),
		    lost == 1 ? HEALTH_GOOD : HEALTH_BAD);
	}
}

static void
test_deceived(void **unused)
{
	struct health h;

	(void)unused;
	health_init(&h, true, true, START);
	rounds(&h, 0, 2000, true);
	assert_false(h.good);
	assert_true(health_silent(&h, START + 2000 * MS));
	assert_true(h.good);
	assert_int_equal(
	    health_honest(&h, START + 2000 * MS, START + 3000 * MS),
	    HEALTH_PENDING);
	assert_int_equal(
	    health_honest(&h, START + 2000 * MS, START + 4000 * MS),
	    HEALTH_GOOD);
	assert_true(
	    health_false_answer(&h, START + 2500 * MS, START + 2510 * MS));
	assert_false(h.good);
	assert_int_equal(
	    health_honest(&h, START + 2000 * MS, START + 4000 * MS),
	    HEALTH_BAD);
	rounds(&h, 3000, 5000, true);
	assert_false(h.good);
	assert_true(health_silent(&h, START + 6000 * MS));
}

/* Who answers for nobody may refuse for others. */
static void
test_refusals_of_a_liar(void **unused)
{
	struct health h;

	(void)unused;
	health_init(&h, true, true, START);
	rounds(&h, 0, 20000, true);
	(void)health_false_answer(&h, START + 10000 * MS, START + 10010 * MS);
	assert_int_equal(hears(&h, 9000, 30000), HEALTH_BAD);
	assert_int_equal(hears(&h, 11000, 30000), HEALTH_BAD);
	assert_int_equal(hears(&h, 8700, 30000), HEALTH_GOOD);
	assert_int_equal(hears(&h, 11300, 30000), HEALTH_GOOD);
	/* While much is lost he may go unnoticed for longer. */
	h.honest_ns = 6000 * MS;
	assert_int_equal(hears(&h, 15000, 30000), HEALTH_BAD);
	assert_int_equal(hears(&h, 17000, 23900), HEALTH_PENDING);
	assert_int_equal(hears(&h, 17000, 24000), HEALTH_GOOD);
}

static void
test_taint(void **unused)
{
	struct health h;

	(void)unused;
	health_init(&h, true, false, START);
	rounds(&h, 0, 10000, true);
	health_taint(&h, START + 5000 * MS, START + 5300 * MS);
	assert_int_equal(hears(&h, 5000, 20000), HEALTH_BAD);
	assert_int_equal(hears(&h, 7900, 20000), HEALTH_GOOD);
}

/* Silence that nobody watches is not believed; an open port is. */
static void
test_without_controls(void **unused)
{
	struct health h;

	(void)unused;
	health_init(&h, false, false, START);
	assert_true(h.good);
	assert_int_equal(hears(&h, 0, 0), HEALTH_UNWATCHED);
	assert_int_equal(health_honest(&h, START, START), HEALTH_GOOD);
	assert_false(health_down(&h, START));
	assert_true(h.good);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_living_controls),
		cmocka_unit_test(test_first_rounds),
		cmocka_unit_test(test_outage),
		cmocka_unit_test(test_ninety_percent),
		cmocka_unit_test(test_deceived),
		cmocka_unit_test(test_refusals_of_a_liar),
		cmocka_unit_test(test_taint),
		cmocka_unit_test(test_without_controls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

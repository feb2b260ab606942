/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk from the root where the vantage point is not what it should be: a
 * family is missing, or nothing can be heard.
 */
#include "tests/unit/walk_vantage.h"

static int
setup_unchecked(void **state)
{
	(void)setup(state);
	w.b.config.n_controls = 0;
	return 0;
}

static void
test_all_well(void **state)
{
	(void)state;
	start(5 * SECOND);
	walk_add(&w, "a.nl");
	finish(1, 20 * SECOND);
	assert_true_record();
}

static void
lack_ipv6(void)
{
	w.b.config.source[1] = (struct ip_addr){ .family = FAMILY_NONE };
}

static void
assert_nothing_said_of_ipv6(void)
{
	walk_assert_yes(&w, "a.nl", 0);
	walk_assert_unknown(&w, "a.nl", 1);
	walk_assert_yes(&w, "www.a.nl", 0);
	walk_assert_unknown(&w, "www.a.nl", 1);
	/* There are addresses all the same. */
	assert_int_equal(w.b.web[0].status, LOOKUP_OK);
	assert_int_equal(w.b.web[1].status, LOOKUP_OK);
	assert_int_equal(walk_asked(&w, WALK_ROOT, 1, NULL, 0), 0);
}

static void
test_without_ipv6(void **state)
{
	(void)state;
	lack_ipv6();
	start(5 * SECOND);
	walk_add(&w, "a.nl");
	finish(1, 60 * SECOND);
	assert_nothing_said_of_ipv6();
}

static void
test_without_ipv6_nor_controls(void **state)
{
	(void)state;
	lack_ipv6();
	walk_domain(&w, "a.nl");
	assert_int_equal(w.b.done, 1);
	assert_nothing_said_of_ipv6();
}

/* Name servers that have no IPv4 address: not our fault, whatever we lack. */
static void
test_without_ipv6_at_a_zone_that_needs_it(void **state)
{
	(void)state;
	lack_ipv6();
	world_zone(&w.world, "nl",
	    "b.nl NS ns.b.nl\n"
	    "ns.b.nl AAAA 4\n");
	walk_domain(&w, "b.nl");
	assert_int_equal(walk_chain(&w, "b.nl", 0)->resolvable, RESOLVABLE_NO);
	walk_assert_unknown(&w, "b.nl", 1);
	assert_int_equal(w.b.web[0].status, LOOKUP_TIMEOUT);
}

/* Without controls nobody knows whose fault it is that the root is silent. */
static void
test_root_silent_unchecked(void **state)
{
	(void)state;
	w.world.servers[0].manner[1] = SILENT;
	walk_domain(&w, "a.nl");
	walk_assert_yes(&w, "a.nl", 0);
	walk_assert_unknown(&w, "a.nl", 1);
}

static void
test_root_silent(void **state)
{
	(void)state;
	w.world.servers[0].manner[1] = SILENT;
	start(5 * SECOND);
	walk_add(&w, "a.nl");
	finish(1, 100 * SECOND);
	walk_assert_yes(&w, "a.nl", 0);
	walk_assert_broken(&w, "a.nl", 1, ".", CHAIN_PARENT_NOT_RESOLVABLE);
}

/* No root server has an address of the family. */
static void
test_root_without_ipv6(void **state)
{
	(void)state;
	w.hints.server[0].addr[1] = (struct ip_addr){ .family = FAMILY_NONE };
	start(5 * SECOND);
	walk_add(&w, "a.nl");
	finish(1, 100 * SECOND);
	walk_assert_yes(&w, "a.nl", 0);
	walk_assert_broken(&w, "a.nl", 1, ".", CHAIN_PARENT_NOT_RESOLVABLE);
}

/* For a while nothing comes back of either family: nobody is blamed. */
static void
test_deaf_for_a_while(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < 8; i++) {
		start(5 * SECOND);
		walk_add(&w, "a.nl");
		(void)walk_sleep(&w, i * 7 * MS);
		deaf[0] = deaf[1] = true;
		(void)walk_sleep(&w, 20 * SECOND);
		assert_int_equal(w.b.done, 0);
		deaf[0] = deaf[1] = false;
		finish(1, 60 * SECOND);
		assert_true_record();
		again();
	}
}

/* Over IPv6 alone; IPv4 goes on, and the verdict waits. */
static void
test_deaf_over_ipv6(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < 8; i++) {
		start(5 * SECOND);
		walk_add(&w, "a.nl");
		(void)walk_sleep(&w, i * 7 * MS);
		deaf[1] = true;
		(void)walk_sleep(&w, 15 * SECOND);
		deaf[1] = false;
		finish(1, 60 * SECOND);
		assert_true_record();
		again();
	}
}

/* The time in which a question is held back is not the domain's. */
static void
test_deaf_for_long(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < 20; i++) {
		start(5 * SECOND);
		walk_add(&w, "a.nl");
		(void)walk_sleep(&w, 25 * MS);
		deaf[1] = true;
		(void)walk_sleep(&w, i * 100 * MS);
		walk_add(&w, "www.a.nl");
		(void)walk_sleep(&w, 60 * SECOND);
		deaf[1] = false;
		finish(2, 60 * SECOND);
		assert_true_record();
		assert_false(w.b.over_budget);
		again();
	}
}

/* Nor when it never comes back. */
static void
test_deaf_for_good(void **state)
{
	(void)state;
	start(5 * SECOND);
	walk_add(&w, "a.nl");
	(void)walk_sleep(&w, 25 * MS);
	deaf[1] = true;
	finish(1, 300 * SECOND);
	walk_assert_yes(&w, "a.nl", 0);
	walk_assert_unknown(&w, "a.nl", 1);
	assert_int_equal(w.b.web[1].status, LOOKUP_OK);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
#define UNCHECKED(f) \
	cmocka_unit_test_setup_teardown(f, setup_unchecked, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_all_well),
		TEST(test_without_ipv6),
		UNCHECKED(test_without_ipv6_nor_controls),
		UNCHECKED(test_without_ipv6_at_a_zone_that_needs_it),
		UNCHECKED(test_root_silent_unchecked),
		TEST(test_root_silent),
		TEST(test_root_without_ipv6),
		TEST(test_deaf_for_a_while),
		TEST(test_deaf_over_ipv6),
		TEST(test_deaf_for_long),
		TEST(test_deaf_for_good),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk from the root where zones lead to each other in a circle.
 */
#include "tests/unit/walk_fixture.h"

/* Two zones that need each other first. */
static void
test_two_zones_in_a_circle(void **state)
{
	(void)state;
	delegate("a.nl NS ns.b.nl\n"
		 "b.nl NS ns.a.nl\n");
	walk_domain(&w, "a.nl");
	walk_assert_broken(
	    &w, "a.nl", here, "a.nl", CHAIN_SIBLING_NOT_RESOLVING);
	walk_assert_broken(
	    &w, "www.a.nl", there, "a.nl", CHAIN_SIBLING_NOT_RESOLVING);
	walk_add(&w, "b.nl");
	walk_finish_all(&w);
	walk_assert_broken(
	    &w, "b.nl", here, "b.nl", CHAIN_SIBLING_NOT_RESOLVING);
	walk_assert_broken(
	    &w, "b.nl", there, "b.nl", CHAIN_SIBLING_NOT_RESOLVING);
}

static void
test_wide_circle(void **state)
{
	(void)state;
	delegate("a.nl NS ns.b.nl\n"
		 "b.nl NS ns.c.nl\n"
		 "b.nl NS ns2.c.nl\n"
		 "c.nl NS ns.d.nl\n"
		 "d.nl NS ns.b.nl\n"
		 "d.nl NS ns.a.nl\n");
	walk_add(&w, "a.nl");
	walk_add(&w, "c.nl");
	walk_add(&w, "d.nl");
	walk_finish_all(&w);
	walk_assert_broken(
	    &w, "a.nl", here, "a.nl", CHAIN_SIBLING_NOT_RESOLVING);
	walk_assert_broken(
	    &w, "c.nl", here, "c.nl", CHAIN_SIBLING_NOT_RESOLVING);
	walk_assert_broken(
	    &w, "d.nl", there, "d.nl", CHAIN_SIBLING_NOT_RESOLVING);
}

/* A way out of the circle is found, though it is the last one named. */
static void
test_circle_with_a_way_out(void **state)
{
	(void)state;
	delegate("a.nl NS ns1.b.nl\n"
		 "a.nl NS ns2.b.nl\n"
		 "a.nl NS ns3.b.nl\n"
		 "a.nl NS ns.c.nl\n"
		 "b.nl NS ns1.a.nl\n"
		 "b.nl NS ns2.a.nl\n"
		 "c.nl NS ns.c.nl\n"
		 "ns.c.nl ADDR 3\n");
	world_zone(&w.world, "c.nl", "ns.c.nl ADDR 3\n");
	(void)world_serve(&w.world, 3, "c.nl");
	walk_domain(&w, "a.nl");
	walk_assert_yes(&w, "a.nl", here);
	walk_assert_yes(&w, "a.nl", there);
}

/* The name that is asked for lies in the circle itself. */
static void
test_host_in_a_circle(void **state)
{
	(void)state;
	delegate("a.nl NS ns.b.nl\n"
		 "b.nl NS ns.a.nl\n");
	walk_domain(&w, "ns.a.nl");
	walk_assert_broken(
	    &w, "ns.a.nl", here, "a.nl", CHAIN_SIBLING_NOT_RESOLVING);
	walk_assert_broken(
	    &w, "ns.a.nl", there, "a.nl", CHAIN_SIBLING_NOT_RESOLVING);
}

/* So does one that was met on the way before. */
static void
test_host_of_a_known_circle(void **state)
{
	(void)state;
	delegate("a.nl NS ns.b.nl\n"
		 "b.nl NS ns.a.nl\n");
	walk_domain(&w, "a.nl");
	walk_domain(&w, "ns.b.nl");
	walk_assert_broken(
	    &w, "ns.b.nl", here, "b.nl", CHAIN_SIBLING_NOT_RESOLVING);
	walk_assert_broken(
	    &w, "ns.b.nl", there, "b.nl", CHAIN_SIBLING_NOT_RESOLVING);
}

/* Zones whose names are each other's name servers. */
static void
test_apexes_in_a_circle(void **state)
{
	(void)state;
	delegate("a.nl NS b.nl\n"
		 "b.nl NS c.nl\n"
		 "c.nl NS a.nl\n");
	walk_domain(&w, "a.nl");
	walk_domain(&w, "b.nl");
	walk_assert_broken(
	    &w, "a.nl", here, "a.nl", CHAIN_SIBLING_NOT_RESOLVING);
	walk_assert_broken(
	    &w, "a.nl", there, "a.nl", CHAIN_SIBLING_NOT_RESOLVING);
	walk_assert_broken(
	    &w, "b.nl", here, "b.nl", CHAIN_SIBLING_NOT_RESOLVING);
	walk_assert_broken(
	    &w, "b.nl", there, "b.nl", CHAIN_SIBLING_NOT_RESOLVING);
}

/* Its only name server is in it, and nobody says where. */
static void
test_points_at_itself(void **state)
{
	(void)state;
	delegate("a.nl NS ns.a.nl\n");
	world_zone(&w.world, "a.nl", "ns.a.nl ADDR 3\n");
	walk_domain(&w, "a.nl");
	walk_assert_broken(&w, "a.nl", here, "a.nl", CHAIN_NO_ADDRESS_FOUND);
	walk_assert_broken(&w, "a.nl", there, "a.nl", CHAIN_NO_ADDRESS_FOUND);
}

/* No circle, but each zone's name server lies in the next one: past seven of
 * them it is we who give up.  Whoever is nearer to the end gets there. */
static void
test_long_way(void **state)
{
	static char zones[11][8], hosts[11][16];
	unsigned i;

	(void)state;
	for (i = 0; i < 11; i++) {
		(void)snprintf(zones[i], sizeof(zones[i]), "z%u.nl", i);
		(void)snprintf(hosts[i], sizeof(hosts[i]), "ns.z%u.nl", i);
		world_add(&w.world, zones[i], hosts[i], "ADDR", "3");
		world_add(&w.world, zones[i], zones[i], "MX", ".");
		(void)world_serve(&w.world, 3, zones[i]);
		if (i > 0)
			world_add(&w.world, "nl", zones[i - 1], "NS", hosts[i]);
	}
	world_add(&w.world, "nl", "z10.nl", "NS", "ns.z10.nl");
	world_add(&w.world, "nl", "ns.z10.nl", "ADDR", "3");
	walk_domain(&w, "z0.nl");
	walk_assert_unknown(&w, "z0.nl", here);
	walk_assert_unknown(&w, "z0.nl", there);
	walk_domain(&w, "z5.nl");
	walk_assert_yes(&w, "z5.nl", here);
	walk_assert_yes(&w, "z5.nl", there);
}

int
main(void)
{
#define TEST(f)                                                 \
	cmocka_unit_test_setup_teardown(f, setup_v4, teardown), \
	    cmocka_unit_test_setup_teardown(f, setup_v6, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_two_zones_in_a_circle),
		TEST(test_wide_circle),
		TEST(test_circle_with_a_way_out),
		TEST(test_host_in_a_circle),
		TEST(test_host_of_a_known_circle),
		TEST(test_apexes_in_a_circle),
		TEST(test_points_at_itself),
		TEST(test_long_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk from the root where for a while somebody answers for all, those who
 * live nowhere included: nothing of what came then is believed.
 */
#include "tests/unit/walk_liar.h"

/* A new world, in which nobody lies yet. */
static void
begin(enum liar_manner manner)
{
	again();
	liar = manner;
	deceive(false, false);
	w.custom = liar_answer;
}

/* Somebody lies from then on, when a domain begins as well, for 4 s. */
static void
deceived_from(uint64_t start_ns, bool v4, bool v6)
{
	begin(DENIES);
	start(start_ns);
	deceive(v4, v6);
	walk_add(&w, "a.nl");
	(void)walk_sleep(&w, 4 * SECOND);
	deceive(false, false);
	finish(1, 100 * SECOND);
	assert_true_record();
}

static void
test_from_the_beginning(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < 16; i++)
		deceived_from(5 * SECOND + i * 100 * MS, false, true);
}

/* From before the root's servers are asked for, to after. */
static void
test_about_the_root(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < 60; i++)
		deceived_from(i * 50 * MS, true, true);
}

/* In the middle of it, from one answer on. */
static void
test_for_a_moment(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < 16; i++) {
		begin(DENIES);
		start(5 * SECOND);
		walk_add(&w, "a.nl");
		(void)walk_sleep(&w, i * 3 * MS);
		deceive(false, true);
		(void)walk_sleep(&w, 2 * SECOND);
		deceive(false, false);
		finish(1, 100 * SECOND);
		assert_true_record();
	}
}

/* Who was sent to the liar's server does not tell others of it later. */
static void
test_those_on_their_way(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < 40; i++) {
		begin(LEADS_ASTRAY);
		/* So that others are on their way for a while. */
		w.world.servers[1].late_ns[1] = 400 * MS;
		start(5 * SECOND);
		deceive(false, true);
		walk_add(&w, "a.nl");
		(void)walk_sleep(&w, LIAR_NOTICED_NS + i * 50 * MS);
		deceive(false, false);
		(void)walk_sleep(&w, SECOND + i * 100 * MS);
		walk_add(&w, "www.a.nl");
		finish(2, 100 * SECOND);
		assert_true_record();
	}
}

/* Somebody lies from then on until he is noticed. */
static void
deceived_after(const char *domain, uint64_t after_ns, bool v4, bool v6)
{
	start(5 * SECOND);
	walk_add(&w, domain);
	(void)walk_sleep(&w, after_ns);
	deceive(v4, v6);
	(void)walk_sleep(&w, LIAR_NOTICED_NS);
	deceive(false, false);
	finish(1, 200 * SECOND);
}

/* A zone that is silent over IPv6: while that is verified all is well, and
 * IPv4 has told all there is to know. */
static void
test_that_all_is_well(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < 40; i++) {
		begin(FLATTERS);
		w.world.servers[2].manner[1] = SILENT;
		deceived_after("a.nl", i * 200 * MS, false, true);
		walk_assert_yes(&w, "a.nl", 0);
		walk_assert_broken(&w, "a.nl", 1, "a.nl", CHAIN_ADDRESS_SILENT);
	}
}

/* Over IPv6 a zone has no address, and IPv4 is asked why. */
static void
test_what_the_other_family_says(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < 20; i++) {
		begin(FLATTERS);
		world_zone(&w.world, "nl",
		    "b.nl NS ns.b.nl\n"
		    "ns.b.nl THERE 4\n");
		world_zone(&w.world, "b.nl", "ns.b.nl THERE 4\n");
		(void)world_serve(&w.world, 4, "b.nl");
		deceived_after("b.nl", i * 5 * MS, true, false);
		walk_assert_yes(&w, "b.nl", 0);
		walk_assert_broken(&w, "b.nl", 1, "b.nl", CHAIN_NO_NS_ADDRESS);
	}
}

static void
test_what_servers_can_bear(void **state)
{
	const struct table *servers;
	const struct table_node *n;

	(void)state;
	begin(KNOWS_NO_EDNS);
	deceived_after("a.nl", 0, true, true);
	assert_true_record();
	servers = &w.b.engine->servers;
	for (n = table_each(servers, NULL); n != NULL;
	     n = table_each(servers, n))
		assert_false(table_entry(n, struct server, node)->no_edns);
}

/* What he makes us ask is not on the domain's account. */
static void
test_budget(void **state)
{
	const struct health *h;
	unsigned i, f;

	(void)state;
	begin(WEARIES);
	start(5 * SECOND);
	walk_add(&w, "a.nl");
	for (i = 0; i < 3; i++) {
		deceive(true, true);
		(void)walk_sleep(&w, LIAR_NOTICED_NS);
		deceive(false, false);
		/* Until all has begun anew. */
		for (f = 0; f < 2; f++) {
			h = &w.b.engine->controls.kinds[f * KINDS_PER_FAMILY]
				 .health;
			while (!h->good)
				(void)walk_sleep(&w, 10 * MS);
		}
		assert_int_equal(w.b.done, 0);
	}
	finish(1, 100 * SECOND);
	assert_true(w.b.queries > PURSE_QUERIES_MAX);
	assert_true_record();
	assert_false(w.b.over_budget);
}

/* Then nothing can be told, and that is said. */
static void
test_for_ever(void **state)
{
	unsigned i, f;

	(void)state;
	for (i = 0; i < LIAR_MANNERS; i++) {
		begin((enum liar_manner)i);
		start(5 * SECOND);
		deceive(true, true);
		walk_add(&w, "a.nl");
		finish(1, 200 * SECOND);
		for (f = 0; f < 2; f++)
			walk_assert_unknown(&w, "a.nl", f);
	}
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_from_the_beginning),
		TEST(test_about_the_root),
		TEST(test_for_a_moment),
		TEST(test_those_on_their_way),
		TEST(test_that_all_is_well),
		TEST(test_what_the_other_family_says),
		TEST(test_what_servers_can_bear),
		TEST(test_budget),
		TEST(test_for_ever),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

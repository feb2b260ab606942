/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk from the root, over each family: at which zone cut it breaks, and
 * why.
 */
#include "tests/unit/walk_fixture.h"

static void
assert_broken_here(const char *at, enum chain_reason reason)
{
	walk_assert_broken(&w, "a.nl", here, at, reason);
	walk_assert_broken(&w, "www.a.nl", here, at, reason);
	walk_assert_yes(&w, "a.nl", there);
	walk_assert_yes(&w, "www.a.nl", there);
	/* The other family shows all the same what addresses there are. */
	assert_int_equal(w.b.web[0].status, LOOKUP_OK);
	assert_int_equal(w.b.web[1].status, LOOKUP_OK);
}

static void
test_all_well(void **state)
{
	(void)state;
	delegate("a.nl NS ns.a.nl\n"
		 "ns.a.nl ADDR 3\n");
	walk_domain(&w, "a.nl");
	walk_assert_yes(&w, "a.nl", here);
	walk_assert_yes(&w, "a.nl", there);
	walk_assert_yes(&w, "www.a.nl", here);
	walk_assert_yes(&w, "www.a.nl", there);
	assert_int_equal(w.b.web[0].status, LOOKUP_OK);
	assert_int_equal(w.b.web[1].status, LOOKUP_OK);
	assert_int_equal(w.b.done, 1);
}

/* The parent's server has some of the child's data, and refers for the rest to
 * who is not there: what was answered is proof. */
static bool
parent_knows_aaaa(struct walk_bench *bench, const struct request *req)
{
	const struct ip_addr nl = world_address(WALK_NL, 1);

	if (!address_equal(&req->probe.flow.remote.addr, &nl) ||
	    req->question.type != DNS_TYPE_AAAA)
		return false;
	bench_reply(&bench->b, req,
	    world_answer(&bench->world, "a.nl", req, DNS_FLAG_AA));
	return true;
}

static void
test_servers_that_do_not_agree(void **state)
{
	(void)state;
	delegate("a.nl NS ns.a.nl\n"
		 "ns.a.nl ADDR 3\n");
	w.world.servers[2].manner[0] = w.world.servers[2].manner[1] = SILENT;
	w.custom = parent_knows_aaaa;
	walk_domain(&w, "a.nl");
	walk_assert_yes(&w, "a.nl", 1);
	walk_assert_broken(&w, "a.nl", 0, "a.nl", CHAIN_ADDRESS_SILENT);
}

static void
test_no_ns_address(void **state)
{
	(void)state;
	delegate("a.nl NS ns.a.nl\n"
		 "ns.a.nl THERE 3\n");
	world_zone(&w.world, "a.nl",
	    "a.nl NS ns.a.nl\n"
	    "ns.a.nl THERE 3\n");
	walk_domain(&w, "a.nl");
	assert_broken_here("a.nl", CHAIN_NO_NS_ADDRESS);
}

/* Names of another zone, which can be resolved, but not to that family. */
static void
test_no_ns_address_elsewhere(void **state)
{
	(void)state;
	delegate("a.nl NS ns.host.nl\n"
		 "host.nl NS ns.host.nl\n"
		 "ns.host.nl THERE 3\n"
		 "a.nl NS ns.none.nl\n");
	world_zone(&w.world, "host.nl", "ns.host.nl THERE 3\n");
	(void)world_serve(&w.world, 3, "host.nl");
	w.world.servers[1].manner[0] = WELL;
	walk_domain(&w, "a.nl");
	assert_broken_here("a.nl", CHAIN_NO_NS_ADDRESS);
}

static void
test_missing_glue(void **state)
{
	(void)state;
	delegate("a.nl NS ns.a.nl\n"
		 "ns.a.nl THERE 3\n");
	world_zone(&w.world, "a.nl",
	    "a.nl NS ns.a.nl\n"
	    "ns.a.nl ADDR 3\n");
	walk_domain(&w, "a.nl");
	assert_broken_here("a.nl", CHAIN_MISSING_GLUE);
	assert_int_equal(walk_asked(&w, 3, here, NULL, DNS_TYPE_MX), 0);
}

/* The parent knows better than the zone: one gets there. */
static void
test_glue_only_at_parent(void **state)
{
	(void)state;
	delegate("a.nl NS ns.a.nl\n"
		 "ns.a.nl ADDR 3\n");
	world_zone(&w.world, "a.nl",
	    "a.nl NS ns.a.nl\n"
	    "ns.a.nl THERE 3\n");
	walk_domain(&w, "a.nl");
	walk_assert_yes(&w, "a.nl", here);
	walk_assert_yes(&w, "a.nl", there);
}

/* The name servers' zone is out of reach over one family. */
static void
test_sibling_not_resolving(void **state)
{
	(void)state;
	delegate("a.nl NS ns.host.nl\n"
		 "host.nl NS ns1.host.nl\n"
		 "ns1.host.nl THERE 4\n");
	world_zone(&w.world, "host.nl",
	    "ns1.host.nl THERE 4\n"
	    "ns.host.nl ADDR 3\n");
	(void)world_serve(&w.world, 4, "host.nl");
	walk_domain(&w, "a.nl");
	assert_broken_here("a.nl", CHAIN_SIBLING_NOT_RESOLVING);
}

/* Over neither family. */
static void
test_siblings_dead(void **state)
{
	(void)state;
	delegate("a.nl NS ns.host.nl\n"
		 "host.nl NS ns1.host.nl\n"
		 "ns1.host.nl ADDR 4\n");
	walk_domain(&w, "a.nl");
	walk_assert_broken(
	    &w, "a.nl", here, "a.nl", CHAIN_SIBLING_NOT_RESOLVING);
	walk_assert_broken(
	    &w, "a.nl", there, "a.nl", CHAIN_SIBLING_NOT_RESOLVING);
	assert_int_equal(w.b.web[here].status, LOOKUP_TIMEOUT);
	assert_string_equal(w.b.zone, "");
}

/* Each shows its glue to the other: siblings of one parent. */
static void
test_sibling_glue(void **state)
{
	(void)state;
	delegate("a.nl NS ns.b.nl\n"
		 "b.nl NS ns.a.nl\n"
		 "ns.b.nl ADDR 3\n");
	walk_domain(&w, "a.nl");
	walk_assert_yes(&w, "a.nl", here);
	walk_assert_yes(&w, "a.nl", there);
}

/* Name servers of another zone, which is walked to first. */
static void
test_glueless(void **state)
{
	(void)state;
	delegate("a.nl NS ns.host.nl\n"
		 "host.nl NS ns1.host.nl\n"
		 "ns1.host.nl ADDR 4\n");
	world_zone(&w.world, "host.nl", "ns.host.nl ADDR 3\n");
	(void)world_serve(&w.world, 4, "host.nl");
	walk_domain(&w, "a.nl");
	walk_assert_yes(&w, "a.nl", here);
	walk_assert_yes(&w, "a.nl", there);
	assert_int_equal(walk_asked(&w, 4, 1, "ns.host.nl", DNS_TYPE_AAAA), 1);
	assert_int_equal(walk_asked(&w, 4, 0, "ns.host.nl", DNS_TYPE_A), 1);
}

/* The TLD has no way in: so it is for all below it. */
static void
test_broken_above(void **state)
{
	(void)state;
	delegate("a.nl NS ns.a.nl\n"
		 "ns.a.nl ADDR 3\n");
	w.world.servers[1].manner[here] = SILENT;
	walk_domain(&w, "a.nl");
	assert_broken_here("nl", CHAIN_ADDRESS_SILENT);
}

static void
test_address_silent(void **state)
{
	(void)state;
	delegate("a.nl NS ns.a.nl\n"
		 "ns.a.nl ADDR 3\n");
	w.world.servers[2].manner[here] = SILENT;
	walk_domain(&w, "a.nl");
	assert_broken_here("a.nl", CHAIN_ADDRESS_SILENT);
	assert_int_equal(walk_chain(&w, "a.nl", here)->n_servers, 1);
}

static void
test_unreachable(void **state)
{
	(void)state;
	delegate("a.nl NS ns.a.nl\n"
		 "ns.a.nl ADDR 3\n");
	w.world.servers[2].manner[here] = UNREACHABLE;
	walk_domain(&w, "a.nl");
	assert_broken_here("a.nl", CHAIN_ADDRESS_SILENT);
}

/* Right, though it forgets to say that it has authority. */
static void
test_without_the_aa_bit(void **state)
{
	(void)state;
	delegate("a.nl NS ns.a.nl\n"
		 "ns.a.nl ADDR 3\n");
	w.world.servers[2].manner[here] = FORGETS_AA;
	walk_domain(&w, "a.nl");
	walk_assert_yes(&w, "a.nl", here);
	assert_int_equal(w.b.web[here].status, LOOKUP_OK);
}

/* Every way to answer without authority. */
static void
answer_lamely(enum world_manner manner)
{
	delegate("a.nl NS ns.a.nl\n"
		 "ns.a.nl ADDR 3\n");
	w.world.servers[2].manner[here] = manner;
	walk_domain(&w, "a.nl");
	assert_broken_here("a.nl", CHAIN_LAME);
}

static void
test_lame_refuses(void **state)
{
	(void)state;
	answer_lamely(REFUSES);
}

static void
test_lame_fails(void **state)
{
	(void)state;
	answer_lamely(FAILS);
}

static void
test_lame_recursor(void **state)
{
	(void)state;
	answer_lamely(RECURSES);
}

static void
test_lame_upward(void **state)
{
	(void)state;
	answer_lamely(UPWARD);
}

static void
test_lame_spoilt(void **state)
{
	(void)state;
	answer_lamely(SPOILT);
}

/* Where some are silent and some are lame: lame. */
static void
test_silent_and_lame(void **state)
{
	unsigned lame;

	(void)state;
	delegate("a.nl NS ns1.a.nl\n"
		 "a.nl NS ns2.a.nl\n"
		 "a.nl NS ns3.a.nl\n"
		 "ns1.a.nl ADDR 3\n"
		 "ns2.a.nl ADDR 4\n"
		 "ns3.a.nl ADDR 5\n");
	(void)world_serve(&w.world, 4, "a.nl");
	(void)world_serve(&w.world, 5, "a.nl");
	for (lame = 2; lame < 5; lame++)
		w.world.servers[lame].manner[here] =
		    lame == 3 ? REFUSES : SILENT;
	walk_domain(&w, "a.nl");
	assert_broken_here("a.nl", CHAIN_LAME);
	assert_int_equal(walk_chain(&w, "a.nl", here)->n_servers, 3);
}

/* One of many that is well is enough. */
static void
test_one_is_enough(void **state)
{
	(void)state;
	delegate("a.nl NS ns1.a.nl\n"
		 "a.nl NS ns2.a.nl\n"
		 "a.nl NS ns3.a.nl\n"
		 "ns1.a.nl ADDR 4\n"
		 "ns2.a.nl ADDR 5\n"
		 "ns3.a.nl ADDR 3\n");
	world_serve(&w.world, 4, "a.nl")->manner[here] = SILENT;
	world_serve(&w.world, 5, "a.nl")->manner[here] = REFUSES;
	walk_domain(&w, "a.nl");
	walk_assert_yes(&w, "a.nl", here);
	walk_assert_yes(&w, "a.nl", there);
}

/* Addresses that nobody may ask are no way in. */
static void
test_forbidden_address(void **state)
{
	struct error err;
	struct prefix p;

	(void)state;
	assert_true(
	    prefix_parse(here == 0 ? "9.46.3.0/24" : "2a02:898:3::/48", &p));
	assert_int_equal(guard_block(w.b.guard, &p, &err), STATUS_OK);
	delegate("a.nl NS ns.a.nl\n"
		 "ns.a.nl ADDR 3\n");
	walk_domain(&w, "a.nl");
	assert_broken_here("a.nl", CHAIN_ADDRESS_SILENT);
	assert_int_equal(walk_asked(&w, 3, here, NULL, 0), 0);
}

int
main(void)
{
#define TEST(f)                                                 \
	cmocka_unit_test_setup_teardown(f, setup_v4, teardown), \
	    cmocka_unit_test_setup_teardown(f, setup_v6, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_all_well),
		TEST(test_servers_that_do_not_agree),
		TEST(test_no_ns_address),
		TEST(test_no_ns_address_elsewhere),
		TEST(test_missing_glue),
		TEST(test_glue_only_at_parent),
		TEST(test_sibling_not_resolving),
		TEST(test_siblings_dead),
		TEST(test_sibling_glue),
		TEST(test_glueless),
		TEST(test_broken_above),
		TEST(test_address_silent),
		TEST(test_unreachable),
		TEST(test_without_the_aa_bit),
		TEST(test_lame_refuses),
		TEST(test_lame_fails),
		TEST(test_lame_recursor),
		TEST(test_lame_upward),
		TEST(test_lame_spoilt),
		TEST(test_silent_and_lame),
		TEST(test_one_is_enough),
		TEST(test_forbidden_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

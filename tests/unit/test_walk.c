/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk from the root: what answers it brings from servers of every
 * manner, and what it costs whom.
 */
#include "tests/unit/walk_fixture.h"

/* A zone with two name servers, hosts 3 and 4, and addresses. */
static void
two_servers(void)
{
	world_zone(&w.world, "nl",
	    "a.nl NS ns1.a.nl\n"
	    "a.nl NS ns2.a.nl\n"
	    "ns1.a.nl ADDR 3\n"
	    "ns2.a.nl ADDR 4\n");
	world_zone(&w.world, "a.nl",
	    "a.nl NS ns1.a.nl\n"
	    "a.nl NS ns2.a.nl\n"
	    "ns1.a.nl ADDR 3\n"
	    "ns2.a.nl ADDR 4\n"
	    "a.nl ADDR 80\n"
	    "www.a.nl ADDR 80\n"
	    "a.nl MX .\n");
	(void)world_serve(&w.world, 3, "a.nl");
	(void)world_serve(&w.world, 4, "a.nl");
}

/* Over either family, and to either server. */
static void
set_manners(enum world_manner first, enum world_manner second)
{
	unsigned f;

	for (f = 0; f < 2; f++) {
		w.world.servers[2].manner[f] = first;
		w.world.servers[3].manner[f] = second;
	}
}

static void
assert_answered(enum lookup_status status, unsigned n_items, unsigned n_cnames)
{
	assert_int_equal(w.answers, 1);
	assert_int_equal(w.status, status);
	assert_int_equal(w.n_items, n_items);
	assert_int_equal(w.n_cnames, n_cnames);
	w.answers = 0;
}

static void
resolve(const char *name, uint16_t type, enum lookup_status status,
    unsigned n_items, unsigned n_cnames)
{
	walk_ask(&w, name, type);
	walk_finish_all(&w);
	assert_answered(status, n_items, n_cnames);
}

/* From the root to the answer: one question at each zone. */
static void
test_one_question_each(void **state)
{
	(void)state;
	two_servers();
	resolve("www.a.nl", DNS_TYPE_AAAA, LOOKUP_OK, 1, 0);
	assert_int_equal(walk_asked(&w, WALK_ROOT, 1, "www.a.nl", 0), 1);
	assert_int_equal(walk_asked(&w, WALK_NL, 1, NULL, 0), 1);
	assert_int_equal(
	    walk_asked(&w, 3, 1, NULL, 0) + walk_asked(&w, 4, 1, NULL, 0), 1);
	/* Over IPv4 nothing but the root's servers was asked for. */
	assert_int_equal(w.n_questions, 5);
}

static void
test_denials(void **state)
{
	(void)state;
	two_servers();
	resolve("a.nl", DNS_TYPE_TXT, LOOKUP_NODATA, 0, 0);
	resolve("x.a.nl", DNS_TYPE_A, LOOKUP_NXDOMAIN, 0, 0);
	resolve("x.nl", DNS_TYPE_A, LOOKUP_NXDOMAIN, 0, 0);
	resolve("x", DNS_TYPE_A, LOOKUP_NXDOMAIN, 0, 0);
}

/* Manners that hinder no more than a moment. */
static void
test_manners(void **state)
{
	static const enum world_manner manners[] = { FORGETS_AA, TRUNCATES,
		OTHER_CASE, NO_EDNS };
	unsigned i;

	for (i = 0; i < sizeof(manners) / sizeof(manners[0]); i++) {
		two_servers();
		set_manners(manners[i], manners[i]);
		resolve("www.a.nl", DNS_TYPE_AAAA, LOOKUP_OK, 1, 0);
		(void)teardown(state);
		(void)setup_v6(state);
	}
}

static void
test_over_tcp(void **state)
{
	unsigned i;

	(void)state;
	two_servers();
	set_manners(TRUNCATES, TRUNCATES);
	resolve("www.a.nl", DNS_TYPE_AAAA, LOOKUP_OK, 1, 0);
	assert_int_equal(w.n_questions, 6);
	for (i = 0; i < 5; i++)
		assert_false(w.log[i].tcp);
	assert_true(w.log[5].tcp);
	assert_true(address_equal(&w.log[4].server, &w.log[5].server));
}

/* Who does not bear EDNS is not asked with it again. */
static void
test_without_edns(void **state)
{
	(void)state;
	two_servers();
	set_manners(NO_EDNS, NO_EDNS);
	resolve("www.a.nl", DNS_TYPE_AAAA, LOOKUP_OK, 1, 0);
	assert_int_equal(w.n_questions, 6);
	resolve("a.nl", DNS_TYPE_MX, LOOKUP_OK, 1, 0);
	resolve("a.nl", DNS_TYPE_TXT, LOOKUP_NODATA, 0, 0);
	resolve("a.nl", DNS_TYPE_CNAME, LOOKUP_NODATA, 0, 0);
	/* Over IPv4 it was to be found out anew, of one server or two. */
	assert_in_range(w.n_questions, 12, 14);
}

static void
test_denies_aaaa(void **state)
{
	(void)state;
	two_servers();
	set_manners(DENIES_AAAA, DENIES_AAAA);
	resolve("a.nl", DNS_TYPE_AAAA, LOOKUP_NXDOMAIN, 0, 0);
	resolve("a.nl", DNS_TYPE_A, LOOKUP_OK, 1, 0);
}

/* The question fails everywhere, though the zone is well. */
static void
test_one_question_fails(void **state)
{
	(void)state;
	two_servers();
	resolve("a.nl", DNS_TYPE_A, LOOKUP_OK, 1, 0);
	resolve("a.nl", DNS_TYPE_AAAA, LOOKUP_OK, 1, 0);
	set_manners(FAILS, FAILS);
	resolve("www.a.nl", DNS_TYPE_A, LOOKUP_SERVFAIL, 0, 0);
	set_manners(SILENT, SILENT);
	resolve("www.a.nl", DNS_TYPE_AAAA, LOOKUP_TIMEOUT, 0, 0);
}

/* One server that is no help costs no more than a look at the other one. */
static void
test_the_other_helps(void **state)
{
	static const enum world_manner manners[] = { REFUSES, FAILS, RECURSES,
		UPWARD, SPOILT };
	unsigned i, first;

	for (i = 0; i < 2 * sizeof(manners) / sizeof(manners[0]); i++) {
		two_servers();
		first = i % 2;
		set_manners(first ? WELL : manners[i / 2],
		    first ? manners[i / 2] : WELL);
		walk_ask(&w, "www.a.nl", DNS_TYPE_AAAA);
		(void)walk_sleep(&w, SECOND);
		assert_answered(LOOKUP_OK, 1, 0);
		assert_true(w.n_questions <= 6);
		(void)teardown(state);
		(void)setup_v6(state);
	}
}

/* Nor does one that is late, or dead: the next is asked beside it. */
static void
test_late(void **state)
{
	unsigned late, f;
	int i;

	for (i = 0; i < 4; i++) {
		two_servers();
		late = 2 + (unsigned)i % 2;
		for (f = 0; f < 2; f++)
			if (i < 2)
				w.world.servers[late].late_ns[f] = 5 * SECOND;
			else
				w.world.servers[late].manner[f] = SILENT;
		walk_ask(&w, "www.a.nl", DNS_TYPE_AAAA);
		(void)walk_sleep(&w, SECOND);
		assert_answered(LOOKUP_OK, 1, 0);
		(void)teardown(state);
		(void)setup_v6(state);
	}
}

/* All of them are late, but not too late. */
static void
test_all_late(void **state)
{
	unsigned i;

	(void)state;
	two_servers();
	for (i = 0; i < 4; i++)
		w.world.servers[2 + i / 2].late_ns[i % 2] = 1500 * MS;
	resolve("www.a.nl", DNS_TYPE_AAAA, LOOKUP_OK, 1, 0);
}

static void
test_alias_across_zones(void **state)
{
	(void)state;
	two_servers();
	world_zone(&w.world, "nl",
	    "b.nl NS ns.b.nl\n"
	    "ns.b.nl ADDR 5\n");
	world_zone(&w.world, "b.nl",
	    "to-a.b.nl CNAME www.a.nl\n"
	    "old.b.nl DNAME a.nl\n"
	    "gone.b.nl CNAME x.a.nl\n");
	(void)world_serve(&w.world, 5, "b.nl");
	resolve("to-a.b.nl", DNS_TYPE_AAAA, LOOKUP_OK, 1, 1);
	resolve("www.old.b.nl", DNS_TYPE_AAAA, LOOKUP_OK, 1, 1);
	resolve("gone.b.nl", DNS_TYPE_AAAA, LOOKUP_NXDOMAIN, 0, 1);
	resolve("to-a.b.nl", DNS_TYPE_CNAME, LOOKUP_OK, 1, 0);
}

/* A chain of aliases from 1 to LINKS, and an address at its end. */
static void
chain(unsigned links)
{
	static char names[16][2][WORLD_TEXT];
	unsigned i;

	two_servers();
	for (i = 0; i < links; i++) {
		(void)snprintf(names[i][0], WORLD_TEXT, "c%u.a.nl", i);
		(void)snprintf(names[i][1], WORLD_TEXT, "c%u.a.nl", i + 1);
		world_add(&w.world, "a.nl", names[i][0], "CNAME", names[i][1]);
	}
	world_add(&w.world, "a.nl", names[links - 1][1], "ADDR", "80");
}

static void
test_longest_chain(void **state)
{
	(void)state;
	chain(11);
	resolve("c0.a.nl", DNS_TYPE_AAAA, LOOKUP_OK, 1, 11);
	resolve("c0.a.nl", DNS_TYPE_A, LOOKUP_OK, 1, 11);
}

static void
test_chain_too_long(void **state)
{
	(void)state;
	chain(12);
	resolve("c0.a.nl", DNS_TYPE_AAAA, LOOKUP_BOGUS_REPLY, 0, 11);
}

static void
test_alias_loops(void **state)
{
	(void)state;
	two_servers();
	world_zone(&w.world, "a.nl",
	    "self.a.nl CNAME self.a.nl\n"
	    "x.a.nl CNAME y.a.nl\n"
	    "y.a.nl CNAME z.a.nl\n"
	    "z.a.nl CNAME x.a.nl\n"
	    "into.a.nl CNAME y.a.nl\n"
	    "d.a.nl DNAME e.a.nl\n"
	    "e.a.nl DNAME d.a.nl\n");
	resolve("self.a.nl", DNS_TYPE_AAAA, LOOKUP_BOGUS_REPLY, 0, 0);
	resolve("x.a.nl", DNS_TYPE_AAAA, LOOKUP_BOGUS_REPLY, 0, 2);
	resolve("into.a.nl", DNS_TYPE_A, LOOKUP_BOGUS_REPLY, 0, 3);
	resolve("q.d.a.nl", DNS_TYPE_A, LOOKUP_BOGUS_REPLY, 0, 1);
}

/* Parent and child on one server, which never lets one see the cut. */
static void
test_hidden_cut(void **state)
{
	(void)state;
	two_servers();
	world_zone(&w.world, "a.nl", "b.a.nl NS ns1.a.nl\n");
	world_zone(&w.world, "b.a.nl",
	    "b.a.nl NS ns1.a.nl\n"
	    "b.a.nl MX .\n"
	    "b.a.nl ADDR 80\n"
	    "www.b.a.nl ADDR 80\n");
	(void)world_serve(&w.world, 3, "b.a.nl");
	(void)world_serve(&w.world, 4, "b.a.nl");
	walk_domain(&w, "b.a.nl");
	walk_assert_yes(&w, "b.a.nl", 0);
	walk_assert_yes(&w, "www.b.a.nl", 1);
	assert_string_equal(w.b.zone, "b.a.nl");
}

/* The same, where only one of the parent's servers has the child too. */
static void
test_half_hidden_cut(void **state)
{
	unsigned server;

	for (server = 3; server < 5; server++) {
		two_servers();
		world_zone(&w.world, "a.nl",
		    "b.a.nl NS ns.b.a.nl\n"
		    "ns.b.a.nl ADDR 5\n");
		world_zone(&w.world, "b.a.nl",
		    "b.a.nl NS ns.b.a.nl\n"
		    "ns.b.a.nl ADDR 5\n"
		    "b.a.nl MX .\n"
		    "b.a.nl ADDR 80\n");
		(void)world_serve(&w.world, server, "b.a.nl");
		(void)world_serve(&w.world, 5, "b.a.nl");
		walk_domain(&w, "b.a.nl");
		walk_assert_yes(&w, "b.a.nl", 0);
		walk_assert_yes(&w, "b.a.nl", 1);
		assert_string_equal(w.b.zone, "b.a.nl");
		(void)teardown(state);
		(void)setup_v6(state);
	}
}

/* A referral past a zone in between, which does not exist. */
static void
test_cut_further_down(void **state)
{
	(void)state;
	two_servers();
	world_zone(&w.world, "nl",
	    "x.y.z.nl NS ns.x.y.z.nl\n"
	    "ns.x.y.z.nl ADDR 5\n");
	world_zone(&w.world, "x.y.z.nl", "x.y.z.nl ADDR 80\n");
	(void)world_serve(&w.world, 5, "x.y.z.nl");
	walk_ask(&w, "x.y.z.nl", DNS_TYPE_AAAA);
	walk_ask(&w, "y.z.nl", DNS_TYPE_AAAA);
	walk_finish_all(&w);
	assert_int_equal(w.answers, 2);
	w.answers = 0;
	resolve("x.y.z.nl", DNS_TYPE_A, LOOKUP_OK, 1, 0);
	resolve("z.nl", DNS_TYPE_A, LOOKUP_NODATA, 0, 0);
}

/* The root's servers are told late, while others are on errands there. */
static struct request held;
static unsigned n_held;

static bool
hold_priming(struct walk_bench *bench, const struct request *req)
{
	const struct dns_question *q = &req->question;

	if (q->name.len == 1 && q->type == DNS_TYPE_NS &&
	    req->probe.flow.remote.addr.family == FAMILY_V6) {
		held = *req;
		n_held++;
		return true;
	}
	if (q->name.len > 1 && n_held == 2) {
		n_held++;
		walk_deliver_question(bench, &held);
	}
	return false;
}

static void
test_late_priming(void **state)
{
	(void)state;
	two_servers();
	n_held = 0;
	w.custom = hold_priming;
	w.b.config.cache = 0;
	walk_ask(&w, "www.a.nl", DNS_TYPE_AAAA);
	walk_ask(&w, "a.nl", DNS_TYPE_AAAA);
	walk_ask(&w, "x.b", DNS_TYPE_AAAA);
	walk_ask(&w, "x.c", DNS_TYPE_AAAA);
	walk_finish_all(&w);
	assert_int_equal(w.answers, 4);
	assert_int_equal(n_held, 3);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup_v6, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_one_question_each),
		TEST(test_denials),
		TEST(test_manners),
		TEST(test_over_tcp),
		TEST(test_without_edns),
		TEST(test_denies_aaaa),
		TEST(test_one_question_fails),
		TEST(test_the_other_helps),
		TEST(test_late),
		TEST(test_all_late),
		TEST(test_alias_across_zones),
		TEST(test_longest_chain),
		TEST(test_chain_too_long),
		TEST(test_alias_loops),
		TEST(test_hidden_cut),
		TEST(test_half_hidden_cut),
		TEST(test_cut_further_down),
		TEST(test_late_priming),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

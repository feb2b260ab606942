/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk from the root where the vantage point is not what it should be: a
 * family is missing, nothing can be heard, or somebody answers for all.
 */
#include "tests/unit/walk_bench.h"

#define POSITIVE 4
#define CONTROLS (2 * (POSITIVE + 1)) /* the last of each family: negative */
#define ALIVE    200                  /* the first of their numbers */
#define LIAR     66

static struct walk_bench w;
static struct control controls[CONTROLS];
/* What comes over each family: nothing, or a liar's answers. */
static bool deaf[2], deceived[2];

static bool answer_controls(struct walk_bench *, const struct request *);

static int
setup(void **state)
{
	unsigned i, f;

	(void)state;
	walk_init(&w, 1);
	w.custom = answer_controls;
	for (i = 0; i < CONTROLS; i++) {
		f = i / (POSITIVE + 1);
		controls[i] = (struct control){
			.endpoint = { world_address(ALIVE + i, f), 53 },
			.proto = IPPROTO_UDP,
			.expect_answer = i % (POSITIVE + 1) != POSITIVE,
		};
	}
	w.b.config.controls = controls;
	w.b.config.n_controls = CONTROLS;
	deaf[0] = deaf[1] = deceived[0] = deceived[1] = false;
	world_zone(&w.world, "nl",
	    "a.nl NS ns.a.nl\n"
	    "ns.a.nl ADDR 3\n");
	world_zone(&w.world, "a.nl",
	    "a.nl NS ns.a.nl\n"
	    "ns.a.nl ADDR 3\n"
	    "a.nl ADDR 80\n"
	    "www.a.nl ADDR 80\n"
	    "a.nl MX .\n");
	(void)world_serve(&w.world, 3, "a.nl");
	return 0;
}

static int
setup_unchecked(void **state)
{
	(void)setup(state);
	w.b.config.n_controls = 0;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	walk_end(&w);
	return 0;
}

/* All name servers are the liar's, who says that nothing exists: the more of
 * it is believed, the longer it lasts. */
static void
lie(const struct request *req, unsigned family)
{
	const struct ip_addr liar = world_address(LIAR, family),
			     *asked = &req->probe.flow.remote.addr;
	const struct dns_question *q = &req->question;
	const struct dns_name ns = sim_name("ns.liar"), nl = sim_name("nl"),
			      root = sim_name(".");
	const bool top = q->name.len == 1;
	struct sim_message *m;

	if (address_equal(asked, &liar) && !top) {
		m = bench_begin(req, DNS_FLAG_AA | DNS_RCODE_NXDOMAIN);
		sim_message_soa(m, DNS_SECTION_AUTHORITY, &root);
		bench_reply(&w.b, req, m);
		return;
	}
	m = bench_begin(req, top ? DNS_FLAG_AA : 0);
	sim_message_name(m, top ? DNS_SECTION_ANSWER : DNS_SECTION_AUTHORITY,
	    top ? &root : &nl, DNS_TYPE_NS, 0, &ns);
	sim_message_rr(m, DNS_SECTION_ADDITIONAL, &ns,
	    family == 0 ? DNS_TYPE_A : DNS_TYPE_AAAA, liar.octet,
	    family_octets(family == 0 ? FAMILY_V4 : FAMILY_V6));
	bench_reply(&w.b, req, m);
}

static bool
answer_controls(struct walk_bench *bench, const struct request *req)
{
	const struct ip_addr *asked = &req->probe.flow.remote.addr;
	unsigned f = asked->family == FAMILY_V6, i;
	const struct ip_addr liar = world_address(LIAR, f);

	if (deaf[f])
		return true;
	if (deceived[f] || address_equal(asked, &liar)) {
		lie(req, f);
		return true;
	}
	for (i = 0; i < CONTROLS; i++)
		if (address_equal(&controls[i].endpoint.addr, asked)) {
			if (controls[i].expect_answer)
				bench_reply(&bench->b, req,
				    bench_begin(req, DNS_FLAG_AA));
			return true;
		}
	return false;
}

/* Lets time pass before there is any domain. */
static void
start(uint64_t ns)
{
	w.b.engine = engine_new(&w.b.config, w.b.now);
	assert_non_null(w.b.engine);
	(void)walk_sleep(&w, ns);
}

static void
finish(uint64_t ns)
{
	(void)walk_sleep(&w, ns);
	assert_int_equal(w.b.done, 1);
}

static void
assert_true_record(void)
{
	unsigned f;

	for (f = 0; f < 2; f++) {
		walk_assert_yes(&w, "a.nl", f);
		walk_assert_yes(&w, "www.a.nl", f);
		assert_int_equal(w.b.web[f].status, LOOKUP_OK);
	}
	assert_string_equal(w.b.zone, "a.nl");
}

static void
test_all_well(void **state)
{
	(void)state;
	start(5 * SECOND);
	walk_add(&w, "a.nl");
	finish(20 * SECOND);
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
	finish(60 * SECOND);
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
	finish(100 * SECOND);
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
	finish(100 * SECOND);
	walk_assert_yes(&w, "a.nl", 0);
	walk_assert_broken(&w, "a.nl", 1, ".", CHAIN_PARENT_NOT_RESOLVABLE);
}

/* For a while nothing comes back of either family: nobody is blamed. */
static void
test_deaf_for_a_while(void **state)
{
	unsigned i;

	for (i = 0; i < 8; i++) {
		start(5 * SECOND);
		walk_add(&w, "a.nl");
		(void)walk_sleep(&w, i * 7 * MS);
		deaf[0] = deaf[1] = true;
		(void)walk_sleep(&w, 20 * SECOND);
		assert_int_equal(w.b.done, 0);
		deaf[0] = deaf[1] = false;
		finish(60 * SECOND);
		assert_true_record();
		(void)teardown(state);
		(void)setup(state);
	}
}

/* Over IPv6 alone; IPv4 goes on, and the verdict waits. */
static void
test_deaf_over_ipv6(void **state)
{
	unsigned i;

	for (i = 0; i < 8; i++) {
		start(5 * SECOND);
		walk_add(&w, "a.nl");
		(void)walk_sleep(&w, i * 7 * MS);
		deaf[1] = true;
		(void)walk_sleep(&w, 15 * SECOND);
		deaf[1] = false;
		finish(60 * SECOND);
		assert_true_record();
		(void)teardown(state);
		(void)setup(state);
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
	finish(300 * SECOND);
	walk_assert_yes(&w, "a.nl", 0);
	walk_assert_unknown(&w, "a.nl", 1);
	assert_int_equal(w.b.web[1].status, LOOKUP_OK);
}

/* Who answers for those who live nowhere is not believed, root included. */
static void
test_deceived(void **state)
{
	unsigned i;

	for (i = 0; i < 16; i++) {
		start(5 * SECOND + i * 100 * MS);
		deceived[1] = true;
		walk_add(&w, "a.nl");
		(void)walk_sleep(&w, 4 * SECOND);
		deceived[1] = false;
		finish(100 * SECOND);
		assert_true_record();
		(void)teardown(state);
		(void)setup(state);
	}
}

/* From before the root's servers are asked for, to after. */
static void
test_deceived_about_the_root(void **state)
{
	unsigned i;

	for (i = 0; i < 60; i++) {
		start(i * 50 * MS);
		deceived[0] = deceived[1] = true;
		walk_add(&w, "a.nl");
		(void)walk_sleep(&w, 4 * SECOND);
		deceived[0] = deceived[1] = false;
		finish(100 * SECOND);
		assert_true_record();
		(void)teardown(state);
		(void)setup(state);
	}
}

/* In the middle of it, for one answer or a few. */
static void
test_deceived_for_a_moment(void **state)
{
	unsigned i;

	for (i = 0; i < 16; i++) {
		start(5 * SECOND);
		walk_add(&w, "a.nl");
		(void)walk_sleep(&w, i * 3 * MS);
		deceived[1] = true;
		(void)walk_sleep(&w, 2 * SECOND);
		deceived[1] = false;
		finish(100 * SECOND);
		assert_true_record();
		(void)teardown(state);
		(void)setup(state);
	}
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
		TEST(test_deaf_for_good),
		TEST(test_deceived),
		TEST(test_deceived_about_the_root),
		TEST(test_deceived_for_a_moment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk from the root: how often servers are asked, how much one domain may
 * cost, and what is left when all is done.
 */
#include "tests/unit/walk_fixture.h"

#define BUDGET     200
#define PER_SERVER 10 /* packets, where it does not serve the domain */
#define DOMAINS    50

/* Domain NUMBER of nl, hosted at the provider host.nl (hosts 3 and 4). */
static const char *
hosted(unsigned number)
{
	static char names[DOMAINS][16];
	char *name = names[number];
	const char *const zones[] = { "nl", name };
	unsigned i;

	(void)snprintf(name, sizeof(names[0]), "d%u.nl", number);
	for (i = 0; i < 2; i++) {
		world_add(&w.world, zones[i], name, "NS", "ns1.host.nl");
		world_add(&w.world, zones[i], name, "NS", "ns2.host.nl");
	}
	world_add(&w.world, name, name, "MX", ".");
	world_add(&w.world, name, name, "ADDR", "80");
	(void)world_serve(&w.world, 3, name);
	(void)world_serve(&w.world, 4, name);
	return name;
}

static void
provider(void)
{
	world_zone(&w.world, "nl",
	    "host.nl NS ns1.host.nl\n"
	    "host.nl NS ns2.host.nl\n"
	    "ns1.host.nl ADDR 3\n"
	    "ns2.host.nl ADDR 4\n");
	world_zone(&w.world, "host.nl",
	    "host.nl NS ns1.host.nl\n"
	    "host.nl NS ns2.host.nl\n"
	    "ns1.host.nl ADDR 3\n"
	    "ns2.host.nl ADDR 4\n");
	(void)world_serve(&w.world, 3, "host.nl");
	(void)world_serve(&w.world, 4, "host.nl");
}

static void
provider_is(enum world_manner manner)
{
	unsigned i;

	for (i = 2; i < w.world.n_servers; i++)
		w.world.servers[i].manner[0] = w.world.servers[i].manner[1] =
		    manner;
}

/* However much is asked about a domain, its TLD is asked once per family; and
 * once about the zone of their name servers. */
static void
test_tld_is_asked_once_per_domain(void **state)
{
	unsigned i;

	(void)state;
	w.b.config.window = DOMAINS;
	provider();
	for (i = 0; i < DOMAINS; i++)
		walk_add(&w, hosted(i));
	walk_finish_all(&w);
	assert_int_equal(w.b.done, DOMAINS);
	for (i = 0; i < 2; i++) {
		/* The servers of the root, and of nl. */
		assert_int_equal(walk_asked(&w, WALK_ROOT, i, NULL, 0), 2);
		assert_int_equal(
		    walk_asked(&w, WALK_NL, i, NULL, 0), DOMAINS + 1);
	}
}

/* What one domain may send to servers that say nothing. */
static void
test_silence_is_not_asked_for_long(void **state)
{
	unsigned server, f;

	(void)state;
	provider();
	walk_add(&w, hosted(0));
	provider_is(SILENT);
	walk_finish_all(&w);
	for (f = 0; f < 2; f++) {
		walk_assert_broken(
		    &w, "d0.nl", f, "d0.nl", CHAIN_ADDRESS_SILENT);
		for (server = 3; server < 5; server++)
			assert_in_range(
			    walk_asked(&w, server, f, NULL, 0), 3, PER_SERVER);
	}
}

/* The same for a question that the other family answers. */
static void
test_silent_over_one_family(void **state)
{
	unsigned i;

	(void)state;
	provider();
	(void)hosted(0);
	for (i = 2; i < w.world.n_servers; i++)
		w.world.servers[i].manner[1] = SILENT;
	walk_ask(&w, "d0.nl", DNS_TYPE_AAAA);
	walk_finish_all(&w);
	assert_int_equal(w.status, LOOKUP_OK);
	assert_in_range(walk_asked(&w, 3, 1, NULL, 0), 3, PER_SERVER);
	assert_in_range(walk_asked(&w, 4, 1, NULL, 0), 3, PER_SERVER);
}

/* Servers that said nothing are only asked by who has to be sure. */
static void
test_the_dead_are_left_alone(void **state)
{
	unsigned server, f;

	(void)state;
	provider();
	walk_add(&w, hosted(0));
	provider_is(SILENT);
	walk_finish_all(&w);
	walk_add(&w, hosted(1));
	provider_is(SILENT);
	walk_finish_all(&w);
	for (f = 0; f < 2; f++) {
		walk_assert_broken(
		    &w, "d1.nl", f, "d1.nl", CHAIN_ADDRESS_SILENT);
		for (server = 3; server < 5; server++) {
			assert_int_equal(
			    walk_asked(&w, server, f, "d1.nl", 0), 3);
			assert_int_equal(
			    walk_asked(&w, server, f, "d1.nl", DNS_TYPE_SOA),
			    3);
		}
	}
}

/* Where others are well they are not asked at all. */
static void
test_the_dead_hold_nobody_up(void **state)
{
	unsigned i;

	(void)state;
	provider();
	world_zone(&w.world, "nl", "alone.nl NS ns1.host.nl\n");
	(void)world_serve(&w.world, 3, "alone.nl");
	(void)hosted(0);
	for (i = 2; i < w.world.n_servers; i++)
		if (address_equal(&w.world.servers[i].addr[1],
			&w.world.servers[2].addr[1]))
			w.world.servers[i].manner[1] = SILENT;
	walk_ask(&w, "alone.nl", DNS_TYPE_AAAA);
	walk_finish_all(&w);
	walk_ask(&w, "d0.nl", DNS_TYPE_AAAA);
	walk_finish_all(&w);
	assert_int_equal(w.status, LOOKUP_OK);
	assert_int_equal(walk_asked(&w, 3, 1, "d0.nl", 0), 0);
	assert_int_equal(walk_asked(&w, 4, 1, "d0.nl", 0), 1);
}

/* Side by side they come to the same end. */
static void
test_two_share_a_silent_provider(void **state)
{
	unsigned f;

	(void)state;
	provider();
	walk_add(&w, hosted(0));
	walk_add(&w, hosted(1));
	provider_is(SILENT);
	walk_finish_all(&w);
	for (f = 0; f < 2; f++) {
		walk_assert_broken(
		    &w, "d0.nl", f, "d0.nl", CHAIN_ADDRESS_SILENT);
		walk_assert_broken(
		    &w, "d1.nl", f, "d1.nl", CHAIN_ADDRESS_SILENT);
		assert_in_range(
		    walk_asked(&w, 3, f, NULL, 0), 3, 2 * PER_SERVER);
	}
}

/* A server that is lame for one zone may be right for the next. */
static void
test_lame_for_one_zone(void **state)
{
	(void)state;
	provider();
	walk_add(&w, hosted(0));
	w.world.n_servers -= 2;
	walk_finish_all(&w);
	walk_assert_broken(&w, "d0.nl", 1, "d0.nl", CHAIN_LAME);
	walk_domain(&w, hosted(1));
	walk_assert_yes(&w, "d1.nl", 0);
	walk_assert_yes(&w, "d1.nl", 1);
}

/* Whoever asks about something in nl gets so many name servers in zones of
 * their own, without glue, and so on. */
static bool
pull_along(struct walk_bench *bench, const struct request *req)
{
	static unsigned serial;
	const struct ip_addr nl = world_address(
	    WALK_NL, req->probe.flow.remote.addr.family == FAMILY_V6);
	struct dns_name owner = req->question.name, ns;
	struct sim_message *m;
	char text[32];
	unsigned i;

	if (!address_equal(&req->probe.flow.remote.addr, &nl) ||
	    dns_name_labels(&owner) < 2)
		return false;
	while (dns_name_labels(&owner) > 2)
		(void)dns_name_parent(&owner, &owner);
	m = bench_begin(req, 0);
	for (i = 0; i < 13; i++) {
		(void)snprintf(text, sizeof(text), "ns.z%u.nl", serial++);
		ns = sim_name(text);
		sim_message_name(
		    m, DNS_SECTION_AUTHORITY, &owner, DNS_TYPE_NS, 0, &ns);
	}
	bench_reply(&bench->b, req, m);
	return true;
}

static void
test_name_servers_without_end(void **state)
{
	(void)state;
	w.custom = pull_along;
	walk_domain(&w, "a.nl");
	assert_int_equal(w.b.done, 1);
	assert_true(w.b.queries <= BUDGET);
	assert_true(w.n_questions <= BUDGET + 2);
	walk_assert_unknown(&w, "a.nl", 0);
	walk_assert_unknown(&w, "a.nl", 1);
}

/* Host 3 hears no question before it comes a second time. */
static bool
hears_badly(struct walk_bench *bench, const struct request *req)
{
	const struct ip_addr *at = &req->probe.flow.remote.addr;
	const unsigned f = at->family == FAMILY_V6;
	const struct ip_addr host = world_address(3, f);
	char name[DNS_NAME_TEXT_SIZE];

	(void)dns_name_to_text(&req->question.name, name);
	return address_equal(at, &host) &&
	    walk_asked(bench, 3, f, name, req->question.type) == 1;
}

/* Name servers that do not exist, in the zone of somebody who hears badly. */
static void
test_name_servers_at_a_victim(void **state)
{
	char names[13][16];
	unsigned i, f;

	(void)state;
	world_zone(&w.world, "nl",
	    "victim.nl NS ns.victim.nl\n"
	    "ns.victim.nl ADDR 3\n");
	world_zone(&w.world, "victim.nl", "victim.nl NS ns.victim.nl\n");
	(void)world_serve(&w.world, 3, "victim.nl");
	for (i = 0; i < 13; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "n%u.victim.nl", i);
		world_add(&w.world, "nl", "a.nl", "NS", names[i]);
	}
	w.custom = hears_badly;
	walk_domain(&w, "a.nl");
	assert_int_equal(w.b.done, 1);
	for (f = 0; f < 2; f++) {
		assert_in_range(walk_asked(&w, 3, f, NULL, 0), 2, PER_SERVER);
		walk_assert_unknown(&w, "a.nl", f);
	}
}

/* Each question is answered with a zone one label further down. */
static bool
lead_down(struct walk_bench *bench, const struct request *req)
{
	const struct dns_name *name = &req->question.name;
	static unsigned depth;
	struct dns_name owner = *name, ns = sim_name("ns.nl");
	const struct ip_addr glue = world_address(2, 1),
			     glue4 = world_address(2, 0);
	struct sim_message *m;

	if (dns_name_labels(name) < 3)
		return false;
	depth = depth % (dns_name_labels(name) - 1) + 1;
	while (dns_name_labels(&owner) > depth + 1)
		(void)dns_name_parent(&owner, &owner);
	m = bench_begin(req, 0);
	sim_message_name(m, DNS_SECTION_AUTHORITY, &owner, DNS_TYPE_NS, 0, &ns);
	sim_message_rr(
	    m, DNS_SECTION_ADDITIONAL, &ns, DNS_TYPE_AAAA, glue.octet, 16);
	sim_message_rr(
	    m, DNS_SECTION_ADDITIONAL, &ns, DNS_TYPE_A, glue4.octet, 4);
	bench_reply(&bench->b, req, m);
	return true;
}

static void
test_zones_below_zones(void **state)
{
	(void)state;
	w.custom = lead_down;
	walk_domain(&w, "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.nl");
	assert_int_equal(w.b.done, 1);
	assert_true(w.b.queries <= BUDGET);
}

/* Servers that make each question as dear as can be: not with EDNS, not over
 * UDP, and in the end not at all. */
static bool
be_awkward(struct walk_bench *bench, const struct request *req)
{
	if (world_asked(&bench->world, req) != NULL)
		return false;
	if (req->kind == REQUEST_DNS_TCP)
		engine_input_message(
		    bench->b.engine, bench->b.now, req->id, NULL, 0);
	else
		bench_reply(&bench->b, req,
		    bench_begin(req,
			req->probe.edns ? DNS_RCODE_FORMERR : DNS_FLAG_TC));
	return true;
}

/* A zone with as many servers as one may have. */
static void
at_many_servers(const char *zone)
{
	static char names[13][16];
	char number[8];
	unsigned i;

	for (i = 0; i < 26; i++) {
		(void)snprintf(names[i / 2], 16, "ns%u.nl", i / 2);
		(void)snprintf(number, sizeof(number), "%u", 10 + i);
		if (i % 2 == 0)
			world_add(&w.world, "nl", zone, "NS", names[i / 2]);
		if (zone[0] == 'a')
			world_add(&w.world, "nl", names[i / 2], "ADDR", number);
	}
}

/* First silent, so that only verifications ask them, and all at once. */
static void
test_awkward_servers(void **state)
{
	unsigned asked;

	(void)state;
	at_many_servers("a.nl");
	at_many_servers("b.nl");
	walk_ask(&w, "a.nl", DNS_TYPE_A);
	walk_finish_all(&w);
	walk_ask(&w, "a.nl", DNS_TYPE_AAAA);
	walk_finish_all(&w);
	asked = w.n_questions;
	assert_true(asked <= 2 * BUDGET);
	w.custom = be_awkward;
	walk_domain(&w, "b.nl");
	assert_int_equal(w.b.done, 1);
	assert_true(w.b.queries <= BUDGET);
	assert_true(w.n_questions <= asked + BUDGET);
	walk_assert_unknown(&w, "b.nl", 0);
	walk_assert_unknown(&w, "b.nl", 1);
}

/* Any number of domains, each with name servers of its own at host 3. */
static bool
answer_any(struct walk_bench *bench, const struct request *req)
{
	unsigned f = req->probe.flow.remote.addr.family == FAMILY_V6;
	const struct ip_addr nl = world_address(WALK_NL, f),
			     root = world_address(WALK_ROOT, f),
			     *at = &req->probe.flow.remote.addr;
	struct dns_name owner = req->question.name, ns;
	struct ip_addr glue;
	struct sim_message *m;

	if (address_equal(at, &root) || dns_name_labels(&owner) < 2)
		return false;
	while (dns_name_labels(&owner) > 2)
		(void)dns_name_parent(&owner, &owner);
	(void)dns_name_prepend("ns", &owner, &ns);
	if (!address_equal(at, &nl)) {
		m = bench_begin(req, DNS_FLAG_AA);
		if (req->question.type == DNS_TYPE_NS)
			sim_message_name(m, DNS_SECTION_ANSWER,
			    &req->question.name, DNS_TYPE_NS, 0, &ns);
		else
			sim_message_soa(m, DNS_SECTION_AUTHORITY, &owner);
		bench_reply(&bench->b, req, m);
		return true;
	}
	m = bench_begin(req, 0);
	sim_message_name(m, DNS_SECTION_AUTHORITY, &owner, DNS_TYPE_NS, 0, &ns);
	for (f = 0; f < 2; f++) {
		glue = world_address(3, f);
		sim_message_rr(m, DNS_SECTION_ADDITIONAL, &ns,
		    f == 0 ? DNS_TYPE_A : DNS_TYPE_AAAA, glue.octet,
		    f == 0 ? 4 : 16);
	}
	bench_reply(&bench->b, req, m);
	return true;
}

/* Memory grows with domains in flight, not with the list. */
static void
test_memory(void **state)
{
	const struct engine *e;
	unsigned added = 0;
	char name[16];

	(void)state;
	w.custom = answer_any;
	w.b.config.cache = 100;
	for (;;) {
		do {
			(void)snprintf(name, sizeof(name), "m%u.nl", added++);
			walk_add(&w, name);
		} while (engine_room(w.b.engine) > 0 && added < 5000);
		if (added == 5000)
			break;
		(void)walk_sleep(&w, BENCH_RTT);
	}
	walk_finish_all(&w);
	assert_int_equal(w.b.done, 5000);
	e = w.b.engine;
	assert_true(e->n_idle_walks <= 100);
	assert_true(e->n_idle_cuts <= 100);
	assert_true(e->n_idle_servers <= 100);
	assert_true(e->n_idle_lookups <= 100);
	/* Idle ones may hold others, which are not idle. */
	assert_true(e->walk_pool.used <= 600);
	assert_true(e->cut_pool.used <= 1000);
	assert_true(e->purse_pool.used <= 100);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup_v6, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_tld_is_asked_once_per_domain),
		TEST(test_silence_is_not_asked_for_long),
		TEST(test_silent_over_one_family),
		TEST(test_the_dead_are_left_alone),
		TEST(test_the_dead_hold_nobody_up),
		TEST(test_two_share_a_silent_provider),
		TEST(test_lame_for_one_zone),
		TEST(test_name_servers_without_end),
		TEST(test_name_servers_at_a_victim),
		TEST(test_zones_below_zones),
		TEST(test_awkward_servers),
		TEST(test_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

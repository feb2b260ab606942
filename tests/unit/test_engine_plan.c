/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine step by step: what a domain's plan makes of the answers.
 */
#include "tests/unit/engine_fixture.h"

#include <stdio.h>

#define BUDGET     200
#define PER_LOOKUP 50

static void
answer(const struct request *req)
{
	struct sim_message *m;

	assert_non_null(req);
	m = bench_begin(req, 0);
	bench_put(m, &req->question.name, DNS_TYPE_AAAA, WEB);
	bench_reply(&b, req, m);
	bench_sleep(&b, BENCH_RTT);
}

/* Each question gets one more alias, forever. */
static void
pull_along(const struct request *req)
{
	static unsigned serial;
	char to[32];

	(void)snprintf(to, sizeof(to), "x%u." BENCH_NAME, serial++);
	bench_put(bench_begin(req, 0), &req->question.name, DNS_TYPE_CNAME, to);
	bench_reply(&b, req, &bench_message);
}

static void
test_aliases_one_by_one(void **state)
{
	unsigned i;

	(void)state;
	start();
	for (i = 0; i < b.n_seen; i++) {
		pull_along(&b.seen[i]);
		bench_sleep(&b, MS);
	}
	finish();
	assert_int_equal(b.web[1].status, LOOKUP_BOGUS_REPLY);
	assert_true(b.web[1].attempts <= PER_LOOKUP);
}

/*
 * As many hosts as a domain may name, each behind as many aliases as there
 * may be: the domain has one budget for all of them.
 */
static void
test_budget(void **state)
{
	static char hosts[40][24];
	unsigned i;

	(void)state;
	b.n_records = 0;
	for (i = 0; i < 20; i++) {
		(void)snprintf(hosts[i], sizeof(hosts[i]), "mx%u.nl", i);
		bench_record(&b, BENCH_NAME, DNS_TYPE_MX, hosts[i]);
	}
	for (; i < 33; i++) {
		(void)snprintf(hosts[i], sizeof(hosts[i]), "ns%u.nl", i);
		bench_record(&b, BENCH_NAME, DNS_TYPE_NS, hosts[i]);
	}
	start();
	for (i = 0; i < b.n_seen; i++) {
		pull_along(&b.seen[i]);
		bench_sleep(&b, MS);
	}
	finish();
	assert_true(b.queries <= BUDGET);
	/* Some are asked again, but no more than attempts allow. */
	assert_true(b.questions <= BUDGET + 3 * 40);
	assert_true(b.over_budget);
}

/* An alias of nothing stands in a zone all the same. */
static void
test_zone_of_a_dangling_alias(void **state)
{
	const struct dns_name nl = sim_name("nl");
	const struct request *req;
	unsigned i;

	(void)state;
	b.mine = DNS_TYPE_NS;
	bench_add(&b, "a.b." BENCH_NAME);
	bench_sleep(&b, BENCH_RTT);
	for (i = 0; (req = bench_seen(&b, 0, i)) != NULL; i++) {
		struct dns_name zone = sim_name(BENCH_NAME);

		if (i == 0) {
			bench_put(bench_begin(req, DNS_RCODE_NXDOMAIN),
			    &req->question.name, DNS_TYPE_CNAME, "gone.nl");
			sim_message_soa(
			    &bench_message, DNS_SECTION_AUTHORITY, &nl);
		} else if (dns_name_equal(&req->question.name, &zone)) {
			bench_put(
			    bench_begin(req, 0), &zone, DNS_TYPE_NS, "ns.nl");
		} else {
			sim_message_soa(
			    bench_begin(req, 0), DNS_SECTION_AUTHORITY, &zone);
		}
		bench_reply(&b, req, &bench_message);
		bench_sleep(&b, BENCH_RTT);
	}
	finish();
	assert_string_equal(b.zone, BENCH_NAME);
}

static bool
is_about(const struct request *req, const char *text)
{
	const struct dns_name name = sim_name(text);

	return bench_is_question(req) &&
	    dns_name_equal(&req->question.name, &name);
}

/* The hosts that many domains name are looked up once. */
static void
test_shared_hosts(void **state)
{
	static const char *const domains[] = { "a.nl", "b.nl", "c.nl" };
	unsigned i, n = 0;

	(void)state;
	b.n_records = 0;
	for (i = 0; i < 3; i++) {
		bench_record(&b, domains[i], DNS_TYPE_MX, "mx.mail.nl");
		bench_add(&b, domains[i]);
	}
	bench_sleep(&b, BENCH_RTT);
	for (i = 0; i < b.n_seen; i++)
		if (is_about(&b.seen[i], "mx.mail.nl")) {
			answer(&b.seen[i]);
			n++;
		}
	/* Also long after everybody has gone. */
	bench_sleep(&b, 100 * SECOND);
	bench_record(&b, "d.nl", DNS_TYPE_MX, "mx.mail.nl");
	bench_add(&b, "d.nl");
	bench_sleep(&b, 100 * SECOND);
	assert_int_equal(b.done, 4);
	for (; i < b.n_seen; i++)
		n += is_about(&b.seen[i], "mx.mail.nl");
	assert_int_equal(n, 1);
}

static void
test_room(void **state)
{
	char name[16];
	unsigned i;

	(void)state;
	b.config.window = 5;
	for (i = 0; i < 5; i++) {
		(void)snprintf(name, sizeof(name), "d%u.nl", i);
		bench_add(&b, name);
		assert_int_equal(engine_room(b.engine), 4 - i);
	}
	bench_sleep(&b, 60 * SECOND);
	assert_int_equal(b.done, 5);
	assert_int_equal(engine_room(b.engine), 5);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_aliases_one_by_one),
		TEST(test_budget),
		TEST(test_zone_of_a_dangling_alias),
		TEST(test_shared_hosts),
		TEST(test_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine step by step: questions to resolvers.  What a domain's plan makes
 * of the answers is in test_engine_plan.c.
 */
#include "tests/unit/engine_fixture.h"

/* The N-th request about the AAAA of the domain itself. */
static const struct request *
asked(unsigned n)
{
	const struct dns_name web = sim_name(BENCH_NAME);
	const struct request *req;
	unsigned i;

	for (i = 0; (req = bench_seen(&b, 0, i)) != NULL; i++)
		if (dns_name_equal(&req->question.name, &web) && n-- == 0)
			return req;
	return NULL;
}

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

static void
reply(const struct request *req, uint16_t flags)
{
	assert_non_null(req);
	bench_reply(&b, req, bench_begin(req, flags));
	bench_sleep(&b, BENCH_RTT);
}

/* The connection failed. */
static void
hang_up(const struct request *req)
{
	assert_non_null(req);
	assert_int_not_equal(req->kind, REQUEST_FRAME);
	engine_input_message(b.engine, b.now, req->id, NULL, 0);
	bench_sleep(&b, BENCH_RTT);
}

static bool
same_server(const struct request *p, const struct request *q)
{
	return address_equal(
	    &p->probe.flow.remote.addr, &q->probe.flow.remote.addr);
}

static void
assert_found(unsigned queries)
{
	finish();
	assert_int_equal(b.web[1].status, LOOKUP_OK);
	assert_int_equal(b.web[1].attempts, queries);
}

/* Silence at one resolver sends the question to the other. */
static void
test_silence_then_another(void **state)
{
	(void)state;
	start();
	assert_null(asked(1));
	bench_sleep(&b, 2 * SECOND);
	assert_non_null(asked(1));
	assert_false(same_server(asked(0), asked(1)));
	answer(asked(1));
	assert_found(2);
}

static void
test_servfail_then_another(void **state)
{
	(void)state;
	start();
	reply(asked(0), DNS_RCODE_SERVFAIL);
	assert_non_null(asked(1));
	assert_false(same_server(asked(0), asked(1)));
	answer(asked(1));
	assert_found(2);
}

static void
test_servfail_everywhere(void **state)
{
	unsigned i;

	(void)state;
	start();
	for (i = 0; i < 3; i++) {
		reply(asked(i), DNS_RCODE_SERVFAIL);
		bench_sleep(&b, 5 * SECOND);
	}
	assert_null(asked(3));
	finish();
	assert_int_equal(b.web[1].status, LOOKUP_SERVFAIL);
}

/* A forged or real error from a router settles nothing, at no attempt. */
static void
test_icmp_settles_nothing(void **state)
{
	(void)state;
	b.config.attempts = 1;
	start();
	bench_icmp(&b, asked(0));
	bench_sleep(&b, SECOND);
	answer(asked(0));
	assert_found(1);
}

static void
test_truncated_over_tcp(void **state)
{
	(void)state;
	start();
	reply(asked(0), DNS_FLAG_TC);
	assert_int_equal(asked(1)->kind, REQUEST_DNS_TCP);
	assert_true(same_server(asked(0), asked(1)));
	answer(asked(1));
	assert_found(2);
	assert_true(b.web[1].tcp);
}

/* TCP fails once: over UDP it is as long as before, so TCP again. */
static void
test_truncated_and_tcp_fails(void **state)
{
	(void)state;
	start();
	reply(asked(0), DNS_FLAG_TC);
	hang_up(asked(1));
	bench_sleep(&b, 2 * SECOND);
	reply(asked(2), DNS_FLAG_TC);
	bench_sleep(&b, 3 * SECOND);
	assert_non_null(asked(3));
	assert_int_equal(asked(3)->kind, REQUEST_DNS_TCP);
	answer(asked(3));
	assert_found(4);
}

static void
test_without_edns(void **state)
{
	const struct request *req;

	(void)state;
	start();
	req = asked(0);
	assert_true(req->probe.edns);
	sim_message_begin(&bench_message, probe_dns_id(&req->probe),
	    DNS_FLAG_QR | DNS_RCODE_FORMERR, NULL);
	bench_reply(&b, req, &bench_message);
	bench_sleep(&b, BENCH_RTT);
	assert_false(asked(1)->probe.edns);
	answer(asked(1));
	assert_found(2);
}

/* BADVERS: its upper bits are in OPT, and no answer is not "there is none". */
static void
test_another_edns_version(void **state)
{
	const struct dns_name root = sim_name(".");
	struct sim_message *m;

	(void)state;
	start();
	m = bench_begin(asked(0), 0);
	sim_message_rr(m, DNS_SECTION_ADDITIONAL, &root, DNS_TYPE_OPT, NULL, 0);
	m->octet[m->len - 6] = DNS_RCODE_BADVERS >> 4;
	bench_reply(&b, asked(0), m);
	bench_sleep(&b, BENCH_RTT);
	assert_false(asked(1)->probe.edns);
	answer(asked(1));
	assert_found(2);
}

/* Replies that are not to this question, by one octet each. */
static void
test_forgeries_are_not_answers(void **state)
{
	const struct request *req;
	struct sim_message *m;
	unsigned i;

	(void)state;
	start();
	req = asked(0);
	for (i = 0; i < 6; i++) {
		m = bench_begin(req, 0);
		bench_put(m, &req->question.name, DNS_TYPE_AAAA, "::1");
		if (i == 0)
			m->octet[1] ^= 1; /* ID */
		else if (i == 1)
			m->octet[2] ^= 0x80; /* QR */
		else if (i == 2)
			m->octet[2] ^= 0x08; /* opcode */
		else if (i == 3)
			m->octet[14] ^= 1; /* name */
		else
			m->octet[i == 4 ? 25 : 27] ^= 2; /* type, class */
		bench_reply(&b, req, m);
	}
	assert_int_equal(b.done, 0);
	bench_sleep(&b, BENCH_RTT);
	answer(asked(0));
	assert_found(1);
}

/* Past twenty of them somebody is at work: TCP. */
static void
test_many_forgeries(void **state)
{
	const struct request *req;
	struct sim_message *m;
	unsigned i;

	(void)state;
	start();
	req = asked(0);
	for (i = 0; i < 21; i++) {
		assert_null(asked(1));
		m = bench_begin(req, 0);
		m->octet[0] ^= (uint8_t)(i + 1);
		bench_reply(&b, req, m);
		bench_pump(&b);
	}
	assert_int_equal(asked(1)->kind, REQUEST_DNS_TCP);
	answer(asked(1));
	assert_found(2);
}

/* The letters come back otherwise: TCP tells, or else plain letters do. */
static void
test_letter_case(void **state)
{
	const struct request *req;
	struct sim_message *m;

	(void)state;
	start();
	req = asked(0);
	m = bench_begin(req, 0);
	m->octet[13] ^= 0x20;
	bench_reply(&b, req, m);
	bench_sleep(&b, BENCH_RTT);
	hang_up(asked(1));
	bench_sleep(&b, 2 * SECOND);
	assert_true(asked(2)->probe.plain_case);
	answer(asked(2));
	assert_found(3);
}

/* A resolver of this host, over a kernel socket. */
static void
test_resolver_of_this_host(void **state)
{
	(void)state;
	b.config.n_resolvers = 1;
	b.config.resolvers[0].on_this_host = true;
	start();
	assert_int_equal(asked(0)->kind, REQUEST_DNS_UDP);
	reply(asked(0), DNS_FLAG_TC);
	assert_int_equal(asked(1)->kind, REQUEST_DNS_TCP);
	answer(asked(1));
	assert_found(2);
}

/* A reply over a socket must be to the question too. */
static void
test_message_of_another(void **state)
{
	struct sim_message *m;

	(void)state;
	b.config.resolvers[0].on_this_host = true;
	b.config.resolvers[1].on_this_host = true;
	start();
	m = bench_begin(asked(0), 0);
	m->octet[1] ^= 1;
	bench_reply(&b, asked(0), m);
	bench_sleep(&b, 3 * SECOND);
	answer(asked(1));
	/* And once is enough. */
	answer(asked(1));
	assert_found(2);
}

/*
 * Copies of an old failure are not failures of the attempt that is under way.
 */
static void
test_failures_doubled(void **state)
{
	unsigned i;

	(void)state;
	start();
	for (i = 0; i < 2; i++) {
		reply(asked(i), DNS_RCODE_SERVFAIL);
		bench_sleep(&b, 3 * SECOND);
	}
	assert_non_null(asked(2));
	for (i = 0; i < 6; i++)
		reply(asked(i % 2), DNS_RCODE_SERVFAIL);
	answer(asked(2));
	assert_found(3);
}

/* Routers say that no resolver can be reached: nobody waits for ever. */
static void
test_windows_are_given_back(void **state)
{
	unsigned i;

	(void)state;
	b.config.resolver_window = 1;
	b.config.attempts = 2;
	bench_record(&b, "www." BENCH_NAME, DNS_TYPE_MX, ".");
	bench_add(&b, "www." BENCH_NAME);
	start();
	for (i = 0; i < b.n_seen; i++) {
		bench_icmp(&b, &b.seen[i]);
		bench_pump(&b);
	}
	bench_sleep(&b, 200 * SECOND);
	assert_int_equal(b.done, 2);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_silence_then_another),
		TEST(test_servfail_then_another),
		TEST(test_servfail_everywhere),
		TEST(test_failures_doubled),
		TEST(test_icmp_settles_nothing),
		TEST(test_windows_are_given_back),
		TEST(test_truncated_over_tcp),
		TEST(test_truncated_and_tcp_fails),
		TEST(test_without_edns),
		TEST(test_another_edns_version),
		TEST(test_forgeries_are_not_answers),
		TEST(test_many_forgeries),
		TEST(test_letter_case),
		TEST(test_resolver_of_this_host),
		TEST(test_message_of_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

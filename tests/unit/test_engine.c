/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine step by step: endpoints.  Questions are in test_engine_dns.c.
 */
#include "tests/unit/engine_bench.h"

#define WEB "2a02:898:80::80"

static struct bench b;

/* One domain with one web address and no mail; ready to see its probes. */
static int
setup(void **state)
{
	(void)state;
	bench_init(&b);
	bench_record(&b, BENCH_NAME, DNS_TYPE_MX, ".");
	bench_record(&b, BENCH_NAME, DNS_TYPE_AAAA, WEB);
	return 0;
}

/* The same with a name server instead. */
static int
setup_server(void **state)
{
	(void)state;
	bench_init(&b);
	bench_record(&b, BENCH_NAME, DNS_TYPE_NS, "ns." BENCH_NAME);
	bench_record(&b, "ns." BENCH_NAME, DNS_TYPE_AAAA, WEB);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	bench_end(&b);
	return 0;
}

static void
start(void)
{
	bench_start(&b);
}

static void
finish(void)
{
	bench_finish(&b, 60 * SECOND);
}

static void
assert_gap(unsigned n, uint64_t least)
{
	uint64_t gap = bench_when(&b, 80, n + 1) - bench_when(&b, 80, n);

	/* An eighth more, to spread, and a tick of the wheel. */
	assert_in_range(gap, least, least + least / 8 + 2 * MS);
}

static void
test_gaps(void **state)
{
	(void)state;
	b.config.attempts = 5;
	start();
	finish();
	assert_int_equal(bench_count(&b, 80), 5);
	assert_int_equal(bench_count(&b, 443), 5);
	assert_gap(0, 1 * SECOND);
	assert_gap(1, 2 * SECOND);
	assert_gap(2, 4 * SECOND);
	assert_gap(3, 4 * SECOND);
	bench_assert(&b, 80, ENDPOINT_SILENT, REASON_NONE);
	assert_int_equal(bench_endpoint(&b, 80)->attempts, 5);
}

/* The first SYN is answered at the last moment of the cooldown. */
static void
test_late_reply_counts(void **state)
{
	uint64_t last;

	(void)state;
	start();
	bench_sleep(&b, 4 * SECOND);
	assert_int_equal(bench_count(&b, 80), 3);
	last = bench_when(&b, 80, 2);
	bench_sleep(&b, last + 8 * SECOND - MS - b.now);
	assert_int_equal(b.done, 0);
	bench_syn_ack(&b, bench_seen(&b, 80, 0));
	finish();
	bench_assert(&b, 80, ENDPOINT_OPEN, REASON_NONE);
	bench_assert(&b, 443, ENDPOINT_SILENT, REASON_NONE);
}

/* After the cooldown it is too late, and nothing remembers the probe. */
static void
test_too_late(void **state)
{
	struct engine_stats s;

	(void)state;
	start();
	finish();
	bench_syn_ack(&b, bench_seen(&b, 80, 0));
	engine_stats(b.engine, &s);
	assert_int_equal(s.unmatched, 1);
	assert_int_equal(s.matched_icmp, 0);
}

static void
test_icmp_ends_nothing(void **state)
{
	(void)state;
	start();
	bench_icmp(&b, bench_seen(&b, 80, 0));
	bench_icmp(&b, bench_seen(&b, 443, 0));
	bench_sleep(&b, 4 * SECOND);
	assert_int_equal(bench_count(&b, 80), 3);
	assert_gap(0, 1 * SECOND);
	assert_gap(1, 2 * SECOND);
	bench_syn_ack(&b, bench_seen(&b, 80, 2));
	finish();
	bench_assert(&b, 80, ENDPOINT_OPEN, REASON_NONE);
	bench_assert(&b, 443, ENDPOINT_UNREACHABLE, REASON_ADMIN_PROHIBITED);
	assert_int_equal(bench_endpoint(&b, 443)->attempts, 3);
}

static void
test_reset_needs_the_right_number(void **state)
{
	const struct request *req;
	uint32_t seq;

	(void)state;
	start();
	req = bench_seen(&b, 80, 0);
	seq = probe_tcp_seq(&req->probe);
	bench_segment(&b, req, TCP_FLAG_RST, 0);
	bench_segment(&b, req, TCP_FLAG_RST, seq + 1);
	bench_segment(&b, req, TCP_FLAG_RST | TCP_FLAG_ACK, seq);
	bench_segment(&b, req, TCP_FLAG_RST | TCP_FLAG_ACK, seq + 2);
	bench_segment(&b, req, TCP_FLAG_SYN | TCP_FLAG_ACK, seq);
	bench_segment(&b, req, TCP_FLAG_ACK, seq + 1);
	bench_sleep(&b, 4 * SECOND);
	assert_int_equal(bench_count(&b, 80), 3);
	bench_segment(&b, req, TCP_FLAG_RST | TCP_FLAG_ACK, seq + 1);
	finish();
	bench_assert(&b, 80, ENDPOINT_CLOSED, REASON_NONE);
	bench_assert(&b, 443, ENDPOINT_SILENT, REASON_NONE);
}

static void
test_unsendable(void **state)
{
	(void)state;
	start();
	engine_unsendable(b.engine, b.now, bench_seen(&b, 80, 0)->id);
	/* Twice, or for a probe that is gone, changes nothing. */
	engine_unsendable(b.engine, b.now, bench_seen(&b, 80, 0)->id);
	finish();
	bench_assert(&b, 80, ENDPOINT_INDETERMINATE, REASON_SEND_FAILED);
	bench_assert(&b, 443, ENDPOINT_SILENT, REASON_NONE);
	assert_int_equal(bench_count(&b, 80), 1);
}

/* A frame that waits in the kernel's way is not waited for. */
static void
test_clock_starts_when_sent(void **state)
{
	(void)state;
	b.config.attempts = 1;
	b.unsent = true;
	bench_add(&b, BENCH_NAME);
	bench_sleep(&b, 30 * SECOND);
	assert_int_equal(b.done, 0);
	engine_sent(b.engine, b.now, bench_seen(&b, 80, 0)->id);
	engine_sent(b.engine, b.now, bench_seen(&b, 443, 0)->id);
	bench_sleep(&b, 7 * SECOND);
	assert_int_equal(b.done, 0);
	bench_sleep(&b, 2 * SECOND);
	assert_int_equal(b.done, 1);
	bench_assert(&b, 80, ENDPOINT_SILENT, REASON_NONE);
}

static void
test_missing_family(void **state)
{
	(void)state;
	b.config.source[1] = (struct ip_addr){ .family = FAMILY_NONE };
	start();
	finish();
	assert_int_equal(b.n_seen, 0);
	bench_assert(&b, 80, ENDPOINT_INDETERMINATE, REASON_VANTAGE);
}

static void
test_special_purpose(void **state)
{
	struct prefix block;
	struct error err;

	(void)state;
	b.n_records = 1;
	bench_record(&b, BENCH_NAME, DNS_TYPE_AAAA, "fd00::80");
	bench_record(&b, BENCH_NAME, DNS_TYPE_A, "9.9.46.80");
	assert_true(prefix_parse("9.9.46.80/32", &block));
	assert_int_equal(guard_block(b.guard, &block, &err), STATUS_OK);
	start();
	finish();
	assert_int_equal(b.n_seen, 0);
	assert_int_equal(b.n_endpoints, 4);
	assert_int_equal(b.endpoints[0].reason, REASON_BLOCKLIST);
	assert_int_equal(b.endpoints[2].reason, REASON_SPECIAL_PURPOSE);
	assert_int_equal(b.endpoints[2].state, ENDPOINT_NOT_PROBED);
}

/* Nine addresses: eight are probed, the ninth is in the record. */
static void
test_cap(void **state)
{
	static const char *const more[] = { "2a02:898::1", "2a02:898::2",
		"2a02:898::3", "2a02:898::4", "2a02:898::5", "2a02:898::6",
		"2a02:898::7", "2a02:898::8" };
	unsigned i, capped = 0;

	(void)state;
	for (i = 0; i < 8; i++)
		bench_record(&b, BENCH_NAME, DNS_TYPE_AAAA, more[i]);
	start();
	finish();
	assert_int_equal(b.n_endpoints, 18);
	for (i = 0; i < 18; i++)
		capped += b.endpoints[i].state == ENDPOINT_NOT_PROBED &&
		    b.endpoints[i].reason == REASON_CAP;
	assert_int_equal(capped, 2);
	assert_int_equal(bench_count(&b, 80), 8 * 3);
}

/* Two domains on one address: one probe, one result, two records. */
static void
test_shared_endpoint(void **state)
{
	(void)state;
	bench_record(&b, "other.nl", DNS_TYPE_AAAA, WEB);
	bench_record(&b, "other.nl", DNS_TYPE_MX, ".");
	bench_add(&b, "other.nl");
	start();
	assert_int_equal(bench_count(&b, 80), 1);
	bench_syn_ack(&b, bench_seen(&b, 80, 0));
	bench_syn_ack(&b, bench_seen(&b, 443, 0));
	bench_sleep(&b, MS);
	assert_int_equal(b.done, 2);
	bench_assert(&b, 80, ENDPOINT_OPEN, REASON_NONE);
	/* And a third much later is served from memory. */
	bench_sleep(&b, 100 * SECOND);
	start();
	assert_int_equal(b.done, 3);
	assert_int_equal(bench_count(&b, 80), 1);
}

static struct sim_message *
authoritative(const struct request *req)
{
	struct sim_message *m = bench_begin(req, DNS_FLAG_AA);

	sim_message_soa(m, DNS_SECTION_ANSWER, &req->question.name);
	return m;
}

static void
test_server_open(void **state)
{
	const struct request *req;

	(void)state;
	start();
	req = bench_seen(&b, 53, 0);
	assert_non_null(req);
	assert_int_equal(req->question.type, DNS_TYPE_SOA);
	bench_reply(&b, req, authoritative(req));
	finish();
	bench_assert(&b, 53, ENDPOINT_OPEN, REASON_NONE);
}

/* REFUSED may mean "slower": it takes three to call a server lame. */
static void
test_server_refuses(void **state)
{
	const struct request *req;

	(void)state;
	start();
	req = bench_seen(&b, 53, 0);
	bench_reply(&b, req, bench_begin(req, DNS_RCODE_REFUSED));
	bench_sleep(&b, 2 * SECOND);
	req = bench_seen(&b, 53, 1);
	assert_non_null(req);
	bench_reply(&b, req, authoritative(req));
	finish();
	bench_assert(&b, 53, ENDPOINT_OPEN, REASON_NONE);
}

/* Copies of old refusals do not hasten the end. */
static void
test_server_refusals_doubled(void **state)
{
	const struct request *req;
	unsigned i;

	(void)state;
	start();
	for (i = 0; i < 2; i++) {
		req = bench_seen(&b, 53, i);
		assert_non_null(req);
		bench_reply(&b, req, bench_begin(req, DNS_RCODE_REFUSED));
		bench_sleep(&b, 3 * SECOND);
	}
	for (i = 0; i < 5; i++) {
		req = bench_seen(&b, 53, i % 2);
		bench_reply(&b, req, bench_begin(req, DNS_RCODE_REFUSED));
	}
	bench_sleep(&b, MS);
	assert_int_equal(b.done, 0);
	req = bench_seen(&b, 53, 2);
	bench_reply(&b, req, authoritative(req));
	finish();
	bench_assert(&b, 53, ENDPOINT_OPEN, REASON_NONE);
}

static void
test_server_without_edns(void **state)
{
	const struct request *req;

	(void)state;
	start();
	req = bench_seen(&b, 53, 0);
	assert_true(req->probe.edns);
	sim_message_begin(&bench_message, probe_dns_id(&req->probe),
	    DNS_FLAG_QR | DNS_RCODE_FORMERR, NULL);
	bench_reply(&b, req, &bench_message);
	bench_sleep(&b, BENCH_RTT);
	req = bench_seen(&b, 53, 1);
	assert_non_null(req);
	assert_false(req->probe.edns);
	bench_reply(&b, req, authoritative(req));
	finish();
	bench_assert(&b, 53, ENDPOINT_OPEN, REASON_NONE);
}

static void
test_server_truncates(void **state)
{
	const struct request *req;

	(void)state;
	start();
	req = bench_seen(&b, 53, 0);
	bench_reply(&b, req, bench_begin(req, DNS_FLAG_TC));
	bench_sleep(&b, BENCH_RTT);
	req = bench_seen(&b, 53, 1);
	assert_non_null(req);
	assert_int_equal(req->kind, REQUEST_DNS_TCP);
	bench_reply(&b, req, authoritative(req));
	finish();
	bench_assert(&b, 53, ENDPOINT_OPEN, REASON_NONE);
}

/* Fragments and no TCP: asked without EDNS, the reply is too small to be in
 * pieces. */
static void
test_server_fragments(void **state)
{
	struct response r = { .kind = RESPONSE_UDP_FRAGMENT };
	struct sim_message nothing = { .len = 0 };
	const struct request *req;
	unsigned i;

	(void)state;
	start();
	for (i = 0; i < b.n_seen; i++) {
		req = &b.seen[i];
		r.at_ns = b.now;
		r.flow = req->probe.flow;
		if (req->kind != REQUEST_FRAME)
			bench_reply(&b, req, &nothing);
		else if (req->probe.edns)
			engine_input(b.engine, b.now, &r);
		else
			bench_reply(&b, req, authoritative(req));
		bench_sleep(&b, 5 * SECOND);
	}
	finish();
	bench_assert(&b, 53, ENDPOINT_OPEN, REASON_NONE);
}

/*
 * Two zones of one server ask along the same flow.  A fragment does not say
 * whose it is, so each must get its own.
 */
static void
test_server_fragments_shared(void **state)
{
	struct response r = { .kind = RESPONSE_UDP_FRAGMENT };
	unsigned i, n = 0;

	(void)state;
	b.config.n_ports = 1;
	bench_record(&b, "other.nl", DNS_TYPE_NS, "ns." BENCH_NAME);
	bench_add(&b, "other.nl");
	start();
	assert_int_equal(bench_count(&b, 53), 2);
	for (i = 0; i < 2; i++) {
		r.at_ns = b.now;
		r.flow = bench_seen(&b, 53, i)->probe.flow;
		engine_input(b.engine, b.now, &r);
	}
	bench_sleep(&b, BENCH_RTT);
	for (i = 0; i < b.n_seen; i++)
		n += b.seen[i].kind == REQUEST_DNS_TCP;
	assert_int_equal(n, 2);
}

int
main(void)
{
#define TEST(f)   cmocka_unit_test_setup_teardown(f, setup, teardown)
#define SERVER(f) cmocka_unit_test_setup_teardown(f, setup_server, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_gaps),
		TEST(test_late_reply_counts),
		TEST(test_too_late),
		TEST(test_icmp_ends_nothing),
		TEST(test_reset_needs_the_right_number),
		TEST(test_unsendable),
		TEST(test_clock_starts_when_sent),
		TEST(test_missing_family),
		TEST(test_special_purpose),
		TEST(test_cap),
		TEST(test_shared_endpoint),
		SERVER(test_server_open),
		SERVER(test_server_refuses),
		SERVER(test_server_refusals_doubled),
		SERVER(test_server_without_edns),
		SERVER(test_server_truncates),
		SERVER(test_server_fragments),
		SERVER(test_server_fragments_shared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <netinet/in.h>

#include <string.h>

#include "prober/engine_state.h"

#define MS       UINT64_C(1000000)
#define SECOND   (1000 * MS)
#define SEEN_MAX 64

static struct engine_seen seen[SEEN_MAX];
static unsigned n_seen;
static struct guard *guard;
static struct engine *engine;
static uint64_t now;

static void
on_endpoint(void *arg, const struct engine_seen *s)
{
	(void)arg;
	assert_true(n_seen < SEEN_MAX);
	seen[n_seen++] = *s;
}

static struct ip_addr
address(const char *text)
{
	struct ip_addr a;

	assert_true(address_parse(text, &a));
	return a;
}

static int
set_up(void **state)
{
	struct engine_config c = {
		.key = { { 1, 2 } },
		.guard = guard = guard_new(),
		.port_first = 32768,
		.n_ports = 16384,
		.source = { address("94.142.241.46"),
		    address("2a02:898:46::1") },
		.attempts = 3,
		.cooldown_ns = 8 * SECOND,
		.rate_fps = 1000000,
		.window = 1000,
		.n_resolvers = 1,
		.resolver_window = 10,
		.on_endpoint = on_endpoint,
	};

	(void)state;
	now = 1000 * SECOND;
	n_seen = 0;
	c.resolvers[0].server.addr = address("2a02:898:53::53");
	engine = engine_new(&c, now);
	assert_non_null(engine);
	/* The pacer starts with nothing to give. */
	now += 10 * MS;
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	engine_free(engine);
	guard_free(guard);
	return 0;
}

static void
add(const char *addr, uint16_t port)
{
	const struct engine_endpoint x = { { address(addr), port } };

	engine_sweep(engine, now, &x);
}

/* The next frame, which the kernel takes at once. */
static struct request
sent(void)
{
	struct request req;

	assert_true(engine_output(engine, now, &req));
	assert_int_equal(req.kind, REQUEST_FRAME);
	assert_ptr_equal(req.type, &probe_tcp_syn);
	engine_sent(engine, now, req.id);
	return req;
}

static void
nothing_to_send(void)
{
	struct request req;

	assert_false(engine_output(engine, now, &req));
}

static void
wait_for(uint64_t ns)
{
	now += ns;
	engine_expire(engine, now);
}

static void
answer(const struct request *req, uint8_t flags, uint32_t ack_off)
{
	const struct response r = {
		.at_ns = now,
		.kind = RESPONSE_TCP,
		.flow = req->probe.flow,
		.hop_limit = 57,
		.tcp = { flags, 99, probe_tcp_seq(&req->probe) + ack_off },
	};

	engine_input(engine, now, &r);
}

static void
refuse(const struct request *req)
{
	struct response r = {
		.at_ns = now,
		.kind = RESPONSE_ICMP_ERROR,
		.flow = req->probe.flow,
		.hop_limit = 60,
		.icmp = { .type = 1,
		    .code = 1,
		    .reason = REASON_ADMIN_PROHIBITED,
		    .quote = probe_tcp_seq(&req->probe),
		    .has_quote = true },
	};

	r.icmp.sender = address("2a02:898::1");
	engine_input(engine, now, &r);
}

static void
answers(void **state)
{
	struct request open, closed;

	(void)state;
	add("2a02:898:1::1", 443);
	add("94.142.240.1", 80);
	assert_int_equal(engine_in_flight(engine), 2);
	open = sent();
	closed = sent();
	nothing_to_send();
	now += 12 * MS;
	answer(&closed, TCP_FLAG_RST | TCP_FLAG_ACK, 1);
	answer(&open, TCP_FLAG_SYN | TCP_FLAG_ACK, 1);
	assert_int_equal(n_seen, 2);
	assert_int_equal(seen[0].state, ENDPOINT_CLOSED);
	assert_int_equal(seen[1].state, ENDPOINT_OPEN);
	assert_int_equal(seen[1].endpoint.port, 443);
	assert_int_equal(seen[1].rtt_ns, 12 * MS);
	assert_int_equal(seen[1].attempts, 1);
	assert_int_equal(seen[1].hop_limit, 57);
	assert_int_equal(engine_in_flight(engine), 0);
	/* Whatever comes twice is nobody's. */
	answer(&open, TCP_FLAG_SYN | TCP_FLAG_ACK, 1);
	assert_int_equal(n_seen, 2);
}

static void
forged(void **state)
{
	struct engine_stats stats;
	struct request req, other;

	(void)state;
	add("2a02:898:1::1", 443);
	req = sent();
	answer(&req, TCP_FLAG_SYN | TCP_FLAG_ACK, 2);
	answer(&req, TCP_FLAG_RST, 1);
	answer(&req, TCP_FLAG_ACK, 1);
	other = req;
	other.probe.flow.local.port ^= 1;
	answer(&other, TCP_FLAG_SYN | TCP_FLAG_ACK, 1);
	other = req;
	other.probe.flow.remote.port++;
	answer(&other, TCP_FLAG_SYN | TCP_FLAG_ACK, 1);
	assert_int_equal(n_seen, 0);
	engine_stats(engine, &stats);
	assert_int_equal(stats.unmatched, 5);
	assert_int_equal(stats.matched, 0);
}

static void
silent(void **state)
{
	struct request first, second;

	(void)state;
	add("2a02:898:1::1", 25);
	first = sent();
	wait_for(900 * MS);
	nothing_to_send();
	wait_for(200 * MS);
	second = sent();
	assert_int_equal(second.probe.attempt, 1);
	/* Another number each time, so that each answer is for one of them. */
	assert_int_not_equal(
	    probe_tcp_seq(&first.probe), probe_tcp_seq(&second.probe));
	wait_for(2100 * MS);
	(void)sent();
	wait_for(7900 * MS);
	assert_int_equal(n_seen, 0);
	wait_for(200 * MS);
	assert_int_equal(n_seen, 1);
	assert_int_equal(seen[0].state, ENDPOINT_SILENT);
	assert_int_equal(seen[0].attempts, 3);
	assert_int_equal(seen[0].rtt_ns, -1);
}

static void
late_answer(void **state)
{
	struct request first;

	(void)state;
	add("2a02:898:1::1", 25);
	first = sent();
	wait_for(1100 * MS);
	(void)sent();
	/* The first one's, after the second went. */
	answer(&first, TCP_FLAG_SYN | TCP_FLAG_ACK, 1);
	assert_int_equal(n_seen, 1);
	assert_int_equal(seen[0].state, ENDPOINT_OPEN);
	assert_int_equal(seen[0].attempts, 2);
	/* How long it took is not known to us. */
	assert_int_equal(seen[0].rtt_ns, -1);
}

static void
errors(void **state)
{
	struct request req;

	(void)state;
	add("2a02:898:1::1", 25);
	req = sent();
	refuse(&req);
	/* An error does not end the attempts ... */
	assert_int_equal(n_seen, 0);
	wait_for(1100 * MS);
	(void)sent();
	wait_for(2100 * MS);
	(void)sent();
	wait_for(8100 * MS);
	assert_int_equal(seen[0].state, ENDPOINT_UNREACHABLE);
	assert_int_equal(seen[0].reason, REASON_ADMIN_PROHIBITED);
	assert_int_equal(seen[0].icmp_type, 1);
	assert_int_equal(seen[0].icmp_code, 1);
	assert_int_equal(seen[0].icmp_sender.family, FAMILY_V6);
	/* ... and an answer outweighs it. */
	add("2a02:898:1::2", 25);
	req = sent();
	refuse(&req);
	answer(&req, TCP_FLAG_SYN | TCP_FLAG_ACK, 1);
	assert_int_equal(seen[1].state, ENDPOINT_OPEN);
}

static void
not_sent(void **state)
{
	struct engine_stats stats;
	struct request req;

	(void)state;
	add("fe80::1", 80);
	add("10.0.0.1", 80);
	nothing_to_send();
	assert_int_equal(n_seen, 2);
	assert_int_equal(seen[0].state, ENDPOINT_NOT_PROBED);
	assert_int_equal(seen[1].reason, REASON_SPECIAL_PURPOSE);
	assert_int_equal(seen[1].attempts, 0);
	/* The same again is not asked again. */
	add("2a02:898:1::1", 80);
	add("2a02:898:1::1", 80);
	req = sent();
	nothing_to_send();
	engine_stats(engine, &stats);
	assert_int_equal(stats.endpoints_folded, 1);
	engine_unsendable(engine, now, req.id);
	assert_int_equal(n_seen, 3);
	assert_int_equal(seen[2].state, ENDPOINT_INDETERMINATE);
	assert_int_equal(seen[2].reason, REASON_SEND_FAILED);
	/* It is over: what became of the frame is no news. */
	engine_sent(engine, now, req.id);
	engine_unsendable(engine, now, req.id);
	assert_int_equal(n_seen, 3);
}

static void
prefix_rate(void **state)
{
	unsigned i, early = 0;
	struct request req;

	(void)state;
	engine->config.prefix_rate = 10;
	for (i = 0; i < 20; i++)
		add("2a02:898:1::1", (uint16_t)(1000 + i));
	for (i = 0; i < 1000; i++) {
		wait_for(MS);
		while (engine_output(engine, now, &req))
			early += req.probe.attempt == 0;
	}
	/* 20 of one /48 at 10 a second: half of them by now. */
	assert_in_range(early, 10, 11);
}

/* The probe that was answered is the one whose end is told. */
static void
local_end(void **state)
{
	struct request first, second;

	(void)state;
	add("2a02:898:1::1", 80);
	first = sent();
	wait_for(1100 * MS);
	second = sent();
	answer(&first, TCP_FLAG_SYN | TCP_FLAG_ACK, 1);
	assert_int_equal(n_seen, 1);
	assert_int_equal(seen[0].local.port, first.probe.flow.local.port);
	assert_true(
	    address_equal(&seen[0].local.addr, &first.probe.flow.local.addr));
	assert_int_not_equal(
	    first.probe.flow.local.port, second.probe.flow.local.port);
}

/* Endpoints wait outside while 10 ms worth of probes wait to be sent. */
static void
room(void **state)
{
	struct request req;
	unsigned i = 0;

	(void)state;
	engine_set_rate(engine, now, 1000);
	for (; engine_room(engine) > 0; i++)
		add("2a02:898:1::1", (uint16_t)(1000 + i));
	assert_int_equal(i, 11);
	/* Those that were sent are in flight, and leave room again. */
	for (i = 0; i < 100 && engine_room(engine) == 0; i++) {
		wait_for(MS);
		while (engine_output(engine, now, &req))
			engine_sent(engine, now, req.id);
	}
	assert_true(engine_room(engine) > 0 && engine_room(engine) < 1000);
	assert_int_equal(engine_in_flight(engine), 11);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(answers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(forged, set_up, tear_down),
		cmocka_unit_test_setup_teardown(silent, set_up, tear_down),
		cmocka_unit_test_setup_teardown(late_answer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(errors, set_up, tear_down),
		cmocka_unit_test_setup_teardown(not_sent, set_up, tear_down),
		cmocka_unit_test_setup_teardown(prefix_rate, set_up, tear_down),
		cmocka_unit_test_setup_teardown(local_end, set_up, tear_down),
		cmocka_unit_test_setup_teardown(room, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two engines that share the work: each endpoint is probed by its owner alone,
 * and both know what came of it.
 */
#include "tests/unit/engine_bench.h"

#include <pthread.h>
#include <stdio.h>

#include "prober/owner.h"
#include "prober/ring.h"

#define ENGINES   2
#define ADDRESSES 6
#define MESSAGES  200000
#define CONTROLS  4

static struct bench b[ENGINES];
static char addresses[ADDRESSES][16];

/* A domain for each, at the same addresses, some of either's. */
static int
setup(void **state)
{
	static char names[ENGINES][16];
	unsigned i, j;

	(void)state;
	for (i = 0; i < ENGINES; i++) {
		bench_init(&b[i]);
		b[i].config.n_peers = ENGINES;
		b[i].config.index = (uint8_t)i;
		b[i].config.port_first = (uint16_t)(40000 + 64 * i);
		(void)snprintf(names[i], sizeof(names[i]), "d%u.nl", i);
		bench_record(&b[i], names[i], DNS_TYPE_MX, ".");
		for (j = 0; j < ADDRESSES; j++) {
			(void)snprintf(
			    addresses[j], sizeof(addresses[j]), "9.9.%u.1", j);
			bench_record(&b[i], names[i], DNS_TYPE_A, addresses[j]);
		}
	}
	return 0;
}

static int
teardown(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < ENGINES; i++)
		bench_end(&b[i]);
	return 0;
}

/* Each gets what the other has for it. */
static unsigned
carry(void)
{
	struct peer_message m;
	unsigned from, n = 0;

	for (from = 0; from < ENGINES; from++)
		while (engine_message_out(b[from].engine, 1 - from, &m)) {
			engine_message_in(
			    b[1 - from].engine, b[1 - from].now, &m);
			n++;
		}
	return n;
}

static void
sleep_both(uint64_t ns)
{
	const uint64_t step = BENCH_RTT;
	uint64_t slept;
	unsigned i;

	for (slept = 0; slept < ns; slept += step) {
		for (i = 0; i < ENGINES; i++)
			bench_sleep(&b[i], step);
		(void)carry();
	}
}

/* Answers all probes so far, or those of one engine. */
static void
answer(struct bench *x)
{
	unsigned i;

	for (i = 0; i < x->n_seen; i++)
		bench_syn_ack(x, &x->seen[i]);
}

static void
check_owner(const struct bench *x, unsigned index)
{
	const struct endpoint *to;
	unsigned i, j;

	for (i = 0; i < x->n_seen; i++) {
		to = &x->seen[i].probe.flow.remote;
		assert_int_equal(owner_of(&to->addr, false, ENGINES), index);
		for (j = 0; j < i; j++)
			assert_false(
			    x->seen[j].probe.flow.remote.port == to->port &&
			    address_equal(
				&x->seen[j].probe.flow.remote.addr, &to->addr));
	}
}

static void
test_probed_once(void **state)
{
	unsigned i, j;

	(void)state;
	bench_add(&b[0], "d0.nl");
	bench_add(&b[1], "d1.nl");
	sleep_both(5 * BENCH_RTT);
	assert_int_equal(b[0].n_seen + b[1].n_seen, 2 * ADDRESSES);
	assert_true(b[0].n_seen > 0 && b[1].n_seen > 0);
	check_owner(&b[0], 0);
	check_owner(&b[1], 1);
	answer(&b[0]);
	answer(&b[1]);
	sleep_both(2 * BENCH_RTT);
	for (i = 0; i < ENGINES; i++) {
		assert_int_equal(b[i].done, 1);
		assert_int_equal(b[i].n_endpoints, 2 * ADDRESSES);
		for (j = 0; j < b[i].n_endpoints; j++) {
			assert_int_equal(
			    b[i].endpoints[j].state, ENDPOINT_OPEN);
			assert_int_equal(b[i].endpoints[j].attempts, 1);
		}
		assert_int_equal(engine_in_flight(b[i].engine), 0);
	}
	assert_int_equal(carry(), 0);
}

/* Who comes late gets what is known, and nobody is asked again. */
static void
test_late(void **state)
{
	(void)state;
	b[1].engine = engine_new(&b[1].config, b[1].now);
	bench_add(&b[0], "d0.nl");
	sleep_both(5 * BENCH_RTT);
	answer(&b[0]);
	answer(&b[1]);
	sleep_both(2 * BENCH_RTT);
	assert_int_equal(b[0].done, 1);
	bench_add(&b[1], "d1.nl");
	sleep_both(5 * BENCH_RTT);
	assert_int_equal(b[1].done, 1);
	assert_int_equal(b[0].n_seen + b[1].n_seen, 2 * ADDRESSES);
}

/* The owner makes all attempts, and its word is the other's. */
static void
test_silent(void **state)
{
	unsigned i, j;

	(void)state;
	bench_add(&b[0], "d0.nl");
	bench_add(&b[1], "d1.nl");
	sleep_both(20 * SECOND);
	assert_int_equal(b[0].n_seen + b[1].n_seen, 3 * 2 * ADDRESSES);
	for (i = 0; i < ENGINES; i++) {
		assert_int_equal(b[i].done, 1);
		for (j = 0; j < b[i].n_endpoints; j++) {
			assert_int_equal(
			    b[i].endpoints[j].state, ENDPOINT_SILENT);
			assert_int_equal(b[i].endpoints[j].attempts, 3);
		}
	}
}

/* Lets time pass in which controls answer all engines but one, and nobody
 * else answers. */
static void
hear_controls(unsigned deaf, uint64_t ns)
{
	uint64_t slept;
	unsigned i, j;

	for (slept = 0; slept < ns; slept += BENCH_RTT) {
		for (i = 0; i < ENGINES; i++) {
			bench_sleep(&b[i], BENCH_RTT);
			engine_heed_progress(
			    b[i].engine, engine_progress_ns(b[1 - i].engine));
			for (j = 0; i != deaf && j < b[i].n_seen; j++)
				if (b[i].seen[j]
					.probe.flow.remote.addr.octet[0] == 8)
					bench_syn_ack(&b[i], &b[i].seen[j]);
			b[i].n_seen = 0;
		}
		(void)carry();
	}
}

/* What one engine could not hear is not known to the other, either. */
static void
test_deaf(void **state)
{
	struct control controls[CONTROLS];
	const struct bench_endpoint *x;
	const unsigned deaf = 0;
	unsigned i, j, owner, n = 0;
	char text[16];

	(void)state;
	for (i = 0; i < CONTROLS; i++) {
		(void)snprintf(text, sizeof(text), "8.8.%u.8", i);
		controls[i] = (struct control){
			.endpoint = { bench_address(text), 80 },
			.proto = IPPROTO_TCP,
			.expect_answer = true,
		};
	}
	for (i = 0; i < ENGINES; i++) {
		b[i].config.controls = controls;
		b[i].config.n_controls = CONTROLS;
		bench_add(&b[i], i == 0 ? "d0.nl" : "d1.nl");
	}
	hear_controls(deaf, 150 * SECOND);
	for (i = 0; i < ENGINES; i++) {
		assert_int_equal(b[i].done, 1);
		for (j = 0; j < b[i].n_endpoints; j++) {
			x = &b[i].endpoints[j];
			owner = owner_of(&x->addr, false, ENGINES);
			if (x->port != 80)
				continue;
			assert_int_equal(x->state,
			    owner == deaf ? ENDPOINT_INDETERMINATE
					  : ENDPOINT_SILENT);
			n++;
		}
	}
	assert_int_equal(n, 2 * ADDRESSES);
}

/* A name server is asked about the zone that the other has in mind. */
static void
test_zone(void **state)
{
	const struct dns_name zone = sim_name("d0.nl");
	const struct request *req = NULL;
	struct sim_message *m;
	unsigned owner;
	struct ip_addr a = bench_address(addresses[0]);

	(void)state;
	owner = owner_of(&a, false, ENGINES);
	b[1].engine = engine_new(&b[1].config, b[1].now);
	b[0].engine = engine_new(&b[0].config, b[0].now);
	bench_record(&b[1 - owner], "d0.nl", DNS_TYPE_NS, "ns.d0.nl");
	bench_record(&b[1 - owner], "ns.d0.nl", DNS_TYPE_A, addresses[0]);
	bench_add(&b[1 - owner], "d0.nl");
	sleep_both(5 * BENCH_RTT);
	assert_null(bench_seen(&b[1 - owner], 53, 0));
	req = bench_seen(&b[owner], 53, 0);
	assert_non_null(req);
	assert_true(dns_name_equal(&req->question.name, &zone));
	assert_int_equal(req->question.type, DNS_TYPE_SOA);
	m = bench_begin(req, DNS_FLAG_AA);
	sim_message_soa(m, DNS_SECTION_ANSWER, &zone);
	bench_reply(&b[owner], req, m);
	answer(&b[0]);
	answer(&b[1]);
	sleep_both(20 * SECOND);
	assert_int_equal(b[1 - owner].done, 1);
	bench_assert(&b[1 - owner], 53, ENDPOINT_OPEN, REASON_NONE);
}

static void *
take_all(void *arg)
{
	struct ring *r = arg;
	struct peer_message m;
	uint32_t next = 0;

	while (next < MESSAGES)
		if (ring_take(r, &m) && m.queued_ms == next)
			next++;
	return NULL;
}

static void
test_ring(void **state)
{
	static struct ring r;
	struct peer_message m = { .from = 1 };
	pthread_t taker;
	uint32_t i = 0;

	(void)state;
	assert_int_equal(pthread_create(&taker, NULL, take_all, &r), 0);
	while (i < MESSAGES)
		if (!ring_is_full(&r)) {
			m.queued_ms = i++;
			ring_put(&r, &m);
		}
	(void)pthread_join(taker, NULL);
	assert_false(ring_take(&r, &m));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_probed_once, setup, teardown),
		cmocka_unit_test_setup_teardown(test_late, setup, teardown),
		cmocka_unit_test_setup_teardown(test_silent, setup, teardown),
		cmocka_unit_test_setup_teardown(test_deaf, setup, teardown),
		cmocka_unit_test_setup_teardown(test_zone, setup, teardown),
		cmocka_unit_test(test_ring),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

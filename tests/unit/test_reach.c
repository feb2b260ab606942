/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the engine remembers of endpoints, while it forgets them one by one.
 */
#include "tests/unit/engine_bench.h"

#include <stdio.h>

#include "prober/reach.h"

#define DOMAINS 20
#define CACHE   4
#define SHARED  "9.9.46.1"

static struct bench b;
static char names[DOMAINS][16], addresses[DOMAINS][16];
static unsigned n_answered; /* of b.seen */

/* Web sites with an address of their own and one that all have. */
static int
setup(void **state)
{
	unsigned i;

	(void)state;
	bench_init(&b);
	b.config.cache = CACHE;
	for (i = 0; i < DOMAINS; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "d%u.nl", i);
		(void)snprintf(
		    addresses[i], sizeof(addresses[i]), "9.9.%u.2", i);
		bench_record(&b, names[i], DNS_TYPE_A, addresses[i]);
		bench_record(&b, names[i], DNS_TYPE_A, SHARED);
		bench_record(&b, names[i], DNS_TYPE_MX, ".");
	}
	n_answered = 0;
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
answer_all(void)
{
	bench_sleep(&b, BENCH_RTT);
	for (; n_answered < b.n_seen; n_answered++)
		bench_syn_ack(&b, &b.seen[n_answered]);
}

static void
measure(unsigned domain)
{
	unsigned before = b.done;

	bench_add(&b, names[domain]);
	answer_all();
	assert_int_equal(b.done, before + 1);
	assert_int_equal(b.n_endpoints, 4);
	bench_assert(&b, 80, ENDPOINT_OPEN, REASON_NONE);
}

/* How often port 80 of that address was probed so far. */
static unsigned
probes(const char *text)
{
	struct ip_addr a = bench_address(text);
	unsigned n = 0, i;

	for (i = 0; i < b.n_seen; i++)
		n += b.seen[i].probe.flow.remote.port == 80 &&
		    address_equal(&b.seen[i].probe.flow.remote.addr, &a);
	return n;
}

static void
test_forgets_the_oldest(void **state)
{
	/* A domain has two addresses with two ports each. */
	const unsigned kept = CACHE * REACHES_PER_ANSWER / 2;
	unsigned i;

	(void)state;
	for (i = 0; i < DOMAINS; i++) {
		measure(i);
		assert_int_equal(probes(addresses[i]), 1);
	}
	/* One that is used often stays, and its result with it. */
	assert_int_equal(probes(SHARED), 1);
	for (i = DOMAINS - 1; i > DOMAINS - kept; i--) {
		measure(i);
		assert_int_equal(probes(addresses[i]), 1);
	}
	measure(0);
	assert_int_equal(probes(addresses[0]), 2);
	assert_int_equal(probes(SHARED), 1);
}

/* What a domain in flight holds is never forgotten, however many come. */
static void
test_held(void **state)
{
	unsigned i, done;

	(void)state;
	b.config.cache = 0;
	b.config.window = DOMAINS;
	bench_add(&b, names[0]);
	bench_sleep(&b, BENCH_RTT);
	/* The shared address is left without an answer. */
	for (i = 0; i < b.n_seen; i++)
		if (address_equal(&b.seen[i].probe.flow.remote.addr,
			&(struct ip_addr){ FAMILY_V4, { 9, 9, 0, 2 } }))
			bench_syn_ack(&b, &b.seen[i]);
	for (i = 1; i < DOMAINS; i++)
		bench_add(&b, names[i]);
	bench_sleep(&b, BENCH_RTT);
	assert_int_equal(b.done, 0);
	assert_int_equal(probes(addresses[0]), 1);
	assert_int_equal(probes(SHARED), 1);
	for (i = 0; i < b.n_seen; i++)
		bench_syn_ack(&b, &b.seen[i]);
	assert_int_equal(b.done, DOMAINS);
	assert_int_equal(probes(SHARED), 1);
	/* Then nobody holds it. */
	n_answered = b.n_seen;
	done = b.done;
	bench_add(&b, names[1]);
	answer_all();
	assert_int_equal(b.done, done + 1);
	assert_int_equal(probes(addresses[1]), 2);
	assert_int_equal(probes(SHARED), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_forgets_the_oldest, setup, teardown),
		cmocka_unit_test_setup_teardown(test_held, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

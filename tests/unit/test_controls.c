/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controls_bench.h"

static void
test_attempts(void **state)
{
	/* Of 4,000 attempts, so many lost: how many it takes. */
	static const struct {
		unsigned lost, attempts;
	} table[] = {
		{ 0, 3 },
		{ 4, 3 },
		{ 40, 4 },
		{ 200, 6 },
		{ 390, 7 },
		{ 800, 11 },
		{ 1440, CONTROLS_ATTEMPTS_MAX },
		{ 4000, CONTROLS_ATTEMPTS_MAX },
	};
	unsigned i;

	(void)state;
	pass(0);
	/* Nothing is known yet: it might be half of all. */
	assert_int_equal(controls_attempts(b.engine), CONTROLS_ATTEMPTS_MAX);
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		b.engine->controls.tries = 4000;
		b.engine->controls.lost = table[i].lost;
		assert_int_equal(
		    controls_attempts(b.engine), table[i].attempts);
		assert_int_equal(
		    engine_loss_permille(b.engine), table[i].lost / 4);
	}
	b.engine->config.attempts = 9;
	b.engine->controls.lost = 0;
	assert_int_equal(controls_attempts(b.engine), 9);
	b.engine->controls.on = false;
	b.engine->controls.lost = 4000;
	assert_int_equal(controls_attempts(b.engine), 9);
}

/* Healthy at once, and told once. */
static void
test_healthy(void **state)
{
	(void)state;
	pass(20 * SECOND);
	assert_true(healthy(KIND_DNS));
	assert_true(healthy(KIND_WEB));
	assert_int_equal(changes[KIND_DNS], 1);
	assert_int_equal(changes[KIND_WEB], 1);
	assert_int_equal(engine_loss_permille(b.engine), 0);
	/* Each in its turn, the negative one once per second. */
	assert_in_range(asked[POSITIVE], 19, 21);
	assert_in_range(asked[CONTROLS - 1], 19, 21);
}

/* One that is dead is left alone for half a minute, and spoils nothing. */
static void
test_bench(void **state)
{
	uint64_t at;

	(void)state;
	dead = 1u << POSITIVE;
	pass(100 * SECOND);
	assert_true(healthy(KIND_WEB));
	assert_in_range(asked[POSITIVE], 4, 9);
	assert_true(asked[POSITIVE + 1] > 90);
	for (at = 10 * SECOND; at < 90 * SECOND; at += SECOND)
		assert_int_equal(controls_judge(b.engine, KIND_WEB, false,
				     b.now - 100 * SECOND + at, b.now),
		    HEALTH_GOOD);
	dead = 0;
	pass(60 * SECOND);
	asked[POSITIVE] = 0;
	pass(10 * SECOND);
	assert_in_range(asked[POSITIVE], 9, 11);
}

/* What cannot be heard is not asked until it can. */
static void
test_hold(void **state)
{
	(void)state;
	pass(5 * SECOND);
	positive = SILENT;
	pass(5 * SECOND);
	assert_false(healthy(KIND_WEB));
	assert_int_equal(changes[KIND_WEB], 2);
	bench_add(&b, BENCH_NAME);
	pass(10 * SECOND);
	assert_int_equal(probes[0], 0);
	assert_int_equal(probes[1], 1);
	positive = WELL;
	pass(5 * SECOND);
	assert_true(healthy(KIND_WEB));
	assert_int_equal(changes[KIND_WEB], 3);
	assert_int_equal(probes[0], 1);
	pass(SECOND);
	assert_int_equal(b.done, 1);
	bench_assert(&b, 80, ENDPOINT_OPEN, REASON_NONE);
}

/* Silence during an outage does not count, whatever came before. */
static void
test_outage(void **state)
{
	(void)state;
	targets = SILENT;
	pass(5 * SECOND);
	bench_add(&b, BENCH_NAME);
	pass(SECOND);
	assert_int_equal(probes[0], 1);
	positive = SILENT;
	pass(15 * SECOND);
	positive = targets = WELL;
	pass(20 * SECOND);
	assert_true(probes[0] > 1);
	assert_int_equal(b.done, 1);
	bench_assert(&b, 80, ENDPOINT_OPEN, REASON_NONE);
}

static void
assert_gives_up(uint64_t least, uint64_t most)
{
	bench_add(&b, BENCH_NAME);
	pass(least);
	assert_int_equal(b.done, 0);
	pass(most - least);
	assert_int_equal(b.done, 1);
	bench_assert(&b, 80, ENDPOINT_INDETERMINATE, REASON_VANTAGE);
	assert_int_equal(probes[0], 0);
	assert_int_equal(engine_in_flight(b.engine), 0);
}

static void
test_never_well(void **state)
{
	(void)state;
	positive = SILENT;
	assert_gives_up(59 * SECOND, 75 * SECOND);
}

static void
test_missing_family(void **state)
{
	(void)state;
	b.config.source[1] = (struct ip_addr){ .family = FAMILY_NONE };
	/* Nor has the resolver that is reached over it. */
	b.config.resolvers[0] = b.config.resolvers[1];
	b.config.n_resolvers = 1;
	assert_gives_up(19 * SECOND, 30 * SECOND);
}

static void
test_no_recovery(void **state)
{
	(void)state;
	pass(10 * SECOND);
	positive = SILENT;
	pass(5 * SECOND);
	assert_gives_up(80 * SECOND, 110 * SECOND);
	/* And later it is not waited for at all. */
	bench_record(&b, "other.nl", DNS_TYPE_MX, ".");
	bench_record(&b, "other.nl", DNS_TYPE_AAAA, "2a02:898:80::81");
	bench_add(&b, "other.nl");
	pass(4 * SECOND);
	assert_int_equal(b.done, 2);
}

/* Somebody on the way resets and refuses: that is no sign of life. */
static void
test_refusals(void **state)
{
	(void)state;
	positive = REFUSING;
	pass(10 * SECOND);
	assert_false(healthy(KIND_DNS));
	assert_false(healthy(KIND_WEB));
	positive = WELL;
	pass(10 * SECOND);
	assert_true(healthy(KIND_DNS));
	assert_true(healthy(KIND_WEB));
	positive = REFUSING;
	pass(3 * SECOND);
	assert_false(healthy(KIND_DNS));
	assert_false(healthy(KIND_WEB));
}

/* Somebody answers for nobody: an open port is not believed. */
static void
test_deceived(void **state)
{
	(void)state;
	targets = SILENT;
	pass(5 * SECOND);
	deceived = true;
	bench_add(&b, BENCH_NAME);
	pass(5 * SECOND);
	assert_int_equal(probes[0], 1);
	assert_int_equal(b.done, 0);
	assert_false(healthy(KIND_WEB));
	deceived = false;
	pass(60 * SECOND);
	assert_true(healthy(KIND_WEB));
	assert_true(probes[0] > 1);
	assert_int_equal(b.done, 1);
	bench_assert(&b, 80, ENDPOINT_SILENT, REASON_NONE);
}

/* What an inventing resolver said is asked anew. */
static void
test_captive(void **state)
{
	unsigned i;

	(void)state;
	pass(5 * SECOND + 300 * MS);
	captive = true;
	bench_add(&b, BENCH_NAME);
	pass(10 * SECOND);
	assert_int_equal(b.done, 0);
	assert_false(healthy(KIND_RESOLVER));
	captive = false;
	pass(20 * SECOND);
	assert_true(healthy(KIND_RESOLVER));
	assert_int_equal(b.done, 1);
	for (i = 0; i < b.n_endpoints; i++)
		assert_int_equal(b.endpoints[i].addr.family, FAMILY_V6);
	bench_assert(&b, 80, ENDPOINT_OPEN, REASON_NONE);
}

/* Somebody answers in place of all name servers, but we ask resolvers. */
static void
test_captive_name_servers(void **state)
{
	(void)state;
	controls[CONTROLS - 1].endpoint.port = 53;
	controls[CONTROLS - 1].proto = IPPROTO_UDP;
	pass(5 * SECOND);
	assert_true(healthy(KIND_DNS));
	deceived = true;
	bench_add(&b, BENCH_NAME);
	pass(3 * SECOND);
	assert_false(healthy(KIND_DNS));
	assert_int_equal(b.done, 1);
	bench_assert(&b, 80, ENDPOINT_OPEN, REASON_NONE);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_attempts),
		TEST(test_healthy),
		TEST(test_bench),
		TEST(test_hold),
		TEST(test_outage),
		TEST(test_never_well),
		TEST(test_missing_family),
		TEST(test_no_recovery),
		TEST(test_refusals),
		TEST(test_deceived),
		TEST(test_captive),
		TEST(test_captive_name_servers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole scans of an Internet whose truth is known.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include "prober/pacer.h"
#include "tests/sim/sim_run.h"

#define DOMAINS 2000

static struct sim_options
options(void)
{
	return (struct sim_options){
		.domains = DOMAINS,
		.attempts = 3,
		.world_seed = 46,
		.engine_seed = 64,
		.rate_fps = 10000,
	};
}

/* What must hold in every weather. */
static void
assert_good_manners(const struct sim_options *o, const struct sim_result *r)
{
	assert_int_equal(r->done, o->domains);
	assert_true(r->at_rest);
	assert_int_equal(r->spins, 0);
	assert_int_equal(r->counters.malformed, 0);
	assert_int_equal(r->counters.undecoded, 0);
	/* No special-purpose destination in any frame. */
	assert_int_equal(r->counters.forbidden, 0);
	/* We sent what we say we sent. */
	assert_int_equal(r->stats.requested_syn + r->stats.requested_dns,
	    r->counters.frames);
	assert_int_equal(r->stats.requested_tcp + r->stats.requested_udp,
	    r->counters.messages);
	/* Never faster than asked, in any second (limits.h: one more). */
	assert_true(r->most[SIM_WATCH_ADDRESS] <= SIM_ADDRESS_RATE + 1);
	assert_true(r->most[SIM_WATCH_SERVER] <= SIM_SERVER_RATE + 1);
	assert_true(r->most[SIM_WATCH_PREFIX] <= SIM_PREFIX_RATE + 1);
	assert_true(r->burst <= pacer_burst(o->rate_fps));
	/* Attempts at one endpoint keep their distance, and the first comes
	 * once. */
	assert_true(r->gap_ns[SIM_WATCH_ENDPOINT] >= SIM_S);
	assert_int_equal(r->gap_ns[SIM_WATCH_FIRST], UINT64_MAX);
}

static void
report(const char *what, const struct sim_result *r)
{
	print_message("%s: %u domains, %u wrong, %u endpoints wrong; %llu "
		      "frames, %llu messages in %llu ms; most per second: "
		      "%zu an address, %zu a prefix, %zu a server; gap %llu "
		      "ms; burst %.1f; near misses %llu, unmatched %llu\n",
	    what, r->done, r->wrong, r->wrong_endpoints,
	    (unsigned long long)r->counters.frames,
	    (unsigned long long)r->counters.messages,
	    (unsigned long long)(r->ended_ns / SIM_MS),
	    r->most[SIM_WATCH_ADDRESS], r->most[SIM_WATCH_PREFIX],
	    r->most[SIM_WATCH_SERVER],
	    (unsigned long long)(r->gap_ns[SIM_WATCH_ENDPOINT] / SIM_MS),
	    r->burst, (unsigned long long)r->stats.near_misses,
	    (unsigned long long)r->stats.unmatched);
	if (r->first_wrong[0] != '\0')
		print_message("  %s\n", r->first_wrong);
}

static void
assert_all_right(const struct sim_result *r)
{
	assert_int_equal(r->wrong, 0);
	assert_int_equal(r->wrong_endpoints, 0);
}

static void
test_clean(void **state)
{
	struct sim_options o = options();
	struct sim_result r;

	(void)state;
	sim_run(&o, &r);
	report("clean", &r);
	assert_good_manners(&o, &r);
	assert_all_right(&r);
}

/* The bar is one domain in a thousand. */
static void
test_loss(void **state)
{
	struct sim_options o = options();
	struct sim_result r;

	(void)state;
	o.attempts = 5;
	o.weather.loss_out = o.weather.loss_in = 50;
	sim_run(&o, &r);
	report("5 % lost each way", &r);
	assert_good_manners(&o, &r);
	assert_true(r.wrong <= DOMAINS / 1000);
}

static void
test_disorder(void **state)
{
	struct sim_options o = options();
	struct sim_result r;

	(void)state;
	/* Later than the cooldown is as good as lost. */
	o.attempts = 5;
	o.weather = (struct sim_weather){
		.duplicates = 200,
		.reordered = 200,
		.late = 20,
		.late_ns = 20 * SIM_S,
	};
	sim_run(&o, &r);
	report("doubled, reordered, late", &r);
	assert_good_manners(&o, &r);
	assert_int_equal(r.wrong, 0);
}

static void
test_same_seed_same_bytes(void **state)
{
	struct sim_options o = options();
	struct sim_result a, b, c;

	(void)state;
	o.domains = 500;
	o.weather.loss_in = 20;
	o.weather.duplicates = 100;
	sim_run(&o, &a);
	sim_run(&o, &b);
	assert_int_equal(a.evidence_hash, b.evidence_hash);
	assert_int_equal(a.counters.frames, b.counters.frames);
	o.engine_seed++;
	sim_run(&o, &c);
	assert_int_not_equal(a.evidence_hash, c.evidence_hash);
	assert_int_equal(a.class_hash, c.class_hash);
}

static void
test_forgeries(void **state)
{
	struct sim_options o = options();
	struct sim_result r;

	(void)state;
	o.forgeries = true;
	sim_run(&o, &r);
	report("forged", &r);
	assert_true(r.counters.forged > 4 * r.counters.frames);
	assert_good_manners(&o, &r);
	assert_all_right(&r);
}

static void
test_rate_limited_servers(void **state)
{
	struct sim_options o = options();
	struct sim_result r;

	(void)state;
	o.rate_limited = true;
	o.domains = 600;
	sim_run(&o, &r);
	report("name servers with a limit", &r);
	assert_good_manners(&o, &r);
	assert_int_equal(r.lame, 0);
	assert_all_right(&r);
}

/* The time that domains spend in queues is no fault of theirs. */
static void
test_low_rate(void **state)
{
	struct sim_options o = options();
	struct sim_result r;

	(void)state;
	o.domains = 200;
	o.rate_fps = 100;
	sim_run(&o, &r);
	report("100 frames a second", &r);
	assert_good_manners(&o, &r);
	assert_all_right(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_loss),
		cmocka_unit_test(test_disorder),
		cmocka_unit_test(test_same_seed_same_bytes),
		cmocka_unit_test(test_forgeries),
		cmocka_unit_test(test_rate_limited_servers),
		cmocka_unit_test(test_low_rate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

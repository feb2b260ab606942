/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole scans with faults at our own end: nobody is blamed for them.
 *
 * REACH46_SIM_SEEDS mixes of faults (else a few) over REACH46_SIM_DOMAINS
 * domains each; the seed of a mix is in its report.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <stdlib.h>

#include "tests/sim/sim_run.h"

#define SEEDS      30
#define DOMAINS    250
#define LIMIT_S    900
#define FIRST_SEED 1
/* All end within a minute: what was not well by then is given up. */
#define SPREAD_NS  (25 * SIM_S)
#define LONGEST_NS (30 * SIM_S)

static unsigned
setting(const char *name, unsigned otherwise)
{
	const char *text = getenv(name);

	return text == NULL ? otherwise : (unsigned)strtoul(text, NULL, 10);
}

static struct sim_options
options(uint64_t seed)
{
	unsigned domains = setting("REACH46_SIM_DOMAINS", DOMAINS);

	return (struct sim_options){
		.domains = domains,
		.attempts = 3,
		.world_seed = seed,
		.engine_seed = ~seed,
		.rate_fps = 10000,
		.controls = true,
		.limit_ns = (LIMIT_S + domains) * SIM_S,
	};
}

static void
report(const struct sim_options *o, const struct sim_result *r)
{
	unsigned i;

	for (i = 0; i < o->n_faults; i++)
		print_message("  %s, from %llu ms, to %llu ms (IPv%u, port %u, "
			      "resolver %u, %u permille)\n",
		    sim_fault_name(o->faults[i].kind),
		    (unsigned long long)(o->faults[i].from_ns / SIM_MS),
		    (unsigned long long)(o->faults[i].to_ns / SIM_MS),
		    (unsigned)o->faults[i].family, o->faults[i].port,
		    o->faults[i].resolver, o->faults[i].permille);
	print_message("  seed %llu: %u of %u domains, %u wrong, %u blamed; "
		      "endpoints: %u wrong, %u blamed; %llu frames in %llu ms; "
		      "noticed after %llu ms; loss %u permille; %u spins\n",
	    (unsigned long long)o->world_seed, r->done, o->domains, r->wrong,
	    r->blamed, r->wrong_endpoints, r->blamed_endpoints,
	    (unsigned long long)r->counters.frames,
	    (unsigned long long)(r->ended_ns / SIM_MS),
	    (unsigned long long)(r->noticed_ns / SIM_MS), r->loss_permille,
	    r->spins);
	if (r->first_blamed[0] != '\0')
		print_message("  blamed: %s\n", r->first_blamed);
	if (r->first_wrong[0] != '\0')
		print_message("  wrong: %s\n", r->first_wrong);
}

static void
run(const struct sim_options *o, struct sim_result *r)
{
	sim_run(o, r);
	report(o, r);
	assert_int_equal(r->counters.malformed, 0);
	assert_int_equal(r->counters.forbidden, 0);
	assert_int_equal(r->done, o->domains);
}

static void
test_clean(void **state)
{
	struct sim_options o = options(46);
	struct sim_result r;

	(void)state;
	run(&o, &r);
	assert_int_equal(r.wrong, 0);
	assert_int_equal(r.wrong_endpoints, 0);
}

static struct sim_fault
fault(enum sim_fault_kind kind)
{
	return (struct sim_fault){
		.kind = kind,
		.family = FAMILY_V6,
		.port = 25,
		.resolver = SIM_FAULT_EVERY_RESOLVER,
		.permille = 500,
	};
}

/* Each by itself, at the start and in the middle. */
static void
test_each(void **state)
{
	struct sim_options o = options(46);
	struct sim_result r;
	unsigned kind, bad = 0;

	(void)state;
	for (kind = 0; kind < SIM_FAULT_LOSS; kind++) {
		o.n_faults = 1;
		o.faults[0] = fault((enum sim_fault_kind)kind);
		o.faults[0].to_ns = 30 * SIM_S;
		sim_run(&o, &r);
		report(&o, &r);
		bad += r.wrong;
		o.faults[0].from_ns = 6 * SIM_S;
		o.faults[0].to_ns = 36 * SIM_S;
		sim_run(&o, &r);
		report(&o, &r);
		bad += r.wrong;
	}
	assert_int_equal(bad, 0);
}

/* Loss all through the run, each way; attempts are the engine's choice. */
static void
run_loss(unsigned permille, unsigned domains, struct sim_result *r)
{
	struct sim_options o = options(46);

	o.domains = domains;
	o.weather.loss_out = o.weather.loss_in = permille;
	run(&o, r);
	/* A single attempt is lost that often, there or back. */
	permille = 1000 - (1000 - permille) * (1000 - permille) / 1000;
	assert_in_range(
	    r->loss_permille, permille * 8 / 10, permille * 12 / 10);
	assert_int_equal(r->blamed_endpoints, 0);
}

static void
test_loss(void **state)
{
	struct sim_result r;

	(void)state;
	run_loss(50, 2000, &r);
	assert_int_equal(r.wrong, 0);
	run_loss(200, 2000, &r);
	assert_true(r.wrong <= r.done / 1000);
	assert_true(r.blamed <= r.done / 1000);
}

/* A fault of any kind that comes and goes within the run, or stays. */
static struct sim_fault
draw(struct sim_random *random, bool stays)
{
	static const uint16_t ports[] = { 25, 80, 443 };
	struct sim_fault f = {
		.kind = (enum sim_fault_kind)sim_random_below(
		    random, SIM_FAULT_KINDS),
		.family =
		    sim_random_below(random, 2) == 0 ? FAMILY_V4 : FAMILY_V6,
		.port = ports[sim_random_below(random, 3)],
		.resolver = (uint8_t)sim_random_below(random, SIM_RESOLVERS),
		.permille = 50 + (unsigned)sim_random_below(random, 450),
	};

	if (sim_random_below(random, 2) == 0)
		f.resolver = SIM_FAULT_EVERY_RESOLVER;
	if (f.kind == SIM_FAULT_LOSS)
		f.permille = sim_random_below(random, 2) == 0 ? 50 : 200;
	/* A third of them are there from the start. */
	if (sim_random_below(random, 3) > 0)
		f.from_ns = sim_random_below(random, SPREAD_NS);
	f.to_ns = SIM_FAULT_FOR_EVER;
	if (!stays)
		f.to_ns = f.from_ns + 200 * SIM_MS +
		    sim_random_below(random, LONGEST_NS);
	return f;
}

static bool
loses(const struct sim_fault *f)
{
	return f->kind == SIM_FAULT_LOSS || f->kind == SIM_FAULT_DEAF;
}

/* One loss at most: two on top of each other are past what is promised. */
static void
mix(struct sim_options *o, bool stay)
{
	struct sim_random random = { o->world_seed };
	unsigned n = 1 + (unsigned)sim_random_below(&random, 4);
	bool lossy = false;

	while (o->n_faults < n) {
		struct sim_fault f = draw(&random, stay);

		if (lossy && loses(&f))
			continue;
		lossy |= loses(&f);
		o->faults[o->n_faults++] = f;
	}
}

/* Runs mixes of faults, of which none may be blamed on a domain; returns how
 * many domains are wrong, or undecided. */
static unsigned
run_mixes(const char *what, bool stay)
{
	unsigned seeds = setting("REACH46_SIM_SEEDS", SEEDS), i;
	unsigned domains = 0, wrong = 0, blamed = 0;
	struct sim_options o;
	struct sim_result r;

	for (i = 0; i < seeds; i++) {
		o = options(FIRST_SEED + i);
		mix(&o, stay);
		run(&o, &r);
		domains += r.done;
		wrong += r.wrong;
		blamed += r.blamed + r.blamed_endpoints;
	}
	print_message("%u %s: %u domains, %u wrong or undecided, %u blamed\n",
	    seeds, what, domains, wrong, blamed);
	assert_int_equal(blamed, 0);
	return wrong;
}

static void
test_mixes(void **state)
{
	(void)state;
	assert_int_equal(run_mixes("mixes", false), 0);
}

/* A fault that stays harms what it is about, and nothing else. */
static void
test_for_ever(void **state)
{
	static const enum sim_fault_kind ports[] = { SIM_FAULT_DROPPED,
		SIM_FAULT_RESET, SIM_FAULT_PROHIBITED };
	static const enum sim_fault_kind families[] = { SIM_FAULT_BLACK_HOLE,
		SIM_FAULT_SOURCE_LOST };
	struct sim_options o = options(46);
	struct sim_result r;
	unsigned i;

	(void)state;
	o.n_faults = 1;
	for (i = 0; i < 3; i++) {
		o.faults[0] = fault(ports[i]);
		o.faults[0].to_ns = SIM_FAULT_FOR_EVER;
		run(&o, &r);
		assert_int_equal(r.blamed + r.blamed_endpoints, 0);
		assert_int_equal(r.wrong_services[SERVICE_WEB], 0);
		assert_int_equal(r.wrong_services[SERVICE_WWW], 0);
		assert_int_equal(r.wrong_services[SERVICE_DNS], 0);
		assert_int_not_equal(r.wrong_services[SERVICE_MAIL], 0);
	}
	for (i = 0; i < 2; i++) {
		o.faults[0] = fault(families[i]);
		o.faults[0].to_ns = SIM_FAULT_FOR_EVER;
		run(&o, &r);
		assert_int_equal(r.blamed + r.blamed_endpoints, 0);
		assert_int_equal(r.wrong_families[0], 0);
		assert_int_not_equal(r.wrong_families[1], 0);
	}
	/* One resolver of three is no loss. */
	o.faults[0] = fault(SIM_FAULT_RESOLVER_SILENT);
	o.faults[0].to_ns = SIM_FAULT_FOR_EVER;
	o.faults[0].resolver = 0;
	run(&o, &r);
	assert_int_equal(r.wrong + r.wrong_endpoints, 0);
}

/* However many stay, the run comes to an end. */
static void
test_mixes_for_ever(void **state)
{
	(void)state;
	(void)run_mixes("mixes for ever", true);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_each),
		cmocka_unit_test(test_loss),
		cmocka_unit_test(test_mixes),
		cmocka_unit_test(test_for_ever),
		cmocka_unit_test(test_mixes_for_ever),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

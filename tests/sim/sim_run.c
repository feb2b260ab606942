/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/sim_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "analysis/classify.h"
#include "analysis/record_json.h"
#include "prober/engine_state.h"
#include "tests/sim/sim_address.h"

#define START_NS (1000 * SIM_S)
#define UNIX_NS  UINT64_C(1700000000000000000)
#define WINDOW   400
#define SPIN_NS  1000
#define COOLDOWN (8 * SIM_S)

struct run {
	const struct sim_options *options;
	struct sim_domains domains;
	struct sim_world world;
	struct engine *engine;
	struct json_writer json;
	struct sim_result *result;
	uint64_t now_ns;
	unsigned *order; /* (owned) of the domains */
	unsigned next;
};

static void
complain(struct run *run, const char *name, const char *what, const char *found,
    const char *truth)
{
	if (run->result->first_wrong[0] == '\0')
		(void)snprintf(run->result->first_wrong,
		    sizeof(run->result->first_wrong), "%s: %s is %s, not %s",
		    name, what, found, truth);
}

static bool
judge_services(struct run *run, const char *name, const struct verdict *v,
    const struct sim_domain *d)
{
	bool right = true;
	unsigned i;

	for (i = 0; i < SERVICE_COUNT; i++)
		if (v->service[i].class != d->service[i]) {
			complain(run, name, service_name((enum service)i),
			    service_class_name(v->service[i].class),
			    service_class_name(d->service[i]));
			right = false;
		}
	return right;
}

static bool
judge_domain(struct run *run, const struct record_domain *r,
    const struct verdict *v, const struct sim_domain *d)
{
	bool right = judge_services(run, r->name, v, d);

	if (v->agreement != d->agreement) {
		complain(run, r->name, "agreement",
		    agreement_name(v->agreement), agreement_name(d->agreement));
		right = false;
	}
	if (v->exchange_online != d->exchange_online) {
		complain(run, r->name, "exchange_online",
		    exchange_online_name(v->exchange_online),
		    exchange_online_name(d->exchange_online));
		right = false;
	}
	if (strcmp(r->zone, d->zone) != 0) {
		complain(run, r->name, "zone", r->zone, d->zone);
		right = false;
	}
	return right;
}

static void
judge_endpoints(struct run *run, const struct record_domain *r)
{
	const struct record_endpoint *e;
	enum endpoint_state truth;
	size_t i, j;

	for (i = 0; i < r->n_hosts; i++)
		for (j = 0; j < r->hosts[i].n_endpoints; j++) {
			e = &r->hosts[i].endpoints[j];
			truth = sim_address_state(&e->address, e->port);
			run->result->lame += e->state == ENDPOINT_LAME;
			if (e->state == truth)
				continue;
			run->result->wrong_endpoints++;
			complain(run, r->name, r->hosts[i].name,
			    endpoint_state_name(e->state),
			    endpoint_state_name(truth));
		}
}

/* What a record comes to, whenever it came. */
static uint64_t
class_hash(const struct record_domain *r, const struct verdict *v)
{
	unsigned classes[SERVICE_COUNT + 2], i;

	for (i = 0; i < SERVICE_COUNT; i++)
		classes[i] = v->service[i].class;
	classes[i++] = v->agreement;
	classes[i] = v->exchange_online;
	return XXH3_64bits_withSeed(
	    classes, sizeof(classes), XXH3_64bits(r->name, strlen(r->name)));
}

static void
on_domain(void *arg, const struct record_domain *r)
{
	const struct classify_options both = { POLICY_BOTH };
	struct run *run = arg;
	const struct sim_domain *d = sim_domains_find(&run->domains, r->name);
	struct verdict v;

	if (d == NULL)
		abort();
	classify(r, &both, &v);
	run->result->done++;
	run->result->wrong += !judge_domain(run, r, &v, d);
	judge_endpoints(run, r);
	json_writer_reset(&run->json);
	record_json_write(&run->json, r, &v);
	run->result->evidence_hash = XXH3_64bits_withSeed(
	    run->json.buf, run->json.len, run->result->evidence_hash);
	run->result->class_hash ^= class_hash(r, &v);
}

static void
shuffle(struct run *run)
{
	struct sim_random random = { run->options->engine_seed };
	unsigned i, j, n = run->options->domains, other;

	run->order = malloc(n * sizeof(*run->order));
	if (run->order == NULL)
		abort();
	for (i = 0; i < n; i++) {
		j = (unsigned)sim_random_below(&random, i + 1);
		other = i;
		if (j < i) {
			other = run->order[j];
			run->order[j] = i;
		}
		run->order[i] = other;
	}
}

static void
begin(struct run *run)
{
	const struct sim_options *o = run->options;
	struct engine_config c = {
		.key = { { o->engine_seed, ~o->engine_seed } },
		.port_first = 40000,
		.n_ports = 512,
		.resolver_window = 500,
		.attempts = o->attempts,
		.cooldown_ns = COOLDOWN,
		.rate_fps = o->rate_fps,
		.address_rate = SIM_ADDRESS_RATE,
		.prefix_rate = SIM_PREFIX_RATE,
		.server_rate = SIM_SERVER_RATE,
		.window = WINDOW,
		.cache = 1000,
		.unix_offset_ns = UNIX_NS,
		.on_domain = on_domain,
		.arg = run,
	};

	sim_world_init(&run->world, &o->weather, o->world_seed,
	    o->resolvers == 0 ? SIM_RESOLVERS : o->resolvers);
	run->world.forgeries = o->forgeries;
	sim_domains_make(&run->domains, &run->world.zone, o->domains,
	    o->world_seed, o->rate_limited);
	sim_world_configure(&run->world, &c);
	run->now_ns = START_NS;
	run->engine = engine_new(&c, run->now_ns);
	if (run->engine == NULL)
		abort();
	json_writer_init(&run->json);
	shuffle(run);
}

static void
add_domains(struct run *run)
{
	struct engine_target t = {
		.group = "", .organisation = "", .declared = DECLARED_ALL
	};

	while (
	    run->next < run->options->domains && engine_room(run->engine) > 0) {
		t.name = &run->domains.at[run->order[run->next++]].name;
		engine_add(run->engine, run->now_ns, &t);
	}
}

/* One turn of the loop; false when all is done and the last packet in. */
static bool
turn(struct run *run)
{
	uint64_t next, arrival;
	struct request req;

	sim_world_deliver(&run->world, run->now_ns, run->engine);
	engine_expire(run->engine, run->now_ns);
	add_domains(run);
	while (engine_output(run->engine, run->now_ns, &req))
		sim_world_send(&run->world, run->now_ns, run->engine, &req);
	next = engine_next_ns(run->engine, run->now_ns);
	arrival = sim_world_next_ns(&run->world);
	if (arrival < next)
		next = arrival;
	if (next == UINT64_MAX)
		return false;
	if (next <= run->now_ns) {
		run->result->spins++;
		next = run->now_ns + SPIN_NS;
	}
	run->now_ns = next;
	return true;
}

static bool
at_rest(const struct engine *e)
{
	return engine_in_flight(e) == 0 && e->plan_pool.used == 0 &&
	    e->waiter_pool.used == 0 && e->outstanding.pool.used == 0 &&
	    e->outstanding.table.n == 0 &&
	    e->lookup_pool.used == e->n_idle_lookups &&
	    wheel_next_ns(&e->wheel) == WHEEL_NEVER;
}

void
sim_run(const struct sim_options *options, struct sim_result *result)
{
	struct run run = { .options = options, .result = result };
	unsigned i;

	*result = (struct sim_result){ .done = 0 };
	begin(&run);
	while (turn(&run))
		;
	result->ended_ns = run.now_ns - START_NS;
	result->at_rest = at_rest(run.engine);
	engine_stats(run.engine, &result->stats);
	result->counters = run.world.counters;
	result->burst = sim_watch_burst(&run.world.watch, options->rate_fps);
	for (i = 0; i < SIM_WATCH_COUNT; i++) {
		result->most[i] =
		    sim_watch_most(&run.world.watch, (enum sim_watch_kind)i);
		result->gap_ns[i] =
		    sim_watch_gap_ns(&run.world.watch, (enum sim_watch_kind)i);
	}
	engine_free(run.engine);
	json_writer_free(&run.json);
	sim_world_free(&run.world);
	sim_domains_free(&run.domains);
	free(run.order);
}

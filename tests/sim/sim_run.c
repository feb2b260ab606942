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
	struct engine_config config;
	struct engine *engine;
	struct json_writer json;
	struct sim_result *result;
	uint64_t now_ns;
	unsigned *order; /* (owned) of the domains */
	unsigned next;
};

/* How far what was found is from the truth; the worst of some is theirs. */
enum judgement {
	RIGHT,
	UNDECIDED,
	BLAMED,
};

/* Compares two words, one of which means that it could not be told. */
static enum judgement
compare(struct run *run, const char *name, const char *what, const char *found,
    const char *truth, const char *unknown)
{
	enum judgement j = strcmp(found, unknown) == 0 ? UNDECIDED : BLAMED;
	struct sim_result *result = run->result;
	char *text = j == BLAMED && result->first_blamed[0] == '\0'
	    ? result->first_blamed
	    : result->first_wrong;

	if (strcmp(found, truth) == 0)
		return RIGHT;
	if (text[0] == '\0')
		(void)snprintf(text, sizeof(result->first_wrong),
		    "%s: %s is %s, not %s", name, what, found, truth);
	return j;
}

static enum judgement
worse(enum judgement a, enum judgement b)
{
	return a > b ? a : b;
}

static enum judgement
judge_domain(struct run *run, const struct record_domain *r,
    const struct verdict *v, const struct sim_domain *d)
{
	const char *unknown = service_class_name(CLASS_INDETERMINATE);
	enum judgement j = RIGHT, one;
	unsigned i;

	for (i = 0; i < SERVICE_COUNT; i++) {
		one = compare(run, r->name, service_name((enum service)i),
		    service_class_name(v->service[i].class),
		    service_class_name(d->service[i]), unknown);
		run->result->wrong_services[i] += one != RIGHT;
		j = worse(j, one);
	}
	j = worse(j,
	    compare(run, r->name, "agreement", agreement_name(v->agreement),
		agreement_name(d->agreement),
		agreement_name(AGREEMENT_INDETERMINATE)));
	j = worse(j,
	    compare(run, r->name, "exchange_online",
		exchange_online_name(v->exchange_online),
		exchange_online_name(d->exchange_online),
		exchange_online_name(EXCHANGE_ONLINE_INDETERMINATE)));
	return worse(j, compare(run, r->name, "zone", r->zone, d->zone, ""));
}

static void
judge_endpoint(
    struct run *run, const char *host, const struct record_endpoint *e)
{
	const char *truth =
	    endpoint_state_name(sim_address_state(&e->address, e->port));
	char what[ADDRESS_TEXT_SIZE];
	enum judgement j;

	if (sim_faults_invented(&e->address))
		truth = "invented";
	j = compare(run, host, address_format(&e->address, what),
	    endpoint_state_name(e->state), truth,
	    endpoint_state_name(ENDPOINT_INDETERMINATE));
	run->result->lame += e->state == ENDPOINT_LAME;
	run->result->wrong_endpoints += j != RIGHT;
	run->result
	    ->wrong_families[family_index((enum family)e->address.family)] +=
	    j != RIGHT;
	run->result->blamed_endpoints += j == BLAMED;
}

static void
judge_endpoints(struct run *run, const struct record_domain *r)
{
	size_t i, j;

	for (i = 0; i < r->n_hosts; i++)
		for (j = 0; j < r->hosts[i].n_endpoints; j++)
			judge_endpoint(
			    run, r->hosts[i].name, &r->hosts[i].endpoints[j]);
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
	enum judgement j;
	struct verdict v;

	if (d == NULL)
		abort();
	classify(r, &both, &v);
	run->result->done++;
	j = judge_domain(run, r, &v, d);
	run->result->wrong += j != RIGHT;
	run->result->blamed += j == BLAMED;
	judge_endpoints(run, r);
	json_writer_reset(&run->json);
	record_json_write(&run->json, r, &v);
	run->result->evidence_hash = XXH3_64bits_withSeed(
	    run->json.buf, run->json.len, run->result->evidence_hash);
	run->result->class_hash ^= class_hash(r, &v);
}

static void
on_vantage(void *arg, const struct engine *e, unsigned kind, uint64_t now_ns)
{
	struct run *run = arg;
	struct engine_vantage v;
	uint64_t began_ns;

	run->result->vantage_changes++;
	if (run->options->n_faults == 0)
		return;
	engine_vantage(e, kind, &v);
	began_ns = run->world.faults.at[0].from_ns;
	if (!v.healthy && now_ns >= began_ns && run->result->noticed_ns == 0)
		run->result->noticed_ns = now_ns - began_ns;
}

/* The faults, from the start of the run on. */
static void
begin_faults(struct run *run)
{
	struct sim_faults *all = &run->world.faults;
	unsigned i;

	*all = (struct sim_faults){
		.n = run->options->n_faults,
		.random = { run->options->world_seed ^ 0x6661 },
		.tick_ns = run->now_ns,
	};
	for (i = 0; i < all->n; i++) {
		all->at[i] = run->options->faults[i];
		all->at[i].from_ns += run->now_ns;
		if (all->at[i].to_ns != SIM_FAULT_FOR_EVER)
			all->at[i].to_ns += run->now_ns;
	}
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
	struct engine_config *c = &run->config;

	*c = (struct engine_config){
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
		.on_vantage = on_vantage,
		.on_domain = on_domain,
		.arg = run,
	};

	sim_world_init(&run->world, &o->weather, o->world_seed,
	    o->resolvers == 0 ? SIM_RESOLVERS : o->resolvers);
	run->world.forgeries = o->forgeries;
	sim_domains_make(&run->domains, &run->world.zone, o->domains,
	    o->world_seed, o->rate_limited);
	sim_world_configure(&run->world, c);
	run->now_ns = START_NS;
	if (o->controls)
		sim_world_control(&run->world, c);
	run->world.sound = o->controls;
	begin_faults(run);
	run->engine = engine_new(c, run->now_ns);
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

/* Controls are asked for ever: the end is when there is nothing else. */
static bool
is_over(const struct run *run)
{
	const struct sim_options *o = run->options;

	return o->controls &&
	    ((run->next == o->domains && engine_in_flight(run->engine) == 0) ||
		run->now_ns > START_NS + o->limit_ns);
}

/* One turn of the loop; false when all is done and the last packet in. */
static bool
turn(struct run *run)
{
	uint64_t next, arrival;
	struct request req;

	sim_world_deliver(&run->world, run->now_ns, run->engine);
	sim_faults_tell(
	    &run->world.faults, run->now_ns, run->engine, &run->config);
	engine_expire(run->engine, run->now_ns);
	add_domains(run);
	while (engine_output(run->engine, run->now_ns, &req))
		sim_world_send(&run->world, run->now_ns, run->engine, &req);
	next = engine_next_ns(run->engine, run->now_ns);
	arrival = sim_world_next_ns(&run->world);
	if (arrival < next)
		next = arrival;
	if (next == UINT64_MAX || is_over(run))
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
	result->loss_permille = engine_loss_permille(run.engine);
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

/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "common/apart.h"
#include "prober/control_round.h"
#include "prober/errand.h"
#include "prober/match.h"
#include "prober/plan.h"

#define NEAR_MISSES_MAX 20 /* DESIGN section 4 */
/* Domains wait outside while so many questions wait for a resolver: inside
 * they would only take memory. */
#define LOOKUPS_AHEAD 512
/* Endpoints of a sweep wait outside while probes for so much time wait to be
 * sent: behind more of them, second attempts would come late. */
#define SWEEP_AHEAD_DIVISOR 100 /* 10 ms */

struct engine *
engine_new(const struct engine_config *c, uint64_t now_ns)
{
	struct engine *e;
	unsigned i;

	if ((e = apart_calloc(sizeof(*e))) == NULL)
		return NULL;
	e->config = *c;
	wheel_init(&e->wheel, now_ns);
	sweep_init(&e->sweep, now_ns);
	pacer_init(&e->pacer, c->rate_fps, pacer_burst(c->rate_fps), now_ns);
	outstanding_init(&e->outstanding, &c->key, c->port_first, c->n_ports);
	resolvers_init(
	    &e->resolvers, c->resolvers, c->n_resolvers, c->resolver_window);
	peers_init(&e->peers);
	controls_init(e, now_ns);
	e->progress_ns = now_ns;
	for (i = 0; i < QUEUE_COUNT; i++)
		TAILQ_INIT(&e->queues[i]);
	TAILQ_INIT(&e->idle_lookups);
	TAILQ_INIT(&e->idle_reaches);
	TAILQ_INIT(&e->stirred_walks);
	TAILQ_INIT(&e->idle_walks);
	TAILQ_INIT(&e->idle_cuts);
	TAILQ_INIT(&e->idle_servers);
	TAILQ_INIT(&e->plans);
	TAILQ_INIT(&e->stirred);
	pool_init(&e->ask_pool, sizeof(struct ask));
	pool_init(&e->lookup_pool, sizeof(struct lookup));
	pool_init(&e->reach_pool, sizeof(struct reach));
	pool_init(&e->plan_pool, sizeof(struct plan));
	pool_init(&e->waiter_pool, sizeof(struct waiter));
	pool_init(&e->walk_pool, sizeof(struct walk));
	pool_init(&e->walk_waiter_pool, sizeof(struct walk_waiter));
	pool_init(&e->errand_pool, sizeof(struct errand));
	pool_init(&e->cut_pool, sizeof(struct cut));
	pool_init(&e->server_pool, sizeof(struct server));
	pool_init(&e->purse_pool, sizeof(struct purse));
	arena_init(&e->arena, 0);
	if (c->hints != NULL)
		walks_init(e);
	return e;
}

void
engine_free(struct engine *e)
{
	if (e == NULL)
		return;
	plans_free(e);
	controls_free(e);
	lookups_free(e);
	reaches_free(e);
	walks_free(e);
	cuts_free(e);
	sweep_free(&e->sweep);
	peers_free(&e->peers);
	names_free(&e->names);
	limits_free(&e->limits);
	outstanding_free(&e->outstanding);
	pool_free(&e->ask_pool);
	pool_free(&e->lookup_pool);
	pool_free(&e->reach_pool);
	pool_free(&e->plan_pool);
	pool_free(&e->waiter_pool);
	pool_free(&e->walk_pool);
	pool_free(&e->walk_waiter_pool);
	pool_free(&e->errand_pool);
	pool_free(&e->cut_pool);
	pool_free(&e->server_pool);
	pool_free(&e->purse_pool);
	arena_free(&e->arena);
	free(e);
}

uint32_t
engine_room(const struct engine *e)
{
	uint32_t n = engine_in_flight(e);

	if (n >= e->config.window || e->queued[QUEUE_LOOKUP] >= LOOKUPS_AHEAD ||
	    e->sweep.n_ready > e->pacer.rate_fps / SWEEP_AHEAD_DIVISOR)
		return 0;
	return e->config.window - n;
}

void
engine_add(struct engine *e, uint64_t now_ns, const struct engine_target *t)
{
	plan_start(e, t, now_ns);
	plans_step(e, now_ns);
}

void
engine_ask(struct engine *e, uint64_t now_ns, const struct engine_question *q)
{
	plan_start_question(e, q, now_ns);
	plans_step(e, now_ns);
}

uint32_t
engine_in_flight(const struct engine *e)
{
	return e->n_plans + e->sweep.n;
}

void
engine_sweep(struct engine *e, uint64_t now_ns, const struct engine_endpoint *x)
{
	sweep_add(e, x, now_ns);
}

void
engine_stats(const struct engine *e, struct engine_stats *stats)
{
	*stats = e->stats;
}

/*
 * A DNS reply along a flow of ours that fits no question: a forger at work,
 * or a stray duplicate.  Past some, the question goes over TCP, where a
 * forger off the path cannot follow.
 */
static void
near_miss(struct engine *e, struct flight *f, uint64_t now_ns)
{
	struct ask *a = f->ask;

	e->stats.near_misses++;
	if (f->probe.flow.proto != IPPROTO_UDP || a->tcp_tried)
		return;
	if (++a->near_misses > NEAR_MISSES_MAX) {
		a->over_tcp = true;
		ask_again(e, a, now_ns);
	}
}

/* A response to nothing that is in flight. */
static void
stray(struct engine *e, uint64_t now_ns, const struct response *r)
{
	struct flight *f = NULL;

	if (r->kind == RESPONSE_UDP)
		f = outstanding_along(&e->outstanding, &r->flow, NULL);
	if (f != NULL)
		near_miss(e, f, now_ns);
	else
		e->stats.unmatched++;
}

void
engine_input(struct engine *e, uint64_t now_ns, const struct response *r)
{
	enum probe_match match = PROBE_MATCH_NONE;
	struct flight *f = match_response(&e->outstanding, r, &match);

	if (f == NULL) {
		if (!sweep_input(e, r))
			stray(e, now_ns, r);
		return;
	}
	e->stats.matched += match == PROBE_MATCH_DIRECT;
	e->stats.matched_icmp += match == PROBE_MATCH_QUOTED;
	e->stats.wrong_case += match == PROBE_MATCH_CASE;
	e->stats.fragments += match == PROBE_MATCH_FRAGMENT;
	f->ask->ops->matched(e, f->ask, f, match, r);
	plans_step(e, now_ns);
}

/* A message over a kernel socket answers exactly what was asked, or fails. */
static bool
answers(const struct flight *f, const uint8_t *data, size_t len)
{
	struct dns_question q;
	struct dns_msg msg;
	uint16_t flags;

	if (dns_msg_open(&msg, data, len) != DNS_MSG_OK)
		return false;
	f->ask->ops->question(f->ask, &q, &flags);
	return (msg.flags & DNS_FLAG_QR) != 0 && dns_msg_opcode(&msg) == 0 &&
	    msg.id == probe_dns_id(&f->probe) && msg.question.type == q.type &&
	    msg.question.klass == q.klass &&
	    dns_name_equal(&msg.question.name, &q.name);
}

void
engine_input_message(struct engine *e, uint64_t now_ns, struct flight_id id,
    const uint8_t *data, size_t len)
{
	struct flight *f = flight_of(id);

	if (f == NULL) {
		e->stats.unmatched += len > 0;
		return;
	}
	if (len > 0 && answers(f, data, len))
		e->stats.matched++;
	else
		len = 0;
	f->ask->ops->message(e, f->ask, f, now_ns, data, len);
	plans_step(e, now_ns);
}

void
engine_expire(struct engine *e, uint64_t now_ns)
{
	struct wheel_timer *t;

	controls_turn(e, now_ns);
	sweep_expire(e, now_ns);
	while ((t = wheel_due(&e->wheel, now_ns)) != NULL) {
		ask_expire(e, table_entry(t, struct ask, timer), now_ns);
		plans_step(e, now_ns);
	}
}

/* True if some lookup could be sent now. */
static bool
lookups_ready(const struct engine *e)
{
	unsigned i;

	if (TAILQ_EMPTY(&e->queues[QUEUE_LOOKUP]))
		return false;
	for (i = 0; i < e->resolvers.n; i++)
		if (resolvers_has_room(&e->resolvers.at[i]))
			return true;
	return false;
}

/* Puts an ask of the head of a queue aside if its kind is not well. */
static bool
put_aside(struct engine *e, struct ask *a, uint64_t now_ns)
{
	unsigned kind = a->ops->kind(a);

	if (controls_good(&e->controls, kind))
		return false;
	if (e->controls.kinds[kind].given_up) {
		a->ops->abandoned(e, a, now_ns);
	} else {
		ask_pull(e, a);
		controls_hold(e, a, kind);
	}
	return true;
}

/*
 * Returns the next endpoint that may be probed now, or NULL.  On the way,
 * those whose server must not be asked yet are booked for later, and those
 * that could not be heard are put aside.
 */
static struct ask *
next_reach(struct engine *e, uint64_t now_ns)
{
	struct ask *a;
	uint64_t at;

	while ((a = TAILQ_FIRST(&e->queues[QUEUE_SLOT])) != NULL)
		if (!put_aside(e, a, now_ns))
			return a;
	while ((a = TAILQ_FIRST(&e->queues[QUEUE_REACH])) != NULL) {
		if (put_aside(e, a, now_ns))
			continue;
		at = a->ops->book(e, a, now_ns);
		ask_pull(e, a);
		if (at <= now_ns) {
			ask_push(e, a, QUEUE_SLOT);
			return a;
		}
		a->state = ASK_BOOKED;
		wheel_set(&e->wheel, &a->timer, at);
	}
	return NULL;
}

/* Whose turn it is: controls first, then lookups and endpoints in turn. */
static struct ask *
next_ask(struct engine *e, uint64_t now_ns)
{
	struct ask *a = TAILQ_FIRST(&e->queues[QUEUE_CONTROL]);
	struct ask *reach;

	if (a != NULL)
		return a;
	e->lookups_turn = !e->lookups_turn;
	if (e->lookups_turn && lookups_ready(e))
		return TAILQ_FIRST(&e->queues[QUEUE_LOOKUP]);
	reach = next_reach(e, now_ns);
	if (reach == NULL && lookups_ready(e))
		return TAILQ_FIRST(&e->queues[QUEUE_LOOKUP]);
	return reach;
}

bool
engine_output(struct engine *e, uint64_t now_ns, struct request *req)
{
	struct ask *a;

	if (pacer_grant(&e->pacer, now_ns, 1) == 0)
		return false;
	a = next_ask(e, now_ns);
	if (a == NULL ? !sweep_output(e, now_ns, req)
		      : !ask_send(e, a, now_ns, req)) {
		pacer_refund(&e->pacer, 1);
		plans_step(e, now_ns);
		return false;
	}
	e->stats.requested_tcp += req->kind == REQUEST_DNS_TCP;
	e->stats.requested_udp += req->kind == REQUEST_DNS_UDP;
	e->stats.requested_syn +=
	    req->kind == REQUEST_FRAME && req->type == &probe_tcp_syn;
	e->stats.requested_dns +=
	    req->kind == REQUEST_FRAME && req->type == &probe_dns;
	return true;
}

uint64_t
engine_next_ns(const struct engine *e, uint64_t now_ns)
{
	uint64_t next = wheel_next_ns(&e->wheel), paced;

	if (e->controls.due_ns < next)
		next = e->controls.due_ns;
	if (sweep_next_ns(&e->sweep) < next)
		next = sweep_next_ns(&e->sweep);
	if (!TAILQ_EMPTY(&e->sweep.ready) ||
	    !TAILQ_EMPTY(&e->queues[QUEUE_CONTROL]) ||
	    !TAILQ_EMPTY(&e->queues[QUEUE_SLOT]) ||
	    !TAILQ_EMPTY(&e->queues[QUEUE_REACH]) || lookups_ready(e)) {
		paced = pacer_next_ns(&e->pacer);
		if (paced < next)
			next = paced;
	}
	return next < now_ns ? now_ns : next;
}

void
engine_sent(struct engine *e, uint64_t now_ns, struct flight_id id)
{
	struct flight *f = flight_of(id);

	(void)e;
	if (id.target != NULL)
		sweep_sent(id, now_ns);
	else if (f != NULL)
		f->probe.sent_ns = now_ns;
}

void
engine_unsendable(struct engine *e, uint64_t now_ns, struct flight_id id)
{
	struct flight *f = flight_of(id);

	e->stats.unsendable++;
	if (id.target != NULL)
		sweep_unsendable(e, id, now_ns);
	if (f == NULL)
		return;
	f->ask->ops->unsendable(e, f->ask, f, now_ns);
	plans_step(e, now_ns);
}

/* A kind whose frames cannot leave is not well, until controls answer. */
static void
kind_down(struct engine *e, unsigned kind, uint64_t now_ns)
{
	if (e->controls.on &&
	    health_down(&e->controls.kinds[kind].health, now_ns))
		controls_changed(e, kind, now_ns);
}

void
engine_set_source(struct engine *e, uint64_t now_ns, unsigned i,
    const struct ip_addr *source, bool usable)
{
	bool same = address_equal(&e->config.source[i], source);
	unsigned kind = i * KINDS_PER_FAMILY;

	e->config.source[i] = *source;
	if (usable && same)
		return;
	for (; kind < (i + 1) * KINDS_PER_FAMILY; kind++)
		kind_down(e, kind, now_ns);
}

void
engine_set_resolver(struct engine *e, uint64_t now_ns, uint8_t hop,
    const struct ip_addr *source, bool usable)
{
	unsigned i;

	for (i = 0; i < e->config.n_resolvers; i++) {
		struct resolver_config *r = &e->config.resolvers[i];
		bool same = address_equal(&r->local, source);

		if (r->on_this_host || r->hop != hop)
			continue;
		r->local = e->resolvers.at[i].config.local = *source;
		if (!usable || !same)
			kind_down(e, KIND_RESOLVER + i, now_ns);
	}
}

void
engine_set_rate(struct engine *e, uint64_t now_ns, uint64_t rate_fps)
{
	pacer_set_rate(&e->pacer, rate_fps, now_ns);
}

void
engine_vantage(const struct engine *e, unsigned kind, struct engine_vantage *v)
{
	const struct control_kind *k = &e->controls.kinds[kind];
	const struct ip_addr *resolver;

	*v = (struct engine_vantage){
		.family = kind < KINDS_PER_FAMILY ? FAMILY_V4 : FAMILY_V6,
		.proto = controls_kind_proto(kind),
		.port = controls_kind_port(kind),
		.healthy = k->health.good,
		.first = k->told <= 1,
		.deceived = !k->health.cleared,
		.controls = kind < KIND_RESOLVER ? k->n_positive : 1,
		.answered = (unsigned)__builtin_popcount(k->health.recent & 15),
	};
	(void)controls_kind_name(e, kind, v->name);
	if (kind >= KIND_RESOLVER) {
		resolver =
		    &e->config.resolvers[kind - KIND_RESOLVER].server.addr;
		v->family = resolver->family;
	}
}

unsigned
engine_loss_permille(const struct engine *e)
{
	return controls_loss_permille(e);
}

void
engine_deaf(struct engine *e, uint64_t from_ns, uint64_t now_ns)
{
	controls_taint(e, from_ns, now_ns);
}

size_t
request_message(const struct request *req, uint8_t buf[static DNS_QUERY_MAX])
{
	size_t octets = dns_query_write(buf, probe_dns_id(&req->probe),
	    req->probe.dns_flags, &req->question, req->probe.edns);

	dns_wire_mix_case(buf + DNS_HEADER_OCTETS, req->question.name.wire,
	    req->question.name.len, probe_case_bits(&req->probe));
	return octets;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "prober/plan.h"

/* A burst of so much time's worth of frames may follow a stall. */
#define BURST_DIVISOR   500 /* 2 ms */
#define BURST_MIN       1
#define NEAR_MISSES_MAX 20 /* DESIGN section 4 */
/* Domains wait outside while so many questions wait for a resolver: inside
 * they would only take memory. */
#define LOOKUPS_AHEAD 512

struct engine *
engine_new(const struct engine_config *c, uint64_t now_ns)
{
	uint64_t burst = c->rate_fps / BURST_DIVISOR;
	struct engine *e;
	unsigned i;

	if ((e = calloc(1, sizeof(*e))) == NULL)
		return NULL;
	e->config = *c;
	wheel_init(&e->wheel, now_ns);
	pacer_init(&e->pacer, c->rate_fps,
	    burst < BURST_MIN ? BURST_MIN : (uint32_t)burst, now_ns);
	outstanding_init(&e->outstanding, &c->key, c->port_first, c->n_ports);
	resolvers_init(
	    &e->resolvers, c->resolvers, c->n_resolvers, c->resolver_window);
	for (i = 0; i < QUEUE_COUNT; i++)
		TAILQ_INIT(&e->queues[i]);
	TAILQ_INIT(&e->idle_lookups);
	TAILQ_INIT(&e->plans);
	TAILQ_INIT(&e->stirred);
	pool_init(&e->ask_pool, sizeof(struct ask));
	pool_init(&e->lookup_pool, sizeof(struct lookup));
	pool_init(&e->reach_pool, sizeof(struct reach));
	pool_init(&e->plan_pool, sizeof(struct plan));
	pool_init(&e->waiter_pool, sizeof(struct waiter));
	arena_init(&e->arena, 0);
	return e;
}

void
engine_free(struct engine *e)
{
	if (e == NULL)
		return;
	plans_free(e);
	lookups_free(e);
	reaches_free(e);
	names_free(&e->names);
	limits_free(&e->limits);
	outstanding_free(&e->outstanding);
	pool_free(&e->ask_pool);
	pool_free(&e->lookup_pool);
	pool_free(&e->reach_pool);
	pool_free(&e->plan_pool);
	pool_free(&e->waiter_pool);
	arena_free(&e->arena);
	free(e);
}

uint32_t
engine_room(const struct engine *e)
{
	if (e->n_plans >= e->config.window ||
	    e->queued[QUEUE_LOOKUP] >= LOOKUPS_AHEAD)
		return 0;
	return e->config.window - e->n_plans;
}

void
engine_add(struct engine *e, uint64_t now_ns, const struct engine_target *t)
{
	plan_start(e, t, now_ns);
	plans_step(e, now_ns);
}

uint32_t
engine_in_flight(const struct engine *e)
{
	return e->n_plans;
}

void
engine_stats(const struct engine *e, struct engine_stats *stats)
{
	*stats = e->stats;
}

/* The question of the ask behind a flight, for probe types that need it. */
static enum probe_match
match_flight(const struct flight *f, const struct response *r)
{
	const struct probe_type *type =
	    f->probe.flow.proto == IPPROTO_TCP ? &probe_tcp_syn : &probe_dns;
	struct probe probe = f->probe;
	struct dns_question q;
	uint16_t flags;

	if (type == &probe_dns) {
		f->ask->ops->question(f->ask, &q, &flags);
		probe.question = &q;
	}
	return type->match(&probe, r);
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

void
engine_input(struct engine *e, uint64_t now_ns, const struct response *r)
{
	struct flight *first = outstanding_first(&e->outstanding, &r->flow);
	enum probe_match match = PROBE_MATCH_NONE;
	struct flight *f;

	for (f = first; f != NULL; f = outstanding_next(f, &r->flow)) {
		match = match_flight(f, r);
		if (match != PROBE_MATCH_NONE)
			break;
	}
	if (f == NULL) {
		if (first != NULL && r->kind == RESPONSE_UDP)
			near_miss(e, first, now_ns);
		else
			e->stats.unmatched++;
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
		if (e->resolvers.at[i].in_flight < e->resolvers.at[i].window)
			return true;
	return false;
}

/* Books the endpoints at the head of the queue that must wait their turn. */
static void
book(struct engine *e, uint64_t now_ns)
{
	struct ask *a;
	uint64_t at;

	while ((a = TAILQ_FIRST(&e->queues[QUEUE_REACH])) != NULL) {
		at = a->ops->book(e, a, now_ns);
		ask_pull(e, a);
		if (at <= now_ns) {
			ask_push(e, a, QUEUE_SLOT);
			return;
		}
		a->state = ASK_BOOKED;
		wheel_set(&e->wheel, &a->timer, at);
	}
}

bool
engine_output(struct engine *e, uint64_t now_ns, struct request *req)
{
	struct ask *a;

	if (TAILQ_EMPTY(&e->queues[QUEUE_SLOT]))
		book(e, now_ns);
	if (TAILQ_EMPTY(&e->queues[QUEUE_SLOT]) && !lookups_ready(e))
		return false;
	if (pacer_grant(&e->pacer, now_ns, 1) == 0)
		return false;
	e->lookups_turn = !e->lookups_turn;
	if ((e->lookups_turn && lookups_ready(e)) ||
	    TAILQ_EMPTY(&e->queues[QUEUE_SLOT]))
		a = TAILQ_FIRST(&e->queues[QUEUE_LOOKUP]);
	else
		a = TAILQ_FIRST(&e->queues[QUEUE_SLOT]);
	if (!ask_send(e, a, now_ns, req)) {
		pacer_refund(&e->pacer, 1);
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

	if (!TAILQ_EMPTY(&e->queues[QUEUE_SLOT]) ||
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
	if (f != NULL)
		f->probe.sent_ns = now_ns;
}

void
engine_unsendable(struct engine *e, uint64_t now_ns, struct flight_id id)
{
	struct flight *f = flight_of(id);

	e->stats.unsendable++;
	if (f == NULL)
		return;
	f->ask->ops->unsendable(e, f->ask, f, now_ns);
	plans_step(e, now_ns);
}

size_t
request_message(const struct request *req, uint8_t buf[static DNS_QUERY_MAX])
{
	struct dns_question q = req->question;

	dns_name_mix_case(&q.name, probe_case_bits(&req->probe));
	return dns_query_write(buf, probe_dns_id(&req->probe),
	    req->probe.dns_flags, &q, req->probe.edns);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/lookup.h"

#include <assert.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "common/hash.h"
#include "prober/plan.h"

#define DNS_PORT 53

static const struct ask_ops lookup_ops;

static uint64_t
key_hash(const struct name *name, uint16_t type)
{
	return hash_octets(&name->node.hash, sizeof(name->node.hash), type);
}

static struct lookup *
find(const struct engine *e, uint64_t hash, const struct name *name,
    uint16_t type)
{
	struct table_node *n;

	for (n = table_first(&e->lookups, hash); n != NULL; n = table_next(n)) {
		struct lookup *l = table_entry(n, struct lookup, node);

		if (l->name == name && l->type == type && !l->distrusted)
			return l;
	}
	return NULL;
}

static void
destroy(struct engine *e, struct lookup *l)
{
	assert(l->waiters == NULL && l->refs == 0);
	table_remove(&e->lookups, &l->node);
	lookup_let_go(e, l);
	answer_free(&l->answer, &e->names);
	names_put(&e->names, l->name);
	pool_put(&e->lookup_pool, l);
}

/* The cache forgets what has been idle the longest. */
static void
trim(struct engine *e, uint32_t most)
{
	struct lookup *l;

	while (e->n_idle_lookups > most) {
		l = TAILQ_FIRST(&e->idle_lookups);
		TAILQ_REMOVE(&e->idle_lookups, l, idle);
		e->n_idle_lookups--;
		destroy(e, l);
	}
}

struct lookup *
lookup_get(struct engine *e, struct name *name, uint16_t type, bool shared,
    struct purse *purse, uint64_t now_ns, bool *created)
{
	uint64_t hash = key_hash(name, type);
	struct lookup *l = find(e, hash, name, type);

	*created = l == NULL;
	if (l != NULL) {
		if (l->refs++ == 0) {
			TAILQ_REMOVE(&e->idle_lookups, l, idle);
			e->n_idle_lookups--;
		}
		l->shared |= shared;
		return l;
	}
	l = pool_get(&e->lookup_pool);
	*l = (struct lookup){
		.name = name_ref(name),
		.asking = name,
		.type = type,
		.refs = 1,
		.server = LOOKUP_NO_SERVER,
		.failure = LOOKUP_TIMEOUT,
		.answer.keeps_records = e->config.keep_records,
		.shared = shared,
	};
	table_insert(&e->lookups, &l->node, hash);
	if (purse != NULL) {
		l->purse = purse_ref(purse);
		lookup_walk(e, l);
	} else {
		l->ask = ask_open(e, &lookup_ops, l, now_ns);
	}
	return l;
}

void
lookup_put(struct engine *e, struct lookup *l)
{
	if (--l->refs > 0)
		return;
	/* A plan ends only when its lookups are done. */
	assert(lookup_done(l));
	if (!l->shared || l->distrusted ||
	    lookup_failed((enum lookup_status)l->status)) {
		destroy(e, l);
		return;
	}
	TAILQ_INSERT_TAIL(&e->idle_lookups, l, idle);
	e->n_idle_lookups++;
	trim(e, e->config.cache);
}

static void
forget(struct engine *e, struct lookup *l)
{
	answer_free(&l->answer, &e->names);
	free(l->walks);
}

/* Lookups that plans still hold go too: nobody will put them back. */
void
lookups_free(struct engine *e)
{
	struct table_node *n;

	for (n = table_each(&e->lookups, NULL); n != NULL;
	     n = table_each(&e->lookups, n))
		forget(e, table_entry(n, struct lookup, node));
	table_free(&e->lookups);
}

void
lookup_conclude(struct engine *e, struct lookup *l, enum lookup_status status,
    uint64_t now_ns)
{
	uint32_t queued_ms = 0;

	l->status = (uint8_t)status;
	l->done = true;
	if (l->ask != NULL) {
		queued_ms = ask_queued_ms(l->ask, now_ns);
		ask_close(e, l->ask, now_ns);
		l->ask = NULL;
	}
	e->progress_ns = now_ns;
	e->stats.lookups++;
	e->stats.lookups_failed += lookup_failed(status);
	waiters_notify(e, &l->waiters, queued_ms, now_ns);
}

/* True while some resolver has not been tried for this question. */
static bool
others_left(const struct engine *e, const struct lookup *l)
{
	return l->tried != (1u << e->resolvers.n) - 1;
}

static bool
lookup_route(
    struct engine *e, struct ask *a, uint64_t now_ns, struct ask_route *route)
{
	struct lookup *l = a->owner;
	const struct resolver_config *c;
	int i;

	(void)now_ns;

	/* Over TCP it is the one that could not say it all in a datagram. */
	if (a->over_tcp && a->flights != NULL) {
		i = a->flights->resolver;
	} else {
		/* Another round, not the last one again. */
		if (!others_left(e, l))
			l->tried = a->flights != NULL
			    ? (uint8_t)(1u << a->flights->resolver)
			    : 0;
		i = resolvers_pick(&e->resolvers, l->tried);
	}
	if (i < 0)
		return false;
	c = &e->resolvers.at[i].config;
	*route = (struct ask_route){
		.flow = { .local.addr = c->local,
		    .remote = c->server,
		    .proto = IPPROTO_UDP },
		.hop = c->hop,
		.resolver = (uint8_t)i,
		.on_this_host = c->on_this_host,
	};
	l->tried |= (uint8_t)(1u << i);
	l->queries++;
	return true;
}

static void
lookup_question(const struct ask *a, struct dns_question *q, uint16_t *flags)
{
	const struct lookup *l = a->owner;

	name_expand(l->asking, &q->name);
	q->type = l->type;
	q->klass = 1;
	*flags = DNS_FLAG_RD;
}

static uint64_t
lookup_patience(
    const struct engine *e, const struct ask *a, const struct flight *f)
{
	uint64_t ns = resolvers_patience_ns(&e->resolvers, f->resolver);
	uint64_t gap = ask_gap_ns(a->attempts - 1u);

	return ns > gap ? ns : gap;
}

/* The resolver was not to be trusted just then: asks all over again. */
static void
start_over(struct engine *e, struct lookup *l, uint64_t now_ns)
{
	l->tried = 0;
	l->failure = LOOKUP_TIMEOUT;
	ask_restart(e, l->ask, now_ns, ask_gap_ns(0));
}

/* Ends as failed, once it is known that the resolver was well. */
static void
settle(struct engine *e, struct lookup *l, uint64_t seen_ns, uint64_t now_ns)
{
	unsigned kind = l->server != LOOKUP_NO_SERVER
	    ? KIND_RESOLVER + l->server
	    : KIND_NONE;

	switch (controls_judge(e, kind, false, seen_ns, now_ns)) {
	case HEALTH_GOOD:
	case HEALTH_UNWATCHED:
		lookup_conclude(e, l, (enum lookup_status)l->failure, now_ns);
		break;
	case HEALTH_PENDING:
		ask_verify_later(e, l->ask, seen_ns, now_ns);
		break;
	case HEALTH_BAD:
		start_over(e, l, now_ns);
	}
}

static void
lookup_verify(struct engine *e, struct ask *a, uint64_t now_ns)
{
	settle(e, a->owner, a->seen_ns, now_ns);
}

/* An attempt brought a reply that does not settle the question. */
static void
attempt_failed(struct engine *e, struct lookup *l, struct flight *f,
    enum lookup_status status, uint64_t now_ns)
{
	l->failure = (uint8_t)status;
	l->failed_ns = now_ns;
	if (!ask_awaits(l->ask, f))
		return;
	f->answered = true;
	if (l->queries >= LOOKUP_QUERIES_MAX)
		lookup_conclude(e, l, status, now_ns);
	else
		ask_retry(e, l->ask, now_ns,
		    others_left(e, l) ? 0 : ask_gap_ns(l->ask->attempts - 1u));
}

/* Whose budget the question is on: the domain that asked first. */
static struct plan *
payer(const struct lookup *l)
{
	const struct waiter *w = l->waiters;

	assert(w != NULL);
	while (w->next != NULL)
		w = w->next;
	return w->plan;
}

/* The resolver ended at a CNAME: goes on with its target. */
static void
follow(struct engine *e, struct lookup *l, struct flight *f, uint64_t now_ns)
{
	if (l->queries >= LOOKUP_QUERIES_MAX ||
	    !plan_charge(e, payer(l), ask_queued_ms(l->ask, now_ns), now_ns)) {
		attempt_failed(e, l, f, LOOKUP_BOGUS_REPLY, now_ns);
		return;
	}
	ask_land(e, l->ask, now_ns);
	l->ask->attempts = 0;
	l->ask->tcp_tried = false;
	l->tried = 0;
	l->asking = l->answer.cnames[l->answer.n_cnames - 1];
	if (l->ask->state == ASK_WAITING)
		ask_enqueue(e, l->ask, now_ns);
}

/* The reply was right but for something that TCP can settle.  Where TCP has
 * failed before, another try costs an attempt. */
static void
ask_over_tcp(
    struct engine *e, struct lookup *l, struct flight *f, uint64_t now_ns)
{
	if (!l->ask->tcp_tried) {
		f->answered = true;
		l->ask->over_tcp = true;
		ask_again(e, l->ask, now_ns);
	} else if (ask_awaits(l->ask, f)) {
		l->ask->over_tcp = true;
		attempt_failed(e, l, f, LOOKUP_BOGUS_REPLY, now_ns);
	}
}

static void
read_reply(struct engine *e, struct lookup *l, struct flight *f,
    uint64_t now_ns, struct dns_msg *msg, bool tcp)
{
	enum lookup_status status;
	enum answer_kind kind;

	l->rcode = (uint16_t)dns_msg_full_rcode(msg);
	l->server = f->resolver;
	if (!l->ask->edns_off && dns_rcode_refuses_edns(l->rcode)) {
		l->ask->edns_off = true;
		ask_again(e, l->ask, now_ns);
		return;
	}
	if (msg->error != DNS_MSG_OK) {
		attempt_failed(e, l, f, LOOKUP_BOGUS_REPLY, now_ns);
		return;
	}
	if ((msg->flags & DNS_FLAG_TC) != 0) {
		if (tcp)
			attempt_failed(e, l, f, LOOKUP_BOGUS_REPLY, now_ns);
		else
			ask_over_tcp(e, l, f, now_ns);
		return;
	}
	l->answered_ns = now_ns;
	l->distrusted |= controls_judge(e, KIND_RESOLVER + l->server, true,
			     now_ns, now_ns) == HEALTH_BAD;
	kind = answer_read(
	    &l->answer, &e->names, l->asking, l->type, msg, &status);
	if (kind == ANSWER_COMPLETE) {
		l->tcp = tcp;
		lookup_conclude(e, l, status, now_ns);
	} else if (kind == ANSWER_CONTINUES) {
		follow(e, l, f, now_ns);
	} else {
		attempt_failed(e, l, f,
		    kind == ANSWER_FAILED ? status : LOOKUP_BOGUS_REPLY,
		    now_ns);
	}
}

/* Gives the window back and learns from the round trip. */
static void
note_answer(
    struct engine *e, struct lookup *l, struct flight *f, uint64_t at_ns)
{
	uint64_t rtt = 0;

	if (f->probe.sent_ns != 0 && at_ns > f->probe.sent_ns)
		rtt = at_ns - f->probe.sent_ns;
	l->rtt_us = (uint32_t)(rtt / 1000);
	if (!f->holds_window) {
		e->resolvers.at[f->resolver].unanswered_run = 0;
		return;
	}
	f->holds_window = false;
	resolvers_answered(&e->resolvers, f->resolver, at_ns, rtt);
}

static void
lookup_matched(struct engine *e, struct ask *a, struct flight *f,
    enum probe_match match, const struct response *r)
{
	struct lookup *l = a->owner;
	struct dns_msg msg;

	if (match == PROBE_MATCH_QUOTED) {
		/* An ICMP error proves nothing, but a second resolver need
		 * not wait for the first to stay silent. */
		if (others_left(e, l) && ask_awaits(a, f) &&
		    a->attempts < e->config.attempts)
			ask_retry(e, a, r->at_ns, 0);
		return;
	}
	if (match != PROBE_MATCH_DIRECT) {
		ask_otherwise(e, a, f, match, r->at_ns);
		return;
	}
	note_answer(e, l, f, r->at_ns);
	(void)dns_msg_open(&msg, r->udp.payload, r->udp.len);
	read_reply(e, l, f, r->at_ns, &msg, false);
}

static void
lookup_message(struct engine *e, struct ask *a, struct flight *f,
    uint64_t now_ns, const uint8_t *data, size_t len)
{
	struct lookup *l = a->owner;
	struct dns_msg msg;

	if (len == 0) {
		lookup_ops.unanswered(e, a, f, now_ns);
		f->answered = true;
		a->plain_case |= a->tcp_tried;
		ask_retry(e, a, now_ns, ask_gap_ns(0));
		return;
	}
	note_answer(e, l, f, now_ns);
	(void)dns_msg_open(&msg, data, len);
	read_reply(e, l, f, now_ns, &msg,
	    !e->resolvers.at[f->resolver].config.on_this_host || a->tcp_tried);
}

static void
lookup_unsendable(
    struct engine *e, struct ask *a, struct flight *f, uint64_t now_ns)
{
	lookup_ops.unanswered(e, a, f, now_ns);
	f->answered = true;
	ask_retry(e, a, now_ns, ask_gap_ns(0));
}

static void
lookup_unanswered(
    struct engine *e, struct ask *a, struct flight *f, uint64_t now_ns)
{
	(void)a;
	if (!f->holds_window)
		return;
	f->holds_window = false;
	resolvers_unanswered(&e->resolvers, f->resolver, now_ns);
}

static void
lookup_abandoned(struct engine *e, struct ask *a, uint64_t now_ns)
{
	lookup_conclude(e, a->owner, LOOKUP_TIMEOUT, now_ns);
}

/* As for endpoints: only attempts that would have been heard count. */
static void
lookup_exhausted(struct engine *e, struct ask *a, uint64_t now_ns)
{
	struct lookup *l = a->owner;
	struct ask_coverage c = ask_coverage(e, a, now_ns);
	unsigned needed = controls_attempts(e);

	if (l->queries >= LOOKUP_QUERIES_MAX) {
		lookup_conclude(e, l, (enum lookup_status)l->failure, now_ns);
	} else if (l->failure != LOOKUP_TIMEOUT) {
		settle(e, l, l->failed_ns, now_ns);
	} else if (c.pending) {
		wheel_set(&e->wheel, &a->timer, now_ns + ASK_VERIFY_NS);
	} else if (c.heard < needed && a->attempts < ASK_ATTEMPTS_MAX) {
		a->attempts_max = (uint8_t)(a->attempts + needed - c.heard);
		/* Where TCP failed by our fault it may do now. */
		a->tcp_tried &= c.unheard == 0;
		ask_enqueue(e, a, now_ns);
	} else {
		lookup_conclude(e, l, LOOKUP_TIMEOUT, now_ns);
	}
}

static const struct ask_ops lookup_ops = {
	.queue = QUEUE_LOOKUP,
	.route = lookup_route,
	.question = lookup_question,
	.patience = lookup_patience,
	.matched = lookup_matched,
	.message = lookup_message,
	.unsendable = lookup_unsendable,
	.unanswered = lookup_unanswered,
	.verify = lookup_verify,
	.abandoned = lookup_abandoned,
	.exhausted = lookup_exhausted,
};

/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/reach.h"

#include <assert.h>
#include <netinet/in.h>

#include "common/hash.h"
#include "prober/owner.h"

/* However often what was seen did not count, an endpoint gets no more. */
#define PROBES_MAX (2 * ASK_ATTEMPTS_MAX)

static const struct ask_ops reach_ops;

static uint64_t
key_hash(const struct endpoint *remote, uint8_t proto, const struct name *zone,
    uint16_t question)
{
	uint64_t seed = (uint64_t)remote->port << 8 | proto;

	if (zone != NULL)
		seed ^= zone->node.hash + question;
	return hash_octets(&remote->addr, sizeof(remote->addr), seed);
}

static struct reach *
find(const struct engine *e, uint64_t hash, const struct endpoint *remote,
    uint8_t proto, const struct name *zone, uint16_t question)
{
	struct table_node *n;

	for (n = table_first(&e->reaches, hash); n != NULL; n = table_next(n)) {
		struct reach *r = table_entry(n, struct reach, node);

		if (r->proto == proto && r->remote.port == remote->port &&
		    r->zone == zone && r->question == question &&
		    address_equal(&r->remote.addr, &remote->addr))
			return r;
	}
	return NULL;
}

/* Tells all who wait for it. */
static void
announce(struct engine *e, struct reach *r, uint32_t queued_ms, uint64_t now_ns)
{
	e->progress_ns = now_ns;
	peers_tell(e, r, queued_ms);
	waiters_notify(e, &r->waiters, queued_ms, now_ns);
}

static void
conclude(struct engine *e, struct reach *r, enum endpoint_state state,
    enum reason reason, uint64_t now_ns)
{
	uint32_t queued_ms = 0;

	r->state = (uint8_t)state;
	r->reason = (uint8_t)reason;
	if (r->ask != NULL) {
		queued_ms = ask_queued_ms(r->ask, now_ns);
		ask_close(e, r->ask, now_ns);
		r->ask = NULL;
	}
	e->stats.endpoints++;
	e->stats.endpoints_answered += state <= ENDPOINT_CLOSED;
	announce(e, r, queued_ms, now_ns);
}

void
reach_told(struct engine *e, const struct peer_message *m, uint64_t now_ns)
{
	struct reach *r = m->reach;

	r->away = false;
	r->state = m->state;
	r->reason = m->reason;
	r->probes = m->probes;
	r->rtt_us = m->rtt_us;
	announce(e, r, m->queued_ms, now_ns);
}

static bool
family_measured(const struct engine *e, const struct ip_addr *a)
{
	unsigned i = family_index((enum family)a->family);

	return e->config.source[i].family != FAMILY_NONE;
}

struct reach *
reach_get(struct engine *e, const struct endpoint *remote, uint8_t proto,
    struct name *zone, uint16_t question, const struct name *server,
    uint64_t now_ns)
{
	uint64_t hash = key_hash(remote, proto, zone, question);
	struct reach *r = find(e, hash, remote, proto, zone, question);
	enum reason guarded;
	unsigned owner;

	if (r != NULL) {
		if (r->refs++ == 0) {
			TAILQ_REMOVE(&e->idle_reaches, r, idle);
			e->n_idle_reaches--;
		}
		return r;
	}
	r = pool_get(&e->reach_pool);
	*r = (struct reach){
		.refs = 1,
		.proto = proto,
		.zone = zone != NULL ? name_ref(zone) : NULL,
		.question = question,
		.server_hash = server != NULL ? server->node.hash : 0,
		.state = ENDPOINT_SILENT,
	};
	r->remote = *remote;
	table_insert(&e->reaches, &r->node, hash);
	guarded = guard_address(e->config.guard, &remote->addr);
	owner = owner_of(
	    &remote->addr, e->config.prefix_rate != 0, e->config.n_peers);
	if (guarded == REASON_NONE && !e->controls.on &&
	    !family_measured(e, &remote->addr))
		guarded = REASON_VANTAGE;
	if (guarded == REASON_VANTAGE)
		conclude(e, r, ENDPOINT_INDETERMINATE, guarded, now_ns);
	else if (guarded != REASON_NONE)
		conclude(e, r, ENDPOINT_NOT_PROBED, guarded, now_ns);
	else if ((r->away = owner != e->config.index))
		peers_ask(e, r, owner);
	else
		r->ask = ask_open(e, &reach_ops, r, now_ns);
	return r;
}

static void
destroy(struct engine *e, struct reach *r)
{
	table_remove(&e->reaches, &r->node);
	names_put(&e->names, r->zone);
	pool_put(&e->reach_pool, r);
}

void
reach_put(struct engine *e, struct reach *r)
{
	if (--r->refs > 0)
		return;
	assert(reach_done(r) && r->waiters == NULL);
	TAILQ_INSERT_TAIL(&e->idle_reaches, r, idle);
	if (e->n_idle_reaches++ < REACHES_PER_ANSWER * e->config.cache)
		return;
	r = TAILQ_FIRST(&e->idle_reaches);
	TAILQ_REMOVE(&e->idle_reaches, r, idle);
	e->n_idle_reaches--;
	destroy(e, r);
}

void
reaches_free(struct engine *e)
{
	struct table_node *n;

	for (n = table_each(&e->reaches, NULL); n != NULL;
	     n = table_each(&e->reaches, n))
		names_put(&e->names, table_entry(n, struct reach, node)->zone);
	table_free(&e->reaches);
}

/* A server's own cadence; what a burst of REFUSED slows down. */
static struct limits_key
address_key(const struct engine *e, const struct reach *r)
{
	return limits_key_make('a', &r->remote.addr, sizeof(r->remote.addr),
	    r->proto == IPPROTO_UDP ? e->config.address_rate : 0);
}

static uint64_t
reach_book(struct engine *e, struct ask *a, uint64_t now_ns)
{
	const struct reach *r = a->owner;
	size_t octets = r->remote.addr.family == FAMILY_V4 ? 3 : 6;
	struct limits_key keys[3];
	size_t n = 0;

	if (e->config.prefix_rate != 0)
		keys[n++] = limits_key_make(
		    r->remote.addr.family == FAMILY_V4 ? '4' : '6',
		    r->remote.addr.octet, octets, e->config.prefix_rate);
	/* Without a cap, too, it may have to be slowed down. */
	if (r->proto == IPPROTO_UDP)
		keys[n++] = address_key(e, r);
	if (r->proto == IPPROTO_UDP && e->config.server_rate != 0)
		keys[n++] = limits_key_make('s', &r->server_hash,
		    sizeof(r->server_hash), e->config.server_rate);
	return limits_reserve(&e->limits, now_ns, keys, n);
}

static bool
reach_route(
    struct engine *e, struct ask *a, uint64_t now_ns, struct ask_route *route)
{
	struct reach *r = a->owner;
	unsigned i = family_index((enum family)r->remote.addr.family);

	(void)now_ns;
	*route = (struct ask_route){
		.flow = { .local.addr = e->config.source[i],
		    .remote = r->remote,
		    .proto = r->proto },
		.hop = (uint8_t)i,
	};
	r->probes++;
	return true;
}

static void
reach_question(const struct ask *a, struct dns_question *q, uint16_t *flags)
{
	const struct reach *r = a->owner;

	*flags = 0;
	if (r->zone == NULL)
		return;
	name_expand(r->zone, &q->name);
	q->type = r->question;
	q->klass = 1;
}

/*
 * A gap of its length and up to an eighth more, so that the probes of one
 * moment spread out before they are repeated.
 */
static uint64_t
reach_patience(
    const struct engine *e, const struct ask *a, const struct flight *f)
{
	uint64_t gap = ask_gap_ns(a->attempts - 1u);

	(void)e;
	return gap + gap / 8 * (f->probe.token.w[1] & 63) / 64;
}

/* How much an inconclusive observation says; the most telling one stays. */
static unsigned
weight(enum endpoint_state s)
{
	switch (s) {
	case ENDPOINT_LAME:
		return 3;
	case ENDPOINT_INDETERMINATE:
		return 2;
	case ENDPOINT_UNREACHABLE:
		return 1;
	default:
		return 0;
	}
}

static unsigned
reach_kind(const struct ask *a)
{
	const struct reach *r = a->owner;

	return controls_kind(&r->remote, r->proto);
}

static void
reach_abandoned(struct engine *e, struct ask *a, uint64_t now_ns)
{
	conclude(e, a->owner, ENDPOINT_INDETERMINATE, REASON_VANTAGE, now_ns);
}

/* What was seen does not count: forgets it and asks anew, within reason. */
static void
start_over(struct engine *e, struct reach *r, uint64_t now_ns)
{
	if (r->probes >= PROBES_MAX) {
		reach_abandoned(e, r->ask, now_ns);
		return;
	}
	r->state = ENDPOINT_SILENT;
	r->reason = REASON_NONE;
	ask_restart(e, r->ask, now_ns, ask_gap_ns(r->probes));
}

/* Concludes once it is known that what was seen at SEEN_NS counts. */
static void
settle(struct engine *e, struct reach *r, enum endpoint_state state,
    enum reason reason, uint64_t seen_ns, uint64_t now_ns)
{
	r->state = (uint8_t)state;
	r->reason = (uint8_t)reason;
	switch (ask_word(
	    e, r->ask, r->told_by, state == ENDPOINT_OPEN, seen_ns, now_ns)) {
	case HEALTH_GOOD:
		conclude(e, r, state, reason, now_ns);
		break;
	case HEALTH_PENDING:
		ask_verify_later(e, r->ask, seen_ns, now_ns);
		break;
	case HEALTH_BAD:
		start_over(e, r, now_ns);
		break;
	case HEALTH_UNWATCHED:
		conclude(e, r, ENDPOINT_INDETERMINATE, REASON_VANTAGE, now_ns);
	}
}

static void
reach_verify(struct engine *e, struct ask *a, uint64_t now_ns)
{
	struct reach *r = a->owner;

	settle(e, r, (enum endpoint_state)r->state, (enum reason)r->reason,
	    a->seen_ns, now_ns);
}

static void
observed(struct engine *e, struct reach *r, struct flight *f,
    const struct observation *o, bool direct, uint64_t now_ns)
{
	struct ask *a = r->ask;
	struct limits_key key;
	bool awaited;

	if (direct && now_ns > f->probe.sent_ns && f->probe.sent_ns != 0)
		r->rtt_us = (uint32_t)((now_ns - f->probe.sent_ns) / 1000);
	/* An open port outweighs a refusal that is being verified. */
	if (a->state == ASK_VERIFYING &&
	    (o->state != ENDPOINT_OPEN || r->state == ENDPOINT_OPEN))
		return;
	if (o->final) {
		if (r->zone != NULL && o->state == ENDPOINT_OPEN) {
			key = address_key(e, r);
			limits_answered(&e->limits, now_ns, &key);
		}
		r->told_by = f;
		settle(e, r, o->state, o->reason, now_ns, now_ns);
		return;
	}
	if (!controls_good(&e->controls, reach_kind(a)))
		return;
	if (weight(o->state) >= weight((enum endpoint_state)f->state)) {
		f->state = (uint8_t)o->state;
		f->reason = (uint8_t)o->reason;
	}
	if (!direct)
		return;
	awaited = ask_awaits(a, f);
	f->answered = true;
	if (o->rate_limited) {
		key = address_key(e, r);
		limits_slow_down(&e->limits, now_ns, &key);
	}
	if (o->truncated && !a->tcp_tried) {
		a->over_tcp = true;
		ask_again(e, a, now_ns);
	} else if (o->edns_refused && !a->edns_off) {
		a->edns_off = true;
		ask_again(e, a, now_ns);
	} else if (awaited) {
		ask_retry(e, a, now_ns, ask_gap_ns(a->attempts - 1u));
	}
}

static void
reach_matched(struct engine *e, struct ask *a, struct flight *f,
    enum probe_match match, const struct response *response)
{
	const struct probe_type *type =
	    response->flow.proto == IPPROTO_TCP ? &probe_tcp_syn : &probe_dns;
	struct reach *r = a->owner;
	struct observation o = { .state = ENDPOINT_SILENT };
	struct dns_question q;
	uint16_t flags;

	if (match == PROBE_MATCH_DIRECT || match == PROBE_MATCH_QUOTED) {
		reach_question(a, &q, &flags);
		f->probe.question = &q;
		type->observe(&f->probe, response, &o);
		f->probe.question = NULL;
		observed(
		    e, r, f, &o, match == PROBE_MATCH_DIRECT, response->at_ns);
		return;
	}
	ask_otherwise(e, a, f, match, response->at_ns);
}

static void
reach_message(struct engine *e, struct ask *a, struct flight *f,
    uint64_t now_ns, const uint8_t *data, size_t len)
{
	struct reach *r = a->owner;
	struct observation o = { .state = ENDPOINT_SILENT };
	struct dns_name zone = name_value(r->zone);

	if (len == 0) {
		f->answered = true;
		/* TCP failed: see ask_otherwise(). */
		a->plain_case = true;
		ask_retry(e, a, now_ns, ask_gap_ns(0));
		return;
	}
	probe_dns_observe_message(&zone, data, len, &o);
	o.truncated = false;
	observed(e, r, f, &o, true, now_ns);
}

static void
reach_unsendable(
    struct engine *e, struct ask *a, struct flight *f, uint64_t now_ns)
{
	struct reach *r = a->owner;

	(void)f;
	conclude(e, r, ENDPOINT_INDETERMINATE, REASON_SEND_FAILED, now_ns);
}

/*
 * The most telling of what the attempts showed, those alone that would have
 * been heard; true if it was said often enough to need no more of them.
 */
static bool
summarise(struct engine *e, struct reach *r)
{
	const struct flight *f;
	unsigned said = 0;

	r->state = ENDPOINT_SILENT;
	r->reason = REASON_NONE;
	for (f = r->ask->flights; f != NULL; f = f->older) {
		if (f->word != HEALTH_GOOD)
			continue;
		said += f->state == ENDPOINT_LAME;
		if (weight((enum endpoint_state)f->state) >
		    weight((enum endpoint_state)r->state)) {
			r->state = f->state;
			r->reason = f->reason;
		}
	}
	return said >= e->config.attempts;
}

/*
 * Only attempts that would have been heard count, and there must be enough of
 * them for the loss on the way.
 */
static void
reach_exhausted(struct engine *e, struct ask *a, uint64_t now_ns)
{
	struct reach *r = a->owner;
	struct ask_coverage c = ask_coverage(e, a, now_ns);
	unsigned needed = controls_attempts(e);

	if (c.unwatched) {
		reach_abandoned(e, a, now_ns);
		return;
	}
	if (c.pending) {
		wheel_set(&e->wheel, &a->timer, now_ns + ASK_VERIFY_NS);
		return;
	}
	if (summarise(e, r))
		needed = 0;
	if (c.heard < needed && a->attempts < ASK_ATTEMPTS_MAX) {
		a->attempts_max = (uint8_t)(a->attempts + needed - c.heard);
		/* Where TCP failed by our fault it may do now. */
		a->tcp_tried &= c.unheard == 0;
		ask_enqueue(e, a, now_ns);
		return;
	}
	if (c.heard < needed) {
		reach_abandoned(e, a, now_ns);
		return;
	}
	conclude(e, r, (enum endpoint_state)r->state, (enum reason)r->reason,
	    now_ns);
}

static const struct ask_ops reach_ops = {
	.queue = QUEUE_REACH,
	.kind = reach_kind,
	.book = reach_book,
	.route = reach_route,
	.question = reach_question,
	.patience = reach_patience,
	.matched = reach_matched,
	.message = reach_message,
	.unsendable = reach_unsendable,
	.verify = reach_verify,
	.abandoned = reach_abandoned,
	.exhausted = reach_exhausted,
};

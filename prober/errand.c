/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/errand.h"

#include <netinet/in.h>

#include "prober/engine_state.h"

#define DNS_PORT 53
/* A quick try: the next server is asked beside it soon. */
#define QUICK_ATTEMPTS    2
#define QUICK_PATIENCE_NS UINT64_C(500000000)
#define QUICK_COOLDOWN_NS UINT64_C(2000000000)
static const struct ask_ops errand_ops;

/* The caps that hold for a server, as they do for endpoints (reach.c). */
static size_t
limit_keys(const struct engine *e, const struct ip_addr *addr,
    uint64_t name_hash, struct limits_key keys[3])
{
	bool v4 = addr->family == FAMILY_V4;

	keys[0] = limits_key_make(
	    v4 ? '4' : '6', addr->octet, v4 ? 3 : 6, e->config.prefix_rate);
	keys[1] =
	    limits_key_make('a', addr, sizeof(*addr), e->config.address_rate);
	keys[2] = limits_key_make(
	    's', &name_hash, sizeof(name_hash), e->config.server_rate);
	return 3;
}

uint64_t
errand_slot_ns(
    const struct engine *e, const struct cut_server *s, uint64_t now_ns)
{
	struct limits_key keys[3];
	size_t n = limit_keys(e, &s->server->addr, s->name_hash, keys);

	return limits_next_ns(&e->limits, now_ns, keys, n);
}

static uint64_t
reserve(struct engine *e, const struct errand *x, uint64_t now_ns)
{
	struct limits_key keys[3];
	size_t n = limit_keys(e, &x->server->addr, x->name_hash, keys);

	return limits_reserve(&e->limits, now_ns, keys, n);
}

void
errand_open(struct engine *e, struct walk *w, unsigned number, bool thorough,
    uint64_t now_ns)
{
	struct cut_server *s = &w->cut->servers[number];
	struct errand *x = pool_get(&e->errand_pool);

	*x = (struct errand){
		.walk = w,
		.server = s->server,
		.purse = purse_ref(w->purse),
		.name_hash = s->name_hash,
		.number = (uint16_t)number,
		.failure = LOOKUP_TIMEOUT,
		.thorough = thorough,
	};
	LIST_INSERT_HEAD(&w->errands, x, of_walk);
	LIST_INSERT_HEAD(&s->server->errands, x, of_server);
	x->ask = ask_open(e, &errand_ops, x, now_ns);
	x->ask->edns_off = s->server->no_edns;
	if (!thorough) {
		x->ask->attempts_max = QUICK_ATTEMPTS;
		x->ask->cooldown_ns = QUICK_COOLDOWN_NS;
	}
	x->set_aside = x->ask->attempts_max;
	x->purse->queries += x->set_aside;
	x->slot_ns = reserve(e, x, now_ns);
}

static void
stop_clock(struct errand *x, uint64_t now_ns)
{
	if (x->since_ns == 0)
		return;
	x->waited_ns += now_ns - x->since_ns;
	x->since_ns = 0;
	purse_end(x->purse, now_ns);
}

void
errand_close(struct engine *e, struct errand *x, uint64_t now_ns)
{
	struct purse *p = x->purse;

	stop_clock(x, now_ns);
	if (x->ask->unheard)
		purse_excuse(p, x->waited_ns);
	p->queries = p->queries - x->set_aside + x->sent;
	ask_close(e, x->ask, now_ns);
	LIST_REMOVE(x, of_walk);
	LIST_REMOVE(x, of_server);
	purse_put(e, p);
	pool_put(&e->errand_pool, x);
}

static unsigned
errand_kind(const struct ask *a)
{
	const struct errand *x = a->owner;
	const struct endpoint to = { x->server->addr, DNS_PORT };

	return controls_kind(&to, IPPROTO_UDP);
}

static uint64_t
errand_book(struct engine *e, struct ask *a, uint64_t now_ns)
{
	struct errand *x = a->owner;
	uint64_t slot = x->slot_ns;

	x->slot_ns = 0;
	return slot != 0 ? slot : reserve(e, x, now_ns);
}

static void
count(uint8_t *queries)
{
	if (*queries < UINT8_MAX)
		++*queries;
}

static bool
errand_route(
    struct engine *e, struct ask *a, uint64_t now_ns, struct ask_route *route)
{
	struct errand *x = a->owner;
	unsigned i = x->walk->family;

	*route = (struct ask_route){
		.flow = { .local.addr = e->config.source[i],
		    .remote = { x->server->addr, DNS_PORT },
		    .proto = IPPROTO_UDP },
		.hop = (uint8_t)i,
	};
	/* The domain's clock runs while an answer is waited for. */
	if (x->since_ns == 0) {
		x->since_ns = now_ns;
		purse_begin(x->purse, now_ns);
	}
	x->sent++;
	count(&x->walk->queries);
	count(&x->walk->queries_here);
	return true;
}

static void
errand_question(const struct ask *a, struct dns_question *q, uint16_t *flags)
{
	const struct errand *x = a->owner;

	q->name = name_value(x->walk->name);
	q->type = x->walk->type;
	q->klass = 1;
	*flags = 0;
}

static uint64_t
errand_patience(
    const struct engine *e, const struct ask *a, const struct flight *f)
{
	(void)e;
	(void)f;
	return a->attempts == 1 && a->attempts_max == QUICK_ATTEMPTS
	    ? QUICK_PATIENCE_NS
	    : ask_gap_ns(a->attempts - 1u);
}

/* The server has nothing to say that helps.  A thorough errand asks again. */
static void
unhelpful(struct engine *e, struct errand *x, struct flight *f,
    enum lookup_status status, uint64_t now_ns)
{
	struct ask *a = x->ask;

	x->failure = (uint8_t)status;
	f->state = ENDPOINT_LAME;
	if (!walk_verifies(x->walk)) {
		walk_refused(e, x->walk, x->number, SERVER_LAME, status);
		errand_close(e, x, now_ns);
	} else if (ask_awaits(a, f)) {
		f->answered = true;
		ask_retry(e, a, now_ns, ask_gap_ns(a->attempts - 1u));
	}
}

/*
 * Does the reply speak for the zone?  Many servers forget AA; one that has the
 * zone then gives data or a SOA, and does not offer recursion.
 */
static bool
speaks(const struct dns_msg *msg, const struct answer *a)
{
	if ((msg->flags & DNS_FLAG_AA) != 0)
		return true;
	return (msg->flags & DNS_FLAG_RA) == 0 &&
	    (a->n_items > 0 || a->n_cnames > 0 || a->soa_owner != NULL);
}

/* Reads what the server says of the name; BOGUS or FAILED if that is nothing,
 * with the status that tells why. */
static enum answer_kind
read_answer(struct engine *e, struct walk *w, struct dns_msg *msg,
    const struct dns_name *zone, enum lookup_status *status)
{
	enum answer_kind kind = answer_read_own(
	    &w->answer, &e->names, w->name, w->type, zone, msg, status);

	if (kind == ANSWER_BOGUS) {
		*status = LOOKUP_BOGUS_REPLY;
	} else if (kind != ANSWER_FAILED &&
	    (!speaks(msg, &w->answer) ||
		/* A zone that does not exist is not the server's. */
		(walk_verifies(w) && *status == LOOKUP_NXDOMAIN))) {
		answer_free(&w->answer, &e->names);
		*status = LOOKUP_REFUSED;
		kind = ANSWER_FAILED;
	}
	return kind;
}

/* What came has authority, or passes us on; or neither. */
static void
read_authority(struct engine *e, struct errand *x, struct flight *f,
    struct dns_msg *msg, uint64_t now_ns)
{
	struct walk *w = x->walk;
	struct dns_name zone = name_value(w->cut->zone),
			at = name_value(w->name);
	enum referral_kind passed = REFERRAL_NONE;
	const struct dns_msg start = *msg;
	enum lookup_status status;
	struct referral referral;
	enum answer_kind kind;
	bool empty;

	if (dns_msg_rcode(msg) == DNS_RCODE_NOERROR &&
	    msg->left[DNS_SECTION_ANSWER] == 0)
		passed = referral_read(&referral, &start, &zone, &at);
	if (passed == REFERRAL_DOWN) {
		walk_referred(e, w, x->number, &referral, now_ns);
		return;
	}
	kind = read_answer(e, w, msg, &zone, &status);
	empty = status == LOOKUP_NODATA && w->answer.n_cnames == 0 &&
	    w->answer.soa_owner == NULL;
	/* Some know all of a zone but its AAAA, and send us up for that. */
	if (kind != ANSWER_BOGUS && empty && passed == REFERRAL_UPWARD) {
		kind = ANSWER_FAILED;
		status = LOOKUP_SERVFAIL;
	}
	if (kind == ANSWER_FAILED || kind == ANSWER_BOGUS) {
		unhelpful(e, x, f, status, now_ns);
		return;
	}
	w->server = x->server->addr;
	w->tcp = !f->framed;
	if (empty && walk_doubts_denial(e, w, x->number)) {
		errand_close(e, x, now_ns);
		return;
	}
	walk_answered(e, w, x->number, status, now_ns);
	if (w->type == DNS_TYPE_NS && w->name->len == 1 &&
	    w->cut->verifier == NULL)
		cut_prime(e, w->cut, &start);
}

/* May the question be asked in another way, on top of its attempts?  If the
 * purse has nothing left for that, the walk is over. */
static bool
pay_for_more(struct engine *e, struct errand *x, uint64_t now_ns)
{
	if (x->purse->queries < x->purse->queries_max) {
		x->purse->queries++;
		x->set_aside++;
		return true;
	}
	x->purse->overdrawn = true;
	walk_unknown(e, x->walk, now_ns);
	return false;
}

static void
read_reply(struct engine *e, struct errand *x, struct flight *f,
    struct dns_msg *msg, uint64_t now_ns)
{
	unsigned rcode = dns_msg_full_rcode(msg);
	struct ask *a = x->ask;
	uint64_t rtt = 0;

	if (f->probe.sent_ns != 0 && now_ns > f->probe.sent_ns)
		rtt = (now_ns - f->probe.sent_ns) / 1000;
	server_answered(x->server, (uint32_t)rtt);
	x->walk->rtt_us = (uint32_t)rtt;
	x->walk->rcode = (uint16_t)rcode;
	if (!a->edns_off && dns_rcode_refuses_edns(rcode)) {
		a->edns_off = x->server->no_edns = true;
		f->answered = true;
		if (pay_for_more(e, x, now_ns))
			ask_again(e, a, now_ns);
	} else if (msg->error != DNS_MSG_OK) {
		unhelpful(e, x, f, LOOKUP_BOGUS_REPLY, now_ns);
	} else if ((msg->flags & DNS_FLAG_TC) == 0) {
		read_authority(e, x, f, msg, now_ns);
	} else if (f->framed && !a->tcp_tried) {
		f->answered = true;
		a->over_tcp = true;
		if (pay_for_more(e, x, now_ns))
			ask_again(e, a, now_ns);
	} else {
		x->truncated = true;
		unhelpful(e, x, f, LOOKUP_BOGUS_REPLY, now_ns);
	}
}

/* The server may answer yet, but the next one is asked beside it. */
static void
grow_late(struct engine *e, struct errand *x)
{
	x->late = true;
	walk_stir(e, x->walk);
}

static void
errand_matched(struct engine *e, struct ask *a, struct flight *f,
    enum probe_match match, const struct response *r)
{
	struct errand *x = a->owner;
	struct dns_msg msg;

	if (match == PROBE_MATCH_QUOTED) {
		grow_late(e, x);
		return;
	}
	if (match != PROBE_MATCH_DIRECT) {
		if (a->tcp_tried || pay_for_more(e, x, r->at_ns))
			ask_otherwise(e, a, f, match, r->at_ns);
		return;
	}
	(void)dns_msg_open(&msg, r->udp.payload, r->udp.len);
	read_reply(e, x, f, &msg, r->at_ns);
}

/* Somebody takes connections to where nobody lives: who answered? */
static bool
tcp_is_captive(const struct engine *e, const struct errand *x, uint64_t now_ns)
{
	const struct endpoint to = { x->server->addr, DNS_PORT };

	return controls_judge(e, controls_kind(&to, IPPROTO_TCP), true, now_ns,
		   now_ns) == HEALTH_BAD;
}

static void
errand_message(struct engine *e, struct ask *a, struct flight *f,
    uint64_t now_ns, const uint8_t *data, size_t len)
{
	struct errand *x = a->owner;
	struct dns_msg msg;

	if (len == 0 || tcp_is_captive(e, x, now_ns)) {
		f->answered = true;
		a->plain_case = true;
		x->failure = LOOKUP_BOGUS_REPLY;
		grow_late(e, x);
		ask_retry(e, a, now_ns, ask_gap_ns(0));
		return;
	}
	(void)dns_msg_open(&msg, data, len);
	read_reply(e, x, f, &msg, now_ns);
}

static void
errand_unsendable(
    struct engine *e, struct ask *a, struct flight *f, uint64_t now_ns)
{
	struct errand *x = a->owner;

	(void)f;
	walk_unknown(e, x->walk, now_ns);
}

static void
errand_unanswered(
    struct engine *e, struct ask *a, struct flight *f, uint64_t now_ns)
{
	/* Time in queues, or held back, is not the domain's. */
	stop_clock(a->owner, now_ns);
	if (!f->answered)
		grow_late(e, a->owner);
}

static void
errand_abandoned(struct engine *e, struct ask *a, uint64_t now_ns)
{
	struct errand *x = a->owner;

	walk_unknown(e, x->walk, now_ns);
}

/* Attempts of a verification that were heard, and what they showed. */
static enum cut_server_state
verdict(const struct ask *a)
{
	const struct flight *f;

	for (f = a->flights; f != NULL; f = f->older)
		if (f->state == ENDPOINT_LAME && f->word == HEALTH_GOOD)
			return SERVER_LAME;
	return SERVER_SILENT;
}

static void
errand_exhausted(struct engine *e, struct ask *a, uint64_t now_ns)
{
	struct errand *x = a->owner;
	struct walk *w = x->walk;
	unsigned number = x->number, needed = controls_attempts(e);
	enum lookup_status failure = (enum lookup_status)x->failure;
	struct ask_coverage c = ask_coverage(e, a, now_ns);
	enum cut_server_state state = verdict(a);

	if (!x->thorough || (c.unwatched && !walk_verifies(w))) {
		walk_refused(e, w, number, SERVER_UNTRIED, failure);
		errand_close(e, x, now_ns);
	} else if (c.unwatched) {
		walk_unknown(e, w, now_ns);
	} else if (c.pending) {
		wheel_set(&e->wheel, &a->timer, now_ns + ASK_VERIFY_NS);
	} else if (c.heard < (state == SERVER_LAME ? 1 : needed) &&
	    a->attempts < ASK_ATTEMPTS_MAX) {
		a->attempts_max = (uint8_t)(a->attempts + needed - c.heard);
		ask_enqueue(e, a, now_ns);
	} else {
		/* It has an answer, which we may be unable to fetch. */
		w->unsure |= x->truncated;
		walk_refused(e, w, number,
		    walk_verifies(w) ? state : SERVER_UNTRIED, failure);
		errand_close(e, x, now_ns);
	}
}

static const struct ask_ops errand_ops = {
	.queue = QUEUE_REACH,
	.kind = errand_kind,
	.book = errand_book,
	.route = errand_route,
	.question = errand_question,
	.patience = errand_patience,
	.matched = errand_matched,
	.message = errand_message,
	.unsendable = errand_unsendable,
	.unanswered = errand_unanswered,
	.abandoned = errand_abandoned,
	.exhausted = errand_exhausted,
};

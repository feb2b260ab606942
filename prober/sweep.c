/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/sweep.h"

#include <netinet/in.h>
#include <string.h>

#include "common/hash.h"
#include "prober/engine_state.h"

struct target {
	struct table_node node;
	TAILQ_ENTRY(target) ready;
	struct wheel_timer timer;
	uint64_t sent_ns; /* the latest attempt; 0: not yet */
	struct engine_seen seen;
	uint32_t tcp_seq;    /* of the latest attempt */
	uint32_t generation; /* changes when it is done */
	uint16_t local_port; /* of the latest attempt */
	bool is_booked;      /* the timer is for its slot */
	bool is_ready;
};

void
sweep_init(struct sweep *s, uint64_t now_ns)
{
	*s = (struct sweep){ .n = 0 };
	pool_init(&s->pool, sizeof(struct target));
	wheel_init(&s->wheel, now_ns);
	TAILQ_INIT(&s->ready);
}

void
sweep_free(struct sweep *s)
{
	table_free(&s->targets);
	pool_free(&s->pool);
}

static uint64_t
key_hash(const struct endpoint *to)
{
	return hash_octets(&to->addr, sizeof(to->addr), to->port);
}

static struct target *
find(const struct sweep *s, const struct endpoint *to, uint64_t hash)
{
	struct table_node *n = table_first(&s->targets, hash);
	struct target *t;

	for (; n != NULL; n = table_next(n)) {
		t = table_entry(n, struct target, node);
		if (t->seen.endpoint.port == to->port &&
		    address_equal(&t->seen.endpoint.addr, &to->addr))
			return t;
	}
	return NULL;
}

static void
conclude(struct engine *e, struct target *t)
{
	struct sweep *s = &e->sweep;

	if (t->is_ready) {
		TAILQ_REMOVE(&s->ready, t, ready);
		s->n_ready--;
	}
	wheel_cancel(&s->wheel, &t->timer);
	table_remove(&s->targets, &t->node);
	t->generation++;
	s->n--;
	e->progress_ns = t->seen.at_ns;
	e->stats.endpoints++;
	e->stats.endpoints_answered += t->seen.state <= ENDPOINT_CLOSED;
	e->config.on_endpoint(e->config.arg, &t->seen);
	pool_put(&s->pool, t);
}

static void
make_ready(struct sweep *s, struct target *t)
{
	t->is_booked = false;
	t->is_ready = true;
	TAILQ_INSERT_TAIL(&s->ready, t, ready);
	s->n_ready++;
}

/* Books the next slot of its prefix. */
static void
book(struct engine *e, struct target *t, uint64_t now_ns)
{
	const struct ip_addr *a = &t->seen.endpoint.addr;
	bool v4 = a->family == FAMILY_V4;
	struct limits_key key;
	uint64_t at;

	if (e->config.prefix_rate == 0) {
		make_ready(&e->sweep, t);
		return;
	}
	key = limits_key_make(
	    v4 ? '4' : '6', a->octet, v4 ? 3 : 6, e->config.prefix_rate);
	at = limits_reserve(&e->limits, now_ns, &key, 1);
	if (at <= now_ns) {
		make_ready(&e->sweep, t);
		return;
	}
	t->is_booked = true;
	wheel_set(&e->sweep.wheel, &t->timer, at);
}

static enum reason
forbidden(const struct engine *e, const struct ip_addr *a)
{
	enum reason reason = guard_address(e->config.guard, a);
	unsigned i = family_index((enum family)a->family);

	if (reason == REASON_NONE && e->config.source[i].family == FAMILY_NONE)
		return REASON_VANTAGE;
	return reason;
}

void
sweep_add(struct engine *e, const struct engine_endpoint *what, uint64_t now_ns)
{
	struct sweep *s = &e->sweep;
	uint64_t hash = key_hash(&what->endpoint);
	struct target *t = find(s, &what->endpoint, hash);
	uint32_t generation;
	enum reason reason;

	if (t != NULL) {
		e->stats.endpoints_folded++;
		return;
	}
	t = pool_get(&s->pool);
	generation = t->generation;
	*t = (struct target){
		.seen = { .state = ENDPOINT_SILENT, .rtt_ns = -1 },
		.generation = generation + 1,
	};
	t->seen.endpoint = what->endpoint;
	wheel_timer_init(&t->timer);
	table_insert(&s->targets, &t->node, hash);
	s->n++;
	reason = forbidden(e, &what->endpoint.addr);
	if (reason == REASON_NONE) {
		book(e, t, now_ns);
		return;
	}
	t->seen.at_ns = now_ns;
	t->seen.reason = reason;
	t->seen.state = reason == REASON_VANTAGE ? ENDPOINT_INDETERMINATE
						 : ENDPOINT_NOT_PROBED;
	conclude(e, t);
}

/* The flow and the token of an attempt. */
static void
make_probe(const struct engine *e, const struct target *t, unsigned attempt,
    struct probe *p)
{
	const struct endpoint *to = &t->seen.endpoint;
	size_t octets = family_octets((enum family)to->addr.family);
	uint8_t key[sizeof(to->addr.octet) + 3];

	*p = (struct probe){
		.flow.proto = IPPROTO_TCP,
		.attempt = (uint8_t)attempt,
	};
	p->flow.local.addr =
	    e->config.source[family_index((enum family)to->addr.family)];
	p->flow.remote = *to;
	if (attempt + 1u == t->seen.attempts && t->local_port != 0) {
		p->flow.local.port = t->local_port;
		p->token.w[0] = t->tcp_seq;
		return;
	}
	memcpy(key, to->addr.octet, sizeof(to->addr.octet));
	key[octets] = (uint8_t)(to->port >> 8);
	key[octets + 1] = (uint8_t)to->port;
	key[octets + 2] = (uint8_t)attempt;
	p->token = token_make(&e->config.key, key, octets + 3);
	p->flow.local.port = (uint16_t)(e->config.port_first +
	    (probe_port_choice(p) & (e->config.n_ports - 1u)));
}

static bool
is_latest(const struct target *t, unsigned attempt)
{
	return attempt + 1 == t->seen.attempts && t->sent_ns != 0;
}

/* An answer settles it, an error does not. */
static void
observed(struct engine *e, struct target *t, const struct probe *p,
    const struct response *r, bool direct)
{
	struct observation o;

	probe_tcp_syn.observe(p, r, &o);
	t->seen.state = o.state;
	t->seen.reason = o.reason;
	t->seen.at_ns = r->at_ns;
	t->seen.hop_limit = r->hop_limit;
	t->seen.local = p->flow.local;
	if (!direct) {
		t->seen.icmp_sender = r->icmp.sender;
		t->seen.icmp_type = r->icmp.type;
		t->seen.icmp_code = r->icmp.code;
		return;
	}
	if (is_latest(t, p->attempt) && r->at_ns > t->sent_ns)
		t->seen.rtt_ns = (int64_t)(r->at_ns - t->sent_ns);
	t->seen.seq = r->tcp.seq;
	t->seen.ack = r->tcp.ack;
	conclude(e, t);
}

bool
sweep_input(struct engine *e, const struct response *r)
{
	struct target *t;
	enum probe_match match;
	struct probe p;
	unsigned i;

	if (e->sweep.n == 0 || r->flow.proto != IPPROTO_TCP ||
	    (t = find(&e->sweep, &r->flow.remote, key_hash(&r->flow.remote))) ==
		NULL)
		return false;
	for (i = t->seen.attempts; i-- > 0;) {
		make_probe(e, t, i, &p);
		match = probe_tcp_syn.match(&p, r);
		if (match == PROBE_MATCH_NONE)
			continue;
		e->stats.matched += match == PROBE_MATCH_DIRECT;
		e->stats.matched_icmp += match == PROBE_MATCH_QUOTED;
		observed(e, t, &p, r, match == PROBE_MATCH_DIRECT);
		return true;
	}
	return false;
}

void
sweep_expire(struct engine *e, uint64_t now_ns)
{
	struct sweep *s = &e->sweep;
	struct wheel_timer *timer;
	struct target *t;

	while ((timer = wheel_due(&s->wheel, now_ns)) != NULL) {
		t = table_entry(timer, struct target, timer);
		if (t->is_booked) {
			make_ready(s, t);
		} else if (t->seen.attempts < e->config.attempts) {
			book(e, t, now_ns);
		} else {
			if (t->seen.state == ENDPOINT_SILENT)
				t->seen.at_ns = now_ns;
			conclude(e, t);
		}
	}
}

bool
sweep_output(struct engine *e, uint64_t now_ns, struct request *req)
{
	struct sweep *s = &e->sweep;
	struct target *t = TAILQ_FIRST(&s->ready);
	unsigned attempt;
	uint64_t wait;

	if (t == NULL)
		return false;
	TAILQ_REMOVE(&s->ready, t, ready);
	s->n_ready--;
	t->is_ready = false;
	t->sent_ns = 0;
	t->local_port = 0;
	attempt = t->seen.attempts++;
	req->kind = REQUEST_FRAME;
	req->id =
	    (struct flight_id){ .target = t, .generation = t->generation };
	req->type = &probe_tcp_syn;
	make_probe(e, t, attempt, &req->probe);
	t->tcp_seq = probe_tcp_seq(&req->probe);
	t->local_port = req->probe.flow.local.port;
	t->seen.local = req->probe.flow.local;
	req->hop = (uint8_t)family_index(
	    (enum family)req->probe.flow.remote.addr.family);
	wait = t->seen.attempts < e->config.attempts ? ask_gap_ns(attempt)
						     : e->config.cooldown_ns;
	wheel_set(&s->wheel, &t->timer, now_ns + wait);
	return true;
}

uint64_t
sweep_next_ns(const struct sweep *s)
{
	return wheel_next_ns(&s->wheel);
}

/* The target that an ID names, unless it is done. */
static struct target *
target_of(struct flight_id id)
{
	return id.target->generation == id.generation ? id.target : NULL;
}

void
sweep_sent(struct flight_id id, uint64_t now_ns)
{
	struct target *t = target_of(id);

	if (t != NULL)
		t->sent_ns = now_ns;
}

void
sweep_unsendable(struct engine *e, struct flight_id id, uint64_t now_ns)
{
	struct target *t = target_of(id);

	if (t == NULL)
		return;
	t->seen.state = ENDPOINT_INDETERMINATE;
	t->seen.reason = REASON_SEND_FAILED;
	t->seen.at_ns = now_ns;
	conclude(e, t);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/control_round.h"

#include <netinet/in.h>
#include <stdio.h>

#include "prober/engine_state.h"

#define ATTEMPTS     4
#define ATTEMPT_NS   (HEALTH_ROUND_NS / ATTEMPTS)
#define DNS_CLASS_IN 1

static const struct ask_ops round_ops;

void
control_round_start(struct engine *e, unsigned kind, unsigned control,
    bool negative, uint64_t now_ns)
{
	struct control_round *r = pool_get(&e->controls.rounds);

	*r = (struct control_round){
		.began_ns = now_ns,
		.control = (uint16_t)control,
		.kind = (uint8_t)kind,
		.negative = negative,
	};
	r->ask = ask_open(e, &round_ops, r, now_ns);
	r->ask->attempts_max = negative ? 1 : ATTEMPTS;
	r->ask->cooldown_ns = negative ? HEALTH_NEGATIVE_NS : ATTEMPT_NS;
}

static void
finish(struct engine *e, struct control_round *r, bool answered,
    unsigned attempt, uint64_t now_ns)
{
	ask_close(e, r->ask, now_ns);
	controls_round_done(e, r, answered, attempt, now_ns);
	pool_put(&e->controls.rounds, r);
}

static bool
round_route(
    struct engine *e, struct ask *a, uint64_t now_ns, struct ask_route *route)
{
	const struct control_round *r = a->owner;
	const struct resolver_config *resolver;
	const struct control *c;
	unsigned family;

	(void)now_ns;
	if (r->kind >= KIND_RESOLVER) {
		resolver = &e->config.resolvers[r->kind - KIND_RESOLVER];
		*route = (struct ask_route){
			.flow = { .local.addr = resolver->local,
			    .remote = resolver->server,
			    .proto = IPPROTO_UDP },
			.hop = resolver->hop,
			.resolver = (uint8_t)(r->kind - KIND_RESOLVER),
			.on_this_host = resolver->on_this_host,
		};
		return true;
	}
	c = &e->controls.list[r->control];
	family = family_index((enum family)c->endpoint.addr.family);
	*route = (struct ask_route){
		.flow = { .local.addr = e->config.source[family],
		    .remote = c->endpoint,
		    .proto = c->proto },
		.hop = (uint8_t)family,
	};
	return true;
}

/*
 * Of a living server: the root's SOA.  Of a resolver that might invent
 * answers: a name that cannot be, because nothing exists below "invalid"
 * (RFC 6761 section 6.4).
 */
static void
round_question(const struct ask *a, struct dns_question *q, uint16_t *flags)
{
	const struct control_round *r = a->owner;
	bool resolver = r->kind >= KIND_RESOLVER;
	char text[64] = ".";

	if (resolver && r->negative)
		(void)snprintf(text, sizeof(text), "r46-%016llx.invalid",
		    (unsigned long long)r->began_ns);
	(void)dns_name_from_text(text, &q->name);
	q->type = resolver && r->negative ? DNS_TYPE_A : DNS_TYPE_SOA;
	q->klass = DNS_CLASS_IN;
	*flags = resolver ? DNS_FLAG_RD : 0;
}

static uint64_t
round_patience(
    const struct engine *e, const struct ask *a, const struct flight *f)
{
	(void)e;
	(void)a;
	(void)f;
	return ATTEMPT_NS;
}

/* What a DNS reply from a control says: is it as it should be? */
static void
read_message(struct engine *e, struct control_round *r, const struct flight *f,
    const uint8_t *data, size_t len, uint64_t now_ns)
{
	struct dns_msg msg;
	unsigned rcode;
	bool invented;

	if (dns_msg_open(&msg, data, len) != DNS_MSG_OK)
		return;
	rcode = dns_msg_rcode(&msg);
	if (r->negative && r->kind >= KIND_RESOLVER) {
		/* NXDOMAIN is what a name that cannot be deserves; no data,
		 * or too much for a datagram, is no invention either. */
		invented = rcode == DNS_RCODE_NOERROR &&
		    msg.left[DNS_SECTION_ANSWER] > 0;
		r->denied = rcode == DNS_RCODE_NXDOMAIN;
		finish(e, r, invented, 0, now_ns);
	} else {
		finish(e, r, r->negative || rcode == DNS_RCODE_NOERROR,
		    f->probe.attempt, now_ns);
	}
}

static void
round_matched(struct engine *e, struct ask *a, struct flight *f,
    enum probe_match match, const struct response *response)
{
	struct control_round *r = a->owner;
	bool syn_ack;

	if (match == PROBE_MATCH_QUOTED) {
		/* A router of ours, if it happens to many at a time. */
		if (!r->negative)
			finish(e, r, false, 0, response->at_ns);
		return;
	}
	if (response->kind == RESPONSE_TCP) {
		syn_ack = (response->tcp.flags & TCP_FLAG_SYN) != 0;
		finish(e, r, syn_ack, f->probe.attempt, response->at_ns);
	} else if (match == PROBE_MATCH_DIRECT ||
	    (match == PROBE_MATCH_CASE && r->negative)) {
		read_message(e, r, f, response->udp.payload, response->udp.len,
		    response->at_ns);
	} else {
		/* In another letter case, or in fragments: somebody is there,
		 * as befits a resolver. */
		finish(e, r, !r->negative || r->kind < KIND_RESOLVER,
		    f->probe.attempt, response->at_ns);
	}
}

static void
round_message(struct engine *e, struct ask *a, struct flight *f,
    uint64_t now_ns, const uint8_t *data, size_t len)
{
	struct control_round *r = a->owner;

	if (len == 0)
		finish(e, r, false, 0, now_ns);
	else
		read_message(e, r, f, data, len, now_ns);
}

static void
round_unsendable(
    struct engine *e, struct ask *a, struct flight *f, uint64_t now_ns)
{
	(void)f;
	finish(e, a->owner, false, 0, now_ns);
}

static void
round_exhausted(struct engine *e, struct ask *a, uint64_t now_ns)
{
	finish(e, a->owner, false, 0, now_ns);
}

static const struct ask_ops round_ops = {
	.queue = QUEUE_CONTROL,
	.route = round_route,
	.question = round_question,
	.patience = round_patience,
	.matched = round_matched,
	.message = round_message,
	.unsendable = round_unsendable,
	.exhausted = round_exhausted,
};

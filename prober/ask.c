/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/ask.h"

#include <assert.h>
#include <netinet/in.h>

#include "prober/engine_state.h"

/* A DNS question over TCP: connect, ask and read (absolute, not per read). */
#define TCP_PATIENCE_NS UINT64_C(5000000000)
/* How soon to look again for a frame that the kernel has not taken yet. */
#define UNSENT_POLL_NS UINT64_C(50000000)

/* An attempt brought nothing: whoever keeps accounts of that is told. */
static void
give_up_on(struct engine *e, struct ask *a, struct flight *f, uint64_t now_ns)
{
	if (a->ops->unanswered != NULL)
		a->ops->unanswered(e, a, f, now_ns);
}

void
ask_push(struct engine *e, struct ask *a, unsigned queue)
{
	a->queue = (uint8_t)queue;
	a->state = ASK_QUEUED;
	TAILQ_INSERT_TAIL(&e->queues[queue], a, link);
	e->queued[queue]++;
}

void
ask_pull(struct engine *e, struct ask *a)
{
	TAILQ_REMOVE(&e->queues[a->queue], a, link);
	e->queued[a->queue]--;
}

void
ask_enqueue(struct engine *e, struct ask *a, uint64_t now_ns)
{
	assert(a->state == ASK_IDLE || a->state == ASK_WAITING);
	wheel_cancel(&e->wheel, &a->timer);
	/* Who queues for a place in a window must not hold one. */
	if (a->flights != NULL)
		give_up_on(e, a, a->flights, now_ns);
	a->queued_since_ns = now_ns;
	ask_push(e, a, a->ops->queue);
}

struct ask *
ask_open(
    struct engine *e, const struct ask_ops *ops, void *owner, uint64_t now_ns)
{
	struct ask *a = pool_get(&e->ask_pool);

	*a = (struct ask){
		.ops = ops,
		.owner = owner,
		.state = ASK_IDLE,
		.opened_ns = now_ns,
		.attempts_max = (uint8_t)e->config.attempts,
		.cooldown_ns = e->config.cooldown_ns,
	};
	wheel_timer_init(&a->timer);
	ask_enqueue(e, a, now_ns);
	return a;
}

void
ask_retry(struct engine *e, struct ask *a, uint64_t now_ns, uint64_t delay_ns)
{
	if (a->state != ASK_WAITING)
		return;
	if (a->attempts >= a->attempts_max)
		a->ops->exhausted(e, a, now_ns);
	else if (delay_ns == 0)
		ask_enqueue(e, a, now_ns);
	else
		wheel_set(&e->wheel, &a->timer, now_ns + delay_ns);
}

void
ask_again(struct engine *e, struct ask *a, uint64_t now_ns)
{
	if (a->state != ASK_WAITING)
		return;
	a->attempts--;
	ask_enqueue(e, a, now_ns);
}

void
ask_land(struct engine *e, struct ask *a, uint64_t now_ns)
{
	struct flight *f, *older;

	for (f = a->flights; f != NULL; f = older) {
		older = f->older;
		if (f->holds_window)
			give_up_on(e, a, f, now_ns);
		outstanding_close(&e->outstanding, f);
	}
	a->flights = NULL;
}

/* Leaves whatever queue or timer it waits in. */
static void
stand_down(struct engine *e, struct ask *a)
{
	if (a->state == ASK_QUEUED)
		ask_pull(e, a);
	else if (a->state == ASK_HELD)
		controls_release(e, a, a->ops->kind(a));
	wheel_cancel(&e->wheel, &a->timer);
	a->state = ASK_WAITING;
}

void
ask_close(struct engine *e, struct ask *a, uint64_t now_ns)
{
	stand_down(e, a);
	ask_land(e, a, now_ns);
	pool_put(&e->ask_pool, a);
}

void
ask_otherwise(struct engine *e, struct ask *a, struct flight *f,
    enum probe_match match, uint64_t now_ns)
{
	if (match == PROBE_MATCH_FRAGMENT)
		a->edns_off = true;
	if (a->tcp_tried || a->state != ASK_WAITING)
		return;
	a->over_tcp = true;
	f->answered = true;
	ask_again(e, a, now_ns);
}

void
ask_restart(struct engine *e, struct ask *a, uint64_t now_ns, uint64_t delay_ns)
{
	stand_down(e, a);
	ask_land(e, a, now_ns);
	a->attempts = 0;
	a->attempts_max = (uint8_t)e->config.attempts;
	a->tcp_tried = false;
	a->over_tcp = false;
	a->unheard = true;
	wheel_set(&e->wheel, &a->timer, now_ns + delay_ns);
}

static uint64_t
later(uint64_t a_ns, uint64_t b_ns)
{
	return a_ns > b_ns ? a_ns : b_ns;
}

void
ask_verify_later(
    struct engine *e, struct ask *a, uint64_t seen_ns, uint64_t now_ns)
{
	stand_down(e, a);
	a->state = ASK_VERIFYING;
	a->seen_ns = seen_ns;
	wheel_set(&e->wheel, &a->timer,
	    later(seen_ns + HEALTH_SOONEST_NS, now_ns + ASK_VERIFY_NS));
}

/* Which controls vouch for an attempt. */
static unsigned
kind_of(const struct ask *a, const struct flight *f)
{
	return a->ops->queue == QUEUE_LOOKUP ? KIND_RESOLVER + f->resolver
					     : a->ops->kind(a);
}

/* True if nobody waits for its kind any more. */
static bool
given_up(const struct engine *e, const struct ask *a, const struct flight *f)
{
	unsigned kind;

	if (!e->controls.on || a->ops->queue == QUEUE_CONTROL)
		return false;
	kind = kind_of(a, f);
	return kind != KIND_NONE && e->controls.kinds[kind].given_up;
}

enum health_word
ask_word(const struct engine *e, const struct ask *a, const struct flight *f,
    bool open, uint64_t at_ns, uint64_t now_ns)
{
	enum health_word word =
	    controls_judge(e, kind_of(a, f), open, at_ns, now_ns);

	if (word != HEALTH_GOOD || f->framed || a->ops->queue == QUEUE_LOOKUP)
		return word;
	return controls_judge(e,
	    controls_kind(&f->probe.flow.remote, IPPROTO_TCP), true, at_ns,
	    now_ns);
}

/* Would it have been heard?  Noted once known: memory of controls is short. */
static enum health_word
judge(const struct engine *e, struct ask *a, struct flight *f, uint64_t now_ns)
{
	if (!f->judged) {
		f->word =
		    (uint8_t)ask_word(e, a, f, false, f->probe.sent_ns, now_ns);
		f->judged = f->word != HEALTH_PENDING;
		a->unheard |= f->word == HEALTH_BAD;
	}
	return (enum health_word)f->word;
}

uint32_t
ask_queued_ms(const struct ask *a, uint64_t now_ns)
{
	uint64_t ns = a->unheard ? now_ns - a->opened_ns : a->queued_ns;

	return (uint32_t)(ns / 1000000);
}

struct ask_coverage
ask_coverage(const struct engine *e, struct ask *a, uint64_t now_ns)
{
	struct ask_coverage c = { 0 };
	struct flight *f;

	for (f = a->flights; f != NULL; f = f->older) {
		switch (judge(e, a, f, now_ns)) {
		case HEALTH_GOOD:
			c.heard++;
			break;
		case HEALTH_BAD:
			c.unheard++;
			break;
		case HEALTH_PENDING:
			c.pending = true;
			break;
		case HEALTH_UNWATCHED:
			c.unwatched = true;
		}
	}
	return c;
}

/* Until when the newest flight is given time, counted from SINCE_NS. */
static uint64_t
deadline(const struct engine *e, const struct ask *a, uint64_t since_ns)
{
	const struct flight *f = a->flights;
	uint64_t wait;

	if (a->attempts < a->attempts_max)
		wait = a->ops->patience(e, a, f);
	else
		wait = a->cooldown_ns;
	if (!f->framed && wait < TCP_PATIENCE_NS)
		wait = TCP_PATIENCE_NS;
	return since_ns + wait;
}

void
ask_expire(struct engine *e, struct ask *a, uint64_t now_ns)
{
	struct flight *f = a->flights;
	uint64_t until;

	if (a->state == ASK_BOOKED) {
		ask_push(e, a, QUEUE_SLOT);
		return;
	}
	if (a->state == ASK_VERIFYING) {
		a->ops->verify(e, a, now_ns);
		return;
	}
	assert(a->state == ASK_WAITING);
	if (a->ops->queue != QUEUE_CONTROL)
		(void)ask_coverage(e, a, now_ns);
	if (f != NULL && !f->answered) {
		if (f->probe.sent_ns == 0 && given_up(e, a, f)) {
			a->ops->abandoned(e, a, now_ns);
			return;
		}
		if (f->probe.sent_ns == 0) {
			wheel_set(
			    &e->wheel, &a->timer, now_ns + UNSENT_POLL_NS);
			return;
		}
		until = deadline(e, a, f->probe.sent_ns);
		if (until > now_ns) {
			wheel_set(&e->wheel, &a->timer, until);
			return;
		}
		give_up_on(e, a, f, now_ns);
	}
	if (a->attempts < a->attempts_max)
		ask_enqueue(e, a, now_ns);
	else
		a->ops->exhausted(e, a, now_ns);
}

/* Opens the flight of the next attempt. */
static struct flight *
take_off(
    struct engine *e, struct ask *a, const struct ask_route *route, bool framed)
{
	struct flight *f;

	f = outstanding_open(&e->outstanding, a, &route->flow, framed);
	f->hop = route->hop;
	f->resolver = route->resolver;
	f->probe.attempt = a->attempts++;
	f->probe.edns = !a->edns_off;
	f->probe.plain_case = a->plain_case;
	f->older = a->flights;
	a->flights = f;
	return f;
}

bool
ask_send(struct engine *e, struct ask *a, uint64_t now_ns, struct request *req)
{
	struct ask_route route;
	struct flight *f;

	if (!a->ops->route(e, a, now_ns, &route))
		return false;
	ask_pull(e, a);
	a->queued_ns += now_ns - a->queued_since_ns;
	a->state = ASK_WAITING;
	req->kind = a->over_tcp  ? REQUEST_DNS_TCP
	    : route.on_this_host ? REQUEST_DNS_UDP
				 : REQUEST_FRAME;
	f = take_off(e, a, &route, req->kind == REQUEST_FRAME);
	if (a->over_tcp)
		a->tcp_tried = true;
	a->over_tcp = false;
	if (a->ops->question != NULL)
		a->ops->question(a, &req->question, &f->probe.dns_flags);
	if (!f->framed)
		f->probe.sent_ns = now_ns;
	if (a->ops->queue == QUEUE_LOOKUP) {
		f->holds_window = true;
		resolvers_asked(&e->resolvers, f->resolver);
	}
	req->id = flight_id(f);
	req->type =
	    f->probe.flow.proto == IPPROTO_TCP ? &probe_tcp_syn : &probe_dns;
	req->hop = f->hop;
	req->probe = f->probe;
	req->probe.question = &req->question;
	wheel_set(&e->wheel, &a->timer, deadline(e, a, now_ns));
	return true;
}

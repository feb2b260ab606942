/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/ask.h"

#include <assert.h>
#include <netinet/in.h>

#include "prober/engine_state.h"

/* A DNS question over TCP: connect, ask and read (absolute, not per read). */
#define TCP_PATIENCE_NS UINT64_C(5000000000)
/* How soon to look again for a frame that the kernel has not taken yet. */
#define UNSENT_POLL_NS UINT64_C(50000000)

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

static unsigned
home_queue(const struct ask *a)
{
	return a->ops->book != NULL ? QUEUE_REACH : QUEUE_LOOKUP;
}

void
ask_enqueue(struct engine *e, struct ask *a, uint64_t now_ns)
{
	assert(a->state == ASK_IDLE || a->state == ASK_WAITING);
	wheel_cancel(&e->wheel, &a->timer);
	a->queued_since_ns = now_ns;
	ask_push(e, a, home_queue(a));
}

struct ask *
ask_open(
    struct engine *e, const struct ask_ops *ops, void *owner, uint64_t now_ns)
{
	struct ask *a = pool_get(&e->ask_pool);

	*a = (struct ask){ .ops = ops, .owner = owner, .state = ASK_IDLE };
	wheel_timer_init(&a->timer);
	ask_enqueue(e, a, now_ns);
	return a;
}

void
ask_retry(struct engine *e, struct ask *a, uint64_t now_ns, uint64_t delay_ns)
{
	if (a->state != ASK_WAITING)
		return;
	if (a->attempts >= e->config.attempts)
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
ask_close(struct engine *e, struct ask *a, uint64_t now_ns)
{
	struct flight *f, *older;

	if (a->state == ASK_QUEUED)
		ask_pull(e, a);
	wheel_cancel(&e->wheel, &a->timer);
	for (f = a->flights; f != NULL; f = older) {
		older = f->older;
		if (f->holds_window)
			a->ops->unanswered(e, a, f, now_ns);
		outstanding_close(&e->outstanding, f);
	}
	pool_put(&e->ask_pool, a);
}

/* Until when the newest flight is given time, counted from SINCE_NS. */
static uint64_t
deadline(const struct engine *e, const struct ask *a, uint64_t since_ns)
{
	const struct flight *f = a->flights;
	uint64_t wait;

	if (a->attempts < e->config.attempts)
		wait = a->ops->patience(e, a, f);
	else
		wait = e->config.cooldown_ns;
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
	assert(a->state == ASK_WAITING);
	if (f != NULL && !f->answered) {
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
		a->ops->unanswered(e, a, f, now_ns);
	}
	if (a->attempts < e->config.attempts)
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

	if (!a->ops->route(e, a, &route))
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
	if (home_queue(a) == QUEUE_LOOKUP) {
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

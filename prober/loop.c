/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/loop.h"

#include <event2/event.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "prober/dns_socket.h"

#define SECOND_NS UINT64_C(1000000000)
/* The capture is looked at that often even if its descriptor is silent. */
#define POLL_NS    (SECOND_NS / 100)
#define EVENTS_MAX (ENGINE_HOPS_MAX + 7)

struct loop {
	struct worker *worker;
	const struct loop_hooks *hooks;
	struct event_base *base;          /* (owned) */
	struct dns_sockets *sockets;      /* (owned) */
	struct event *wake, *input;       /* (owned) */
	struct event *others[EVENTS_MAX]; /* (owned) */
	unsigned n_others;
	uint64_t next_tick_ns;
	int input_fd;
	int signal;
	bool more_input;
};

uint64_t
loop_now_ns(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * SECOND_NS + (uint64_t)ts.tv_nsec;
}

static void
ask_socket(void *arg, const struct request *req)
{
	struct loop *l = arg;

	dns_sockets_ask(l->sockets, req);
}

static void wait_for_input(struct loop *l, int fd);

/* Takes more of the list; true if only our own limits set an end to it. */
static bool
feed(struct loop *l, uint64_t now)
{
	struct engine *e = l->worker->engine;
	int fd = -1;

	if (!l->more_input || engine_room(e) == 0)
		return l->more_input;
	l->more_input = l->hooks->feed(l->hooks->arg, e, now, &fd);
	if (fd >= 0)
		wait_for_input(l, fd);
	return l->more_input && (fd == LOOP_AT_ONCE || engine_room(e) == 0);
}

/* One turn: everything that has come, is due, or may go. */
static void
pump(struct loop *l)
{
	struct engine *e = l->worker->engine;
	uint64_t now = loop_now_ns(), next;
	struct timeval wait;
	bool fed;

	worker_receive(l->worker, now);
	engine_expire(e, now);
	fed = feed(l, now);
	l->hooks->turn(l->hooks->arg, now);
	next = worker_transmit(l->worker, now, ask_socket, l);
	/* What has left may have made room for more of the list. */
	if (fed && engine_room(e) > 0)
		next = now;
	if (now >= l->next_tick_ns) {
		worker_tick(l->worker, now);
		l->hooks->tick(l->hooks->arg, now);
		l->next_tick_ns = now + SECOND_NS;
	}
	if (l->hooks->failed(l->hooks->arg) ||
	    (!l->more_input && engine_in_flight(e) == 0 &&
		l->hooks->ended(l->hooks->arg))) {
		(void)event_base_loopbreak(l->base);
		return;
	}
	if (next > now + POLL_NS)
		next = now + POLL_NS;
	wait.tv_sec = 0;
	wait.tv_usec = (suseconds_t)((next - now + 999) / 1000);
	(void)evtimer_add(l->wake, &wait);
}

static void
woken(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	pump(arg);
}

static void
ways_changed(evutil_socket_t fd, short what, void *arg)
{
	struct loop *l = arg;

	(void)fd;
	(void)what;
	worker_look(l->worker, loop_now_ns());
}

static void
input_ready(evutil_socket_t fd, short what, void *arg)
{
	struct loop *l = arg;

	(void)fd;
	(void)what;
	event_free(l->input);
	l->input = NULL;
	pump(l);
}

/* Waits once for more of the list; the next feed() asks again. */
static void
wait_for_input(struct loop *l, int fd)
{
	if (l->input != NULL)
		return;
	l->input = event_new(l->base, fd, EV_READ, input_ready, l);
	/* A regular file cannot be polled and is always ready. */
	if (l->input != NULL && event_add(l->input, NULL) < 0) {
		event_free(l->input);
		l->input = NULL;
	}
}

static void
message_came(void *arg, struct flight_id id, const uint8_t *data, size_t len)
{
	struct loop *l = arg;

	engine_input_message(l->worker->engine, loop_now_ns(), id, data, len);
}

static void
signalled(evutil_socket_t number, short what, void *arg)
{
	struct loop *l = arg;

	(void)what;
	l->signal = (int)number;
	(void)event_base_loopbreak(l->base);
}

static bool
add_event(struct loop *l, evutil_socket_t fd, short what, event_callback_fn fn)
{
	struct event *ev = event_new(l->base, fd, what | EV_PERSIST, fn, l);

	if (ev == NULL)
		return false;
	l->others[l->n_others++] = ev;
	return event_add(ev, NULL) == 0;
}

/*
 * By default libevent takes its time from a clock that ticks every few
 * milliseconds: as long as the pacer's whole burst.
 */
static struct event_base *
precise_base(void)
{
	struct event_config *c = event_config_new();
	struct event_base *base = NULL;

	if (c != NULL &&
	    event_config_set_flag(c, EVENT_BASE_FLAG_PRECISE_TIMER) == 0)
		base = event_base_new_with_config(c);
	if (c != NULL)
		event_config_free(c);
	return base;
}

static bool
set_up(struct loop *l)
{
	bool ok;
	unsigned i;

	if ((l->base = precise_base()) == NULL)
		return false;
	l->sockets = dns_sockets_new(l->base, message_came, l);
	l->wake = evtimer_new(l->base, woken, l);
	ok = l->sockets != NULL && l->wake != NULL &&
	    add_event(l, watch_fd(l->worker->watch), EV_READ, ways_changed);
	if (l->hooks->signals)
		ok = ok && add_event(l, SIGINT, EV_SIGNAL, signalled) &&
		    add_event(l, SIGTERM, EV_SIGNAL, signalled);
	if (l->hooks->wake_fd >= 0)
		ok = ok && add_event(l, l->hooks->wake_fd, EV_READ, woken);
	for (i = 0; ok && i < l->worker->n_links; i++) {
		struct rx *rx = l->worker->links[i]->rx;
		int fd = rx->ops->fd(rx);

		if (fd >= 0)
			ok = add_event(l, fd, EV_READ, woken);
	}
	return ok;
}

static void
tear_down(struct loop *l)
{
	dns_sockets_free(l->sockets);
	while (l->n_others > 0)
		event_free(l->others[--l->n_others]);
	if (l->input != NULL)
		event_free(l->input);
	if (l->wake != NULL)
		event_free(l->wake);
	if (l->base != NULL)
		event_base_free(l->base);
}

enum status
loop_run(struct worker *w, const struct loop_hooks *hooks, int *signal_out,
    struct error *err)
{
	struct loop l = { .worker = w, .hooks = hooks, .more_input = true };
	enum status status = STATUS_OK;

	*signal_out = 0;
	if (!set_up(&l)) {
		status = error_set(
		    err, STATUS_SYSTEM, "cannot set up the event loop");
	} else {
		event_active(l.wake, EV_TIMEOUT, 0);
		if (event_base_dispatch(l.base) < 0)
			status = error_set(
			    err, STATUS_SYSTEM, "the event loop failed");
		*signal_out = l.signal;
		hooks->tick(hooks->arg, loop_now_ns());
	}
	tear_down(&l);
	return status;
}

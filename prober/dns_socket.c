/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/dns_socket.h"

#include <sys/queue.h>
#include <sys/socket.h>
#include <netinet/in.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MESSAGE_MAX 65535

/* One question under way. */
struct exchange {
	LIST_ENTRY(exchange) link;
	struct dns_sockets *sockets;
	struct flight_id id;
	struct bufferevent *tcp; /* (owned) or NULL */
	struct event *udp;       /* (owned) or NULL */
	struct event *deadline;  /* (owned) */
	int fd;                  /* of udp (owned), or -1 */
};

struct dns_sockets {
	struct event_base *base;
	dns_socket_fn *done;
	void *arg;
	LIST_HEAD(, exchange) exchanges;
};

struct dns_sockets *
dns_sockets_new(struct event_base *base, dns_socket_fn *done, void *arg)
{
	struct dns_sockets *s = calloc(1, sizeof(*s));

	if (s != NULL) {
		s->base = base;
		s->done = done;
		s->arg = arg;
		LIST_INIT(&s->exchanges);
	}
	return s;
}

static void
exchange_free(struct exchange *x)
{
	LIST_REMOVE(x, link);
	if (x->tcp != NULL)
		bufferevent_free(x->tcp);
	if (x->udp != NULL)
		event_free(x->udp);
	if (x->deadline != NULL)
		event_free(x->deadline);
	if (x->fd >= 0)
		(void)close(x->fd);
	free(x);
}

void
dns_sockets_free(struct dns_sockets *s)
{
	if (s == NULL)
		return;
	while (!LIST_EMPTY(&s->exchanges))
		exchange_free(LIST_FIRST(&s->exchanges));
	free(s);
}

static void
finish(struct exchange *x, const uint8_t *data, size_t len)
{
	struct dns_sockets *s = x->sockets;
	struct flight_id id = x->id;

	s->done(s->arg, id, data, len);
	exchange_free(x);
}

static void
deadline_passed(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	finish(arg, NULL, 0);
}

static void
tcp_event(struct bufferevent *bev, short what, void *arg)
{
	(void)bev;
	if ((what & (BEV_EVENT_EOF | BEV_EVENT_ERROR)) != 0)
		finish(arg, NULL, 0);
}

static void
tcp_readable(struct bufferevent *bev, void *arg)
{
	struct evbuffer *in = bufferevent_get_input(bev);
	uint8_t prefix[2];
	size_t len;

	if (evbuffer_copyout(in, prefix, 2) < 2)
		return;
	len = (size_t)(prefix[0] << 8 | prefix[1]);
	if (evbuffer_get_length(in) < 2 + len)
		return;
	finish(arg, evbuffer_pullup(in, (ev_ssize_t)(2 + len)) + 2, len);
}

static void
udp_readable(evutil_socket_t fd, short what, void *arg)
{
	static uint8_t data[MESSAGE_MAX];
	ssize_t len = recv(fd, data, sizeof(data), 0);

	(void)what;
	finish(arg, data, len > 0 ? (size_t)len : 0);
}

static socklen_t
to_sockaddr(const struct endpoint *e, struct sockaddr_storage *out)
{
	struct sockaddr_in *in = (struct sockaddr_in *)(void *)out;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)(void *)out;

	memset(out, 0, sizeof(*out));
	if (e->addr.family == FAMILY_V4) {
		in->sin_family = AF_INET;
		in->sin_port = htons(e->port);
		memcpy(&in->sin_addr, e->addr.octet, 4);
		return sizeof(*in);
	}
	in6->sin6_family = AF_INET6;
	in6->sin6_port = htons(e->port);
	memcpy(&in6->sin6_addr, e->addr.octet, 16);
	return sizeof(*in6);
}

/* A socket bound to our source address, or -1. */
static int
open_socket(const struct flow *f, int type)
{
	const struct endpoint local = { .addr = f->local.addr };
	struct sockaddr_storage sa;
	socklen_t len = to_sockaddr(&local, &sa);
	int fd = socket(sa.ss_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd >= 0 && bind(fd, (struct sockaddr *)&sa, len) < 0) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

static bool
start_tcp(struct exchange *x, const struct request *req,
    const struct sockaddr_storage *to, socklen_t to_len)
{
	uint8_t message[2 + DNS_QUERY_MAX];
	size_t len = request_message(req, message + 2);
	int fd = open_socket(&req->probe.flow, SOCK_STREAM);

	if (fd < 0)
		return false;
	x->tcp = bufferevent_socket_new(x->sockets->base, fd,
	    BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
	if (x->tcp == NULL) {
		(void)close(fd);
		return false;
	}
	message[0] = (uint8_t)(len >> 8);
	message[1] = (uint8_t)len;
	bufferevent_setcb(x->tcp, tcp_readable, NULL, tcp_event, x);
	return bufferevent_enable(x->tcp, EV_READ | EV_WRITE) == 0 &&
	    bufferevent_write(x->tcp, message, 2 + len) == 0 &&
	    bufferevent_socket_connect(
		x->tcp, (const struct sockaddr *)to, (int)to_len) == 0;
}

static bool
start_udp(struct exchange *x, const struct request *req,
    const struct sockaddr_storage *to, socklen_t to_len)
{
	uint8_t message[DNS_QUERY_MAX];
	size_t len = request_message(req, message);

	x->fd = open_socket(&req->probe.flow, SOCK_DGRAM);
	if (x->fd < 0 ||
	    connect(x->fd, (const struct sockaddr *)to, to_len) < 0 ||
	    send(x->fd, message, len, 0) != (ssize_t)len)
		return false;
	x->udp = event_new(x->sockets->base, x->fd, EV_READ, udp_readable, x);
	return x->udp != NULL && event_add(x->udp, NULL) == 0;
}

void
dns_sockets_ask(struct dns_sockets *s, const struct request *req)
{
	struct timeval wait = { .tv_sec = DNS_SOCKET_DEADLINE_MS / 1000 };
	struct exchange *x = calloc(1, sizeof(*x));
	struct sockaddr_storage to;
	socklen_t len = to_sockaddr(&req->probe.flow.remote, &to);
	bool started;

	if (x == NULL)
		abort();
	x->sockets = s;
	x->id = req->id;
	x->fd = -1;
	LIST_INSERT_HEAD(&s->exchanges, x, link);
	started = req->kind == REQUEST_DNS_TCP ? start_tcp(x, req, &to, len)
					       : start_udp(x, req, &to, len);
	/* What cannot even start fails from the loop, like the rest. */
	if (!started)
		wait = (struct timeval){ 0 };
	x->deadline = evtimer_new(s->base, deadline_passed, x);
	if (x->deadline == NULL || evtimer_add(x->deadline, &wait) < 0)
		abort();
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/sim_world.h"

#include <stdlib.h>

#include "prober/route.h"
#include "tests/sim/sim_forger.h"
#include "tests/sim/sim_resolver.h"

#define ETHERNET_OCTETS 14
#define DNS_PORT        53
#define TCP_NS          (90 * SIM_MS)   /* a handshake and an exchange */
#define TCP_SILENCE_NS  (5000 * SIM_MS) /* until a kernel gives up */
#define THIS_HOST_NS    SIM_MS

static struct ip_addr
address(const char *text)
{
	struct ip_addr a;

	if (!address_parse(text, &a))
		abort();
	return a;
}

static void prepare(struct template templates[2], enum family family)
{
	const struct hop hop = {
		.link_layer = sim_link(family) == LINK_ETHERNET,
		.local_mac = { 2, 0, 0, 0, 0, 1 },
		.remote_mac = { 2, 0, 0, 0, 0, 2 },
		.mtu = 1500,
	};
	struct error err;

	if (probe_tcp_syn.prepare(&templates[0], &hop, family, &err) !=
		STATUS_OK ||
	    probe_dns.prepare(&templates[1], &hop, family, &err) != STATUS_OK)
		abort();
}

void
sim_world_init(struct sim_world *w, const struct sim_weather *weather,
    uint64_t seed, unsigned n_resolvers)
{
	static const char *const servers[] = { "2a02:898:53::53", "9.9.46.53",
		"127.0.0.53" };
	unsigned i;

	*w = (struct sim_world){ .n_resolvers = n_resolvers };
	sim_net_init(&w->net, weather, seed);
	if ((w->guard = guard_new()) == NULL)
		abort();
	w->source[0] = address("94.142.241.46");
	w->source[1] = address("2a02:898:46::1");
	for (i = 0; i < 2; i++)
		prepare(w->templates[i], i == 0 ? FAMILY_V4 : FAMILY_V6);
	for (i = 0; i < n_resolvers; i++) {
		struct resolver_config *r = &w->resolvers[i];

		r->server = (struct endpoint){ address(servers[i]), DNS_PORT };
		r->local =
		    w->source[family_index((enum family)r->server.addr.family)];
		r->hop = (uint8_t)(2 + i);
		r->on_this_host = i == 2;
		prepare(
		    w->templates[2 + i], (enum family)r->server.addr.family);
	}
}

void
sim_world_free(struct sim_world *w)
{
	sim_zone_free(&w->zone);
	sim_net_free(&w->net);
	sim_watch_free(&w->watch);
	sim_limiter_free(w->limiters);
	guard_free(w->guard);
}

void
sim_world_configure(const struct sim_world *w, struct engine_config *c)
{
	unsigned i;

	c->guard = w->guard;
	c->source[0] = w->source[0];
	c->source[1] = w->source[1];
	for (i = 0; i < w->n_resolvers; i++)
		c->resolvers[i] = w->resolvers[i];
	c->n_resolvers = w->n_resolvers;
}

void
sim_world_control(struct sim_world *w, struct engine_config *c)
{
	sim_controls_make(w->controls);
	c->controls = w->controls;
	c->n_controls = SIM_CONTROLS;
}

/* The resolver's number, or that of targets, which is one past the last. */
static unsigned
resolver_of(const struct sim_world *w, const struct ip_addr *a)
{
	unsigned i;

	for (i = 0; i < w->n_resolvers; i++)
		if (address_equal(&w->resolvers[i].server.addr, a))
			break;
	return i;
}

static struct sim_message *
message_new(void)
{
	struct sim_message *m = malloc(sizeof(*m));

	if (m == NULL)
		abort();
	return m;
}

/* What a resolver says; over UDP some of it does not fit. */
static void
resolve_well(const struct sim_world *w, unsigned resolver, uint16_t id,
    const struct dns_question *q, bool udp, struct sim_message *m)
{
	if (!w->sound && sim_resolver_fails(q, resolver, w->n_resolvers))
		sim_resolver_refuse(id, q,
		    resolver == 0 ? DNS_RCODE_SERVFAIL : DNS_RCODE_REFUSED, m);
	else
		sim_resolver_answer(&w->zone, id, q, m);
	if (udp && (sim_resolver_flaw(q) == 1 || m->len > DNS_EDNS_OCTETS))
		sim_resolver_refuse(id, q, DNS_FLAG_TC, m);
}

/* The same in whatever temper it is; no octets: nothing. */
static void
resolve(const struct sim_world *w, uint64_t now_ns, unsigned resolver,
    uint16_t id, const struct dns_question *q, bool udp, struct sim_message *m)
{
	switch (sim_faults_temper(&w->faults, now_ns, resolver,
	    w->resolvers[resolver].on_this_host)) {
	case SIM_TEMPER_WELL:
		resolve_well(w, resolver, id, q, udp, m);
		break;
	case SIM_TEMPER_SILENT:
		m->len = 0;
		break;
	case SIM_TEMPER_REFUSES:
		sim_resolver_refuse(id, q, DNS_RCODE_REFUSED, m);
		break;
	case SIM_TEMPER_FAILS:
		sim_resolver_refuse(id, q, DNS_RCODE_SERVFAIL, m);
		break;
	case SIM_TEMPER_INVENTS:
		sim_faults_invent(id, q, m);
	}
}

static void
resolve_frame(struct sim_world *w, unsigned resolver, const struct sim_probe *p)
{
	struct sim_message *m = message_new();
	struct dns_msg query;

	if (dns_msg_open(&query, p->seen.udp.payload, p->seen.udp.len) !=
	    DNS_MSG_OK)
		abort();
	resolve(w, p->at_ns, resolver, query.id, &query.question, true, m);
	if (m->len > 0)
		sim_hosts_datagram(
		    &w->net, p, m, sim_resolver_flaw(&query.question) == 2);
	free(m);
}

/* A frame of ours comes to where it goes. */
static void
arrive(struct sim_world *w, const struct sim_probe *p)
{
	unsigned resolver = resolver_of(w, &p->seen.flow.local.addr);

	if (w->forgeries)
		w->counters.forged += sim_forger_strikes(&w->net, p);
	if (sim_faults_stop(&w->faults, &w->net, p))
		return;
	if (resolver < w->n_resolvers)
		resolve_frame(w, resolver, p);
	else if (p->seen.kind == RESPONSE_TCP)
		sim_hosts_syn(&w->net, p);
	else
		sim_hosts_dns(&w->net, &w->limiters, p);
}

static void
send_frame(struct sim_world *w, uint64_t now_ns, const struct request *req)
{
	const struct ip_addr *to = &req->probe.flow.remote.addr;
	const struct template *t =
	    &w->templates[req->hop][req->type == &probe_dns];
	uint8_t frame[PROBE_FRAME_MAX];
	size_t len = req->type->stamp(t, &req->probe, frame);
	struct decode_input in = {
		.frame = frame,
		.captured = len,
		.wire = len,
		.link = sim_link(flow_family(&req->probe.flow)),
		.at_ns = now_ns,
	};
	struct sim_probe p = {
		.at_ns = now_ns,
		.packet = frame + t->ip_at,
		.len = len - t->ip_at,
	};

	w->counters.frames++;
	sim_watch_note(&w->watch, now_ns, req,
	    resolver_of(w, to) < w->n_resolvers || sim_controls_has(to));
	if (guard_frame(w->guard, frame, len,
		in.link == LINK_ETHERNET ? ETHERNET_OCTETS : 0) != REASON_NONE)
		w->counters.forbidden++;
	else if (decode_frame(&in, &p.seen) != DECODE_OK)
		w->counters.malformed++;
	else if (sim_net_carries(&w->net))
		arrive(w, &p);
}

static void
send_message(struct sim_world *w, uint64_t now_ns, const struct request *req)
{
	const struct ip_addr *to = &req->probe.flow.remote.addr;
	const bool udp = req->kind == REQUEST_DNS_UDP;
	unsigned resolver = resolver_of(w, to);
	const bool here =
	    resolver < w->n_resolvers && w->resolvers[resolver].on_this_host;
	struct sim_message *m = message_new();
	uint8_t query[DNS_QUERY_MAX];
	struct dns_msg msg;

	w->counters.messages++;
	if (dns_msg_open(&msg, query, request_message(req, query)) !=
	    DNS_MSG_OK)
		abort();
	if (!here && sim_faults_stop_tcp(&w->faults, now_ns, to))
		m->len = 0;
	else if (resolver < w->n_resolvers)
		resolve(w, now_ns, resolver, msg.id, &msg.question, udp, m);
	else
		sim_hosts_dns_tcp(to, msg.id, &msg.question, m);
	now_ns += m->len == 0 ? TCP_SILENCE_NS : udp ? THIS_HOST_NS : TCP_NS;
	sim_net_message(&w->net, now_ns, req->id, m->octet, m->len);
	free(m);
}

void
sim_world_send(struct sim_world *w, uint64_t now_ns, struct engine *e,
    const struct request *req)
{
	if (req->kind == REQUEST_FRAME) {
		send_frame(w, now_ns, req);
		engine_sent(e, now_ns, req->id);
	} else {
		send_message(w, now_ns, req);
	}
}

static void
deliver_frame(
    struct sim_world *w, struct engine *e, const struct sim_event *event)
{
	struct decode_input in = {
		.frame = event->data,
		.captured = event->len,
		.wire = event->len,
		.link = event->data[0] >> 4 == 6 ? LINK_RAW : LINK_ETHERNET,
		.at_ns = event->at_ns,
	};
	struct response r;

	if (sim_faults_lose(&w->faults, event->at_ns,
		in.link == LINK_RAW ? FAMILY_V6 : FAMILY_V4))
		return;
	if (decode_frame(&in, &r) == DECODE_OK)
		engine_input(e, event->at_ns, &r);
	else
		w->counters.undecoded++;
}

void
sim_world_deliver(struct sim_world *w, uint64_t now_ns, struct engine *e)
{
	struct sim_event *event;

	while ((event = sim_net_due(&w->net, now_ns)) != NULL) {
		if (event->kind == SIM_FRAME)
			deliver_frame(w, e, event);
		else
			engine_input_message(
			    e, now_ns, event->id, event->data, event->len);
		free(event);
	}
}

uint64_t
sim_world_next_ns(const struct sim_world *w)
{
	return sim_net_next_ns(&w->net);
}

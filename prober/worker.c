/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/worker.h"

#include <stdlib.h>
#include <string.h>

#include "common/apart.h"

#define FAMILIES 2 /* the first hops: SYNs leave through these alone */
#define RX_BATCH 4096
/* How soon to offer the kernel again what it would not take. */
#define REFUSED_WAIT_NS UINT64_C(1000000)

/* Finds the way out of each family that is wanted. */
static enum status
find_families(struct worker *w, struct error *err)
{
	static const enum family families[2] = { FAMILY_V4, FAMILY_V6 };
	struct worker_options *o = &w->options;
	unsigned i, found = 0;

	w->n_hops = 2;
	for (i = 0; i < 2; i++) {
		if (!o->use_family[i]) {
			(void)error_set(&w->no_family[i], STATUS_USAGE,
			    "left out by option");
			continue;
		}
		if (route_default(&o->route, families[i], &w->hops[i],
			&w->no_family[i]) != STATUS_OK) {
			w->hops[i] = (struct hop){ 0 };
			continue;
		}
		o->engine.source[i] = w->hops[i].source;
		found++;
	}
	if (found > 0)
		return STATUS_OK;
	return error_set(err, STATUS_UNFIT,
	    "cannot measure anything from here: IPv4: %.160s; IPv6: %.160s",
	    w->no_family[0].text, w->no_family[1].text);
}

/* Finds the way to each resolver; one that has none is left out. */
static enum status
find_resolvers(struct worker *w, struct error *err)
{
	const struct worker_options *o = &w->options;
	struct engine_config *config = &w->options.engine;
	struct error why = { "" };
	unsigned i;

	config->n_resolvers = 0;
	for (i = 0; i < o->n_resolvers && i < RESOLVERS_MAX; i++) {
		struct resolver_config *r =
		    &config->resolvers[config->n_resolvers];
		struct hop *hop = &w->hops[w->n_hops];

		*r = (struct resolver_config){ .server = o->resolvers[i] };
		if (route_is_local(&r->server.addr)) {
			r->on_this_host = true;
			r->local = r->server.addr;
		} else if (route_find(&o->route, &r->server.addr, hop, &why) ==
		    STATUS_OK) {
			r->local = hop->source;
			r->hop = (uint8_t)w->n_hops++;
		} else {
			continue;
		}
		if (guard_permit_resolver(o->guard, &r->server.addr, err) !=
		    STATUS_OK)
			return STATUS_NO_MEMORY;
		config->n_resolvers++;
	}
	if (config->n_resolvers > 0 || config->hints != NULL ||
	    (config->on_domain == NULL && config->on_answer == NULL))
		return STATUS_OK;
	return error_set(err, STATUS_UNFIT, "no resolver can be reached: %s",
	    o->n_resolvers == 0 ? "none is configured" : why.text);
}

static enum status
own_address(void *arg, const struct ip_addr *a, struct error *err)
{
	return guard_own(arg, a, err);
}

/* The link that leads through an interface, opened if it is the first. */
static enum status
link_for(
    struct worker *w, const struct hop *hop, uint8_t *index, struct error *err)
{
	const struct link_options options = {
		.tx = w->options.tx,
		.guard = w->options.guard,
		.port_first = w->options.port_first,
		.n_ports = (uint16_t)w->options.n_ports,
		.shared = w->options.engine.n_peers > 1,
		.ring_octets = w->options.ring_octets,
	};
	enum status status;
	unsigned i;

	for (i = 0; i < w->n_links; i++)
		if (w->links[i]->ifindex == hop->ifindex) {
			*index = (uint8_t)i;
			return STATUS_OK;
		}
	if (i == ENGINE_HOPS_MAX ||
	    (w->links[i] = apart_calloc(sizeof(*w->links[i]))) == NULL)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	status = link_open(w->links[i], &options, hop, err);
	if (status == STATUS_OK) {
		*index = (uint8_t)w->n_links++;
	} else {
		free(w->links[i]);
		w->links[i] = NULL;
	}
	return status;
}

enum status
worker_use_hop(struct worker *w, unsigned index, struct error *err)
{
	const struct hop *hop = &w->hops[index];
	enum family family = (enum family)hop->source.family;
	enum status status;

	status = link_for(w, hop, &w->link_of[index], err);
	if (status == STATUS_OK)
		status = probe_tcp_syn.prepare(
		    &w->templates[index][0], hop, family, err);
	if (status == STATUS_OK)
		status = probe_dns.prepare(
		    &w->templates[index][1], hop, family, err);
	if (status == STATUS_OK && w->resets != NULL && index < FAMILIES)
		status = resets_use_hop(w->resets, hop, err);
	return status;
}

enum status
worker_guard_hop(struct worker *w, unsigned index, struct error *err)
{
	if (w->resets == NULL || index >= FAMILIES)
		return STATUS_OK;
	return rst_guards_add(w->options.rst_guards, &w->hops[index],
	    w->options.ports->first, w->options.ports->n, err);
}

/* Takes on the RSTs, if the kernel is not to send them. */
static enum status
answer_ourselves(struct worker *w, struct error *err)
{
	if (w->options.rst_guards == NULL)
		return STATUS_OK;
	w->resets = resets_new(w->options.rst_guards, w->options.port_first,
	    (uint16_t)w->options.n_ports);
	return w->resets != NULL
	    ? STATUS_OK
	    : error_set(err, STATUS_NO_MEMORY, "out of memory");
}

static enum status
use_all_hops(struct worker *w, struct error *err)
{
	enum status status = STATUS_OK;
	unsigned i;

	for (i = 0; i < w->n_hops && status == STATUS_OK; i++) {
		if (w->hops[i].source.family == FAMILY_NONE)
			continue;
		status = worker_use_hop(w, i, err);
		if (status == STATUS_OK)
			status = worker_guard_hop(w, i, err);
	}
	return status;
}

enum status
worker_open(
    struct worker **out, const struct worker_options *o, struct error *err)
{
	struct worker *w = apart_calloc(sizeof(*w));
	enum status status;

	if (w == NULL)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	w->options = *o;
	w->options.engine.guard = o->guard;
	w->options.engine.port_first = o->port_first;
	w->options.engine.n_ports = (uint16_t)o->n_ports;
	w->rate_fps = o->engine.rate_fps;
	status = find_families(w, err);
	if (status == STATUS_OK)
		status = find_resolvers(w, err);
	if (status == STATUS_OK)
		status = route_own_addresses(own_address, o->guard, err);
	if (status == STATUS_OK)
		status = answer_ourselves(w, err);
	if (status == STATUS_OK)
		status = use_all_hops(w, err);
	if (status == STATUS_OK)
		status = watch_open(&w->watch, w->hops, w->n_hops, err);
	if (status != STATUS_OK) {
		worker_close(w);
		return status;
	}
	*out = w;
	return STATUS_OK;
}

enum status
worker_start(struct worker *w, uint64_t now_ns, struct error *err)
{
	w->ticked_ns = now_ns;
	w->engine = engine_new(&w->options.engine, now_ns);
	return w->engine != NULL
	    ? STATUS_OK
	    : error_set(err, STATUS_NO_MEMORY, "out of memory");
}

void
worker_close(struct worker *w)
{
	unsigned i;

	if (w == NULL)
		return;
	engine_free(w->engine);
	watch_close(w->watch);
	for (i = 0; i < w->n_links; i++) {
		link_close(w->links[i]);
		free(w->links[i]);
	}
	resets_free(w->resets);
	free(w);
}

static void
frame_came(void *arg, const struct decode_input *in)
{
	struct worker *w = arg;
	struct response response;
	enum decode_result result = decode_frame(in, &response);

	w->frames++;
	w->decoded[result]++;
	if (result != DECODE_OK)
		return;
	engine_input(w->engine, w->now_ns, &response);
	if (w->resets != NULL)
		resets_note(w->resets, &response);
}

void
worker_receive(struct worker *w, uint64_t now_ns)
{
	unsigned i;

	w->now_ns = now_ns;
	for (i = 0; i < w->n_links; i++)
		(void)rx_poll(w->links[i]->rx, RX_BATCH, frame_came, w);
}

static bool
flush_all(struct worker *w, uint64_t now_ns)
{
	bool all = true;
	unsigned i;

	for (i = 0; i < w->n_links; i++)
		all &= link_flush(w->links[i], w->engine, now_ns);
	return all;
}

/* Sends the RSTs that are owed; false if some stayed behind. */
static bool
pay_resets(struct worker *w, uint64_t now_ns)
{
	const struct tcp_rst *rst;
	struct link *link;
	unsigned family;

	while (w->resets != NULL && (rst = resets_next(w->resets)) != NULL) {
		family = family_index(flow_family(&rst->flow));
		link = w->links[w->link_of[family]];
		link_put_rst(link, &w->resets->templates[family], rst);
		resets_paid(w->resets);
		if (link_full(link) && !link_flush(link, w->engine, now_ns))
			return false;
	}
	return true;
}

uint64_t
worker_transmit(struct worker *w, uint64_t now_ns,
    void (*ask)(void *arg, const struct request *), void *arg)
{
	struct request req;
	struct link *link;

	/* While a link is blocked nothing new is fetched: the engine's clock
	 * for a probe starts when the probe can leave. */
	if (!flush_all(w, now_ns) || !pay_resets(w, now_ns))
		return now_ns + REFUSED_WAIT_NS;
	while (engine_output(w->engine, now_ns, &req)) {
		if (req.kind != REQUEST_FRAME) {
			ask(arg, &req);
			continue;
		}
		link = w->links[w->link_of[req.hop]];
		link_put(link, w->engine, now_ns,
		    &w->templates[req.hop][req.type == &probe_dns], &req);
		if (link_full(link) && !link_flush(link, w->engine, now_ns))
			return now_ns + REFUSED_WAIT_NS;
	}
	if (!flush_all(w, now_ns))
		return now_ns + REFUSED_WAIT_NS;
	return engine_next_ns(w->engine, now_ns);
}

void
worker_counts(struct worker *w, struct worker_counts *c)
{
	struct rx_stats rx;
	unsigned i;

	*c = (struct worker_counts){ .frames = w->frames };
	if (w->resets != NULL)
		c->unpaid_rst = w->resets->unpaid;
	memcpy(c->decoded, w->decoded, sizeof(c->decoded));
	for (i = 0; i < w->n_links; i++) {
		const struct link_counts *l = &w->links[i]->counts;

		c->link.sent_syn += l->sent_syn;
		c->link.sent_dns += l->sent_dns;
		c->link.sent_rst += l->sent_rst;
		c->link.refused += l->refused;
		c->link.bad += l->bad;
		c->link.guarded += l->guarded;
		w->links[i]->rx->ops->stats(w->links[i]->rx, &rx);
		c->rx.received += rx.received;
		c->rx.dropped += rx.dropped;
		c->rx.if_dropped += rx.if_dropped;
	}
}

const char *
worker_tx_name(const struct worker *w)
{
	const char *name = w->options.tx->name;
	unsigned i;

	for (i = 0; i < w->n_links; i++)
		if (w->links[i]->tx->ops != w->links[0]->tx->ops)
			return name;
	return w->n_links > 0 ? w->links[0]->tx->ops->name : name;
}

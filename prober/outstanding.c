/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/outstanding.h"

#include <netinet/in.h>
#include <xxhash.h>

void
outstanding_init(struct outstanding *o, const struct token_key *key,
    uint16_t port_first, uint16_t n_ports)
{
	*o = (struct outstanding){
		.key = *key,
		.port_first = port_first,
		.n_ports = n_ports,
	};
	pool_init(&o->pool, sizeof(struct flight));
}

void
outstanding_free(struct outstanding *o)
{
	table_free(&o->table);
	pool_free(&o->pool);
}

/* The local address is left out: it follows from the remote one. */
static uint64_t
flow_hash(const struct flow *f)
{
	uint8_t key[sizeof(f->remote.addr) + 5];
	size_t n = sizeof(f->remote.addr);

	memcpy(key, &f->remote.addr, n);
	key[n] = (uint8_t)(f->remote.port >> 8);
	key[n + 1] = (uint8_t)f->remote.port;
	key[n + 2] = (uint8_t)(f->local.port >> 8);
	key[n + 3] = (uint8_t)f->local.port;
	key[n + 4] = f->proto;
	return XXH3_64bits(key, sizeof(key));
}

static struct flight *
of_flow(struct table_node *node, const struct flow *flow)
{
	for (; node != NULL; node = table_next(node)) {
		struct flight *f = table_entry(node, struct flight, node);

		if (probe_has_flow(&f->probe, flow))
			return f;
	}
	return NULL;
}

struct flight *
outstanding_first(const struct outstanding *o, const struct flow *flow)
{
	return of_flow(table_first(&o->table, flow_hash(flow)), flow);
}

struct flight *
outstanding_next(const struct flight *f, const struct flow *flow)
{
	return of_flow(table_next(&f->node), flow);
}

/* True if a response could not tell this probe from one in flight. */
static bool
ambiguous(const struct outstanding *o, const struct probe *p)
{
	const struct flight *f;

	for (f = outstanding_first(o, &p->flow); f != NULL;
	     f = outstanding_next(f, &p->flow))
		if (p->flow.proto == IPPROTO_TCP ||
		    probe_dns_id(&f->probe) == probe_dns_id(p))
			return true;
	return false;
}

static void
draw(struct outstanding *o, struct probe *p)
{
	uint64_t serial = o->serial++;

	p->token = token_make(&o->key, &serial, sizeof(serial));
	p->flow.local.port = (uint16_t)(o->port_first +
	    (probe_port_choice(p) & (o->n_ports - 1)));
}

struct flight *
outstanding_open(struct outstanding *o, struct ask *ask,
    const struct flow *flow, bool framed)
{
	struct flight *f = pool_get(&o->pool);
	uint32_t generation = f->generation + 1;
	unsigned tries;

	*f = (struct flight){
		.probe = { .flow = *flow },
		.ask = ask,
		.generation = generation,
		.framed = framed,
		.state = ENDPOINT_SILENT,
	};
	draw(o, &f->probe);
	if (!framed) {
		f->probe.flow.local.port = 0;
		return f;
	}
	/* With fewer flights to one endpoint than ports, this ends soon; a
	 * clash that stays costs an answer, never a wrong one. */
	for (tries = 0; tries < 64 && ambiguous(o, &f->probe); tries++)
		draw(o, &f->probe);
	table_insert(&o->table, &f->node, flow_hash(&f->probe.flow));
	return f;
}

void
outstanding_close(struct outstanding *o, struct flight *f)
{
	if (f->framed)
		table_remove(&o->table, &f->node);
	f->generation++;
	pool_put(&o->pool, f);
}

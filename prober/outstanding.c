/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/outstanding.h"

#include <netinet/in.h>
#include <stdlib.h>

#include "common/hash.h"

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
	/* All zero: empty lists. */
	if ((o->ports = calloc(n_ports, sizeof(*o->ports))) == NULL)
		abort();
}

void
outstanding_free(struct outstanding *o)
{
	table_free(&o->table);
	free(o->ports);
	pool_free(&o->pool);
}

/* What tells a flight from others of its flow. */
static uint16_t
id_of(const struct probe *p)
{
	return p->flow.proto == IPPROTO_TCP ? 0 : probe_dns_id(p);
}

/* The local address is left out: it follows from the remote one. */
static uint64_t
key_hash(const struct flow *f, uint16_t id)
{
	uint8_t key[sizeof(f->remote.addr) + 7];
	size_t n = sizeof(f->remote.addr);

	memcpy(key, &f->remote.addr, n);
	key[n] = (uint8_t)(f->remote.port >> 8);
	key[n + 1] = (uint8_t)f->remote.port;
	key[n + 2] = (uint8_t)(f->local.port >> 8);
	key[n + 3] = (uint8_t)f->local.port;
	key[n + 4] = (uint8_t)(id >> 8);
	key[n + 5] = (uint8_t)id;
	key[n + 6] = f->proto;
	return hash_octets(key, sizeof(key), 0);
}

static struct flight *
of_key(struct table_node *node, const struct flow *flow, uint16_t id)
{
	for (; node != NULL; node = table_next(node)) {
		struct flight *f = table_entry(node, struct flight, node);

		if (id_of(&f->probe) == id && probe_has_flow(&f->probe, flow))
			return f;
	}
	return NULL;
}

struct flight *
outstanding_first(
    const struct outstanding *o, const struct flow *flow, uint16_t id)
{
	if (o->table.n == 0)
		return NULL;
	return of_key(table_first(&o->table, key_hash(flow, id)), flow, id);
}

struct flight *
outstanding_next(const struct flight *f, const struct flow *flow, uint16_t id)
{
	return of_key(table_next(&f->node), flow, id);
}

static struct flight_list *
list_of(const struct outstanding *o, const struct flow *flow)
{
	return &o->ports[flow->local.port & (o->n_ports - 1)];
}

struct flight *
outstanding_along(const struct outstanding *o, const struct flow *flow,
    const struct flight *after)
{
	struct flight *f = after == NULL ? LIST_FIRST(list_of(o, flow))
					 : LIST_NEXT(after, along);

	while (f != NULL && !probe_has_flow(&f->probe, flow))
		f = LIST_NEXT(f, along);
	return f;
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
	unsigned tries = 0;
	uint64_t hash;
	uint16_t id;

	*f = (struct flight){
		.ask = ask,
		.generation = generation,
		.framed = framed,
		.state = ENDPOINT_SILENT,
	};
	f->probe.flow = *flow;
	/* With fewer flights to one endpoint than ports, this ends soon; a
	 * clash that stays costs an answer, never a wrong one. */
	do {
		draw(o, &f->probe);
		id = id_of(&f->probe);
		hash = key_hash(&f->probe.flow, id);
	} while (framed && tries++ < 64 &&
	    of_key(table_first(&o->table, hash), &f->probe.flow, id) != NULL);
	if (framed) {
		table_insert(&o->table, &f->node, hash);
		LIST_INSERT_HEAD(list_of(o, &f->probe.flow), f, along);
	} else {
		f->probe.flow.local.port = 0;
	}
	return f;
}

void
outstanding_close(struct outstanding *o, struct flight *f)
{
	if (f->framed) {
		table_remove(&o->table, &f->node);
		LIST_REMOVE(f, along);
	}
	f->generation++;
	pool_put(&o->pool, f);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/server.h"

#include <xxhash.h>

#include "prober/engine_state.h"

struct server *
server_get(struct engine *e, const struct ip_addr *addr)
{
	uint64_t hash = XXH3_64bits(addr, sizeof(*addr));
	struct table_node *n;
	struct server *s;

	for (n = table_first(&e->servers, hash); n != NULL; n = table_next(n)) {
		s = table_entry(n, struct server, node);
		if (!address_equal(&s->addr, addr))
			continue;
		if (s->refs++ == 0) {
			TAILQ_REMOVE(&e->idle_servers, s, idle);
			e->n_idle_servers--;
		}
		return s;
	}
	s = pool_get(&e->server_pool);
	*s = (struct server){ .addr = *addr, .refs = 1 };
	LIST_INIT(&s->errands);
	table_insert(&e->servers, &s->node, hash);
	return s;
}

void
server_put(struct engine *e, struct server *s)
{
	if (--s->refs > 0)
		return;
	TAILQ_INSERT_TAIL(&e->idle_servers, s, idle);
	if (++e->n_idle_servers <= e->config.cache)
		return;
	s = TAILQ_FIRST(&e->idle_servers);
	TAILQ_REMOVE(&e->idle_servers, s, idle);
	e->n_idle_servers--;
	table_remove(&e->servers, &s->node);
	pool_put(&e->server_pool, s);
}

void
server_answered(struct server *s, uint32_t rtt_us)
{
	s->dead = false;
	if (rtt_us == 0)
		rtt_us = 1;
	/* RFC 6298 section 2.3: an eighth of the new one. */
	s->srtt_us =
	    s->srtt_us == 0 ? rtt_us : s->srtt_us - s->srtt_us / 8 + rtt_us / 8;
	if (s->srtt_us == 0)
		s->srtt_us = 1;
}

void
servers_forget(struct engine *e, unsigned family)
{
	struct table_node *n;
	struct server *s;

	for (n = table_each(&e->servers, NULL); n != NULL;
	     n = table_each(&e->servers, n)) {
		s = table_entry(n, struct server, node);
		if (family_index((enum family)s->addr.family) != family)
			continue;
		s->srtt_us = 0;
		s->no_edns = s->dead = false;
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any list of addresses and prefixes: the shards of it are together as many
 * endpoints as there are without shards, refuse the same lines, and know how
 * many there were.
 *
 * The first octet says how many shards (1 to 4) and ports (1 to 64).
 */
#undef NDEBUG /* the assertions are the test */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "prober/endpoint_list.h"

/* Of a longer list only the beginning is looked at. */
#define ENDPOINTS_MAX 20000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

struct census {
	uint64_t endpoints, refused;
	uint64_t last_line;
	bool ended;
};

static void
check_refused(struct census *c, const union endpoint_list_item *item)
{
	assert(item->refused.line > c->last_line);
	assert(item->refused.reason != NULL);
	assert(memchr(item->refused.text, '\n', item->refused.len) == NULL);
	c->last_line = item->refused.line;
	c->refused++;
}

static struct census
count(const uint8_t *data, size_t len, const struct endpoint_list_options *o)
{
	struct census c = { .ended = false };
	enum endpoint_list_result result;
	union endpoint_list_item item;
	struct endpoint_list *l;
	struct error err;

	assert(endpoint_list_open_memory(&l, data, len, o, &err) == STATUS_OK);
	while (!c.ended && c.endpoints < ENDPOINTS_MAX) {
		result = endpoint_list_next(l, &item, &err);
		if (result == ENDPOINT_LIST_REFUSED) {
			check_refused(&c, &item);
			continue;
		}
		c.ended = result == ENDPOINT_LIST_END;
		if (c.ended)
			break;
		assert(result == ENDPOINT_LIST_ENDPOINT);
		assert(item.endpoint.addr.family == FAMILY_V4 ||
		    item.endpoint.addr.family == FAMILY_V6);
		assert(item.endpoint.port >= o->ports->port[0] &&
		    item.endpoint.port <= o->ports->port[o->ports->n - 1]);
		c.endpoints++;
	}
	assert(!c.ended || endpoint_list_total(l) == c.endpoints);
	endpoint_list_close(l);
	return c;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static uint16_t ports[64];
	struct port_list list = { ports, 1 };
	struct endpoint_list_options o = { .ports = &list, .shards = 1 };
	struct census all, one;
	uint64_t endpoints = 0;
	uint32_t i;

	if (len == 0)
		return 0;
	list.n = 1u + data[0] / 4;
	for (i = 0; i < list.n; i++)
		ports[i] = (uint16_t)(i * 1000 + 1);
	all = count(data + 1, len - 1, &o);
	if (!all.ended)
		return 0;
	o.shards = 1u + data[0] % 4;
	for (o.shard = 0; o.shard < o.shards; o.shard++) {
		o.seed = o.shard;
		one = count(data + 1, len - 1, &o);
		assert(one.ended && one.refused == all.refused);
		endpoints += one.endpoints;
	}
	assert(endpoints == all.endpoints);
	return 0;
}

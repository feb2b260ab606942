/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/names.h"

#include <string.h>

#include "common/hash.h"

/* Names of much the same length share a pool. */
#define POOL_STEP 32 /* octets */

_Static_assert(sizeof(struct name) + DNS_NAME_MAX <= NAMES_POOLS * POOL_STEP,
    "room for the longest name");

static struct pool *
pool_for(struct names *names, size_t len)
{
	size_t i = (sizeof(struct name) + len - 1) / POOL_STEP;
	struct pool *p = &names->pools[i];

	if (p->size == 0)
		pool_init(p, (i + 1) * POOL_STEP);
	return p;
}

struct name *
names_get(struct names *names, const struct dns_name *plain)
{
	struct dns_name lower;
	struct table_node *node;
	struct name *n;
	uint64_t hash;

	dns_name_copy_lower(&lower, plain);
	hash = hash_octets(lower.wire, lower.len, 0);
	for (node = table_first(&names->table, hash); node != NULL;
	     node = table_next(node)) {
		n = table_entry(node, struct name, node);
		if (n->len == lower.len &&
		    memcmp(n->wire, lower.wire, n->len) == 0)
			return name_ref(n);
	}
	n = pool_get(pool_for(names, lower.len));
	n->refs = 1;
	n->len = lower.len;
	memcpy(n->wire, lower.wire, lower.len);
	table_insert(&names->table, &n->node, hash);
	return n;
}

void
names_put(struct names *names, struct name *n)
{
	if (n == NULL || --n->refs > 0)
		return;
	table_remove(&names->table, &n->node);
	pool_put(pool_for(names, n->len), n);
}

void
names_free(struct names *names)
{
	unsigned i;

	for (i = 0; i < NAMES_POOLS; i++)
		pool_free(&names->pools[i]);
	table_free(&names->table);
}

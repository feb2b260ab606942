/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/names.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

struct name *
names_get(struct names *names, const struct dns_name *plain)
{
	struct dns_name lower = *plain;
	struct table_node *node;
	struct name *n;
	uint64_t hash;

	dns_name_lower(&lower);
	hash = XXH3_64bits(lower.wire, lower.len);
	for (node = table_first(&names->table, hash); node != NULL;
	     node = table_next(node)) {
		n = table_entry(node, struct name, node);
		if (n->len == lower.len &&
		    memcmp(n->wire, lower.wire, n->len) == 0)
			return name_ref(n);
	}
	if ((n = malloc(sizeof(*n) + lower.len)) == NULL)
		abort();
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
	free(n);
}

struct dns_name
name_value(const struct name *n)
{
	struct dns_name plain = { .len = n->len };

	memcpy(plain.wire, n->wire, n->len);
	return plain;
}

void
names_free(struct names *names)
{
	struct table_node *node, *next;
	size_t i;

	for (i = 0; i < names->table.n_buckets; i++)
		for (node = names->table.buckets[i]; node != NULL;
		     node = next) {
			next = node->next;
			free(table_entry(node, struct name, node));
		}
	table_free(&names->table);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/sim_zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static struct sim_node *
find(const struct sim_zone *z, const struct dns_name *name)
{
	struct dns_name lower = *name;
	struct table_node *n;
	struct sim_node *node;

	dns_name_lower(&lower);
	n = table_first(&z->table, XXH3_64bits(lower.wire, lower.len));
	for (; n != NULL; n = table_next(n)) {
		node = table_entry(n, struct sim_node, node);
		if (dns_name_identical(&node->name, &lower))
			return node;
	}
	return NULL;
}

/* A name exists as soon as one below it does. */
static struct sim_node *
make(struct sim_zone *z, const struct dns_name *name)
{
	struct sim_node *node = find(z, name);
	struct dns_name up;

	if (node != NULL)
		return node;
	if ((node = calloc(1, sizeof(*node))) == NULL)
		abort();
	node->name = *name;
	dns_name_lower(&node->name);
	table_insert(&z->table, &node->node,
	    XXH3_64bits(node->name.wire, node->name.len));
	if (dns_name_parent(name, &up))
		(void)make(z, &up);
	return node;
}

static struct sim_record *
add(struct sim_zone *z, const struct dns_name *owner, uint16_t type)
{
	struct sim_record *r = calloc(1, sizeof(*r));
	struct sim_record **at = &make(z, owner)->records;

	if (r == NULL)
		abort();
	r->type = type;
	while (*at != NULL)
		at = &(*at)->next;
	*at = r;
	return r;
}

void
sim_zone_free(struct sim_zone *z)
{
	struct table_node *n, *next;
	struct sim_record *r, *other;
	struct sim_node *node;
	size_t i;

	for (i = 0; i < z->table.n_buckets; i++)
		for (n = z->table.buckets[i]; n != NULL; n = next) {
			next = n->next;
			node = table_entry(n, struct sim_node, node);
			for (r = node->records; r != NULL; r = other) {
				other = r->next;
				free(r);
			}
			free(node);
		}
	table_free(&z->table);
}

void
sim_zone_address(struct sim_zone *z, const struct dns_name *owner,
    const struct ip_addr *addr)
{
	add(z, owner, addr->family == FAMILY_V4 ? DNS_TYPE_A : DNS_TYPE_AAAA)
	    ->addr = *addr;
}

void
sim_zone_name(struct sim_zone *z, const struct dns_name *owner, uint16_t type,
    uint16_t preference, const struct dns_name *target)
{
	struct sim_record *r = add(z, owner, type);

	r->preference = preference;
	r->target = *target;
}

void
sim_zone_text(
    struct sim_zone *z, const struct dns_name *owner, const char *text)
{
	struct sim_record *r = add(z, owner, DNS_TYPE_TXT);

	(void)snprintf(r->text, sizeof(r->text), "%s", text);
}

void
sim_zone_exists(struct sim_zone *z, const struct dns_name *name)
{
	(void)make(z, name);
}

void
sim_zone_break(struct sim_zone *z, const struct dns_name *name)
{
	make(z, name)->broken = true;
}

const struct sim_node *
sim_zone_find(const struct sim_zone *z, const struct dns_name *name)
{
	return find(z, name);
}

const struct sim_record *
sim_record_of(const struct sim_record *r, uint16_t type)
{
	while (r != NULL && r->type != type)
		r = r->next;
	return r;
}

bool
sim_zone_apex(const struct sim_zone *z, const struct dns_name *name,
    struct dns_name *apex)
{
	struct dns_name at = *name;
	const struct sim_node *node;
	bool known = false;

	*apex = (struct dns_name){ .len = 1 };
	do {
		node = find(z, &at);
		if (node == NULL)
			continue;
		if (node->broken)
			return false;
		if (!known && sim_record_of(node->records, DNS_TYPE_NS)) {
			*apex = node->name;
			known = true;
		}
	} while (dns_name_parent(&at, &at));
	return true;
}

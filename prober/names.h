/* SPDX-License-Identifier: Apache-2.0 */
/*
 * names.h - each domain name in use, kept once.
 *
 * Lookups, endpoints and domains in flight share names by reference, so two
 * names are equal exactly when their pointers are.  A name lives while
 * somebody holds a reference.
 *
 * Threads: none; the engine's alone.
 */
#ifndef PROBER_NAMES_H
#define PROBER_NAMES_H

#include "common/dns_name.h"
#include "common/pool.h"
#include "common/table.h"

struct name {
	struct table_node	node;
	uint32_t		refs;
	uint8_t			len;		/* octets of wire */
	uint8_t			wire[];		/* lower case */
};

#define NAMES_POOLS	9

/* All zeros is an empty set. */
struct names {
	struct table	table;
	struct pool	pools[NAMES_POOLS];	/* by length */
};

/* Returns the name with one reference more; letter case is ignored. */
struct name	*names_get(struct names *, const struct dns_name *);

static inline struct name *
name_ref(struct name *n)
{
	n->refs++;
	return n;
}

/* Gives one reference back; NULL is allowed. */
void		 names_put(struct names *, struct name *);

/* Expands to the plain form. */
static inline void
name_expand(const struct name *n, struct dns_name *out)
{
	out->len = n->len;
	memcpy(out->wire, n->wire, n->len);
}

static inline struct dns_name
name_value(const struct name *n)
{
	struct dns_name plain;

	name_expand(n, &plain);
	return plain;
}

/* Frees what is still there, whoever holds it. */
void		 names_free(struct names *);

#endif /* PROBER_NAMES_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table.h - an intrusive hash table.
 *
 * An element embeds a struct table_node; the table links nodes and owns no
 * element.  The caller computes the 64-bit hash, walks the chain of a hash
 * and compares:
 *
 *	for (n = table_first(&t, hash); n != NULL; n = table_next(n))
 *		if (table_entry(n, struct name, node)->len == len && ...)
 *
 * Equal hashes follow each other in the order of insertion.
 *
 * Threads: none; the owner's alone.
 */
#ifndef COMMON_TABLE_H
#define COMMON_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct table_node {
	struct table_node	*next;
	uint64_t		 hash;
};

struct table {
	struct table_node	**buckets;	/* (owned) */
	size_t			  n_buckets;	/* a power of two, or 0 */
	size_t			  n;		/* elements */
};

#define table_entry(node, type, member) \
	((type *)(void *)((char *)(node) - offsetof(type, member)))

/* Returns the first node with that hash, or NULL. */
struct table_node *table_first(const struct table *, uint64_t hash);

/* Returns the next node with the same hash, or NULL. */
struct table_node *table_next(const struct table_node *);

/* Returns some node if N is NULL, else the one after N; NULL: that was all.
 * None may come or go meanwhile. */
struct table_node *table_each(const struct table *, const struct table_node *n);

/* Never fails: when memory for growth is short, chains grow longer; aborts
 * only if not even the first buckets can be had. */
void		table_insert(struct table *, struct table_node *,
		    uint64_t hash);
void		table_remove(struct table *, struct table_node *);

/* Frees the buckets; the elements are the caller's. */
void		table_free(struct table *);

#endif /* COMMON_TABLE_H */

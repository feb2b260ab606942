/* SPDX-License-Identifier: Apache-2.0 */
#include "common/table.h"

#include <assert.h>
#include <stdlib.h>

#include "common/huge.h"

#define FIRST_BUCKETS 64

static struct table_node **
bucket(const struct table *t, uint64_t hash)
{
	return &t->buckets[hash & (t->n_buckets - 1)];
}

struct table_node *
table_first(const struct table *t, uint64_t hash)
{
	struct table_node *n;

	if (t->n_buckets == 0)
		return NULL;
	for (n = *bucket(t, hash); n != NULL; n = n->next)
		if (n->hash == hash)
			return n;
	return NULL;
}

struct table_node *
table_next(const struct table_node *n)
{
	struct table_node *m;

	for (m = n->next; m != NULL; m = m->next)
		if (m->hash == n->hash)
			return m;
	return NULL;
}

struct table_node *
table_each(const struct table *t, const struct table_node *n)
{
	size_t i = 0;

	if (n != NULL && n->next != NULL)
		return n->next;
	if (n != NULL)
		i = (n->hash & (t->n_buckets - 1)) + 1;
	while (i < t->n_buckets && t->buckets[i] == NULL)
		i++;
	return i < t->n_buckets ? t->buckets[i] : NULL;
}

static void
append(struct table *t, struct table_node *n)
{
	struct table_node **at = bucket(t, n->hash);

	while (*at != NULL)
		at = &(*at)->next;
	n->next = NULL;
	*at = n;
}

static void
grow(struct table *t)
{
	struct table bigger = *t;
	struct table_node *n, *next;
	size_t i;

	bigger.n_buckets = t->n_buckets == 0 ? FIRST_BUCKETS : t->n_buckets * 2;
	bigger.buckets = huge_calloc(bigger.n_buckets, sizeof(*bigger.buckets));
	if (bigger.buckets == NULL) {
		if (t->n_buckets == 0)
			abort();
		return;
	}
	for (i = 0; i < t->n_buckets; i++)
		for (n = t->buckets[i]; n != NULL; n = next) {
			next = n->next;
			append(&bigger, n);
		}
	free(t->buckets);
	*t = bigger;
}

void
table_insert(struct table *t, struct table_node *n, uint64_t hash)
{
	if (t->n >= t->n_buckets / 2)
		grow(t);
	n->hash = hash;
	append(t, n);
	t->n++;
}

void
table_remove(struct table *t, struct table_node *n)
{
	struct table_node **at = bucket(t, n->hash);

	while (*at != n) {
		assert(*at != NULL);
		at = &(*at)->next;
	}
	*at = n->next;
	n->next = NULL;
	t->n--;
}

void
table_free(struct table *t)
{
	free(t->buckets);
	*t = (struct table){ 0 };
}

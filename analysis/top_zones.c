/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/top_zones.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* The place of that zone; or a free one, or that of the least counted. */
static struct top_zone *
find_place(struct top_zones *t, const char *name, uint64_t hash)
{
	struct top_zone *z, *least = t->zones;

	for (z = t->zones; z < t->zones + t->n; z++) {
		if (z->hash == hash && strcmp(z->name, name) == 0)
			return z;
		if (z->count < least->count)
			least = z;
	}
	return t->n < TOP_ZONES_MAX ? z : least;
}

bool
top_zones_add(struct top_zones *t, const char *name, unsigned tag)
{
	uint64_t hash = XXH3_64bits(name, strlen(name));
	struct top_zone *z;
	char *copy;

	if (t->zones == NULL &&
	    (t->zones = calloc(TOP_ZONES_MAX, sizeof(*t->zones))) == NULL)
		return false;
	z = find_place(t, name, hash);
	if (z->name == NULL || strcmp(z->name, name) != 0) {
		if ((copy = strdup(name)) == NULL)
			return false;
		t->n += z->name == NULL;
		free(z->name);
		z->name = copy;
		z->hash = hash;
		z->excess = z->count;
	}
	z->count++;
	z->tag = tag;
	return true;
}

/* Does A come before B? */
static bool
is_before(const struct top_zone *a, const struct top_zone *b)
{
	uint64_t n_a = a->count - a->excess, n_b = b->count - b->excess;

	return n_a != n_b ? n_a > n_b : strcmp(a->name, b->name) < 0;
}

size_t
top_zones_list(const struct top_zones *t, uint64_t min,
    const struct top_zone **out, size_t max)
{
	const struct top_zone *z;
	size_t n = 0, i;

	for (z = t->zones; z < t->zones + t->n; z++) {
		if (z->count - z->excess < min)
			continue;
		for (i = n; i > 0 && is_before(z, out[i - 1]); i--)
			if (i < max)
				out[i] = out[i - 1];
		if (i < max)
			out[i] = z;
		n += n < max;
	}
	return n;
}

void
top_zones_free(struct top_zones *t)
{
	while (t->n > 0)
		free(t->zones[--t->n].name);
	free(t->zones);
	*t = (struct top_zones){ .n = 0 };
}

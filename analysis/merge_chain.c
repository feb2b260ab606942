/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/merge_chain.h"

#include <string.h>

static const struct record_chain *
find_chain(const struct record_domain *d, const char *name)
{
	size_t i;

	for (i = 0; i < d->n_chain; i++)
		if (strcmp(d->chain[i].name, name) == 0)
			return &d->chain[i];
	return NULL;
}

/* Does B say more of why a chain is broken than A, who only saw that it is? */
static bool
knows_more(
    const struct record_chain_family *b, const struct record_chain_family *a)
{
	return a->reason == CHAIN_NO_ADDRESS_FOUND &&
	    b->reason != CHAIN_NO_ADDRESS_FOUND;
}

/* What the views agree on over one family. */
static struct record_chain_family
agreed(const struct record_chain *c, unsigned family)
{
	static const struct record_chain_family nobody_knows = {
		.resolvable = RESOLVABLE_INDETERMINATE,
		.broken_at = "",
	};
	const struct record_chain_family *f, *first = &nobody_knows;
	size_t i;

	for (i = 0; i < c->n_views; i++) {
		f = &c->views[i].family[family];
		if (f->resolvable == RESOLVABLE_INDETERMINATE)
			continue;
		if (first != &nobody_knows &&
		    f->resolvable != first->resolvable)
			return nobody_knows;
		if (first == &nobody_knows || knows_more(f, first))
			first = f;
	}
	return *first;
}

static bool
merge_chain(const struct merge_part *parts, size_t n, struct arena *arena,
    struct record_chain *out)
{
	const struct record_chain *c;
	struct record_chain_view *v;
	size_t i;
	unsigned j;

	out->n_views = 0;
	out->views = arena_array(arena, n, sizeof(*out->views));
	if (out->views == NULL)
		return false;
	for (i = 0; i < n; i++) {
		if ((c = find_chain(parts[i].record, out->name)) == NULL)
			continue;
		v = &out->views[out->n_views++];
		v->vantage = parts[i].vantage;
		memcpy(v->family, c->family, sizeof(v->family));
	}
	for (j = 0; j < 2; j++)
		out->family[j] = agreed(out, j);
	return true;
}

bool
merge_chains(const struct merge_part *parts, size_t n, struct arena *arena,
    struct record_domain *out)
{
	const struct record_domain *d;
	size_t i, j, max = 0;

	for (i = 0; i < n; i++)
		max += parts[i].record->n_chain;
	out->n_chain = 0;
	out->chain = arena_array(arena, max, sizeof(*out->chain));
	if (out->chain == NULL)
		return false;
	for (i = 0; i < n; i++) {
		d = parts[i].record;
		for (j = 0; j < d->n_chain; j++)
			if (find_chain(out, d->chain[j].name) == NULL)
				out->chain[out->n_chain++] = d->chain[j];
	}
	for (i = 0; i < out->n_chain; i++)
		if (!merge_chain(parts, n, arena, &out->chain[i]))
			return false;
	return true;
}

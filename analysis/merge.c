/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/merge.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/merge_chain.h"
#include "analysis/merge_host.h"
#include "analysis/record_views.h"

static bool
merge_vantages(const struct merge_part *parts, size_t n, struct arena *arena,
    struct record_domain *out)
{
	size_t i;

	out->vantages = arena_array(arena, n, sizeof(*out->vantages));
	if (out->vantages == NULL)
		return false;
	out->n_vantages = n;
	for (i = 0; i < n; i++)
		out->vantages[i] = parts[i].vantage;
	return true;
}

static bool
has_mx(const struct record_domain *d, const struct record_mx *mx)
{
	size_t i;

	for (i = 0; i < d->n_mx; i++)
		if (d->mx[i].preference == mx->preference &&
		    strcmp(d->mx[i].host, mx->host) == 0)
			return true;
	return false;
}

static bool
merge_mail(const struct merge_part *parts, size_t n, struct arena *arena,
    struct record_domain *out)
{
	const struct record_domain *d;
	size_t i, j, max = 0;

	for (i = 0; i < n; i++)
		max += parts[i].record->n_mx;
	out->n_mx = 0;
	out->implicit_mx = false;
	if ((out->mx = arena_array(arena, max, sizeof(*out->mx))) == NULL)
		return false;
	for (i = 0; i < n; i++) {
		d = parts[i].record;
		if (merge_lookup_is_better(&out->mx_lookup, &d->mx_lookup))
			out->mx_lookup = d->mx_lookup;
		out->implicit_mx |= d->implicit_mx;
		for (j = 0; j < d->n_mx; j++)
			if (!has_mx(out, &d->mx[j]))
				out->mx[out->n_mx++] = d->mx[j];
		if (d->spf_asked &&
		    merge_lookup_is_better(&out->spf_lookup, &d->spf_lookup)) {
			out->spf_asked = true;
			out->spf_lookup = d->spf_lookup;
			out->spf = d->spf;
		}
		if (d->autodiscover_asked &&
		    merge_lookup_is_better(
			&out->autodiscover_lookup, &d->autodiscover_lookup)) {
			out->autodiscover_asked = true;
			out->autodiscover_lookup = d->autodiscover_lookup;
			out->autodiscover = d->autodiscover;
		}
	}
	out->implicit_mx &= out->n_mx == 0;
	return true;
}

/* Did the climb to the zone end without a lookup that failed? */
static bool
zone_is_sure(const struct record_domain *d)
{
	size_t i;

	for (i = 0; i < d->n_zone_lookups; i++)
		if (lookup_failed(d->zone_lookups[i].status))
			return false;
	return d->n_zone_lookups > 0;
}

/* The first that is sure; else the first that has one. */
static void
merge_zone(const struct merge_part *parts, size_t n, struct record_domain *out)
{
	const struct record_domain *d, *best = parts[0].record;
	size_t i;

	for (i = 1; i < n && !zone_is_sure(best); i++) {
		d = parts[i].record;
		if (zone_is_sure(d) ||
		    (best->zone[0] == '\0' && d->zone[0] != '\0'))
			best = d;
	}
	out->zone = best->zone;
	out->zone_lookups = best->zone_lookups;
	out->n_zone_lookups = best->n_zone_lookups;
}

static bool
merge_iterative(const struct merge_part *parts, size_t n, struct arena *arena,
    struct record_domain *out)
{
	const struct record_domain *d;
	size_t i;

	out->iterative = true;
	for (i = 0; i < n; i++)
		out->iterative &= parts[i].record->iterative;
	out->n_chain = out->n_ns = out->n_aaaa = 0;
	if (!out->iterative)
		return true;
	for (i = 0; i < n; i++) {
		d = parts[i].record;
		if (out->n_ns == 0) {
			out->ns = d->ns;
			out->n_ns = d->n_ns;
		}
		if (out->n_aaaa == 0) {
			out->aaaa = d->aaaa;
			out->n_aaaa = d->n_aaaa;
		}
	}
	return merge_chains(parts, n, arena, out);
}

static void
merge_effort(
    const struct merge_part *parts, size_t n, struct record_domain *out)
{
	const struct record_domain *d;
	size_t i;

	out->queries = 0;
	for (i = 0; i < n; i++) {
		d = parts[i].record;
		out->queries += d->queries;
		out->over_budget &= d->over_budget;
		if (d->started_unix_ns < out->started_unix_ns)
			out->started_unix_ns = d->started_unix_ns;
		if (d->duration_ns > out->duration_ns)
			out->duration_ns = d->duration_ns;
	}
}

bool
merge_records(const struct merge_part *parts, size_t n, struct arena *arena,
    struct record_domain *out)
{
	*out = *parts[0].record;
	if (!merge_vantages(parts, n, arena, out) ||
	    !merge_hosts(parts, n, arena, out) ||
	    !merge_mail(parts, n, arena, out) ||
	    !merge_iterative(parts, n, arena, out))
		return false;
	merge_zone(parts, n, out);
	merge_effort(parts, n, out);
	return record_views_anywhere(out, arena);
}

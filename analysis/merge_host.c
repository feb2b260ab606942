/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/merge_host.h"

#include <stdlib.h>
#include <string.h>

/* The same host as the vantage points saw it; NULL: one did not. */
struct host_parts {
	const struct record_host *host[RECORD_VANTAGES_MAX];
	size_t n;
};

/* The worst is 0. */
static int
lookup_rank(const struct record_lookup *l)
{
	if (l->name == NULL)
		return 0;
	return lookup_failed(l->status) ? 1 : 4 - (int)l->status;
}

bool
merge_lookup_is_better(
    const struct record_lookup *a, const struct record_lookup *b)
{
	return lookup_rank(b) > lookup_rank(a);
}

static const struct record_host *
find_host(const struct record_domain *d, enum host_use use, const char *name)
{
	size_t i;

	for (i = 0; i < d->n_hosts; i++)
		if (d->hosts[i].use == use &&
		    strcmp(d->hosts[i].name, name) == 0)
			return &d->hosts[i];
	return NULL;
}

static bool
same_endpoint(const struct record_endpoint *a, const struct record_endpoint *b)
{
	return address_equal(&a->address, &b->address) &&
	    a->proto == b->proto && a->port == b->port;
}

static struct record_endpoint *
find_endpoint(const struct record_host *h, const struct record_endpoint *e)
{
	size_t i;

	for (i = 0; i < h->n_endpoints; i++)
		if (same_endpoint(&h->endpoints[i], e))
			return &h->endpoints[i];
	return NULL;
}

static enum record_view
view_of_state(enum endpoint_state state)
{
	switch (state) {
	case ENDPOINT_OPEN:
		return VIEW_REACHABLE;
	case ENDPOINT_NOT_PROBED:
	case ENDPOINT_INDETERMINATE:
		return VIEW_NOT_TESTABLE;
	default:
		return VIEW_UNREACHABLE;
	}
}

/* What a host that lacks the endpoint says of it; VIEW_COUNT: nothing. */
static enum record_view
view_of_absence(const struct record_host *h, const struct record_endpoint *e)
{
	const struct record_lookup *l;

	if (h == NULL || !h->looked_up)
		return VIEW_COUNT;
	l = &h->lookup[family_index((enum family)e->address.family)];
	if (l->name == NULL || lookup_failed(l->status))
		return VIEW_NOT_TESTABLE;
	return l->status == LOOKUP_OK ? VIEW_COUNT : VIEW_UNREACHABLE;
}

/*
 * How much a state weighs where it is to hold everywhere: what is known goes
 * before what is not, and what fails before what is open.
 */
static int
weight(const struct record_endpoint *e)
{
	switch (view_of_state(e->state)) {
	case VIEW_UNREACHABLE:
		return 3;
	case VIEW_REACHABLE:
		return 2;
	default:
		return e->state == ENDPOINT_NOT_PROBED;
	}
}

/* TO is one of the endpoints; it becomes what holds everywhere. */
static bool
merge_endpoint(const struct host_parts *parts, struct arena *arena,
    struct record_endpoint *to)
{
	struct record_views *views = arena_alloc(arena, sizeof(*views));
	const struct record_endpoint *e;
	enum record_view view;
	size_t i;

	if (views == NULL)
		return false;
	for (i = 0; i < parts->n; i++) {
		e = parts->host[i] != NULL ? find_endpoint(parts->host[i], to)
					   : NULL;
		view = e != NULL ? view_of_state(e->state)
				 : view_of_absence(parts->host[i], to);
		if (view < VIEW_COUNT)
			views->from[view] |= UINT64_C(1) << i;
		if (e != NULL && weight(e) > weight(to))
			*to = *e;
	}
	if (views->from[VIEW_UNREACHABLE] != 0 && weight(to) < 3) {
		to->state = ENDPOINT_UNREACHABLE;
		to->reason = REASON_NONE;
	}
	to->views = views;
	return true;
}

static int
compare_endpoints(const void *a, const void *b)
{
	const struct record_endpoint *x = a, *y = b;
	int order = address_compare(&x->address, &y->address);

	if (order == 0)
		order = x->proto - y->proto;
	return order != 0 ? order : x->port - y->port;
}

static bool
merge_endpoints(
    const struct host_parts *parts, struct arena *arena, struct record_host *to)
{
	const struct record_host *h;
	size_t i, j, max = 0;

	for (i = 0; i < parts->n; i++)
		if (parts->host[i] != NULL)
			max += parts->host[i]->n_endpoints;
	to->n_endpoints = 0;
	to->endpoints = arena_array(arena, max, sizeof(*to->endpoints));
	if (to->endpoints == NULL)
		return false;
	for (i = 0; i < parts->n; i++) {
		h = parts->host[i];
		for (j = 0; h != NULL && j < h->n_endpoints; j++)
			if (find_endpoint(to, &h->endpoints[j]) == NULL)
				to->endpoints[to->n_endpoints++] =
				    h->endpoints[j];
	}
	for (i = 0; i < to->n_endpoints; i++)
		if (!merge_endpoint(parts, arena, &to->endpoints[i]))
			return false;
	if (to->n_endpoints > 0)
		qsort(to->endpoints, to->n_endpoints, sizeof(*to->endpoints),
		    compare_endpoints);
	return true;
}

/* TO is the host as one vantage point saw it. */
static bool
merge_host(const struct merge_part *parts, size_t n, struct arena *arena,
    struct record_host *to)
{
	struct host_parts hosts = { .n = n };
	const struct record_host *h;
	size_t i;
	unsigned j;

	for (i = 0; i < n; i++) {
		h = find_host(parts[i].record, to->use, to->name);
		hosts.host[i] = h;
		if (h == NULL || !h->looked_up)
			continue;
		to->looked_up = true;
		for (j = 0; j < 2; j++)
			if (merge_lookup_is_better(
				&to->lookup[j], &h->lookup[j]))
				to->lookup[j] = h->lookup[j];
		if (to->n_cnames == 0) {
			to->cnames = h->cnames;
			to->n_cnames = h->n_cnames;
		}
	}
	return merge_endpoints(&hosts, arena, to);
}

bool
merge_hosts(const struct merge_part *parts, size_t n, struct arena *arena,
    struct record_domain *out)
{
	const struct record_host *h;
	size_t i, j, max = 0;
	unsigned use;

	for (i = 0; i < n; i++)
		max += parts[i].record->n_hosts;
	out->n_hosts = 0;
	out->hosts = arena_array(arena, max, sizeof(*out->hosts));
	if (out->hosts == NULL)
		return false;
	for (use = 0; use <= USE_TENANT; use++)
		for (i = 0; i < n; i++)
			for (j = 0; j < parts[i].record->n_hosts; j++) {
				h = &parts[i].record->hosts[j];
				if (h->use == use &&
				    find_host(out, h->use, h->name) == NULL)
					out->hosts[out->n_hosts++] = *h;
			}
	for (i = 0; i < out->n_hosts; i++)
		if (!merge_host(parts, n, arena, &out->hosts[i]))
			return false;
	return true;
}

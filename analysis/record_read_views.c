/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record_read_views.h"

#include <string.h>

#include "analysis/record_views.h"

/* The bit of that vantage point; 0: there is none, which is a fault. */
static uint64_t
vantage_bit(struct json_field *f, const struct record_domain *d,
    const char *key, const char *name)
{
	size_t i;

	for (i = 0; i < d->n_vantages; i++)
		if (strcmp(name, d->vantages[i]) == 0)
			return UINT64_C(1) << i;
	json_field_fail(
	    f, STATUS_MALFORMED, key, "names one that is not among vantages");
	return 0;
}

/* The bits of the vantage points that are named under KEY. */
static uint64_t
read_from(struct json_field *f, struct json_tree *from, const char *key,
    const struct record_domain *d)
{
	uint64_t bits = 0;
	const char **names;
	size_t n, i;

	names = json_field_texts(f, from, key, &n);
	for (i = 0; i < n; i++)
		bits |= vantage_bit(f, d, key, names[i]);
	return bits;
}

static void
read_endpoint(struct json_field *f, struct json_tree *from,
    const struct record_domain *d, struct record_endpoint *e)
{
	struct record_views *v = arena_alloc(f->arena, sizeof(*v));
	unsigned i;

	if (v == NULL) {
		json_field_fail(
		    f, STATUS_NO_MEMORY, "vantages", "out of memory");
		return;
	}
	for (i = 0; i < VIEW_COUNT; i++)
		v->from[i] = read_from(
		    f, from, record_view_name((enum record_view)i), d);
	e->views = v;
}

static void
read_host(struct json_field *f, struct json_tree *from,
    const struct record_domain *d, struct record_host *h)
{
	struct json_tree *endpoints = json_field_array(f, from, "endpoints");
	struct json_tree *e = endpoints != NULL ? endpoints->first : NULL;
	size_t i, before;

	for (i = 0; e != NULL && json_field_ok(f); i++, e = e->next) {
		before = json_field_enter(f, "endpoints", (int)i);
		read_endpoint(f, e, d, &h->endpoints[i]);
		json_field_leave(f, before);
	}
}

/* The views of chains were read before, whoever they name. */
static void
check_chains(struct json_field *f, const struct record_domain *d)
{
	const struct record_chain *c;
	size_t i, j;

	for (i = 0; i < d->n_chain; i++) {
		c = &d->chain[i];
		for (j = 0; j < c->n_views && json_field_ok(f); j++)
			(void)vantage_bit(f, d, "chain", c->views[j].vantage);
	}
}

void
record_read_views(
    struct json_field *f, struct json_tree *root, struct record_domain *d)
{
	struct json_tree *hosts = json_field_array(f, root, "hosts");
	struct json_tree *host = hosts != NULL ? hosts->first : NULL;
	size_t i, before;

	d->vantages = json_field_texts(f, root, "vantages", &d->n_vantages);
	if (d->n_vantages == 0 || d->n_vantages > RECORD_VANTAGES_MAX)
		json_field_fail(f, STATUS_MALFORMED, "vantages",
		    "none, or more than there may be");
	for (i = 0; i < d->n_hosts && json_field_ok(f); i++) {
		before = json_field_enter(f, "hosts", (int)i);
		if (d->hosts[i].use == USE_TENANT)
			host = json_tree_get(
			    json_tree_get(root, "mail"), "tenant");
		read_host(f, host, d, &d->hosts[i]);
		host = host != NULL ? host->next : NULL;
		json_field_leave(f, before);
	}
	check_chains(f, d);
	if (json_field_ok(f) && !record_views_anywhere(d, f->arena))
		json_field_fail(
		    f, STATUS_NO_MEMORY, "vantages", "out of memory");
}

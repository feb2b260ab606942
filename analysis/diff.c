/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/diff.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "common/arena.h"
#include "common/table.h"

/* A domain of the old run. */
struct old {
	struct table_node node;
	struct old *next; /* in the order of the run */
	const char *name, *group, *organisation;
	struct {
		uint8_t class, family[2];
	} service[SERVICE_COUNT];
	uint8_t agreement;
	uint8_t change; /* DIFF_GONE until it is met in the new run */
};

struct diff {
	struct table names;
	struct arena arena;
	struct old *first, **last; /* those left for diff_gone() */
	struct diff_totals totals;
};

const char *
diff_change_name(enum diff_change change)
{
	static const char *const words[DIFF_CHANGES] = {
		[DIFF_UNCHANGED] = "unchanged",
		[DIFF_CHANGED] = "changed",
		[DIFF_BETTER] = "better",
		[DIFF_WORSE] = "worse",
		[DIFF_NEW] = "new",
		[DIFF_GONE] = "gone",
	};

	return words[change];
}

struct diff *
diff_new(void)
{
	struct diff *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	arena_init(&d->arena, 0);
	d->last = &d->first;
	return d;
}

void
diff_free(struct diff *d)
{
	if (d == NULL)
		return;
	table_free(&d->names);
	arena_free(&d->arena);
	free(d);
}

static uint64_t
hash(const char *name)
{
	return XXH3_64bits(name, strlen(name));
}

bool
diff_old(struct diff *d, const struct record_domain *r, const struct verdict *v)
{
	struct old *o = arena_alloc(&d->arena, sizeof(*o));
	unsigned i;

	if (o == NULL || (o->name = arena_strdup(&d->arena, r->name)) == NULL ||
	    (o->group = arena_strdup(&d->arena, r->group)) == NULL ||
	    (o->organisation = arena_strdup(&d->arena, r->organisation)) ==
		NULL)
		return false;
	for (i = 0; i < SERVICE_COUNT; i++) {
		o->service[i].class = (uint8_t)v->service[i].class;
		o->service[i].family[0] = (uint8_t)v->service[i].family[0];
		o->service[i].family[1] = (uint8_t)v->service[i].family[1];
	}
	o->agreement = (uint8_t)v->agreement;
	o->change = DIFF_GONE;
	table_insert(&d->names, &o->node, hash(o->name));
	*d->last = o;
	d->last = &o->next;
	return true;
}

static struct old *
find(const struct diff *d, const char *name)
{
	struct table_node *n;
	struct old *o;

	for (n = table_first(&d->names, hash(name)); n != NULL;
	     n = table_next(n)) {
		o = table_entry(n, struct old, node);
		if (strcmp(o->name, name) == 0)
			return o;
	}
	return NULL;
}

static bool is_known(enum service_class class)
{
	return class != CLASS_INDETERMINATE && class != CLASS_VANTAGE_DEPENDENT;
}

/* How good a family is; where the service does not apply it has none. */
static int
rank(const struct service_verdict *v, unsigned family)
{
	if (v->class == CLASS_NOT_APPLICABLE)
		return 0;
	switch (v->family[family]) {
	case FAMILY_REACHABLE:
		return 2;
	case FAMILY_DEGRADED:
		return 1;
	default:
		return 0;
	}
}

static bool
family_is_known(const struct service_verdict *v, unsigned family)
{
	return v->class == CLASS_NOT_APPLICABLE ||
	    v->family[family] != FAMILY_INDETERMINATE;
}

static enum diff_change
compare(const struct service_verdict *from, const struct service_verdict *to)
{
	bool better = false, worse = false;
	unsigned i;

	if (!is_known(from->class) || !is_known(to->class) ||
	    from->class == to->class)
		return DIFF_UNCHANGED;
	for (i = 0; i < 2; i++) {
		if (!family_is_known(from, i) || !family_is_known(to, i))
			continue;
		better |= rank(to, i) > rank(from, i);
		worse |= rank(to, i) < rank(from, i);
	}
	if (!better && !worse) {
		better = to->class == CLASS_DUAL_STACK;
		worse = from->class == CLASS_DUAL_STACK;
	}
	if (worse)
		return DIFF_WORSE;
	return better ? DIFF_BETTER : DIFF_CHANGED;
}

static bool
agreement_is_known(enum agreement a)
{
	return a != AGREEMENT_INDETERMINATE && a != AGREEMENT_VANTAGE_DEPENDENT;
}

static void
compare_agreement(struct diff_count *n, enum agreement from, enum agreement to)
{
	enum diff_change change = DIFF_CHANGED;
	bool known = agreement_is_known(from) && agreement_is_known(to);

	if (!known || from == to)
		change = DIFF_UNCHANGED;
	else if (to == AGREEMENT_COMPLIANT && from == AGREEMENT_NON_COMPLIANT)
		change = DIFF_BETTER;
	else if (from == AGREEMENT_COMPLIANT && to == AGREEMENT_NON_COMPLIANT)
		change = DIFF_WORSE;
	n->of[change]++;
	n->unknown += !known;
}

static void
compare_services(struct diff *d, const struct old *o, const struct verdict *v,
    struct diff_domain *out)
{
	struct diff_service *s;
	unsigned i;

	for (i = 0; i < SERVICE_COUNT; i++) {
		s = &out->service[i];
		s->from.class = (enum service_class)o->service[i].class;
		s->from.family[0] = (enum family_state)o->service[i].family[0];
		s->from.family[1] = (enum family_state)o->service[i].family[1];
		s->to = v->service[i];
		s->change = compare(&s->from, &s->to);
		if (s->change > out->change)
			out->change = s->change;
		d->totals.services[i].of[s->change]++;
		d->totals.services[i].unknown +=
		    !is_known(s->from.class) || !is_known(s->to.class);
		if (s->change != DIFF_UNCHANGED)
			d->totals.classes[i][s->from.class][s->to.class]++;
	}
}

void
diff_new_domain(struct diff *d, const struct record_domain *r,
    const struct verdict *v, struct diff_domain *out)
{
	struct old *o = find(d, r->name);

	*out = (struct diff_domain){
		.name = r->name,
		.group = r->group,
		.organisation = r->organisation,
	};
	if (o == NULL) {
		out->change = DIFF_NEW;
	} else {
		out->from = (enum agreement)o->agreement;
		out->to = v->agreement;
		compare_services(d, o, v, out);
		compare_agreement(&d->totals.agreement, out->from, out->to);
		o->change = (uint8_t)out->change;
	}
	d->totals.domains[out->change]++;
}

bool
diff_gone(struct diff *d, struct diff_domain *out)
{
	struct old *o;

	while ((o = d->first) != NULL) {
		d->first = o->next;
		if (o->change != DIFF_GONE)
			continue;
		*out = (struct diff_domain){
			.name = o->name,
			.group = o->group,
			.organisation = o->organisation,
			.change = DIFF_GONE,
		};
		d->totals.domains[DIFF_GONE]++;
		return true;
	}
	return false;
}

const struct diff_totals *
diff_totals(const struct diff *d)
{
	return &d->totals;
}

enum diff_change
diff_of_old(const struct diff *d, const char *name)
{
	const struct old *o = find(d, name);

	return o != NULL ? (enum diff_change)o->change : DIFF_NEW;
}

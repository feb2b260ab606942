/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_exchange.h"

#include <stdlib.h>
#include <string.h>

static bool
make_room(struct report_exchange *e)
{
	struct report_exchange_domain *domains;
	size_t room = e->room > 0 ? e->room * 2 : 64;

	if (e->n < e->room)
		return true;
	if ((domains = realloc(e->domains, room * sizeof(*domains))) == NULL)
		return false;
	if (e->room == 0)
		arena_init(&e->texts, 0);
	e->domains = domains;
	e->room = room;
	return true;
}

bool
report_exchange_add(struct report_exchange *e, const struct record_domain *d,
    const struct verdict *v)
{
	struct report_exchange_domain *to;

	if (!e->wanted ||
	    (v->exchange_online != EXCHANGE_ONLINE_IPV6_OFF &&
		v->exchange_online != EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_OFF))
		return true;
	if (!make_room(e))
		return false;
	to = &e->domains[e->n];
	to->name = arena_strdup(&e->texts, d->name);
	to->group = arena_strdup(&e->texts, d->group);
	to->organisation = arena_strdup(&e->texts, d->organisation);
	to->state = v->exchange_online;
	if (to->name == NULL || to->group == NULL || to->organisation == NULL)
		return false;
	e->n++;
	return true;
}

static int
compare(const void *a, const void *b)
{
	const struct report_exchange_domain *x = a, *y = b;
	int order = strcmp(x->group, y->group);

	return order != 0 ? order : strcmp(x->name, y->name);
}

void
report_exchange_sort(struct report_exchange *e)
{
	if (e->n > 0)
		qsort(e->domains, e->n, sizeof(*e->domains), compare);
}

void
report_exchange_free(struct report_exchange *e)
{
	free(e->domains);
	if (e->room > 0)
		arena_free(&e->texts);
}

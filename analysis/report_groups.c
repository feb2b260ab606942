/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_groups.h"

#include <stdlib.h>
#include <string.h>

/* Where the group is, or where it should be. */
static size_t
find_place(const struct report_groups *g, const char *name)
{
	size_t low = 0, high = g->n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (strcmp(g->groups[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct report_group *
find_group(struct report_groups *g, const char *name)
{
	size_t at = find_place(g, name), room;
	struct report_group *groups;
	char *copy;

	if (at < g->n && strcmp(g->groups[at].name, name) == 0)
		return &g->groups[at];
	if (g->n == g->room) {
		room = g->room > 0 ? g->room * 2 : 16;
		groups = realloc(g->groups, room * sizeof(*groups));
		if (groups == NULL)
			return NULL;
		g->groups = groups;
		g->room = room;
	}
	if ((copy = strdup(name)) == NULL)
		return NULL;
	groups = g->groups + at;
	memmove(groups + 1, groups, (g->n - at) * sizeof(*groups));
	memset(groups, 0, sizeof(*groups));
	groups->name = copy;
	g->n++;
	return groups;
}

void
report_group_count(struct report_group *g, const struct verdict *v)
{
	const struct service_verdict *mail = &v->service[SERVICE_MAIL];
	unsigned i;

	g->domains++;
	for (i = 0; i < SERVICE_COUNT; i++)
		g->class[i][v->service[i].class]++;
	g->agreement[v->agreement]++;
	g->ipv6_only_client[v->ipv6_only_client]++;
	g->exchange_online[v->exchange_online]++;
	if (mail->class != CLASS_NONE && mail->class != CLASS_NOT_APPLICABLE)
		g->mail_ipv6[mail->family[1]]++;
}

bool
report_groups_add(
    struct report_groups *g, const char *name, const struct verdict *v)
{
	struct report_group *group = find_group(g, name);

	if (group == NULL)
		return false;
	report_group_count(group, v);
	return true;
}

void
report_groups_free(struct report_groups *g)
{
	size_t i;

	for (i = 0; i < g->n; i++)
		free(g->groups[i].name);
	free(g->groups);
}

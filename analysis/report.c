/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/record_read.h"
#include "analysis/report_csv.h"
#include "analysis/report_totals.h"
#include "analysis/run_file.h"

struct report_totals *
report_new(void)
{
	return calloc(1, sizeof(struct report_totals));
}

void
report_free(struct report_totals *t)
{
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; i < t->n_groups; i++)
		free(t->groups[i].name);
	free(t->groups);
	report_chains_free(&t->chains);
	free(t);
}

/* Where the group is, or where it should be. */
static size_t
find_place(const struct report_totals *t, const char *name)
{
	size_t low = 0, high = t->n_groups, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (strcmp(t->groups[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct report_group *
find_group(struct report_totals *t, const char *name)
{
	size_t at = find_place(t, name), room;
	struct report_group *groups;
	char *copy;

	if (at < t->n_groups && strcmp(t->groups[at].name, name) == 0)
		return &t->groups[at];
	if (t->n_groups == t->room) {
		room = t->room > 0 ? t->room * 2 : 16;
		groups = realloc(t->groups, room * sizeof(*groups));
		if (groups == NULL)
			return NULL;
		t->groups = groups;
		t->room = room;
	}
	if ((copy = strdup(name)) == NULL)
		return NULL;
	groups = t->groups + at;
	memmove(groups + 1, groups, (t->n_groups - at) * sizeof(*groups));
	memset(groups, 0, sizeof(*groups));
	groups->name = copy;
	t->n_groups++;
	return groups;
}

static void
count(struct report_group *g, const struct verdict *v)
{
	unsigned i;

	g->domains++;
	for (i = 0; i < SERVICE_COUNT; i++)
		g->class[i][v->service[i].class]++;
	g->agreement[v->agreement]++;
	g->exchange_online[v->exchange_online]++;
}

enum status
report_add(struct report_totals *t, const struct record_domain *d,
    const struct verdict *v, struct error *err)
{
	struct report_group *g = find_group(t, d->group);

	if (g == NULL || !report_chains_add(&t->chains, d))
		return error_set(err, STATUS_NO_MEMORY,
		    "adding a domain to the report: out of memory");
	count(g, v);
	count(&t->all, v);
	return STATUS_OK;
}

static enum status
report_domain(const struct run_line *line, struct arena *arena,
    const struct classify_options *opt, struct report_totals *t, FILE *csv,
    struct error *err)
{
	struct record_domain d;
	struct verdict v;
	enum status st;

	arena_reset(arena);
	st = record_read(line->text, line->len, line->number, arena, &d, err);
	if (st != STATUS_OK)
		return st;
	classify(&d, opt, &v);
	if (csv != NULL)
		report_csv_row(csv, &d, &v);
	return report_add(t, &d, &v, err);
}

static void
count_line(struct run_found *found, enum run_line_type type)
{
	found->domains += type == RUN_LINE_DOMAIN;
	found->input_errors += type == RUN_LINE_INPUT_ERROR;
	found->duplicates += type == RUN_LINE_DUPLICATE;
}

enum status
report_run(const char *path, const struct classify_options *opt,
    struct report_totals *t, struct run_facts *facts, FILE *csv,
    struct error *err)
{
	struct run_file *rf;
	struct run_line line;
	struct arena arena;
	enum status st;

	memset(facts, 0, sizeof(*facts));
	if ((st = run_file_open(&rf, path, err)) != STATUS_OK)
		return st;
	arena_init(&arena, 0);
	if (csv != NULL)
		report_csv_header(csv);
	while ((st = run_file_next(rf, &line, err)) == STATUS_OK &&
	    line.type != RUN_LINE_END) {
		count_line(&facts->found, line.type);
		if (line.type == RUN_LINE_DOMAIN)
			st = report_domain(&line, &arena, opt, t, csv, err);
		else
			st = run_facts_read(facts, &line, err);
		if (st != STATUS_OK)
			break;
	}
	facts->complete = run_file_complete(rf);
	arena_free(&arena);
	run_file_close(rf);
	return st;
}

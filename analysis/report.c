/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/record_read.h"
#include "analysis/report_groups.h"
#include "analysis/report_totals.h"
#include "analysis/run_file.h"

/* Room for most lines as a tree and as a record. */
#define ARENA_OCTETS (1024 * 1024)

/* What a run file is read for. */
struct reader {
	const struct classify_options *judge;
	struct report_totals *totals;
	struct run_facts *facts;
	const struct report_sink *sinks;
	size_t n_sinks;
	struct arena arena; /* of the domain at hand */
};

struct report_totals *
report_new(void)
{
	return calloc(1, sizeof(struct report_totals));
}

void
report_free(struct report_totals *t)
{
	if (t == NULL)
		return;
	report_groups_free(&t->sectors);
	report_groups_free(&t->platforms);
	shared_causes_free(&t->causes);
	report_exchange_free(&t->exchange);
	free(t);
}

void
report_list_exchange(struct report_totals *t)
{
	t->exchange.wanted = true;
}

static void
count_findings(struct report_totals *t, const struct verdict *v)
{
	bool there[FINDING_COUNT] = { false };
	size_t i;

	for (i = 0; i < v->n_findings; i++)
		there[v->findings[i].code] = true;
	for (i = 0; i < FINDING_COUNT; i++)
		t->findings[i] += there[i];
}

enum status
report_add(struct report_totals *t, const struct record_domain *d,
    const struct verdict *v, struct error *err)
{
	if (!report_groups_add(&t->sectors, d->group, v) ||
	    !report_groups_add(&t->platforms, v->mail_platform, v) ||
	    !shared_causes_add(&t->causes, d, v) ||
	    !report_exchange_add(&t->exchange, d, v))
		return error_set(err, STATUS_NO_MEMORY,
		    "adding a domain to the report: out of memory");
	report_chains_add(&t->chains, d);
	report_group_count(&t->all, v);
	count_findings(t, v);
	return STATUS_OK;
}

static enum status
read_domain(struct reader *r, const struct run_line *line, struct error *err)
{
	const struct report_sink *s;
	struct record_domain d;
	struct verdict v;
	enum status st;

	arena_reset(&r->arena);
	st = record_read(
	    line->text, line->len, line->number, &r->arena, &d, err);
	if (st != STATUS_OK)
		return st;
	classify(&d, r->judge, &v);
	if (r->totals != NULL)
		st = report_add(r->totals, &d, &v, err);
	for (s = r->sinks; st == STATUS_OK && s < r->sinks + r->n_sinks; s++)
		st = s->domain(s->arg, r->facts, &d, &v, err);
	return st;
}

static void
count_line(struct run_found *found, enum run_line_type type)
{
	found->domains += type == RUN_LINE_DOMAIN;
	found->input_errors += type == RUN_LINE_INPUT_ERROR;
	found->duplicates += type == RUN_LINE_DUPLICATE;
}

static enum status
read_all(struct reader *r, struct run_file *rf, struct error *err)
{
	struct run_line line;
	enum status st;

	while ((st = run_file_next(rf, &line, err)) == STATUS_OK &&
	    line.type != RUN_LINE_END) {
		count_line(&r->facts->found, line.type);
		if (line.type == RUN_LINE_DOMAIN)
			st = read_domain(r, &line, err);
		else
			st = run_facts_read(r->facts, &line, err);
		if (st != STATUS_OK)
			break;
	}
	return st;
}

enum status
report_run(const char *path, const struct classify_options *judge,
    struct report_totals *t, struct run_facts *facts,
    const struct report_sink *sinks, size_t n_sinks, struct error *err)
{
	struct reader r = {
		.judge = judge,
		.totals = t,
		.facts = facts,
		.sinks = sinks,
		.n_sinks = n_sinks,
	};
	struct run_file *rf;
	enum status st;

	memset(facts, 0, sizeof(*facts));
	if (t != NULL)
		t->policy = judge->policy;
	if ((st = run_file_open(&rf, path, err)) != STATUS_OK)
		return st;
	arena_init(&r.arena, ARENA_OCTETS);
	st = read_all(&r, rf, err);
	facts->complete = run_file_complete(rf);
	facts->altered = run_file_altered(rf);
	arena_free(&r.arena);
	run_file_close(rf);
	return st;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/run_facts.h"

#include <stdio.h>

#include "analysis/json_field.h"

static void
read_header(struct json_field *f, json_t *root, struct run_facts *facts)
{
	(void)snprintf(facts->vantage, sizeof(facts->vantage), "%s",
	    json_field_text(f, root, "vantage"));
	(void)snprintf(facts->started, sizeof(facts->started), "%s",
	    json_field_text(f, root, "started"));
	facts->unchecked_vantage =
	    json_field_bool(f, root, "unchecked_vantage");
}

static void
read_summary(struct json_field *f, json_t *root, struct run_facts *facts)
{
	json_t *input = json_field_object(f, root, "input");
	json_t *sent = json_field_object(f, root, "sent");
	json_t *capture = json_field_object(f, root, "capture");
	const uint64_t max = INT64_MAX;

	facts->complete = json_field_bool(f, root, "complete");
	facts->targets = json_field_uint(f, input, "targets", max);
	facts->input_errors = json_field_uint(f, input, "errors", max);
	facts->duplicates = json_field_uint(f, input, "duplicates", max);
	facts->resumed = json_field_uint(f, root, "resumed", max);
	facts->sent = json_field_uint(f, sent, "total", max);
	facts->refused_sends = json_field_uint(f, root, "refused_sends", max);
	facts->captured = json_field_uint(f, capture, "received", max);
	facts->capture_dropped = json_field_uint(f, capture, "dropped", max);
}

enum status
run_facts_read(
    struct run_facts *facts, const struct run_line *line, struct error *err)
{
	struct json_field f = { .err = err, .line = line->number };
	struct arena arena;
	json_t *root;

	if (line->type != RUN_LINE_RUN && line->type != RUN_LINE_SUMMARY)
		return STATUS_OK;
	root = json_loadb(line->text, line->len, 0, NULL);
	if (root == NULL)
		return error_set(err, STATUS_MALFORMED, "line %llu: not JSON",
		    (unsigned long long)line->number);
	arena_init(&arena, 1024);
	f.arena = &arena;
	if (line->type == RUN_LINE_RUN)
		read_header(&f, root, facts);
	else
		read_summary(&f, root, facts);
	arena_free(&arena);
	json_decref(root);
	return f.status;
}

bool
run_facts_add_up(const struct run_facts *facts)
{
	return facts->found.domains == facts->targets &&
	    facts->found.input_errors == facts->input_errors &&
	    facts->found.duplicates == facts->duplicates;
}

bool
run_facts_is_complete(const struct run_line *line)
{
	json_t *root = json_loadb(line->text, line->len, 0, NULL);
	bool complete = json_is_true(json_object_get(root, "complete"));

	json_decref(root);
	return complete;
}

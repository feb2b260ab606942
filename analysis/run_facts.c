/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/run_facts.h"

#include <stdio.h>
#include <string.h>

#include "analysis/json_field.h"

/* Copies a text, cut to SIZE octets. */
static void
take(struct json_field *f, struct json_tree *root, const char *key, char *to,
    size_t size)
{
	(void)snprintf(to, size, "%s", json_field_text(f, root, key));
}

static void
read_header(
    struct json_field *f, struct json_tree *root, struct run_facts *facts)
{
	take(f, root, "vantage", facts->vantage, sizeof(facts->vantage));
	take(f, root, "started", facts->started, sizeof(facts->started));
	facts->started_ns = json_field_time(f, root, "started");
	take(f, root, "tool", facts->tool, sizeof(facts->tool));
	if (!json_field_is_null(root, "notes"))
		take(f, root, "notes", facts->notes, sizeof(facts->notes));
	take(f, root, "input_sha256", facts->input_sha256,
	    sizeof(facts->input_sha256));
	take(f, root, "settings_sha256", facts->settings_sha256,
	    sizeof(facts->settings_sha256));
	facts->seed = json_field_uint(f, root, "seed", INT64_MAX);
	facts->unchecked_vantage =
	    json_field_bool(f, root, "unchecked_vantage");
}

static void
read_summary(
    struct json_field *f, struct json_tree *root, struct run_facts *facts)
{
	struct json_tree *input = json_field_object(f, root, "input");
	struct json_tree *sent = json_field_object(f, root, "sent");
	struct json_tree *capture = json_field_object(f, root, "capture");
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
	facts->loss_permille = json_field_permille(f, root, "loss");
	facts->duration_ns = json_field_ms(f, root, "duration_ms");
}

enum status
run_facts_read(
    struct run_facts *facts, const struct run_line *line, struct error *err)
{
	struct json_field f = { .err = err, .line = line->number };
	struct json_tree *root;
	struct arena arena;

	if (line->type != RUN_LINE_RUN && line->type != RUN_LINE_SUMMARY)
		return STATUS_OK;
	arena_init(&arena, 0);
	f.arena = &arena;
	root = json_field_parse(&f, line->text, line->len);
	if (root != NULL && line->type == RUN_LINE_RUN)
		read_header(&f, root, facts);
	else if (root != NULL)
		read_summary(&f, root, facts);
	arena_free(&arena);
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
run_facts_is_named(const struct run_facts *facts)
{
	return facts->vantage[0] != '\0' &&
	    strcmp(facts->vantage, "unnamed") != 0;
}

bool
run_facts_is_complete(const struct run_line *line)
{
	struct json_tree *complete;
	struct arena arena;
	bool is;
	size_t at;

	arena_init(&arena, 0);
	complete = json_tree_get(
	    json_tree_parse(line->text, line->len, &arena, &at), "complete");
	is = complete != NULL && complete->kind == JSON_TREE_TRUE;
	arena_free(&arena);
	return is;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/run_read.h"

#include "analysis/json_field.h"

typedef void read_line_fn(struct json_field *, struct json_tree *, void *);

/* One line into OUT by FN. */
static enum status
read_line(const struct run_line *line, struct arena *arena, read_line_fn *fn,
    void *out, struct error *err)
{
	struct json_field f = {
		.arena = arena, .err = err, .line = line->number
	};
	struct json_tree *root;

	if ((root = json_field_parse(&f, line->text, line->len)) != NULL)
		fn(&f, root, out);
	return f.status;
}

static size_t
count_values(const struct json_tree *options)
{
	const struct json_tree *value;
	size_t n = 0;

	for (value = options->first; value != NULL; value = value->next)
		n += value->kind == JSON_TREE_ARRAY ? value->n : 1;
	return n;
}

/* OF has the name: the value itself, or the list that it is in. */
static void
add_option(struct json_field *f, struct run_header *h,
    const struct json_tree *of, const struct json_tree *value)
{
	struct run_option *all = (struct run_option *)(uintptr_t)h->options;
	struct run_option *o = &all[h->n_options++];

	o->name = arena_strndup(f->arena, of->key, of->key_len);
	if (o->name == NULL)
		json_field_fail(
		    f, STATUS_NO_MEMORY, "options", "out of memory");
	if (value->kind == JSON_TREE_TEXT)
		o->value = value->text;
	else if (value->kind != JSON_TREE_TRUE)
		json_field_fail(f, STATUS_MALFORMED, "options",
		    "a value that is neither a text nor true");
}

static void
read_options(struct json_field *f, struct json_tree *root, struct run_header *h)
{
	struct json_tree *options = json_field_object(f, root, "options");
	struct json_tree *value, *item;

	if (options == NULL)
		return;
	h->options = arena_array(
	    f->arena, count_values(options) + 1, sizeof(*h->options));
	if (h->options == NULL) {
		json_field_fail(
		    f, STATUS_NO_MEMORY, "options", "out of memory");
		return;
	}
	for (value = options->first; value != NULL; value = value->next) {
		if (value->kind != JSON_TREE_ARRAY) {
			add_option(f, h, value, value);
			continue;
		}
		for (item = value->first; item != NULL; item = item->next)
			add_option(f, h, value, item);
	}
}

static void
read_header(struct json_field *f, struct json_tree *root, void *out)
{
	struct run_header *h = out;
	const char *key;
	unsigned i;

	*h = (struct run_header){ .notes = NULL };
	if (json_field_uint(f, root, "schema", INT64_MAX) != RUN_SCHEMA)
		json_field_fail(f, STATUS_MALFORMED, "schema",
		    "of another version of reach46");
	h->vantage = json_field_text(f, root, "vantage");
	if (!json_field_is_null(root, "notes"))
		h->notes = json_field_text(f, root, "notes");
	read_options(f, root, h);
	h->seed = json_field_uint(f, root, "seed", INT64_MAX);
	h->input_sha256 = json_field_text(f, root, "input_sha256");
	h->settings_sha256 = json_field_text(f, root, "settings_sha256");
	for (i = 0; i < RUN_CONTENTS; i++) {
		key = run_content_key((enum run_content)i);
		if (json_tree_get(root, key) != NULL)
			h->content_sha256[i] = json_field_text(f, root, key);
	}
	h->started_unix_ns = json_field_time(f, root, "started");
	h->unchecked_vantage = json_field_bool(f, root, "unchecked_vantage");
}

enum status
run_read_header(const struct run_line *line, struct arena *arena,
    struct run_header *h, struct error *err)
{
	return read_line(line, arena, read_header, h, err);
}

bool
run_read_is_merged(const struct run_line *line)
{
	struct arena arena;
	bool is;
	size_t at;

	arena_init(&arena, 0);
	is = json_tree_get(json_tree_parse(line->text, line->len, &arena, &at),
		 "merged") != NULL;
	arena_free(&arena);
	return is;
}

static void
read_input_error(struct json_field *f, struct json_tree *root, void *out)
{
	struct run_input_error *e = out;

	e->line = json_field_uint(f, root, "line", INT64_MAX);
	e->reason = json_field_text(f, root, "reason");
	e->detail = json_field_text(f, root, "detail");
	e->text = json_field_text(f, root, "text");
}

enum status
run_read_input_error(const struct run_line *line, struct arena *arena,
    struct run_input_error *e, struct error *err)
{
	return read_line(line, arena, read_input_error, e, err);
}

static void
read_duplicate(struct json_field *f, struct json_tree *root, void *out)
{
	struct run_duplicate *d = out;

	d->line = json_field_uint(f, root, "line", INT64_MAX);
	d->first_line = json_field_uint(f, root, "first_line", INT64_MAX);
	d->name = json_field_text(f, root, "name");
}

enum status
run_read_duplicate(const struct run_line *line, struct arena *arena,
    struct run_duplicate *d, struct error *err)
{
	return read_line(line, arena, read_duplicate, d, err);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/run_read.h"

#include "analysis/json_field.h"

typedef void read_line_fn(struct json_field *, json_t *, void *);

/* One line into OUT by FN. */
static enum status
read_line(const struct run_line *line, struct arena *arena, read_line_fn *fn,
    void *out, struct error *err)
{
	struct json_field f = {
		.arena = arena, .err = err, .line = line->number
	};
	json_t *root =
	    json_loadb(line->text, line->len, JSON_REJECT_DUPLICATES, NULL);

	if (json_is_object(root))
		fn(&f, root, out);
	else
		json_field_fail(&f, STATUS_MALFORMED, "", "not an object");
	json_decref(root);
	return f.status;
}

static size_t
count_values(json_t *options)
{
	const char *name;
	json_t *value;
	size_t n = 0;

	json_object_foreach(options, name, value) n +=
	    json_is_array(value) ? json_array_size(value) : 1;
	return n;
}

static void
add_option(
    struct json_field *f, struct run_header *h, const char *name, json_t *value)
{
	struct run_option *all = (struct run_option *)(uintptr_t)h->options;
	struct run_option *o = &all[h->n_options++];

	o->name = arena_strdup(f->arena, name);
	if (json_is_string(value))
		o->value = arena_strdup(f->arena, json_string_value(value));
	else if (!json_is_true(value))
		json_field_fail(f, STATUS_MALFORMED, "options",
		    "a value that is neither a text nor true");
	if (o->name == NULL || (json_is_string(value) && o->value == NULL))
		json_field_fail(
		    f, STATUS_NO_MEMORY, "options", "out of memory");
}

static void
read_options(struct json_field *f, json_t *root, struct run_header *h)
{
	json_t *options = json_field_object(f, root, "options");
	json_t *value, *item;
	const char *name;
	size_t i;

	h->options = arena_array(
	    f->arena, count_values(options) + 1, sizeof(*h->options));
	if (h->options == NULL) {
		json_field_fail(
		    f, STATUS_NO_MEMORY, "options", "out of memory");
		return;
	}
	json_object_foreach(options, name, value)
	{
		if (!json_is_array(value))
			add_option(f, h, name, value);
		json_array_foreach(value, i, item) add_option(f, h, name, item);
	}
}

static void
read_header(struct json_field *f, json_t *root, void *out)
{
	struct run_header *h = out;

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
	if (json_object_get(root, "root_hints_sha256") != NULL)
		h->root_hints_sha256 =
		    json_field_text(f, root, "root_hints_sha256");
	h->started_unix_ns = json_field_time(f, root, "started");
	h->unchecked_vantage = json_field_bool(f, root, "unchecked_vantage");
}

enum status
run_read_header(const struct run_line *line, struct arena *arena,
    struct run_header *h, struct error *err)
{
	return read_line(line, arena, read_header, h, err);
}

static void
read_input_error(struct json_field *f, json_t *root, void *out)
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
read_duplicate(struct json_field *f, json_t *root, void *out)
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

/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/input_list.h"

#include <sys/random.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "prober/input_line.h"
#include "prober/input_repeats.h"
#include "prober/line_reader.h"

struct input_list {
	struct line_reader reader;
	struct input_parser parser;
	struct input_repeats repeats;
	struct input_counts counts;
	struct line pending; /* read to tell the form, not handed out yet */
	enum line_result pending_result;
	bool have_pending;
	enum input_kind over; /* INPUT_END or _FAILED once it came */
	struct error failure;
	uint8_t sha256[INPUT_SHA256_OCTETS];
};

static enum input_kind
fail(struct input_list *list, const struct error *failure)
{
	list->over = INPUT_FAILED;
	list->failure = *failure;
	return INPUT_FAILED;
}

static enum input_kind
no_memory(struct input_list *list)
{
	struct error failure;

	(void)error_set(&failure, STATUS_NO_MEMORY,
	    "cannot read line %llu of %s: no memory",
	    (unsigned long long)list->counts.lines, list->reader.name);
	return fail(list, &failure);
}

/* Counts a parsed line; INPUT_WAIT stands for one that is not handed out. */
static enum input_kind
settle(struct input_list *list, enum input_line parsed, struct input_item *item)
{
	switch (parsed) {
	case INPUT_LINE_IGNORED:
		list->counts.ignored++;
		return INPUT_WAIT;
	case INPUT_LINE_BAD:
		list->counts.errors++;
		return INPUT_ERROR;
	case INPUT_LINE_NAME:
		break;
	}
	switch (input_repeats_look(&list->repeats, item->name.text,
	    item->name.len, item->line, &item->first_line)) {
	case SEEN_BEFORE:
		list->counts.duplicates++;
		return INPUT_DUPLICATE;
	case SEEN_NO_MEMORY:
		return no_memory(list);
	case SEEN_NEW:
		break;
	}
	list->counts.targets++;
	return INPUT_TARGET;
}

static enum line_result
next_line(struct input_list *list, struct line *line, struct error *err)
{
	if (!list->have_pending)
		return line_reader_next(&list->reader, false, line, err);
	list->have_pending = false;
	*line = list->pending;
	return list->pending_result;
}

static enum input_kind
end(struct input_list *list)
{
	uint8_t sha256[INPUT_SHA256_OCTETS];
	struct error failure;

	line_reader_sha256(&list->reader, sha256);
	if (list->repeats.are_known &&
	    memcmp(sha256, list->sha256, sizeof(sha256)) != 0) {
		(void)error_set(&failure, STATUS_USAGE,
		    "%s was changed while it was in use", list->reader.name);
		return fail(list, &failure);
	}
	memcpy(list->sha256, sha256, sizeof(sha256));
	input_repeats_learnt(&list->repeats);
	list->over = INPUT_END;
	return INPUT_END;
}

static bool
too_many_lines(const struct input_list *list, struct error *failure)
{
	if (list->counts.lines < UINT32_MAX)
		return false;
	(void)error_set(failure, STATUS_USAGE,
	    "cannot read %s to its end: it has more than %u lines; split it",
	    list->reader.name, UINT32_MAX);
	return true;
}

static enum input_kind
read_item(struct input_list *list, struct input_item *item)
{
	enum line_result result;
	enum input_kind kind;
	struct error failure;
	struct line line;

	for (;;) {
		result = next_line(list, &line, &failure);
		if (result == LINE_WAIT)
			return INPUT_WAIT;
		if (result == LINE_END)
			return end(list);
		if (result == LINE_FAILED || too_many_lines(list, &failure))
			return fail(list, &failure);
		item->line = (uint32_t)++list->counts.lines;
		kind = settle(list,
		    input_line_parse(&list->parser, result, &line, item), item);
		if (kind != INPUT_WAIT)
			return kind;
	}
}

enum input_kind
input_list_next(
    struct input_list *list, struct input_item *item, struct error *err)
{
	enum input_kind kind = list->over;

	if (kind != INPUT_END && kind != INPUT_FAILED)
		kind = read_item(list, item);
	if (kind == INPUT_FAILED)
		*err = list->failure;
	return kind;
}

/* Counts blank lines and comments up to the first line with content. */
static enum line_result
find_content(struct input_list *list, struct line *line, struct error *err)
{
	enum line_result result;
	struct line trimmed;

	for (;;) {
		result = line_reader_next(&list->reader, true, line, err);
		if (result != LINE_READ)
			return result;
		trimmed = *line;
		input_line_trim(&trimmed);
		if (!input_line_is_comment(&trimmed))
			return LINE_READ;
		list->counts.lines++;
		list->counts.ignored++;
	}
}

/* Reads the header, or keeps the first line for input_list_next(). */
static enum status
read_form(struct input_list *list, struct error *err)
{
	struct input_parser *p = &list->parser;
	struct line line = { 0 };
	enum line_result result = find_content(list, &line, err);

	if (result == LINE_FAILED)
		return STATUS_SYSTEM;
	p->form = INPUT_FORM_PLAIN;
	if (result == LINE_READ && memchr(line.text, '\0', line.len) == NULL)
		p->form = input_form_detect(list->reader.name, line.text,
		    line.len, &p->csv, &p->columns, err);
	if (p->form == INPUT_FORM_BAD)
		return STATUS_MALFORMED;
	if (p->form == INPUT_FORM_CSV) {
		list->counts.lines++;
		list->counts.ignored++;
		return STATUS_OK;
	}
	list->pending = line;
	list->pending_result = result;
	list->have_pending = true;
	return STATUS_OK;
}

static enum status
begin(struct input_list *list, struct error *err)
{
	const uint8_t *data;
	enum status status;
	size_t len, bom;

	list->over = INPUT_TARGET;
	status = line_reader_peek(&list->reader, &data, &len, err);
	if (status == STATUS_OK)
		status =
		    input_form_sniff(list->reader.name, data, len, &bom, err);
	if (status != STATUS_OK)
		return status;
	line_reader_skip(&list->reader, bom);
	return read_form(list, err);
}

static enum status
prepare(struct input_list *list, struct error *err)
{
	struct token_key key;

	if (getrandom(&key, sizeof(key), 0) != (ssize_t)sizeof(key))
		return error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot get random octets");
	input_repeats_init(&list->repeats, key);
	if (!csv_row_init(&list->parser.csv, ','))
		return error_set(err, STATUS_NO_MEMORY,
		    "cannot read %s: no memory", list->reader.name);
	return begin(list, err);
}

static struct input_list *
new_list(struct error *err)
{
	struct input_list *list = calloc(1, sizeof(*list));

	if (list == NULL)
		(void)error_set(err, STATUS_NO_MEMORY,
		    "cannot read a list of domains: no memory");
	else
		list->reader.fd = -1;
	return list;
}

/* Hands the list out if all went well, and closes it if not. */
static enum status
finish_open(struct input_list *list, enum status status,
    struct input_list **out, struct error *err)
{
	if (status == STATUS_OK)
		status = prepare(list, err);
	if (status != STATUS_OK) {
		input_list_close(list);
		list = NULL;
	}
	*out = list;
	return status;
}

enum status
input_list_open(struct input_list **out, const char *path, struct error *err)
{
	struct input_list *list = new_list(err);

	*out = NULL;
	if (list == NULL)
		return STATUS_NO_MEMORY;
	return finish_open(
	    list, line_reader_open(&list->reader, path, err), out, err);
}

enum status
input_list_open_memory(
    struct input_list **out, const void *data, size_t len, struct error *err)
{
	struct input_list *list = new_list(err);

	*out = NULL;
	if (list == NULL)
		return STATUS_NO_MEMORY;
	return finish_open(list,
	    line_reader_open_memory(&list->reader, data, len, err), out, err);
}

void
input_list_close(struct input_list *list)
{
	if (list == NULL)
		return;
	line_reader_close(&list->reader);
	csv_row_free(&list->parser.csv);
	input_repeats_free(&list->repeats);
	free(list);
}

int
input_list_fd(const struct input_list *list)
{
	return list->reader.fd;
}

void
input_list_counts(const struct input_list *list, struct input_counts *out)
{
	*out = list->counts;
}

bool
input_list_sha256(
    const struct input_list *list, uint8_t digest[static INPUT_SHA256_OCTETS])
{
	if (list->over != INPUT_END)
		return false;
	memcpy(digest, list->sha256, INPUT_SHA256_OCTETS);
	return true;
}

enum status
input_list_rewind(struct input_list *list, struct error *err)
{
	if (!line_reader_rewind(&list->reader))
		return error_set(err, STATUS_USAGE,
		    "cannot read %s twice: it is no file", list->reader.name);
	list->counts = (struct input_counts){ 0 };
	list->have_pending = false;
	input_repeats_rewind(&list->repeats);
	return begin(list, err);
}

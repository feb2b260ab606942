/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/controls_file.h"

#include <netinet/in.h>

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "prober/csv_row.h"
#include "prober/line_reader.h"

#define PORT_MAX 65535

enum column {
	COLUMN_ADDRESS,
	COLUMN_PROTOCOL,
	COLUMN_PORT,
	COLUMN_EXPECT,
	COLUMN_OPERATOR,
	COLUMNS
};

static const char *const header[COLUMNS] = {
	[COLUMN_ADDRESS] = "address",
	[COLUMN_PROTOCOL] = "protocol",
	[COLUMN_PORT] = "port",
	[COLUMN_EXPECT] = "expect",
	[COLUMN_OPERATOR] = "operator",
};

static const char builtin[] =
#include "controls.inc"
    ;

/* A list on its way from text. */
struct reading {
	const char *name; /* of the file */
	unsigned line;
	struct control_list *list;
	unsigned *lines; /* (owned) where each control stands */
	struct error *err;
};

/* The sentence starts with the place; returns STATUS_MALFORMED. */
static enum status __attribute__((format(printf, 2, 3)))
malformed(const struct reading *r, const char *fmt, ...)
{
	char what[256];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, args);
	va_end(args);
	return error_set(r->err, STATUS_MALFORMED, "%s, line %u: %s", r->name,
	    r->line, what);
}

static enum status
check_header(const struct reading *r, const struct csv_row *row)
{
	unsigned i;

	for (i = 0; i < COLUMNS; i++)
		if (row->n != COLUMNS ||
		    strcmp(row->field[i].text, header[i]) != 0)
			return malformed(r,
			    "a list of controls starts with the header "
			    "address,protocol,port,expect,operator");
	return STATUS_OK;
}

static bool
parse_port(const char *text, uint16_t *out)
{
	char *end;
	unsigned long port;

	if (text[0] < '0' || text[0] > '9')
		return false;
	errno = 0;
	port = strtoul(text, &end, 10);
	*out = (uint16_t)port;
	return errno == 0 && *end == '\0' && port > 0 && port <= PORT_MAX;
}

static enum status
parse_control(
    const struct reading *r, const struct csv_row *row, struct control *out)
{
	const struct csv_field *field = row->field;
	const char *protocol = field[COLUMN_PROTOCOL].text;
	const char *expect = field[COLUMN_EXPECT].text;

	*out = (struct control){ .proto = IPPROTO_TCP };
	if (row->n != COLUMNS)
		return malformed(
		    r, "%u fields where %d are due", row->n, (int)COLUMNS);
	if (!address_parse(field[COLUMN_ADDRESS].text, &out->endpoint.addr))
		return malformed(r, "\"%.60s\" is no IP address",
		    field[COLUMN_ADDRESS].text);
	if (strcmp(protocol, "udp") == 0)
		out->proto = IPPROTO_UDP;
	else if (strcmp(protocol, "tcp") != 0)
		return malformed(
		    r, "protocol \"%.60s\" is neither tcp nor udp", protocol);
	if (!parse_port(field[COLUMN_PORT].text, &out->endpoint.port))
		return malformed(r, "\"%.60s\" is no port from 1 to %d",
		    field[COLUMN_PORT].text, PORT_MAX);
	out->expect_answer = strcmp(expect, "answer") == 0;
	if (!out->expect_answer && strcmp(expect, "silence") != 0)
		return malformed(r,
		    "expect \"%.60s\" is neither answer nor silence", expect);
	if (field[COLUMN_OPERATOR].len >= sizeof(out->operator))
		return malformed(r, "the operator's name is over %zu octets",
		    sizeof(out->operator) - 1);
	memcpy(out->operator, field[COLUMN_OPERATOR].text,
	    field[COLUMN_OPERATOR].len);
	return STATUS_OK;
}

static bool
same_endpoint(const struct control *a, const struct control *b)
{
	return a->proto == b->proto && a->endpoint.port == b->endpoint.port &&
	    address_equal(&a->endpoint.addr, &b->endpoint.addr);
}

static enum status
add_control(struct reading *r, const struct control *control)
{
	struct control_list *list = r->list;
	size_t i;

	for (i = 0; i < list->n; i++)
		if (same_endpoint(&list->item[i], control))
			return malformed(
			    r, "the same endpoint as in line %u", r->lines[i]);
	if (list->n == CONTROLS_MAX)
		return malformed(r, "more than %d controls", CONTROLS_MAX);
	r->lines[list->n] = r->line;
	list->item[list->n++] = *control;
	return STATUS_OK;
}

static enum status
read_row(struct reading *r, struct csv_row *row, const struct line *line,
    bool *have_header)
{
	struct control control;
	enum status status;

	if (line->len == 0 || line->text[0] == '#')
		return STATUS_OK;
	if (!csv_row_split(row, line->text, line->len))
		return malformed(r, "the quotes do not match");
	if (!*have_header) {
		*have_header = true;
		return check_header(r, row);
	}
	status = parse_control(r, row, &control);
	return status == STATUS_OK ? add_control(r, &control) : status;
}

static enum status
read_lines(struct reading *r, struct line_reader *in, struct csv_row *row)
{
	enum status status = STATUS_OK;
	bool have_header = false;
	struct line line;

	while (status == STATUS_OK)
		switch (line_reader_next(in, true, &line, r->err)) {
		case LINE_READ:
			r->line++;
			status = read_row(r, row, &line, &have_header);
			break;
		case LINE_TOO_LONG:
			r->line++;
			status = malformed(r, "the line is too long");
			break;
		case LINE_WAIT:
			break;
		case LINE_END:
			line_reader_sha256(in, r->list->sha256);
			return r->list->n > 0
			    ? STATUS_OK
			    : error_set(r->err, STATUS_MALFORMED,
				  "%s: there is no control in it", r->name);
		case LINE_FAILED:
			return STATUS_SYSTEM;
		}
	return status;
}

/* Takes over the open reader. */
static enum status
read_list(struct control_list *list, const char *name, struct line_reader *in,
    struct error *err)
{
	struct csv_row *row = malloc(sizeof(*row));
	struct reading r = { .name = name, .list = list, .err = err };
	enum status status;

	*list = (struct control_list){ .n = 0 };
	list->item = calloc(CONTROLS_MAX, sizeof(*list->item));
	r.lines = calloc(CONTROLS_MAX, sizeof(*r.lines));
	if (row == NULL || list->item == NULL || r.lines == NULL ||
	    !csv_row_init(row, ',')) {
		status = error_set(err, STATUS_NO_MEMORY, "out of memory");
	} else {
		status = read_lines(&r, in, row);
		csv_row_free(row);
	}
	free(row);
	free(r.lines);
	line_reader_close(in);
	if (status != STATUS_OK)
		control_list_free(list);
	return status;
}

enum status
control_list_load(
    struct control_list *list, const char *path, struct error *err)
{
	struct line_reader in;
	enum status status = line_reader_open(&in, path, err);

	return status == STATUS_OK ? read_list(list, path, &in, err) : status;
}

static enum status
read_memory(struct control_list *list, const char *name, const void *text,
    size_t len, struct error *err)
{
	struct line_reader in;
	enum status status = line_reader_open_memory(&in, text, len, err);

	return status == STATUS_OK ? read_list(list, name, &in, err) : status;
}

enum status
control_list_read(
    struct control_list *list, const void *text, size_t len, struct error *err)
{
	return read_memory(list, "list of controls", text, len, err);
}

enum status
control_list_builtin(struct control_list *list, struct error *err)
{
	return read_memory(
	    list, "data/controls.csv", builtin, sizeof(builtin) - 1, err);
}

void
control_list_free(struct control_list *list)
{
	free(list->item);
	*list = (struct control_list){ .n = 0 };
}

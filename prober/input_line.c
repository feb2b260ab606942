/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/input_line.h"

#include <string.h>
#include <strings.h>

#include "prober/input_octets.h"
#include "prober/utf8.h"

_Static_assert(LINE_HEAD_OCTETS == INPUT_GIVEN_MAX, "a head is given whole");

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

void
input_line_trim(struct line *line)
{
	while (line->len > 0 && is_blank(line->text[line->len - 1]))
		line->len--;
	while (line->len > 0 && is_blank(line->text[0])) {
		line->text++;
		line->len--;
	}
}

/* Refuses what no list of either form may hold; OCTETS is what is in it. */
static enum input_reason
check_octets(const struct line *line, unsigned octets)
{
	if (octets & INPUT_OCTETS_NUL)
		return INPUT_NUL_OCTET;
	if (octets & INPUT_OCTETS_CONTROL)
		return INPUT_CONTROL_CHARACTER;
	if ((octets & INPUT_OCTETS_HIGH) && !utf8_valid(line->text, line->len))
		return INPUT_INVALID_UTF8;
	return INPUT_FINE;
}

bool
input_line_is_comment(const struct line *trimmed)
{
	return trimmed->len == 0 || trimmed->text[0] == '#';
}

/* OCTETS is what there is in the line. */
static enum input_line
parse_name(
    const char *text, size_t len, unsigned octets, struct input_item *item)
{
	item->reason = input_name_parse_of(text, len, octets, &item->name);
	return item->reason == INPUT_FINE ? INPUT_LINE_NAME : INPUT_LINE_BAD;
}

static enum input_line
bad(struct input_item *item, enum input_reason reason)
{
	item->reason = reason;
	return INPUT_LINE_BAD;
}

/* OCTETS is what there is in the line, blanks around included. */
static enum input_line
parse_plain(
    const struct line *trimmed, unsigned octets, struct input_item *item)
{
	if ((octets & INPUT_OCTETS_BLANK) &&
	    (input_octets(trimmed->text, trimmed->len) & INPUT_OCTETS_BLANK))
		return bad(item, INPUT_EXTRA_WORD);
	return parse_name(trimmed->text, trimmed->len, octets, item);
}

/* The field of a column; empty if there is no such column in the row. */
static struct csv_field
field(const struct csv_row *row, int column)
{
	if (column < 0 || (unsigned)column >= row->n)
		return (struct csv_field){ .text = "" };
	return row->field[column];
}

static bool
parse_use(const struct csv_field *f, unsigned *declared)
{
	static const struct {
		const char *word;
		unsigned use;
	} words[] = {
		{ "", DECLARED_ALL },
		{ "web", DECLARED_WEB },
		{ "mail", DECLARED_MAIL },
		{ "mail+web", DECLARED_ALL },
		{ "web+mail", DECLARED_ALL },
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasecmp(f->text, words[i].word) == 0) {
			*declared = words[i].use;
			return true;
		}
	return false;
}

/* The line of an empty row in a spreadsheet: separators alone. */
static bool
is_empty_row(const struct csv_row *row)
{
	unsigned i;

	for (i = 0; i < row->n && i < CSV_FIELDS_MAX; i++)
		if (row->field[i].len > 0)
			return false;
	return row->n <= CSV_FIELDS_MAX;
}

static enum input_line
parse_row(struct input_parser *p, const struct line *line, unsigned octets,
    struct input_item *item)
{
	const struct input_columns *columns = &p->columns;
	const struct csv_row *row = &p->csv;
	struct csv_field name, use, group, organisation;
	enum input_line parsed;

	if (!csv_row_split(&p->csv, line->text, line->len))
		return bad(item, INPUT_BAD_CSV);
	if (is_empty_row(row))
		return INPUT_LINE_IGNORED;
	name = field(row, columns->name);
	use = field(row, columns->use);
	group = field(row, columns->group);
	organisation = field(row, columns->organisation);
	if (row->n > columns->n)
		return bad(item, INPUT_EXTRA_COLUMN);
	if (name.len == 0)
		return bad(item, INPUT_MISSING_NAME);
	if (!parse_use(&use, &item->declared))
		return bad(item, INPUT_BAD_USE);
	if (group.len > INPUT_TEXT_MAX || organisation.len > INPUT_TEXT_MAX)
		return bad(item, INPUT_TEXT_TOO_LONG);
	parsed = parse_name(name.text, name.len, octets, item);
	if (parsed != INPUT_LINE_NAME)
		return parsed;
	item->group = group.text;
	item->organisation = organisation.text;
	return INPUT_LINE_NAME;
}

/* A row may start with '#' if that is no part of a name. */
static bool
has_comments(const struct input_parser *p)
{
	return p->form == INPUT_FORM_PLAIN || p->columns.name == 0;
}

enum input_line
input_line_parse(struct input_parser *p, enum line_result result,
    const struct line *line, struct input_item *item)
{
	struct line trimmed = *line;
	enum input_reason reason;
	unsigned octets;

	item->group = item->organisation = "";
	item->declared = DECLARED_ALL;
	item->given = line->text;
	item->given_len =
	    line->len < INPUT_GIVEN_MAX ? line->len : INPUT_GIVEN_MAX;
	if (result == LINE_TOO_LONG)
		return bad(item, INPUT_LINE_TOO_LONG);
	octets = input_octets(line->text, line->len);
	if ((reason = check_octets(line, octets)) != INPUT_FINE)
		return bad(item, reason);
	input_line_trim(&trimmed);
	if (trimmed.len == 0 ||
	    (has_comments(p) && input_line_is_comment(&trimmed)))
		return INPUT_LINE_IGNORED;
	if (p->form == INPUT_FORM_CSV)
		return parse_row(p, line, octets, item);
	return parse_plain(&trimmed, octets, item);
}

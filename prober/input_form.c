/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/input_form.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

struct magic {
	const char *octets;
	size_t len;
	const char *what, *remedy;
};

/* clang-format off */
static const struct magic magics[] = {
	{ "\xff\xfe", 2, "UTF-16 text", "save it as UTF-8" },
	{ "\xfe\xff", 2, "UTF-16 text", "save it as UTF-8" },
	{ "\x1f\x8b", 2, "a gzip file", "use zcat FILE | reach46 scan -" },
	{ "\x28\xb5\x2f\xfd", 4, "a zstd file",
	    "use zstdcat FILE | reach46 scan -" },
	{ "\xfd" "7zXZ", 6, "an xz file", "use xzcat FILE | reach46 scan -" },
	{ "BZh91AY&SY", 10, "a bzip2 file",
	    "use bzcat FILE | reach46 scan -" },
	{ "PK\3\4", 4, "a ZIP file or a workbook", "save it as CSV" },
	{ "\xd0\xcf\x11\xe0", 4, "an old Office file", "save it as CSV" },
	{ "%PDF-", 5, "a PDF file", "save its text" },
};
/* clang-format on */

/* True if every second octet from FIRST is NUL and no other is. */
static bool
half_nul(const uint8_t *data, size_t len, size_t first)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((data[i] == 0) != (i % 2 == first))
			return false;
	return len >= 4;
}

static bool
all_nul(const uint8_t *data, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (data[i] != 0)
			return false;
	return len > 0;
}

static enum status
refuse(
    const char *name, const char *what, const char *remedy, struct error *err)
{
	return error_set(err, STATUS_MALFORMED,
	    "cannot read %s: it is %s, not a list of domains in plain text; "
	    "%s",
	    name, what, remedy);
}

enum status
input_form_sniff(const char *name, const uint8_t *data, size_t len, size_t *bom,
    struct error *err)
{
	const struct magic *m;
	size_t i;

	for (i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
		m = &magics[i];
		if (len >= m->len && memcmp(data, m->octets, m->len) == 0)
			return refuse(name, m->what, m->remedy, err);
	}
	if (half_nul(data, len, 0) || half_nul(data, len, 1))
		return refuse(name, "UTF-16 text", "save it as UTF-8", err);
	if (all_nul(data, len))
		return refuse(
		    name, "binary (NUL octets)", "give another file", err);
	*bom = len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	return STATUS_OK;
}

/* Returns the first column of that name, or -1. */
static int
find_column(const struct csv_row *row, const char *name)
{
	unsigned i;

	for (i = 0; i < row->n && i < CSV_FIELDS_MAX; i++)
		if (strcasecmp(row->field[i].text, name) == 0)
			return (int)i;
	return -1;
}

static int
find_either(const struct csv_row *row, const char *name, const char *other)
{
	int column = find_column(row, name);

	return column >= 0 ? column : find_column(row, other);
}

static bool
read_header(const char *line, size_t len, struct csv_row *row,
    struct input_columns *columns)
{
	if (!csv_row_split(row, line, len))
		return false;
	columns->n = row->n;
	columns->name = find_either(row, "domain", "url");
	if (columns->name < 0)
		columns->name = find_column(row, "name");
	columns->group = find_column(row, "group");
	columns->organisation =
	    find_either(row, "organisation", "organization");
	columns->use = find_column(row, "use");
	return columns->name >= 0;
}

/* A separator, and before it nothing that only the path of a URL has. */
static bool
looks_like_csv(const char *line, size_t len)
{
	size_t n = 0;

	while (n < len && strchr(",;/", line[n]) == NULL)
		n++;
	return n < len && line[n] != '/';
}

enum input_form
input_form_detect(const char *name, const char *line, size_t len,
    struct csv_row *row, struct input_columns *columns, struct error *err)
{
	static const char separators[] = { ',', ';', '\t' };
	size_t i;

	for (i = 0; i < sizeof(separators); i++) {
		csv_set_delim(&row->parser, (unsigned char)separators[i]);
		if (read_header(line, len, row, columns))
			return INPUT_FORM_CSV;
	}
	if (looks_like_csv(line, len)) {
		(void)error_set(err, STATUS_MALFORMED,
		    "cannot read %s: it looks like CSV, but its first line is "
		    "no header with a column domain, url or name; put one in "
		    "front, such as: domain,group,organisation",
		    name);
		return INPUT_FORM_BAD;
	}
	return INPUT_FORM_PLAIN;
}

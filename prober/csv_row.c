/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/csv_row.h"

#include <assert.h>
#include <string.h>

bool
csv_row_init(struct csv_row *row, char separator)
{
	if (csv_init(&row->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return false;
	csv_set_delim(&row->parser, (unsigned char)separator);
	row->n = 0;
	return true;
}

void
csv_row_free(struct csv_row *row)
{
	csv_free(&row->parser);
}

static void
add_field(void *data, size_t len, void *arg)
{
	struct csv_row *row = arg;

	if (row->n++ >= CSV_FIELDS_MAX)
		return;
	assert(len < sizeof(row->text) - row->used);
	row->field[row->n - 1] = (struct csv_field){
		.text = row->text + row->used,
		.len = len,
	};
	if (len > 0)
		memcpy(row->text + row->used, data, len);
	row->used += len;
	row->text[row->used++] = '\0';
}

bool
csv_row_split(struct csv_row *row, const char *line, size_t len)
{
	char separator = (char)csv_get_delim(&row->parser);

	row->n = 0;
	row->used = 0;
	if (csv_parse(&row->parser, line, len, add_field, NULL, row) == len &&
	    csv_fini(&row->parser, add_field, NULL, row) == 0)
		return true;
	/* A parser that failed cannot be used again. */
	csv_row_free(row);
	(void)csv_row_init(row, separator);
	row->n = 0;
	return false;
}

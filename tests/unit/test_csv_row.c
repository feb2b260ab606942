/* SPDX-License-Identifier: Apache-2.0 */
/* Cells of a spreadsheet: text stays text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/csv_row.h"

static void
test_cells(void **state)
{
	static const struct {
		const char *text, *cell;
	} cells[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "a-b=c", "a-b=c" },
		{ "a,b", "\"a,b\"" },
		{ "a\"b", "\"a\"\"b\"" },
		{ "=1", "'=1" },
		{ "+1", "'+1" },
		{ "-1", "'-1" },
		{ "@a", "'@a" },
		{ "  =1", "  '=1" },
		{ "\t=1", " '=1" },
		{ "\xef\xbc\x9d", "'\xef\xbc\x9d" },
		{ "\xef\xbc\x8b", "'\xef\xbc\x8b" },
		{ "\xef\xbc\x8d", "'\xef\xbc\x8d" },
		{ "\xef\xbc\xa0", "'\xef\xbc\xa0" },
		{ "a;=1", "\"a;'=1\"" },
		{ "a; \"-1", "\"a; \"\"'-1\"" },
		{ "a\r\nb", "a  b" },
		{ "a\xe2\x80\xa8\xe2\x80\xae\xc2\x85"
		  "b\x7f",
		    "a   b " },
		{ "\xc3\xa9\xe2\x82\xac", "\xc3\xa9\xe2\x82\xac" },
	};
	char *text = NULL;
	size_t i, len;
	FILE *out;

	(void)state;
	for (i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		out = open_memstream(&text, &len);
		csv_row_start(out, cells[i].text);
		(void)fclose(out);
		assert_string_equal(text, cells[i].cell);
		free(text);
	}
}

static void
test_row(void **state)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	(void)state;
	csv_row_start(out, "a");
	csv_row_text(out, "");
	csv_row_uint(out, UINT64_MAX);
	csv_row_end(out);
	(void)fclose(out);
	assert_string_equal(text, "a,,18446744073709551615\r\n");
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

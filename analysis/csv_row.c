/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/csv_row.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

/* Octets of the UTF-8 sequence at S if it is one of LIST, else 0. */
static size_t
is_one_of(const char *s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strncmp(s, *list, strlen(*list)) == 0)
			return strlen(*list);
	return 0;
}

/* Octets of the character at S if it is to become a space, else 0. */
static size_t
is_unfit(const char *s)
{
	/* U+061C, 200E, 200F, 2028 to 202E, 2066 to 2069, FEFF */
	static const char *const marks[] = { "\xd8\x9c", "\xe2\x80\x8e",
		"\xe2\x80\x8f", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaa",
		"\xe2\x80\xab", "\xe2\x80\xac", "\xe2\x80\xad", "\xe2\x80\xae",
		"\xe2\x81\xa6", "\xe2\x81\xa7", "\xe2\x81\xa8", "\xe2\x81\xa9",
		"\xef\xbb\xbf", NULL };
	const unsigned char *u = (const unsigned char *)s;

	if (u[0] < 0x20 || u[0] == 0x7f)
		return 1;
	if (u[0] == 0xc2 && u[1] >= 0x80 && u[1] <= 0x9f)
		return 2;
	return is_one_of(s, marks);
}

static bool
is_formula(const char *s)
{
	static const char *const starts[] = { "=", "+", "-", "@",
		"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0",
		NULL };

	return is_one_of(s, starts) > 0;
}

static void
put_cell(FILE *out, const char *text)
{
	bool quote = strpbrk(text, "\",;") != NULL, start = true;
	size_t unfit;

	if (quote)
		(void)fputc('"', out);
	for (; *text != '\0'; text += unfit > 0 ? unfit : 1) {
		unfit = is_unfit(text);
		if (unfit > 0) {
			(void)fputc(' ', out);
			continue;
		}
		if (start && is_formula(text))
			(void)fputc('\'', out);
		start =
		    *text == ';' || (start && (*text == ' ' || *text == '"'));
		if (*text == '"')
			(void)fputc('"', out);
		(void)fputc(*text, out);
	}
	if (quote)
		(void)fputc('"', out);
}

void
csv_row_start(FILE *out, const char *text)
{
	put_cell(out, text);
}

void
csv_row_text(FILE *out, const char *text)
{
	(void)fputc(',', out);
	put_cell(out, text);
}

void
csv_row_uint(FILE *out, uint64_t n)
{
	(void)fprintf(out, ",%" PRIu64, n);
}

void
csv_row_end(FILE *out)
{
	(void)fputs("\r\n", out);
}

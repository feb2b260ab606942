/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_cell.h"

#include <inttypes.h>
#include <string.h>

#define CELL_MAX 80

const char *
report_cell_share(struct report_share s, char buf[static REPORT_SHARE_SIZE])
{
	unsigned percent;

	if (s.whole == 0)
		return "-";
	percent = (unsigned)(s.part * 100 / s.whole);
	if (s.part > 0 && percent == 0)
		return "<1%";
	(void)snprintf(buf, REPORT_SHARE_SIZE, "%u%%", percent % 1000);
	return buf;
}

void
report_cell_text(FILE *out, const char *text, size_t width)
{
	char cell[CELL_MAX + 1];
	size_t n = 0;

	if (width > CELL_MAX)
		width = CELL_MAX;
	for (; *text != '\0' && n < width; text++) {
		if (((unsigned char)*text & 0xc0) == 0x80)
			continue; /* the rest of a UTF-8 character */
		cell[n++] = *text >= 0x20 && *text < 0x7f ? *text : '?';
	}
	if (*text != '\0' && width >= 2)
		memcpy(cell + width - 2, "..", 2);
	cell[n] = '\0';
	(void)fprintf(out, "%-*s", (int)width, cell);
}

void
report_cell_count(FILE *out, struct report_share s)
{
	char buf[REPORT_SHARE_SIZE];

	(void)fprintf(
	    out, " %7" PRIu64 " %4s", s.part, report_cell_share(s, buf));
}

void
report_cell_rule(FILE *out, const unsigned char *widths)
{
	size_t i;
	unsigned j;

	for (i = 0; widths[i] != 0; i++)
		for (j = 0; j < widths[i]; j++)
			(void)fputc(i > 0 && j == 0 ? ' ' : '-', out);
	(void)fputc('\n', out);
}

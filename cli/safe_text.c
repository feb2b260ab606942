/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/safe_text.h"

#include <stdbool.h>
#include <string.h>

static bool
is_safe(unsigned char c)
{
	return c >= 0x20 && c <= 0x7e;
}

char *
safe_text(char *buf, size_t size, const void *text, size_t len)
{
	static const char hex[] = "0123456789abcdef";
	const unsigned char *p = text;
	size_t at = 0, i, need;

	for (i = 0; i < len; i++) {
		need = is_safe(p[i]) ? 1 : 4;
		if (need >= size - at)
			break;
		if (need == 1) {
			buf[at] = (char)p[i];
		} else {
			buf[at] = '\\';
			buf[at + 1] = 'x';
			buf[at + 2] = hex[p[i] >> 4];
			buf[at + 3] = hex[p[i] & 15];
		}
		at += need;
	}
	buf[at] = '\0';
	return buf;
}

void
safe_text_print(FILE *f, const char *text)
{
	char buf[SAFE_TEXT_SIZE(256)];
	size_t len = strlen(text), n;

	for (; len > 0; text += n, len -= n) {
		n = len < 256 ? len : 256;
		(void)fputs(safe_text(buf, sizeof(buf), text, n), f);
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/utf8.h"

#include <stdint.h>

/* Returns the octets of the character at P, of which LEFT are there; or 0. */
static size_t
character(const unsigned char *p, size_t left)
{
	/* The smallest code point that needs so many octets. */
	static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t code;
	size_t len, i;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc0 || p[0] > 0xf7)
		return 0;
	len = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (len > left)
		return 0;
	code = p[0] & (0x7fU >> len);
	for (i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (p[i] & 0x3f);
	}
	if (code < least[len] || code > 0x10ffff ||
	    (code >= 0xd800 && code <= 0xdfff))
		return 0;
	return len;
}

bool
utf8_valid(const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t i, n;

	for (i = 0; i < len; i += n)
		if ((n = character(p + i, len - i)) == 0)
			return false;
	return true;
}

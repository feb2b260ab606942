/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/json_text.h"

#include <stdint.h>
#include <string.h>

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The four digits of \uXXXX at S; -1 if they are none. */
static int32_t
unit_at(const char *s, const char *end)
{
	int32_t unit = 0;
	int i, digit;

	if (end - s < 4)
		return -1;
	for (i = 0; i < 4; i++) {
		if ((digit = hex_value(s[i])) < 0)
			return -1;
		unit = unit << 4 | digit;
	}
	return unit;
}

/*
 * The character of the escape whose backslash is before S; *LEN octets
 * follow it.  -1 if it is none: NUL and lone surrogates are not.
 */
static int32_t
escape_at(const char *s, const char *end, size_t *len)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *found;
	int32_t high, low;

	if (s == end || *s == '\0')
		return -1;
	*len = 1;
	if (*s != 'u') {
		found = strchr(from, *s);
		return found != NULL ? to[found - from] : -1;
	}
	*len = 5;
	high = unit_at(s + 1, end);
	if (high <= 0 || high < 0xd800 || high > 0xdfff)
		return high > 0 ? high : -1;
	if (high > 0xdbff || end - s < 11 || s[5] != '\\' || s[6] != 'u')
		return -1;
	*len = 11;
	low = unit_at(s + 7, end);
	if (low < 0xdc00 || low > 0xdfff)
		return -1;
	return 0x10000 + ((high - 0xd800) << 10 | (low - 0xdc00));
}

/* Octets of the UTF-8 character at S, which is none of ASCII; 0: none. */
static size_t
utf8_at(const unsigned char *s, const unsigned char *end)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2, i;
	uint32_t c = s[0] & (0x7fU >> n);

	if (s[0] < 0xc2 || s[0] > 0xf4 || (size_t)(end - s) < n)
		return 0;
	for (i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	return c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff) ? 0
									    : n;
}

struct json_text
json_text_scan(const char *s, const char *end)
{
	struct json_text t = { .start = s };
	unsigned char c;
	size_t n;

	for (; s < end && *s != '"'; s += n) {
		c = (unsigned char)*s;
		n = 1;
		if (c == '\\') {
			t.escaped = true;
			if (escape_at(s + 1, end, &n) < 0)
				break;
			n++;
		} else if (c >= 0x80) {
			n = utf8_at((const unsigned char *)s,
			    (const unsigned char *)end);
			if (n == 0)
				break;
		} else if (c < 0x20) {
			break;
		}
	}
	t.end = s;
	t.octets = (size_t)(s - t.start);
	t.closed = s < end && *s == '"';
	return t;
}

static char *
put_utf8(char *out, uint32_t c)
{
	if (c < 0x80) {
		*out++ = (char)c;
		return out;
	}
	if (c < 0x800) {
		*out++ = (char)(0xc0 | c >> 6);
	} else {
		if (c < 0x10000) {
			*out++ = (char)(0xe0 | c >> 12);
		} else {
			*out++ = (char)(0xf0 | c >> 18);
			*out++ = (char)(0x80 | (c >> 12 & 0x3f));
		}
		*out++ = (char)(0x80 | (c >> 6 & 0x3f));
	}
	*out++ = (char)(0x80 | (c & 0x3f));
	return out;
}

size_t
json_text_unescape(const struct json_text *t, char *out)
{
	const char *s = t->start, *start = out;
	size_t n;

	while (s < t->end) {
		if (*s != '\\') {
			*out++ = *s++;
			continue;
		}
		out = put_utf8(out, (uint32_t)escape_at(s + 1, t->end, &n));
		s += 1 + n;
	}
	*out = '\0';
	return (size_t)(out - start);
}

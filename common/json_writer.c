/* SPDX-License-Identifier: Apache-2.0 */
#include "common/json_writer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FIRST_SIZE  4096
#define DECIMAL_MAX 20 /* digits of the largest uint64_t */

static const char hex_digits[] = "0123456789abcdef";

void
json_writer_init(struct json_writer *w)
{
	*w = (struct json_writer){ .growing = true };
}

void
json_writer_init_fixed(struct json_writer *w, char *buf, size_t size)
{
	*w = (struct json_writer){ .buf = buf, .size = size };
}

void
json_writer_reset(struct json_writer *w)
{
	w->len = 0;
	w->failed = false;
	w->depth = 0;
	w->in_array = w->has_value = 0;
}

void
json_writer_free(struct json_writer *w)
{
	if (w->growing)
		free(w->buf);
	json_writer_init(w);
}

/* Returns room for N octets, or NULL and the writer has failed. */
static char *
reserve(struct json_writer *w, size_t n)
{
	size_t size = w->size > 0 ? w->size : FIRST_SIZE;
	char *buf;

	if (w->failed)
		return NULL;
	if (n <= w->size - w->len)
		return w->buf + w->len;
	while (size - w->len < n && size <= SIZE_MAX / 2)
		size *= 2;
	if (!w->growing || size - w->len < n ||
	    (buf = realloc(w->buf, size)) == NULL) {
		w->failed = true;
		return NULL;
	}
	w->buf = buf;
	w->size = size;
	return w->buf + w->len;
}

static void
put(struct json_writer *w, const char *text, size_t n)
{
	char *p = reserve(w, n);

	if (p != NULL) {
		memcpy(p, text, n);
		w->len += n;
	}
}

static void
put_char(struct json_writer *w, char c)
{
	put(w, &c, 1);
}

/*
 * Decodes one UTF-8 character of the NUL-terminated text at S (RFC 3629: the
 * shortest form, no surrogates, nothing above U+10FFFF).  Returns its length
 * in octets, or 1 and the octet itself when it is none.
 */
static size_t
utf8_decode(const unsigned char *s, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	size_t i;

	*c = s[0];
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 1;
	*c &= 0x7fU >> n;
	for (i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			break;
		*c = *c << 6 | (s[i] & 0x3f);
	}
	if (i == n && *c >= least[n] && *c <= 0x10ffff &&
	    (*c < 0xd800 || *c > 0xdfff))
		return n;
	*c = s[0];
	return 1;
}

static void
put_unit(struct json_writer *w, uint32_t unit)
{
	const char text[6] = { '\\', 'u', hex_digits[unit >> 12 & 15],
		hex_digits[unit >> 8 & 15], hex_digits[unit >> 4 & 15],
		hex_digits[unit & 15] };

	put(w, text, sizeof(text));
}

static void
put_escaped(struct json_writer *w, uint32_t c)
{
	if (c == '"' || c == '\\') {
		put_char(w, '\\');
		put_char(w, (char)c);
	} else if (c > 0xffff) {
		put_unit(w, 0xd800 + ((c - 0x10000) >> 10));
		put_unit(w, 0xdc00 + (c & 0x3ff));
	} else {
		put_unit(w, c);
	}
}

static bool
is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static void
put_string(struct json_writer *w, const char *text)
{
	const unsigned char *s = (const unsigned char *)text, *start;
	uint32_t c;

	put_char(w, '"');
	while (*s != '\0') {
		for (start = s; is_plain(*s); s++)
			continue;
		put(w, (const char *)start, (size_t)(s - start));
		if (*s != '\0') {
			s += utf8_decode(s, &c);
			put_escaped(w, c);
		}
	}
	put_char(w, '"');
}

/* What stands before a value: a comma, and the key inside an object. */
static void
put_key(struct json_writer *w, const char *key)
{
	assert((key == NULL) == (w->depth == 0 || (w->in_array & 1)));
	if (w->has_value & 1)
		put_char(w, ',');
	w->has_value |= 1;
	if (key != NULL) {
		put_string(w, key);
		put_char(w, ':');
	}
}

static void
open_level(struct json_writer *w, const char *key, bool array)
{
	assert(w->depth < JSON_WRITER_DEPTH - 1);
	put_key(w, key);
	put_char(w, array ? '[' : '{');
	w->depth++;
	w->in_array = w->in_array << 1 | array;
	w->has_value <<= 1;
}

void
json_writer_object(struct json_writer *w, const char *key)
{
	open_level(w, key, false);
}

void
json_writer_array(struct json_writer *w, const char *key)
{
	open_level(w, key, true);
}

void
json_writer_end(struct json_writer *w)
{
	assert(w->depth > 0);
	put_char(w, w->in_array & 1 ? ']' : '}');
	w->depth--;
	w->in_array >>= 1;
	w->has_value >>= 1;
}

void
json_writer_text(struct json_writer *w, const char *key, const char *value)
{
	if (value == NULL) {
		json_writer_null(w, key);
		return;
	}
	put_key(w, key);
	put_string(w, value);
}

/* At least WIDTH digits, zeros in front. */
static void
put_decimal(struct json_writer *w, uint64_t value, size_t width)
{
	char digits[DECIMAL_MAX];
	size_t n = 0;

	do {
		digits[DECIMAL_MAX - ++n] = (char)('0' + value % 10);
		value /= 10;
	} while (value > 0 || n < width);
	put(w, digits + DECIMAL_MAX - n, n);
}

void
json_writer_uint(struct json_writer *w, const char *key, uint64_t value)
{
	put_key(w, key);
	put_decimal(w, value, 1);
}

void
json_writer_int(struct json_writer *w, const char *key, int64_t value)
{
	put_key(w, key);
	if (value < 0)
		put_char(w, '-');
	put_decimal(w, value < 0 ? -(uint64_t)value : (uint64_t)value, 1);
}

void
json_writer_bool(struct json_writer *w, const char *key, bool value)
{
	put_key(w, key);
	put(w, value ? "true" : "false", value ? 4 : 5);
}

void
json_writer_null(struct json_writer *w, const char *key)
{
	put_key(w, key);
	put(w, "null", 4);
}

void
json_writer_milli(struct json_writer *w, const char *key, uint64_t value)
{
	put_key(w, key);
	put_decimal(w, value / 1000, 1);
	put_char(w, '.');
	put_decimal(w, value % 1000, 3);
}

void
json_writer_ms(struct json_writer *w, const char *key, uint64_t ns)
{
	json_writer_milli(w, key, ns / 1000);
}

void
json_writer_time(struct json_writer *w, const char *key, uint64_t unix_ns)
{
	time_t seconds = (time_t)(unix_ns / 1000000000);
	char text[40];
	struct tm tm;
	size_t n;

	(void)gmtime_r(&seconds, &tm);
	n = strftime(text, sizeof(text), "\"%Y-%m-%dT%H:%M:%S.", &tm);
	put_key(w, key);
	put(w, text, n);
	put_decimal(w, unix_ns / 1000 % 1000000, 6);
	put(w, "Z\"", 2);
}

void
json_writer_newline(struct json_writer *w)
{
	assert(w->depth == 0);
	put_char(w, '\n');
	w->has_value = 0;
}

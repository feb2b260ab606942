/* SPDX-License-Identifier: Apache-2.0 */
#include "common/json_writer.h"

#include <stdlib.h>

#define FIRST_SIZE 4096

void
json_writer_init(struct json_writer *w)
{
	*w = (struct json_writer){ .len = 0 };
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
	free(w->buf);
	json_writer_init(w);
}

char *
json_writer_grow(struct json_writer *w, size_t n)
{
	size_t size = w->size > 0 ? w->size : FIRST_SIZE;
	char *buf = NULL;

	while (size - w->len < n && size <= SIZE_MAX / 2)
		size *= 2;
	if (size - w->len >= n)
		buf = realloc(w->buf, size);
	if (buf == NULL) {
		w->failed = true;
		return NULL;
	}
	w->buf = buf;
	w->size = size;
	return buf + w->len;
}

/*
 * Decodes one UTF-8 character of the LEN octets at S (RFC 3629: the shortest
 * form, no surrogates, nothing above U+10FFFF).  Returns its length in octets,
 * or 1 and the octet itself when it is none.
 */
static size_t
utf8_decode(const unsigned char *s, size_t len, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	size_t i;

	*c = s[0];
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 1;
	*c &= 0x7fU >> n;
	for (i = 1; i < n && i < len; i++) {
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

/* Returns the end of an escaped character, at most 12 octets. */
static char *
put_unit(char *p, uint32_t unit)
{
	static const char digits[] = "0123456789abcdef";

	*p++ = '\\';
	*p++ = 'u';
	*p++ = digits[unit >> 12 & 15];
	*p++ = digits[unit >> 8 & 15];
	*p++ = digits[unit >> 4 & 15];
	*p++ = digits[unit & 15];
	return p;
}

static char *
put_escaped(char *p, uint32_t c)
{
	if (c == '"' || c == '\\') {
		*p++ = '\\';
		*p++ = (char)c;
		return p;
	}
	if (c <= 0xffff)
		return put_unit(p, c);
	p = put_unit(p, 0xd800 + ((c - 0x10000) >> 10));
	return put_unit(p, 0xdc00 + (c & 0x3ff));
}

static bool
is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

#define EACH UINT64_C(0x0101010101010101)

/* Not 0 if one of eight octets is 0 and none is above 0x7f. */
static inline uint64_t
has_zero(uint64_t eight)
{
	return (eight - EACH) & ~eight & 0x80 * EACH;
}

/* The same as is_plain() of eight octets. */
static inline bool
are_plain(uint64_t eight)
{
	return ((eight & 0x80 * EACH) | ((eight - 0x20 * EACH) & 0x80 * EACH) |
		   has_zero(eight ^ 0x7f * EACH) |
		   has_zero(eight ^ '"' * EACH) |
		   has_zero(eight ^ '\\' * EACH)) == 0;
}

/* Copies the octets at the begin that need no escape; returns how many of N
 * those are. */
static size_t
copy_plain(char *to, const char *text, size_t n)
{
	uint64_t eight;
	size_t i;

	for (i = 0; i + 8 <= n; i += 8) {
		memcpy(&eight, text + i, 8);
		if (!are_plain(eight))
			break;
		memcpy(to + i, &eight, 8);
	}
	/* The rest together with what stands before it. */
	if (i < n && i + 8 > n && n >= 8) {
		memcpy(&eight, text + n - 8, 8);
		memcpy(to + n - 8, &eight, 8);
		if (are_plain(eight))
			return n;
	}
	for (; i < n && is_plain((unsigned char)text[i]); i++)
		to[i] = text[i];
	return i;
}

void
json_writer_escape(
    struct json_writer *w, char *p, const char *value, size_t len)
{
	size_t done;
	uint32_t c;

	*p++ = '"';
	for (;;) {
		done = copy_plain(p, value, len);
		p += done;
		if ((len -= done) == 0)
			break;
		value += done;
		done = utf8_decode((const unsigned char *)value, len, &c);
		value += done;
		len -= done;
		json_writer_add(w, p);
		if ((p = json_writer_reserve(w, 12 + len + 1)) == NULL)
			return;
		p = put_escaped(p, c);
	}
	*p++ = '"';
	json_writer_add(w, p);
}

/* One octet that is no value. */
static void
put_char(struct json_writer *w, char c)
{
	char *p = json_writer_reserve(w, 1);

	if (p == NULL)
		return;
	*p++ = c;
	json_writer_add(w, p);
}

void
json_writer_named_object(struct json_writer *w, const char *name)
{
	const uint32_t in_array = w->in_array;

	assert(w->depth > 0 && !(in_array & 1));
	w->in_array |= 1; /* the name is written as a value is */
	json_writer_text(w, NULL, name);
	put_char(w, ':');
	w->has_value &= ~UINT32_C(1);
	json_writer_object(w, NULL);
	w->in_array = in_array << 1;
}

void
json_writer_newline(struct json_writer *w)
{
	assert(w->depth == 0);
	put_char(w, '\n');
	w->has_value = 0;
}

void
json_writer_append(struct json_writer *w, const struct json_writer *lines)
{
	char *p = json_writer_reserve(w, lines->len);

	assert(w->depth == 0 && lines->depth == 0 && lines->len > 0);
	w->failed |= lines->failed;
	if (p == NULL)
		return;
	memcpy(p, lines->buf, lines->len);
	json_writer_add(w, p + lines->len);
}

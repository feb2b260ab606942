/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_writer.h - JSON out, one line of it, fast.
 *
 * Values go straight into one growing buffer; nothing is allocated per value.
 * The text is printable ASCII whatever the strings hold, so no byte of a
 * stranger ever reaches a terminal or ends a line:
 *
 *	", \			escaped by a backslash
 *	control octets, DEL	\uXXXX
 *	valid UTF-8		\uXXXX, a surrogate pair above U+FFFF
 *	any other octet		\u00XX, as if it were Latin-1; the reader gets
 *				that character and cannot tell it was an octet
 *
 * Inside an object every value has a key, inside an array none has (NULL);
 * that and the nesting are checked by assertions, and at most
 * JSON_WRITER_DEPTH levels are open at a time.  Keys are words of our own and
 * go out as they are.  Running out of memory is sticky: write everything, then
 * look at json_writer_ok() once.
 *
 * Threads: a writer belongs to its caller.
 */
#ifndef COMMON_JSON_WRITER_H
#define COMMON_JSON_WRITER_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "common/decimal.h"
#include "common/utc.h"

#define JSON_WRITER_DEPTH	32

struct json_writer {
	char		*buf;		/* (owned) */
	size_t		 len;		/* octets written */
	size_t		 size;		/* octets at buf */
	bool		 failed;	/* no memory */
	unsigned	 depth;
	uint32_t	 in_array;	/* bit per level, innermost lowest */
	uint32_t	 has_value;	/* the same */
	struct utc_second second;	/* of the last time written */
};

/* Takes no memory before the first value. */
void	json_writer_init(struct json_writer *);

/* Starts over in the same buffer. */
void	json_writer_reset(struct json_writer *);

/* Gives the buffer back. */
void	json_writer_free(struct json_writer *);

/* Makes room for N octets behind what is there. */
char	*json_writer_grow(struct json_writer *, size_t n);

/* Room for N octets, or NULL and the writer has failed. */
static inline char *
json_writer_reserve(struct json_writer *w, size_t n)
{
	return n <= w->size - w->len ? w->buf + w->len : json_writer_grow(w, n);
}

/* All up to END is written. */
static inline void
json_writer_add(struct json_writer *w, const char *end)
{
	w->len = (size_t)(end - w->buf);
}

/*
 * Writes what stands before a value: a comma, and the key inside an object.
 * Returns where the value goes, with room for N octets, or NULL.  Most keys are
 * known when compiling, and are a store or two where they are written; so it
 * must become part of whoever calls it.
 */
static inline __attribute__((always_inline)) char *
json_writer_begin(struct json_writer *w, const char *key, size_t n)
{
	size_t len = key != NULL ? strlen(key) : 0;
	char *p = json_writer_reserve(w, len + 4 + n);

	assert((key == NULL) == (w->depth == 0 || (w->in_array & 1)));
	if (p == NULL)
		return NULL;
	if (w->has_value & 1)
		*p++ = ',';
	w->has_value |= 1;
	if (key != NULL) {
		*p++ = '"';
		memcpy(p, key, len);
		p += len;
		*p++ = '"';
		*p++ = ':';
	}
	return p;
}

static inline void
json_writer_open(struct json_writer *w, const char *key, char bracket)
{
	char *p = json_writer_begin(w, key, 1);

	assert(w->depth < JSON_WRITER_DEPTH - 1);
	w->depth++;
	w->in_array = w->in_array << 1 | (bracket == '[');
	w->has_value <<= 1;
	if (p == NULL)
		return;
	*p++ = bracket;
	json_writer_add(w, p);
}

static inline void
json_writer_object(struct json_writer *w, const char *key)
{
	json_writer_open(w, key, '{');
}

static inline void
json_writer_array(struct json_writer *w, const char *key)
{
	json_writer_open(w, key, '[');
}

/* Inside an object: an object whose key is a stranger's text. */
void	json_writer_named_object(struct json_writer *, const char *name);

/* Ends the innermost object or array. */
static inline void
json_writer_end(struct json_writer *w)
{
	char *p = json_writer_reserve(w, 1);

	assert(w->depth > 0);
	if (p != NULL) {
		*p++ = w->in_array & 1 ? ']' : '}';
		json_writer_add(w, p);
	}
	w->depth--;
	w->in_array >>= 1;
	w->has_value >>= 1;
}

/* A word of LEN letters, without quotes. */
static inline void
json_writer_word(struct json_writer *w, const char *key, const char *word,
    size_t len)
{
	char *p = json_writer_begin(w, key, len);

	if (p == NULL)
		return;
	memcpy(p, word, len);
	json_writer_add(w, p + len);
}

static inline void
json_writer_bool(struct json_writer *w, const char *key, bool value)
{
	json_writer_word(w, key, value ? "true" : "false", value ? 4 : 5);
}

static inline void
json_writer_null(struct json_writer *w, const char *key)
{
	json_writer_word(w, key, "null", 4);
}

/* LEN octets of our own, none of which needs an escape. */
static inline void
json_writer_plain(struct json_writer *w, const char *key, const char *value,
    size_t len)
{
	char *p = json_writer_begin(w, key, len + 2);

	if (p == NULL)
		return;
	*p++ = '"';
	memcpy(p, value, len);
	p += len;
	*p++ = '"';
	json_writer_add(w, p);
}

/* Writes a string, its escapes and quotes at P, where there is room for it
 * without escapes. */
void	json_writer_escape(struct json_writer *, char *p, const char *value,
	    size_t len);

/* LEN octets of anybody. */
static inline void
json_writer_octets(struct json_writer *w, const char *key, const char *value,
    size_t len)
{
	char *p = json_writer_begin(w, key, len + 2);

	if (p != NULL)
		json_writer_escape(w, p, value, len);
}

/* VALUE NULL is written as null. */
static inline void
json_writer_text(struct json_writer *w, const char *key, const char *value)
{
	if (value != NULL)
		json_writer_octets(w, key, value, strlen(value));
	else
		json_writer_null(w, key);
}

static inline void
json_writer_uint(struct json_writer *w, const char *key, uint64_t value)
{
	char *p = json_writer_begin(w, key, DECIMAL_OCTETS_MAX);

	if (p != NULL)
		json_writer_add(w, decimal_put_long(p, value));
}

static inline void
json_writer_int(struct json_writer *w, const char *key, int64_t value)
{
	char *p = json_writer_begin(w, key, 1 + DECIMAL_OCTETS_MAX);

	if (p == NULL)
		return;
	if (value < 0)
		*p++ = '-';
	json_writer_add(w, decimal_put_long(p,
	    value < 0 ? -(uint64_t)value : (uint64_t)value));
}

/* VALUE thousandths as a number with three decimals: 1234 gives 1.234. */
static inline void
json_writer_milli(struct json_writer *w, const char *key, uint64_t value)
{
	char *p = json_writer_begin(w, key, DECIMAL_OCTETS_MAX + 1);

	if (p == NULL)
		return;
	p = decimal_put_long(p, value / 1000);
	*p++ = '.';
	json_writer_add(w,
	    decimal_put_padded(p, (uint32_t)(value % 1000), 3));
}

/* Nanoseconds as milliseconds, cut to the microsecond. */
static inline void
json_writer_ms(struct json_writer *w, const char *key, uint64_t ns)
{
	json_writer_milli(w, key, ns / 1000);
}

/*
 * Nanoseconds since 1970 as "2026-11-22T00:02:40.123456Z" (RFC 3339), cut to
 * the microsecond.
 */
static inline void
json_writer_time(struct json_writer *w, const char *key, uint64_t unix_ns)
{
	char *p = json_writer_begin(w, key, UTC_TEXT_OCTETS + 2);

	if (p == NULL)
		return;
	*p++ = '"';
	p = utc_put_near(p, unix_ns, &w->second);
	*p++ = '"';
	json_writer_add(w, p);
}

/* Ends the line with LF; every object and array must be closed by then. */
void	json_writer_newline(struct json_writer *);

/* Appends the whole lines that another wrote; outside of any value. */
void	json_writer_append(struct json_writer *,
	    const struct json_writer *lines);

/* What is in the buffer was taken; the value goes on after it. */
static inline void
json_writer_taken(struct json_writer *w)
{
	w->len = 0;
}

/* True if everything written so far is in the buffer. */
static inline bool
json_writer_ok(const struct json_writer *w)
{
	return !w->failed;
}

#endif /* COMMON_JSON_WRITER_H */

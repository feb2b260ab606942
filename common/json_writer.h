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

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_WRITER_DEPTH	32

struct json_writer {
	char		*buf;		/* (owned) */
	size_t		 len;		/* octets written */
	size_t		 size;		/* octets at buf */
	bool		 failed;	/* no memory */
	unsigned	 depth;
	uint32_t	 in_array;	/* bit per level, innermost lowest */
	uint32_t	 has_value;	/* the same */
};

/* Takes no memory before the first value. */
void	json_writer_init(struct json_writer *);

/* Starts over in the same buffer. */
void	json_writer_reset(struct json_writer *);

/* Gives the buffer back. */
void	json_writer_free(struct json_writer *);

void	json_writer_object(struct json_writer *, const char *key);

/* Inside an object: an object whose key is a stranger's text. */
void	json_writer_named_object(struct json_writer *, const char *name);
void	json_writer_array(struct json_writer *, const char *key);
void	json_writer_end(struct json_writer *);	/* of the innermost one */

/* VALUE NULL is written as null. */
void	json_writer_text(struct json_writer *, const char *key,
	    const char *value);
void	json_writer_uint(struct json_writer *, const char *key, uint64_t);
void	json_writer_int(struct json_writer *, const char *key, int64_t);
void	json_writer_bool(struct json_writer *, const char *key, bool);
void	json_writer_null(struct json_writer *, const char *key);

/* VALUE thousandths as a number with three decimals: 1234 gives 1.234. */
void	json_writer_milli(struct json_writer *, const char *key,
	    uint64_t value);

/* Nanoseconds as milliseconds, cut to the microsecond. */
void	json_writer_ms(struct json_writer *, const char *key, uint64_t ns);

/*
 * Nanoseconds since 1970 as "2026-11-22T00:02:40.123456Z" (RFC 3339), cut to
 * the microsecond.
 */
void	json_writer_time(struct json_writer *, const char *key,
	    uint64_t unix_ns);

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

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_tree.h - a line of JSON (RFC 8259) as a tree in an arena, fast.
 *
 * Stricter than the RFC where a run file needs no more: no key twice in one
 * object, no NUL in a text, well-formed UTF-8, integers that fit 64 bits,
 * finite numbers, 32 levels at most.  Nothing is freed but with the arena; a
 * value takes 72 octets and its text.
 *
 * Threads: no state but the caller's.
 */
#ifndef ANALYSIS_JSON_TREE_H
#define ANALYSIS_JSON_TREE_H

#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"

#define JSON_TREE_DEPTH	32

enum json_tree_kind {
	JSON_TREE_NULL,
	JSON_TREE_FALSE,
	JSON_TREE_TRUE,
	JSON_TREE_INTEGER,
	JSON_TREE_REAL,		/* with a fraction or an exponent */
	JSON_TREE_TEXT,
	JSON_TREE_ARRAY,
	JSON_TREE_OBJECT,
};

struct json_tree {
	enum json_tree_kind	 kind;
	uint32_t		 n;	/* octets of a text, elements */
	uint32_t		 key_len;
	const char		*key;	/* inside an object; not ended by NUL */
	struct json_tree	*next;	/* in its object or array, or NULL */
	struct json_tree	*first;	/* of an object or array */
	struct json_tree	*hint;	/* where json_tree_get() looks first */
	union {
		const char	*text;	/* UTF-8, ended by a NUL */
		int64_t		 integer;
		double		 real;
	};
};

/*
 * Parses LEN octets as one value.  Returns NULL if they are none, with the
 * place in *AT; or without memory, and then *AT is SIZE_MAX.  Keys may point
 * into TEXT.
 */
struct json_tree *json_tree_parse(const char *text, size_t len,
		    struct arena *, size_t *at);

/* The member of that name; NULL without one, or if it is no object.  Asking
   in the order of the text costs least. */
struct json_tree *json_tree_get(struct json_tree *, const char *key);

#endif /* ANALYSIS_JSON_TREE_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_field.h - typed fields out of a parsed JSON line, with errors that
 * say where.
 *
 * A reader walks a value and keeps the path to where it is.  The first thing
 * that is not as it should be fills the error and every later call gives
 * zero, NULL or "", so a caller reads a whole object and checks once.
 *
 * Threads: a reader belongs to its caller.
 */
#ifndef ANALYSIS_JSON_FIELD_H
#define ANALYSIS_JSON_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/json_tree.h"
#include "common/address.h"
#include "common/arena.h"
#include "common/status.h"

struct json_field {
	struct arena	*arena;		/* texts are copied there */
	struct error	*err;
	enum status	 status;	/* STATUS_OK until the first fault */
	uint64_t	 line;
	char		 path[128];	/* "hosts[3].endpoints[0]" */
};

/*
 * Parses a line, which must be an object; its texts and those of its fields
 * live in the arena.  NULL, and the reader fails, if it is none.
 */
struct json_tree *json_field_parse(struct json_field *, const char *text,
		    size_t len);

/* Sets the error unless one is set already. */
void		 json_field_fail(struct json_field *, enum status,
		    const char *key, const char *what);

static inline bool
json_field_ok(const struct json_field *f)
{
	return f->status == STATUS_OK;
}

/* Steps into field KEY, or element I of it if I >= 0; returns the path's
   length before, for json_field_leave(). */
size_t		 json_field_enter(struct json_field *, const char *key, int i);
void		 json_field_leave(struct json_field *, size_t before);

/* Each demands that the field is there and of that type.  Texts are those of
   the tree. */
struct json_tree *json_field_object(struct json_field *, struct json_tree *,
		    const char *);
struct json_tree *json_field_array(struct json_field *, struct json_tree *,
		    const char *);
const char	*json_field_text(struct json_field *, struct json_tree *,
		    const char *);
bool		 json_field_bool(struct json_field *, struct json_tree *,
		    const char *);
uint64_t	 json_field_uint(struct json_field *, struct json_tree *,
		    const char *, uint64_t max);

/* An array of texts; NULL and N = 0 on failure. */
const char	**json_field_texts(struct json_field *, struct json_tree *,
		    const char *, size_t *n);

/* True if the field is there and null. */
bool		 json_field_is_null(struct json_tree *, const char *);

/* The value of a word by its table's inverse, which returns -1 for none. */
int		 json_field_word(struct json_field *, struct json_tree *,
		    const char *, int (*find)(const char *));

struct ip_addr	 json_field_address(struct json_field *, struct json_tree *,
		    const char *);

/* Milliseconds as nanoseconds, to the microsecond. */
uint64_t	 json_field_ms(struct json_field *, struct json_tree *,
		    const char *);

/* A share from 0 to 1 in thousandths. */
unsigned	 json_field_permille(struct json_field *, struct json_tree *,
		    const char *);

/* RFC 3339 in UTC as nanoseconds since 1970. */
uint64_t	 json_field_time(struct json_field *, struct json_tree *,
		    const char *);

#endif /* ANALYSIS_JSON_FIELD_H */

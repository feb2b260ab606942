/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/json_field.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* Some 31 years; a double of that size still tells microseconds apart. */
#define MS_MAX 1.0e12

void
json_field_fail(
    struct json_field *f, enum status status, const char *key, const char *what)
{
	if (!json_field_ok(f))
		return;
	f->status = error_set(f->err, status, "line %llu: %s%s%s: %s",
	    (unsigned long long)f->line, f->path, f->path[0] != '\0' ? "." : "",
	    key, what);
}

size_t
json_field_enter(struct json_field *f, const char *key, int i)
{
	size_t before = strlen(f->path), room = sizeof(f->path) - before;
	const char *dot = before > 0 ? "." : "";

	if (i >= 0)
		(void)snprintf(f->path + before, room, "%s%s[%d]", dot, key, i);
	else
		(void)snprintf(f->path + before, room, "%s%s", dot, key);
	return before;
}

void
json_field_leave(struct json_field *f, size_t before)
{
	f->path[before] = '\0';
}

struct json_tree *
json_field_parse(struct json_field *f, const char *text, size_t len)
{
	struct json_tree *root;
	size_t at;

	root = json_tree_parse(text, len, f->arena, &at);
	if (root != NULL && root->kind == JSON_TREE_OBJECT)
		return root;
	if (root != NULL)
		json_field_fail(f, STATUS_MALFORMED, "", "not an object");
	else if (at == SIZE_MAX)
		json_field_fail(f, STATUS_NO_MEMORY, "", "out of memory");
	else if (json_field_ok(f))
		f->status = error_set(f->err, STATUS_MALFORMED,
		    "line %llu, octet %zu: not JSON",
		    (unsigned long long)f->line, at);
	return NULL;
}

/* Returns the field if it is of that type, or NULL and the reader fails. */
static struct json_tree *
typed(struct json_field *f, struct json_tree *from, const char *key,
    enum json_tree_kind kind)
{
	static const char *const words[] = {
		[JSON_TREE_OBJECT] = "not an object",
		[JSON_TREE_ARRAY] = "not an array",
		[JSON_TREE_TEXT] = "not a text",
		[JSON_TREE_INTEGER] = "not an integer",
		[JSON_TREE_REAL] = "not a number",
		[JSON_TREE_TRUE] = "not true or false",
	};
	struct json_tree *value;

	if (!json_field_ok(f))
		return NULL;
	if ((value = json_tree_get(from, key)) == NULL)
		json_field_fail(f, STATUS_MALFORMED, key, "missing");
	else if (value->kind == kind ||
	    (kind == JSON_TREE_TRUE && value->kind == JSON_TREE_FALSE) ||
	    (kind == JSON_TREE_REAL && value->kind == JSON_TREE_INTEGER))
		return value;
	else
		json_field_fail(f, STATUS_MALFORMED, key, words[kind]);
	return NULL;
}

static double
number(const struct json_tree *value)
{
	if (value == NULL)
		return 0;
	return value->kind == JSON_TREE_REAL ? value->real
					     : (double)value->integer;
}

struct json_tree *
json_field_object(struct json_field *f, struct json_tree *from, const char *key)
{
	return typed(f, from, key, JSON_TREE_OBJECT);
}

struct json_tree *
json_field_array(struct json_field *f, struct json_tree *from, const char *key)
{
	return typed(f, from, key, JSON_TREE_ARRAY);
}

const char *
json_field_text(struct json_field *f, struct json_tree *from, const char *key)
{
	struct json_tree *value = typed(f, from, key, JSON_TREE_TEXT);

	return value != NULL ? value->text : "";
}

const char **
json_field_texts(
    struct json_field *f, struct json_tree *from, const char *key, size_t *n)
{
	struct json_tree *array = typed(f, from, key, JSON_TREE_ARRAY), *value;
	const char **texts;

	*n = 0;
	if (array == NULL)
		return NULL;
	if ((texts = arena_array(f->arena, array->n, sizeof(*texts))) == NULL)
		json_field_fail(f, STATUS_NO_MEMORY, key, "out of memory");
	for (value = array->first; value != NULL && texts != NULL;
	     value = value->next) {
		if (value->kind != JSON_TREE_TEXT) {
			json_field_fail(
			    f, STATUS_MALFORMED, key, "not an array of texts");
			*n = 0;
			return NULL;
		}
		texts[(*n)++] = value->text;
	}
	return texts;
}

bool
json_field_bool(struct json_field *f, struct json_tree *from, const char *key)
{
	const struct json_tree *value = typed(f, from, key, JSON_TREE_TRUE);

	return value != NULL && value->kind == JSON_TREE_TRUE;
}

uint64_t
json_field_uint(
    struct json_field *f, struct json_tree *from, const char *key, uint64_t max)
{
	struct json_tree *value = typed(f, from, key, JSON_TREE_INTEGER);
	int64_t n = value != NULL ? value->integer : 0;

	if (n >= 0 && (uint64_t)n <= max)
		return (uint64_t)n;
	json_field_fail(f, STATUS_MALFORMED, key, "out of range");
	return 0;
}

bool
json_field_is_null(struct json_tree *from, const char *key)
{
	const struct json_tree *value = json_tree_get(from, key);

	return value != NULL && value->kind == JSON_TREE_NULL;
}

int
json_field_word(struct json_field *f, struct json_tree *from, const char *key,
    int (*find)(const char *))
{
	struct json_tree *value = typed(f, from, key, JSON_TREE_TEXT);
	int found;

	if (value == NULL)
		return 0;
	if ((found = find(value->text)) >= 0)
		return found;
	json_field_fail(
	    f, STATUS_MALFORMED, key, "not a word that is known here");
	return 0;
}

struct ip_addr
json_field_address(
    struct json_field *f, struct json_tree *from, const char *key)
{
	struct json_tree *value = typed(f, from, key, JSON_TREE_TEXT);
	struct ip_addr a = { .family = FAMILY_NONE };

	if (value != NULL && !address_parse(value->text, &a))
		json_field_fail(f, STATUS_MALFORMED, key, "not an address");
	return a;
}

uint64_t
json_field_ms(struct json_field *f, struct json_tree *from, const char *key)
{
	double ms = number(typed(f, from, key, JSON_TREE_REAL));

	if (ms >= 0 && ms <= MS_MAX)
		return (uint64_t)(ms * 1000 + 0.5) * 1000;
	json_field_fail(f, STATUS_MALFORMED, key, "out of range");
	return 0;
}

unsigned
json_field_permille(
    struct json_field *f, struct json_tree *from, const char *key)
{
	double share = number(typed(f, from, key, JSON_TREE_REAL));

	if (share >= 0 && share <= 1)
		return (unsigned)(share * 1000 + 0.5);
	json_field_fail(f, STATUS_MALFORMED, key, "out of range");
	return 0;
}

/* The fraction behind the seconds, as nanoseconds; NULL if it is none. */
static const char *
parse_fraction(const char *s, uint64_t *ns)
{
	uint64_t unit = 100000000;

	*ns = 0;
	if (*s != '.')
		return s;
	if (*++s < '0' || *s > '9')
		return NULL;
	for (; *s >= '0' && *s <= '9'; s++, unit /= 10)
		*ns += (uint64_t)(*s - '0') * unit;
	return s;
}

uint64_t
json_field_time(struct json_field *f, struct json_tree *from, const char *key)
{
	struct json_tree *value = typed(f, from, key, JSON_TREE_TEXT);
	struct tm tm = { .tm_year = 70 };
	const char *s;
	uint64_t ns;
	time_t t;

	if (value == NULL)
		return 0;
	s = strptime(value->text, "%Y-%m-%dT%H:%M:%S", &tm);
	if (s == NULL || (s = parse_fraction(s, &ns)) == NULL ||
	    strcmp(s, "Z") != 0 || (t = timegm(&tm)) < 0 ||
	    t > (time_t)(INT64_MAX / 1000000000)) {
		json_field_fail(
		    f, STATUS_MALFORMED, key, "not a time in UTC (RFC 3339)");
		return 0;
	}
	return (uint64_t)t * 1000000000 + ns;
}

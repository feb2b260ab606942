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

/* Returns the field if it is of that type, or NULL and the reader fails. */
static json_t *
typed(struct json_field *f, json_t *from, const char *key, json_type type)
{
	static const char *const words[] = {
		[JSON_OBJECT] = "not an object",
		[JSON_ARRAY] = "not an array",
		[JSON_STRING] = "not a text",
		[JSON_INTEGER] = "not an integer",
		[JSON_REAL] = "not a number",
		[JSON_TRUE] = "not true or false",
	};
	json_t *value;

	if (!json_field_ok(f))
		return NULL;
	if ((value = json_object_get(from, key)) == NULL)
		json_field_fail(f, STATUS_MALFORMED, key, "missing");
	else if (json_typeof(value) == type ||
	    (type == JSON_TRUE && json_is_false(value)) ||
	    (type == JSON_REAL && json_is_integer(value)))
		return value;
	else
		json_field_fail(f, STATUS_MALFORMED, key, words[type]);
	return NULL;
}

json_t *
json_field_object(struct json_field *f, json_t *from, const char *key)
{
	return typed(f, from, key, JSON_OBJECT);
}

json_t *
json_field_array(struct json_field *f, json_t *from, const char *key)
{
	return typed(f, from, key, JSON_ARRAY);
}

const char *
json_field_text(struct json_field *f, json_t *from, const char *key)
{
	json_t *value = typed(f, from, key, JSON_STRING);
	const char *copy;

	if (value == NULL)
		return "";
	copy = arena_strndup(
	    f->arena, json_string_value(value), json_string_length(value));
	if (copy != NULL)
		return copy;
	json_field_fail(f, STATUS_NO_MEMORY, key, "out of memory");
	return "";
}

bool
json_field_bool(struct json_field *f, json_t *from, const char *key)
{
	return json_is_true(typed(f, from, key, JSON_TRUE));
}

uint64_t
json_field_uint(
    struct json_field *f, json_t *from, const char *key, uint64_t max)
{
	json_t *value = typed(f, from, key, JSON_INTEGER);
	json_int_t n = json_integer_value(value);

	if (n >= 0 && (uint64_t)n <= max)
		return (uint64_t)n;
	json_field_fail(f, STATUS_MALFORMED, key, "out of range");
	return 0;
}

bool
json_field_is_null(json_t *from, const char *key)
{
	return json_is_null(json_object_get(from, key));
}

int
json_field_word(struct json_field *f, json_t *from, const char *key,
    int (*find)(const char *))
{
	json_t *value = typed(f, from, key, JSON_STRING);
	int found;

	if (value == NULL)
		return 0;
	if ((found = find(json_string_value(value))) >= 0)
		return found;
	json_field_fail(
	    f, STATUS_MALFORMED, key, "not a word that is known here");
	return 0;
}

struct ip_addr
json_field_address(struct json_field *f, json_t *from, const char *key)
{
	json_t *value = typed(f, from, key, JSON_STRING);
	struct ip_addr a = { .family = FAMILY_NONE };

	if (value != NULL && !address_parse(json_string_value(value), &a))
		json_field_fail(f, STATUS_MALFORMED, key, "not an address");
	return a;
}

uint64_t
json_field_ms(struct json_field *f, json_t *from, const char *key)
{
	double ms = json_number_value(typed(f, from, key, JSON_REAL));

	if (ms >= 0 && ms <= MS_MAX)
		return (uint64_t)(ms * 1000 + 0.5) * 1000;
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
json_field_time(struct json_field *f, json_t *from, const char *key)
{
	json_t *value = typed(f, from, key, JSON_STRING);
	struct tm tm = { .tm_year = 70 };
	const char *s;
	uint64_t ns;
	time_t t;

	if (value == NULL)
		return 0;
	s = strptime(json_string_value(value), "%Y-%m-%dT%H:%M:%S", &tm);
	if (s == NULL || (s = parse_fraction(s, &ns)) == NULL ||
	    strcmp(s, "Z") != 0 || (t = timegm(&tm)) < 0 ||
	    t > (time_t)(INT64_MAX / 1000000000)) {
		json_field_fail(
		    f, STATUS_MALFORMED, key, "not a time in UTC (RFC 3339)");
		return 0;
	}
	return (uint64_t)t * 1000000000 + ns;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/json_tree.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/json_text.h"

/* Objects of more members than this are looked at for doubles by sorting. */
#define FEW_MEMBERS 32

/* Digits that a double holds exactly, and their powers of ten (10^22). */
#define EXACT_DIGITS 15

struct parser {
	const char *at, *end;
	struct arena *arena;
	unsigned depth;
	bool no_memory;
};

static bool parse_value(struct parser *, struct json_tree *);

static void *
take(struct parser *p, size_t size)
{
	void *memory = arena_alloc(p->arena, size);

	p->no_memory |= memory == NULL;
	return memory;
}

static void
skip_space(struct parser *p)
{
	while (p->at < p->end &&
	    (*p->at == ' ' || *p->at == '\t' || *p->at == '\n' ||
		*p->at == '\r'))
		p->at++;
}

static bool
skip(struct parser *p, char c)
{
	skip_space(p);
	if (p->at == p->end || *p->at != c)
		return false;
	p->at++;
	return true;
}

/* A text behind its first quote; without escapes a KEY is not copied. */
static bool
parse_text(struct parser *p, bool key, const char **out, uint32_t *len)
{
	struct json_text t = json_text_scan(p->at, p->end);
	char *copy;

	p->at = t.end;
	if (!t.closed)
		return false;
	p->at++;
	*len = (uint32_t)t.octets;
	*out = t.start;
	if (key && !t.escaped)
		return true;
	if ((copy = take(p, t.octets + 1)) == NULL)
		return false;
	if (t.escaped)
		*len = (uint32_t)json_text_unescape(&t, copy);
	else
		memcpy(copy, t.start, t.octets);
	*out = copy;
	return true;
}

static bool
is_digit(const struct parser *p)
{
	return p->at < p->end && *p->at >= '0' && *p->at <= '9';
}

static bool
skip_digits(struct parser *p)
{
	bool some = is_digit(p);

	while (is_digit(p))
		p->at++;
	return some;
}

static bool
parse_integer(const char *s, const char *end, int64_t *out)
{
	bool minus = *s == '-';
	uint64_t n = 0, max = (uint64_t)INT64_MAX + minus;
	unsigned digit;

	for (s += minus; s < end; s++) {
		digit = (unsigned)(*s - '0');
		if (n > (max - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*out = (int64_t)(minus ? 0 - n : n);
	return true;
}

/* strtod() wants a NUL behind. */
static double
parse_long_real(struct parser *p, const char *s, const char *end)
{
	char *copy = take(p, (size_t)(end - s) + 1);

	if (copy == NULL)
		return 0;
	memcpy(copy, s, (size_t)(end - s));
	return strtod(copy, NULL);
}

/* DOT is where the fraction starts, if there is no exponent. */
static double
parse_real(struct parser *p, const char *s, const char *dot, const char *end)
{
	static const double powers[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7,
		1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
	bool minus = *s == '-';
	uint64_t digits = 0;
	double real;

	/* Both are exact, so that the quotient is rounded once, as it must. */
	if (dot == NULL || end - s > EXACT_DIGITS)
		return parse_long_real(p, s, end);
	for (s += minus; s < end; s++)
		if (s != dot)
			digits = digits * 10 + (uint64_t)(*s - '0');
	real = (double)digits / powers[end - dot - 1];
	return minus ? -real : real;
}

static bool
parse_number(struct parser *p, struct json_tree *v)
{
	const char *start = p->at, *dot = NULL;
	bool exponent = false;

	if (*p->at == '-')
		p->at++;
	if (p->at < p->end && *p->at == '0')
		p->at++;
	else if (!skip_digits(p))
		return false;
	if (p->at < p->end && *p->at == '.') {
		dot = p->at++;
		if (!skip_digits(p))
			return false;
	}
	if (p->at < p->end && (*p->at == 'e' || *p->at == 'E')) {
		exponent = true;
		p->at++;
		if (p->at < p->end && (*p->at == '+' || *p->at == '-'))
			p->at++;
		if (!skip_digits(p))
			return false;
	}
	if (dot == NULL && !exponent) {
		v->kind = JSON_TREE_INTEGER;
		return parse_integer(start, p->at, &v->integer);
	}
	v->kind = JSON_TREE_REAL;
	v->real = parse_real(p, start, exponent ? NULL : dot, p->at);
	return isfinite(v->real) != 0;
}

static bool
parse_word(struct parser *p, struct json_tree *v)
{
	static const struct {
		const char *word;
		enum json_tree_kind kind;
	} words[] = { { "null", JSON_TREE_NULL }, { "false", JSON_TREE_FALSE },
		{ "true", JSON_TREE_TRUE } };
	size_t i, len;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		len = strlen(words[i].word);
		if ((size_t)(p->end - p->at) < len ||
		    memcmp(p->at, words[i].word, len) != 0)
			continue;
		v->kind = words[i].kind;
		p->at += len;
		return true;
	}
	return false;
}

static bool
same_key(const struct json_tree *a, const struct json_tree *b)
{
	return a->key_len == b->key_len &&
	    memcmp(a->key, b->key, a->key_len) == 0;
}

static int
compare_keys(const void *a, const void *b)
{
	const struct json_tree *x = *(struct json_tree *const *)a;
	const struct json_tree *y = *(struct json_tree *const *)b;

	if (x->key_len != y->key_len)
		return x->key_len < y->key_len ? -1 : 1;
	return memcmp(x->key, y->key, x->key_len);
}

/* True if no key of the object is there twice. */
static bool
keys_differ(struct parser *p, const struct json_tree *object)
{
	struct json_tree *a, *b, **sorted;
	size_t i, n = 0;

	if (object->n <= FEW_MEMBERS) {
		for (a = object->first; a != NULL; a = a->next)
			for (b = a->next; b != NULL; b = b->next)
				if (same_key(a, b))
					return false;
		return true;
	}
	if ((sorted = take(p, object->n * sizeof(struct json_tree *))) == NULL)
		return false;
	for (a = object->first; a != NULL; a = a->next)
		sorted[n++] = a;
	qsort(sorted, n, sizeof(struct json_tree *), compare_keys);
	for (i = 1; i < n; i++)
		if (same_key(sorted[i - 1], sorted[i]))
			return false;
	return true;
}

/* The members behind the bracket or brace that opens V. */
static bool
parse_members(struct parser *p, struct json_tree *v, char close)
{
	struct json_tree **last = &v->first, *member;
	bool object = v->kind == JSON_TREE_OBJECT;

	if (skip(p, close))
		return true;
	do {
		if ((member = take(p, sizeof(*member))) == NULL)
			return false;
		if (object &&
		    (!skip(p, '"') ||
			!parse_text(p, true, &member->key, &member->key_len) ||
			!skip(p, ':')))
			return false;
		if (!parse_value(p, member))
			return false;
		*last = member;
		last = &member->next;
		v->n++;
	} while (skip(p, ','));
	return skip(p, close) && (!object || keys_differ(p, v));
}

static bool
parse_value(struct parser *p, struct json_tree *v)
{
	bool done;

	skip_space(p);
	if (p->at == p->end || p->depth == JSON_TREE_DEPTH)
		return false;
	p->depth++;
	switch (*p->at) {
	case '{':
		v->kind = JSON_TREE_OBJECT;
		p->at++;
		done = parse_members(p, v, '}');
		v->hint = v->first;
		break;
	case '[':
		v->kind = JSON_TREE_ARRAY;
		p->at++;
		done = parse_members(p, v, ']');
		break;
	case '"':
		v->kind = JSON_TREE_TEXT;
		p->at++;
		done = parse_text(p, false, &v->text, &v->n);
		break;
	case 'n':
	case 'f':
	case 't':
		done = parse_word(p, v);
		break;
	default:
		done = parse_number(p, v);
		break;
	}
	p->depth--;
	return done;
}

struct json_tree *
json_tree_parse(const char *text, size_t len, struct arena *arena, size_t *at)
{
	struct parser p = { .at = text, .end = text + len, .arena = arena };
	struct json_tree *root = take(&p, sizeof(*root));
	bool done = root != NULL && parse_value(&p, root);

	skip_space(&p);
	*at = p.no_memory ? SIZE_MAX : (size_t)(p.at - text);
	return done && p.at == p.end ? root : NULL;
}

static bool
has_key(const struct json_tree *member, const char *key, size_t len)
{
	return member->key_len == len && memcmp(member->key, key, len) == 0;
}

struct json_tree *
json_tree_get(struct json_tree *object, const char *key)
{
	size_t len = strlen(key);
	struct json_tree *v;

	if (object == NULL || object->kind != JSON_TREE_OBJECT)
		return NULL;
	v = object->hint;
	if (v == NULL || !has_key(v, key, len))
		for (v = object->first; v != NULL; v = v->next)
			if (has_key(v, key, len))
				break;
	if (v != NULL)
		object->hint = v->next;
	return v;
}

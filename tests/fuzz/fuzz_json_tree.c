/* SPDX-License-Identifier: Apache-2.0 */
/* Any octets as JSON: taken and refused as jansson does, with equal values. */
#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/json_tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
check(const struct json_tree *t, json_t *j)
{
	const struct json_tree *v;
	size_t i = 0;
	char *key;
	int same;

	switch (t->kind) {
	case JSON_TREE_OBJECT:
		same = json_is_object(j) && t->n == json_object_size(j);
		for (v = t->first; same && v != NULL; v = v->next) {
			if ((key = strndup(v->key, v->key_len)) == NULL)
				abort();
			check(v, json_object_get(j, key));
			free(key);
		}
		break;
	case JSON_TREE_ARRAY:
		same = json_is_array(j) && t->n == json_array_size(j);
		for (v = t->first; same && v != NULL; v = v->next)
			check(v, json_array_get(j, i++));
		break;
	case JSON_TREE_TEXT:
		same = json_is_string(j) &&
		    strcmp(t->text, json_string_value(j)) == 0;
		break;
	case JSON_TREE_INTEGER:
		same =
		    json_is_integer(j) && t->integer == json_integer_value(j);
		break;
	case JSON_TREE_REAL:
		same = json_is_real(j) && t->real == json_real_value(j);
		break;
	case JSON_TREE_NULL:
		same = json_is_null(j);
		break;
	default:
		same = json_is_boolean(j) &&
		    (t->kind == JSON_TREE_TRUE) == json_is_true(j);
		break;
	}
	if (!same)
		abort();
}

/* Both take as many levels as there are brackets and braces at most. */
static int
is_shallow(const uint8_t *data, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		n += data[i] == '[' || data[i] == '{';
	return n < JSON_TREE_DEPTH;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct json_tree *t;
	struct arena arena;
	json_t *j;
	/* jansson takes a NUL for the end. */
	bool has_nul = memchr(data, 0, len) != NULL;
	size_t at;

	arena_init(&arena, 4096);
	t = json_tree_parse((const char *)data, len, &arena, &at);
	j = json_loadb((const char *)data, len,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
	if (t != NULL && j != NULL)
		check(t, j);
	else if (t != NULL || (j != NULL && is_shallow(data, len) && !has_nul))
		abort();
	json_decref(j);
	arena_free(&arena);
	return 0;
}

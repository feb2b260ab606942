/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/intern.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

struct intern_text {
	struct table_node node;
	struct intern_text *next;
	size_t len;
	char text[];
};

void
intern_free(struct intern *in)
{
	struct intern_text *t, *next;

	for (t = in->texts; t != NULL; t = next) {
		next = t->next;
		free(t);
	}
	table_free(&in->table);
	in->texts = NULL;
}

const char *
intern_text(struct intern *in, const char *text, size_t len)
{
	uint64_t hash = XXH3_64bits(text, len);
	struct intern_text *t;
	struct table_node *n;

	for (n = table_first(&in->table, hash); n != NULL; n = table_next(n)) {
		t = table_entry(n, struct intern_text, node);
		if (t->len == len && memcmp(t->text, text, len) == 0)
			return t->text;
	}
	if ((t = malloc(sizeof(*t) + len + 1)) == NULL)
		return NULL;
	t->len = len;
	memcpy(t->text, text, len);
	t->text[len] = '\0';
	t->next = in->texts;
	in->texts = t;
	table_insert(&in->table, &t->node, hash);
	return t->text;
}

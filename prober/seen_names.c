/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/seen_names.h"

#include <stdbool.h>
#include <stdlib.h>

#define FIRST_SIZE 256

void
seen_names_init(struct seen_names *s, struct token_key key)
{
	*s = (struct seen_names){ .key = key };
}

void
seen_names_clear(struct seen_names *s)
{
	free(s->hash);
	free(s->line);
	seen_names_init(s, s->key);
}

/* Returns the slot that holds HASH, or the free one where it belongs. */
static size_t
find_slot(const struct seen_names *s, uint64_t hash)
{
	size_t slot = hash & (s->size - 1);

	while (s->hash[slot] != 0 && s->hash[slot] != hash)
		slot = (slot + 1) & (s->size - 1);
	return slot;
}

static bool
grow(struct seen_names *s)
{
	struct seen_names bigger = *s;
	size_t i, slot;

	bigger.size = s->size == 0 ? FIRST_SIZE : s->size * 2;
	bigger.hash = calloc(bigger.size, sizeof(*bigger.hash));
	bigger.line = calloc(bigger.size, sizeof(*bigger.line));
	if (bigger.hash == NULL || bigger.line == NULL) {
		free(bigger.hash);
		free(bigger.line);
		return false;
	}
	for (i = 0; i < s->size; i++)
		if (s->hash[i] != 0) {
			slot = find_slot(&bigger, s->hash[i]);
			bigger.hash[slot] = s->hash[i];
			bigger.line[slot] = s->line[i];
		}
	free(s->hash);
	free(s->line);
	*s = bigger;
	return true;
}

enum seen
seen_names_add(struct seen_names *s, const char *text, size_t len,
    uint32_t line, uint32_t *first)
{
	uint64_t hash = token_make(&s->key, text, len).w[0];
	size_t slot;

	if (s->n >= s->size / 4 * 3 && !grow(s))
		return SEEN_NO_MEMORY;
	if (hash == 0)
		hash = 1;
	slot = find_slot(s, hash);
	if (s->hash[slot] != 0) {
		*first = s->line[slot];
		return SEEN_BEFORE;
	}
	s->hash[slot] = hash;
	s->line[slot] = line;
	s->n++;
	*first = line;
	return SEEN_NEW;
}

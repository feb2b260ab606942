/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/input_repeats.h"

#include <stdlib.h>

void
input_repeats_init(struct input_repeats *r, struct token_key key)
{
	*r = (struct input_repeats){ .n = 0 };
	seen_names_init(&r->seen, key);
}

void
input_repeats_free(struct input_repeats *r)
{
	seen_names_clear(&r->seen);
	free(r->at);
	r->at = NULL;
	r->n = r->next = 0;
}

/* Room doubles whenever their number is a power of two. */
static bool
note(struct input_repeats *r, uint32_t line, uint32_t first)
{
	struct input_repeat *at = r->at;

	if ((r->n & (r->n - 1)) == 0) {
		at = realloc(at, (r->n == 0 ? 1 : 2 * r->n) * sizeof(*at));
		if (at == NULL)
			return false;
		r->at = at;
	}
	r->at[r->n++] = (struct input_repeat){ line, first };
	return true;
}

enum seen
input_repeats_look(struct input_repeats *r, const char *text, size_t len,
    uint32_t line, uint32_t *first)
{
	enum seen seen;

	if (!r->are_known) {
		seen = seen_names_add(&r->seen, text, len, line, first);
		return seen != SEEN_BEFORE || note(r, line, *first)
		    ? seen
		    : SEEN_NO_MEMORY;
	}
	*first = line;
	if (r->next == r->n || r->at[r->next].line != line)
		return SEEN_NEW;
	*first = r->at[r->next++].first_line;
	return SEEN_BEFORE;
}

void
input_repeats_learnt(struct input_repeats *r)
{
	seen_names_clear(&r->seen);
	r->are_known = true;
}

void
input_repeats_rewind(struct input_repeats *r)
{
	r->next = 0;
	if (!r->are_known)
		input_repeats_free(r);
}

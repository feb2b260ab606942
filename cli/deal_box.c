/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/deal_box.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* In front of each target: its octets, with what fills it up. */
#define HEAD         alignof(max_align_t)
#define FIRST_OCTETS 16384

/* Returns room for more octets. */
static char *
room(struct deal_box *b, size_t octets)
{
	char *at;

	if (b->at == b->len)
		b->at = b->len = 0;
	while (b->size - b->len < octets) {
		b->size = b->size == 0 ? FIRST_OCTETS : 2 * b->size;
		if ((b->buf = realloc(b->buf, b->size)) == NULL)
			abort();
	}
	at = b->buf + b->len;
	b->len += octets;
	return at;
}

void
deal_box_put(struct deal_box *b, const void *data, size_t len)
{
	size_t octets = HEAD + (len + HEAD - 1) / HEAD * HEAD;
	char *at = room(b, octets);

	memcpy(at, &octets, sizeof(octets));
	memcpy(at + HEAD, data, len);
}

void
deal_box_move(struct deal_box *to, struct deal_box *from)
{
	struct deal_box empty = *to;

	if (deal_box_is_empty(from))
		return;
	if (deal_box_is_empty(to)) {
		*to = *from;
		*from = empty;
	} else {
		memcpy(room(to, from->len - from->at), from->buf + from->at,
		    from->len - from->at);
	}
	from->at = from->len = 0;
}

const void *
deal_box_take(struct deal_box *b)
{
	const char *at;
	size_t octets;

	if (deal_box_is_empty(b))
		return NULL;
	at = b->buf + b->at;
	memcpy(&octets, at, sizeof(octets));
	b->at += octets;
	return at + HEAD;
}

void
deal_box_free(struct deal_box *b)
{
	free(b->buf);
	*b = (struct deal_box){ 0 };
}

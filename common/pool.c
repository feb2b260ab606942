/* SPDX-License-Identifier: Apache-2.0 */
#include "common/pool.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_OBJECTS 128

struct block {
	struct block *next;
	alignas(max_align_t) unsigned char objects[];
};

void
pool_init(struct pool *p, size_t size)
{
	size_t align = alignof(max_align_t);

	if (size < sizeof(void *))
		size = sizeof(void *);
	*p = (struct pool){ .size = (size + align - 1) / align * align };
}

void
pool_free(struct pool *p)
{
	struct block *b, *next;

	for (b = p->blocks; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	p->blocks = NULL;
	p->idle = NULL;
	p->used = 0;
}

/* Objects are chained from the last to the first, so that they are handed out
 * in the order of their addresses. */
void
pool_grow(struct pool *p)
{
	struct block *b;
	size_t i;

	b = calloc(1, sizeof(*b) + p->size * BLOCK_OBJECTS);
	if (b == NULL)
		abort();
	b->next = p->blocks;
	p->blocks = b;
	for (i = BLOCK_OBJECTS; i > 0; i--) {
		void *object = b->objects + p->size * (i - 1);

		memcpy(object, &p->idle, sizeof(p->idle));
		p->idle = object;
	}
}

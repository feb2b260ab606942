/* SPDX-License-Identifier: Apache-2.0 */
#include "common/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_BLOCK_OCTETS (64 * 1024)
#define ALIGNMENT            _Alignof(max_align_t)

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	_Alignas(max_align_t) unsigned char data[];
};

void
arena_init(struct arena *a, size_t block_octets)
{
	a->blocks = NULL;
	a->block_octets =
	    block_octets > 0 ? block_octets : DEFAULT_BLOCK_OCTETS;
}

/* A block that holds at least SIZE octets becomes the current one. */
static struct arena_block *
grow(struct arena *a, size_t size)
{
	struct arena_block *b;

	if (size < a->block_octets)
		size = a->block_octets;
	if (size > SIZE_MAX - sizeof(*b) ||
	    (b = malloc(sizeof(*b) + size)) == NULL)
		return NULL;
	b->used = 0;
	b->size = size;
	b->next = a->blocks;
	a->blocks = b;
	return b;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct arena_block *b = a->blocks;
	void *p;

	if (size > PTRDIFF_MAX - ALIGNMENT)
		return NULL;
	size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	if ((b == NULL || size > b->size - b->used) &&
	    (b = grow(a, size)) == NULL)
		return NULL;
	p = b->data + b->used;
	b->used += size;
	return memset(p, 0, size);
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
	if (size > 0 && n > SIZE_MAX / size)
		return NULL;
	return arena_alloc(a, n * size);
}

char *
arena_strdup(struct arena *a, const char *text)
{
	return arena_strndup(a, text, strlen(text));
}

char *
arena_strndup(struct arena *a, const char *text, size_t len)
{
	char *copy;

	if (len == SIZE_MAX || (copy = arena_alloc(a, len + 1)) == NULL)
		return NULL;
	return memcpy(copy, text, len);
}

void
arena_reset(struct arena *a)
{
	struct arena_block *keep = NULL, *b;

	while ((b = a->blocks) != NULL) {
		a->blocks = b->next;
		if (keep == NULL && b->size == a->block_octets)
			keep = b;
		else
			free(b);
	}
	if (keep != NULL) {
		keep->used = 0;
		keep->next = NULL;
		a->blocks = keep;
	}
}

void
arena_free(struct arena *a)
{
	struct arena_block *b;

	while ((b = a->blocks) != NULL) {
		a->blocks = b->next;
		free(b);
	}
}

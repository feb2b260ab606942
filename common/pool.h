/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pool.h - objects of one size, taken and given back without malloc.
 *
 * Memory comes in blocks and is returned to the system only by pool_free(),
 * so a pointer to an object that was given back may still be read (a
 * generation counter in the object then tells that it is stale).
 *
 * Threads: none; the owner's alone.
 */
#ifndef COMMON_POOL_H
#define COMMON_POOL_H

#include <stddef.h>
#include <string.h>

struct pool {
	size_t	 size;		/* octets of one object */
	void	*blocks;	/* (owned) chain of blocks */
	void	*idle;		/* chain of objects given back */
	size_t	 used;		/* objects handed out now */
};

void	 pool_init(struct pool *, size_t size);
void	 pool_free(struct pool *);

/* Takes a block of memory; aborts when there is none. */
void	 pool_grow(struct pool *);

/* Returns an object with undefined content; aborts when memory runs out. */
static inline void *
pool_get(struct pool *p)
{
	void *object;

	if (p->idle == NULL)
		pool_grow(p);
	object = p->idle;
	memcpy(&p->idle, object, sizeof(p->idle));
	p->used++;
	return object;
}

/* Keeps the first pointer's worth of the object for itself. */
static inline void
pool_put(struct pool *p, void *object)
{
	memcpy(object, &p->idle, sizeof(p->idle));
	p->idle = object;
	p->used--;
}

#endif /* COMMON_POOL_H */

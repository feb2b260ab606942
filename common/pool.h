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

struct pool {
	size_t	 size;		/* octets of one object */
	void	*blocks;	/* (owned) chain of blocks */
	void	*idle;		/* chain of objects given back */
	size_t	 used;		/* objects handed out now */
};

void	 pool_init(struct pool *, size_t size);
void	 pool_free(struct pool *);

/* Returns an object with undefined content; aborts when memory runs out. */
void	*pool_get(struct pool *);

/* Keeps the first pointer's worth of the object for itself. */
void	 pool_put(struct pool *, void *);

#endif /* COMMON_POOL_H */

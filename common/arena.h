/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arena.h - memory that is given back all at once.
 *
 * An allocation is an addition in the current block; a new block is taken
 * from the heap when that one is full.  Nothing is freed by itself: reset
 * and free end the life of everything that was handed out.  Sizes are in
 * octets; every pointer is aligned for any type.
 *
 * Threads: an arena belongs to its caller.
 */
#ifndef COMMON_ARENA_H
#define COMMON_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block	*blocks;	/* (owned) the newest first */
	size_t			 block_octets;	/* of an ordinary block */
};

/* Takes no memory yet.  BLOCK_OCTETS 0 means 64 KiB. */
void	 arena_init(struct arena *, size_t block_octets);

/*
 * Returns SIZE zeroed octets, or NULL when memory runs out, and then the
 * arena is as it was.  SIZE 0 gives a valid pointer too.
 */
void	*arena_alloc(struct arena *, size_t size);

/* The same for N things of SIZE octets; NULL as well if that overflows. */
void	*arena_array(struct arena *, size_t n, size_t size);

/* Copies a string, or the first LEN octets of a text and a NUL. */
char	*arena_strdup(struct arena *, const char *);
char	*arena_strndup(struct arena *, const char *, size_t len);

/* Forgets everything handed out; keeps one block for the next use. */
void	 arena_reset(struct arena *);

/* Gives all memory back; the arena is as after arena_init(). */
void	 arena_free(struct arena *);

#endif /* COMMON_ARENA_H */

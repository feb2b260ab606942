/* SPDX-License-Identifier: Apache-2.0 */
/*
 * deal_box.h - targets that were read from the list for one worker.
 *
 * Whichever worker needs more reads the list and puts each target in a box of
 * the worker it belongs to.  A box that is full stops the reading until its
 * worker has emptied it: so the list is never far ahead of the slowest.
 *
 * Threads: one at a time; the owner sees to that.
 */
#ifndef CLI_DEAL_BOX_H
#define CLI_DEAL_BOX_H

#include <stdbool.h>
#include <stddef.h>

#define DEAL_BOX_OCTETS	(256u << 10)	/* of targets, when it is full */

/* All zeros: empty. */
struct deal_box {
	char	*buf;		/* (owned) */
	size_t	 at, len, size;
};

/* Copies LEN octets in; aborts when memory runs out. */
void		 deal_box_put(struct deal_box *, const void *data, size_t len);

/* The next, which is there until the box is put into or freed, aligned for
 * anything; NULL if there is none. */
const void	*deal_box_take(struct deal_box *);

/* Empties FROM into TO, behind what is there. */
void		 deal_box_move(struct deal_box *to, struct deal_box *from);

void		 deal_box_free(struct deal_box *);

static inline size_t
deal_box_octets(const struct deal_box *b)
{
	return b->len - b->at;
}

static inline bool
deal_box_is_full(const struct deal_box *b)
{
	return deal_box_octets(b) >= DEAL_BOX_OCTETS;
}

static inline bool
deal_box_is_empty(const struct deal_box *b)
{
	return b->at == b->len;
}

#endif /* CLI_DEAL_BOX_H */

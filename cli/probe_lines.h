/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe_lines.h - the lines of one of several workers on their way to the one
 * output.
 *
 * They are put together here and handed over many at a time, so that the lock
 * is taken per batch and lines stay whole.  A worker that is alone has the
 * output to itself: its lines go there at once.
 *
 * Threads: one per probe_lines.
 */
#ifndef CLI_PROBE_LINES_H
#define CLI_PROBE_LINES_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "cli/probe_output.h"

struct probe_lines {
	struct probe_output	*output;	/* borrowed */
	pthread_mutex_t		*lock;		/* borrowed, of the output;
						   NULL: we are alone */
	char			*text;		/* (owned) if not alone */
	size_t			 len;
};

/* LOCK NULL: nobody else uses the output. */
void	 probe_lines_init(struct probe_lines *, struct probe_output *,
	    pthread_mutex_t *lock);
void	 probe_lines_free(struct probe_lines *);

/* As those of probe_output. */
char	*probe_lines_reserve(struct probe_lines *, size_t size);
void	 probe_lines_put(struct probe_lines *, const char *text, size_t len);

static inline void
probe_lines_add(struct probe_lines *l, size_t used)
{
	if (l->lock == NULL)
		probe_output_add(l->output, used);
	else
		l->len += used;
}

/* Hands over what there is. */
void	 probe_lines_flush(struct probe_lines *);

#endif /* CLI_PROBE_LINES_H */

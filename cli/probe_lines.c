/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/probe_lines.h"

#include <stdlib.h>
#include <string.h>

#define BATCH_OCTETS (64u << 10)

void
probe_lines_init(
    struct probe_lines *l, struct probe_output *output, pthread_mutex_t *lock)
{
	*l = (struct probe_lines){ .output = output, .lock = lock };
	if (lock != NULL && (l->text = malloc(BATCH_OCTETS)) == NULL)
		abort();
}

void
probe_lines_free(struct probe_lines *l)
{
	free(l->text);
	l->text = NULL;
}

static void
hand_over(struct probe_lines *l, const char *text, size_t len)
{
	(void)pthread_mutex_lock(l->lock);
	probe_output_put(l->output, text, len);
	(void)pthread_mutex_unlock(l->lock);
}

void
probe_lines_flush(struct probe_lines *l)
{
	if (l->len == 0)
		return;
	hand_over(l, l->text, l->len);
	l->len = 0;
}

char *
probe_lines_reserve(struct probe_lines *l, size_t size)
{
	if (l->lock == NULL)
		return probe_output_reserve(l->output, size);
	if (BATCH_OCTETS - l->len < size)
		probe_lines_flush(l);
	return l->text + l->len;
}

void
probe_lines_put(struct probe_lines *l, const char *text, size_t len)
{
	if (l->lock == NULL) {
		probe_output_put(l->output, text, len);
	} else if (len > BATCH_OCTETS) {
		probe_lines_flush(l);
		hand_over(l, text, len);
	} else {
		memcpy(probe_lines_reserve(l, len), text, len);
		l->len += len;
	}
}

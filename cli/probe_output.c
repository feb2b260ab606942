/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/probe_output.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MS_NS     1000000
#define SPARE_MAX 16

struct probe_chunk {
	struct probe_chunk *next; /* under the lock */
	_Atomic size_t len;       /* only grows, until there is a next one */
	char text[PROBE_OUTPUT_CHUNK_OCTETS];
};

/* Waits at most PROBE_OUTPUT_WAIT_MS for something to do; under the lock. */
static void
doze(struct probe_output *o)
{
	struct timespec until;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += PROBE_OUTPUT_WAIT_MS * MS_NS;
	if (until.tv_nsec >= 1000 * MS_NS) {
		until.tv_sec++;
		until.tv_nsec -= 1000 * MS_NS;
	}
	(void)pthread_cond_timedwait(&o->wake, &o->lock, &until);
}

/* Writes what the kernel takes of it; all is gone after a failure. */
static size_t
write_some(struct probe_output *o, const char *text, size_t len)
{
	struct pollfd wait = { .fd = o->fd, .events = POLLOUT };
	ssize_t n;

	if (probe_output_failed(o) != 0)
		return len;
	n = write(o->fd, text, len);
	if (n >= 0)
		return (size_t)n;
	if (errno == EAGAIN)
		(void)poll(&wait, 1, -1);
	else if (errno != EINTR)
		atomic_store(&o->errnum, errno);
	return 0;
}

/* Gives a chunk that was written back; under the lock. */
static void
recycle(struct probe_output *o, struct probe_chunk *c)
{
	if (o->n_spare == SPARE_MAX) {
		free(c);
		return;
	}
	c->next = o->spare;
	o->spare = c;
	o->n_spare++;
}

/*
 * Returns the chunk to go on with after all DONE octets of C were written, or
 * NULL at the end.
 */
static struct probe_chunk *
proceed(struct probe_output *o, struct probe_chunk *c, size_t *done)
{
	struct probe_chunk *next;
	bool end;

	(void)pthread_mutex_lock(&o->lock);
	next = c->next;
	end = o->closing;
	/* Behind a chunk that has a next one nothing is put any more. */
	if (*done < atomic_load(&c->len)) {
		next = c;
	} else if (next != NULL) {
		recycle(o, c);
		*done = 0;
	} else if (!end) {
		doze(o);
		next = c;
	}
	(void)pthread_mutex_unlock(&o->lock);
	return next;
}

static void *
writer(void *arg)
{
	struct probe_output *o = arg;
	struct probe_chunk *c = o->first;
	size_t done = 0, len, n;

	while (c != NULL) {
		len = atomic_load_explicit(&c->len, memory_order_acquire);
		if (done == len) {
			c = proceed(o, c, &done);
			continue;
		}
		n = write_some(o, c->text + done, len - done);
		done += n;
		atomic_fetch_add(&o->written, n);
	}
	return NULL;
}

/* A chunk with nothing in it; under the lock, but at first. */
static struct probe_chunk *
empty_chunk(struct probe_output *o)
{
	struct probe_chunk *c = o->spare;

	if (c != NULL) {
		o->spare = c->next;
		o->n_spare--;
	} else if ((c = malloc(sizeof(*c))) == NULL) {
		abort();
	}
	c->next = NULL;
	atomic_init(&c->len, 0);
	return c;
}

enum status
probe_output_open(struct probe_output *o, int fd, struct error *err)
{
	pthread_condattr_t clock;
	sigset_t all, before;
	int errnum;

	*o = (struct probe_output){ .fd = fd };
	(void)pthread_mutex_init(&o->lock, NULL);
	(void)pthread_condattr_init(&clock);
	(void)pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&o->wake, &clock);
	(void)pthread_condattr_destroy(&clock);
	o->first = o->last = empty_chunk(o);
	/* Signals are for the loop. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	errnum = pthread_create(&o->thread, NULL, writer, o);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (errnum != 0) {
		free(o->last);
		return error_set_errno(err, STATUS_SYSTEM, errnum,
		    "cannot start the thread that writes the output");
	}
	o->running = true;
	return STATUS_OK;
}

int
probe_output_close(struct probe_output *o)
{
	struct probe_chunk *c;

	if (!o->running)
		return 0;
	(void)pthread_mutex_lock(&o->lock);
	o->closing = true;
	(void)pthread_cond_signal(&o->wake);
	(void)pthread_mutex_unlock(&o->lock);
	(void)pthread_join(o->thread, NULL);
	o->running = false;
	free(o->last);
	while ((c = o->spare) != NULL) {
		o->spare = c->next;
		free(c);
	}
	(void)pthread_cond_destroy(&o->wake);
	(void)pthread_mutex_destroy(&o->lock);
	return probe_output_failed(o);
}

char *
probe_output_reserve(struct probe_output *o, size_t size)
{
	struct probe_chunk *c = o->last;
	size_t len = atomic_load_explicit(&c->len, memory_order_relaxed);

	assert(size <= sizeof(c->text));
	if (sizeof(c->text) - len >= size)
		return c->text + len;
	(void)pthread_mutex_lock(&o->lock);
	o->last = c->next = empty_chunk(o);
	(void)pthread_cond_signal(&o->wake);
	(void)pthread_mutex_unlock(&o->lock);
	return o->last->text;
}

void
probe_output_add(struct probe_output *o, size_t used)
{
	struct probe_chunk *c = o->last;
	size_t len = atomic_load_explicit(&c->len, memory_order_relaxed);

	atomic_store_explicit(&o->put,
	    atomic_load_explicit(&o->put, memory_order_relaxed) + used,
	    memory_order_relaxed);
	atomic_store_explicit(&c->len, len + used, memory_order_release);
}

void
probe_output_put(struct probe_output *o, const char *text, size_t len)
{
	size_t piece;

	for (; len > 0; text += piece, len -= piece) {
		piece = len < PROBE_OUTPUT_CHUNK_OCTETS
		    ? len
		    : PROBE_OUTPUT_CHUNK_OCTETS;
		memcpy(probe_output_reserve(o, piece), text, piece);
		probe_output_add(o, piece);
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is in a crew, and with what.
 */
#include <sys/eventfd.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "prober/crew_state.h"

static unsigned
slice_of(unsigned n_ports, unsigned n)
{
	while (n > 1) {
		n_ports /= 2;
		n = (n + 1) / 2;
	}
	return n_ports;
}

static enum status
open_member(struct crew *c, unsigned i, const struct crew_options *o,
    void *hand, struct error *err)
{
	struct member *m = &c->members[i];
	struct worker_options w = o->worker;
	enum status status = crew_share(&w.engine, i, c->n, err);

	if (status != STATUS_OK)
		return status;
	w.n_ports = slice_of(c->ports.n, c->n);
	w.port_first = (uint16_t)(c->ports.first + i * w.n_ports);
	w.ports = &c->ports;
	w.ring_octets /= c->n;
	/* The first has waited for what can be had of neighbours. */
	if (i > 0)
		w.route.wait_ms = 0;
	w.engine.arg = hand;
	m->crew = c;
	m->hand = hand;
	m->index = i;
	if (c->n > 1 &&
	    (m->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) < 0)
		return error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot make an eventfd");
	c->noted[i].rate_fps = w.engine.rate_fps;
	return worker_open(&m->worker, &w, err);
}

/* What only a crew of several needs. */
static enum status
open_rings(struct crew *c, struct error *err)
{
	if (c->n == 1)
		return STATUS_OK;
	c->ended_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (c->ended_fd < 0)
		return error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot make an eventfd");
	c->rings = aligned_alloc(
	    _Alignof(struct ring), c->n * c->n * sizeof(*c->rings));
	if (c->rings == NULL)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	memset(c->rings, 0, c->n * c->n * sizeof(*c->rings));
	return STATUS_OK;
}

/* Closes the workers, not what they share. */
static void
close_members(struct crew *c)
{
	struct member *m;
	unsigned i;

	for (i = 0; i < c->n; i++) {
		m = &c->members[i];
		worker_close(m->worker);
		if (m->wake_fd >= 0)
			(void)close(m->wake_fd);
		*m = (struct member){ .wake_fd = -1 };
	}
}

/* Opens all; *N_OPEN says how many could be. */
static enum status
open_members(struct crew *c, const struct crew_options *o, void *const *hands,
    unsigned *n_open, struct error *err)
{
	enum status status = STATUS_OK;

	*n_open = 0;
	while (*n_open < c->n && status == STATUS_OK) {
		status = open_member(c, *n_open, o, hands[*n_open], err);
		*n_open += status == STATUS_OK;
	}
	return status;
}

static bool
send_alike(const struct crew *c)
{
	const char *first = worker_tx_name(c->members[0].worker);
	unsigned i;

	for (i = 1; i < c->n; i++)
		if (strcmp(worker_tx_name(c->members[i].worker), first) != 0)
			return false;
	return true;
}

/* Opens as many workers as there are to be, which are then c->n. */
static enum status
open_all(struct crew *c, const struct crew_options *o, void *const *hands,
    struct error *err)
{
	struct crew_options now = *o;
	enum status status;
	unsigned n_open;

	for (;;) {
		status = open_members(c, &now, hands, &n_open, err);
		if (status == STATUS_OK && send_alike(c))
			return STATUS_OK;
		if (status != STATUS_OK && (n_open == 0 || !o->fewer_will_do))
			return status;
		close_members(c);
		now.worker.route.wait_ms = 0;
		if (status == STATUS_OK)
			now.worker.tx = &tx_mmsg;
		else
			c->n = n_open;
	}
}

enum status
crew_open(struct crew **out, const struct crew_options *o, void *const *hands,
    struct error *err)
{
	struct crew *c = calloc(1, sizeof(*c));
	enum status status;
	unsigned i;

	if (c == NULL)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	c->n = o->n;
	c->ended_fd = -1;
	for (i = 0; i < c->n; i++)
		c->members[i].wake_fd = -1;
	(void)pthread_mutex_init(&c->lock, NULL);
	status = ports_open(&c->ports, o->worker.n_ports, o->seed, err);
	if (status == STATUS_OK)
		status = open_all(c, o, hands, err);
	if (status == STATUS_OK)
		status = open_rings(c, err);
	if (status != STATUS_OK) {
		crew_close(c);
		return status;
	}
	*out = c;
	return STATUS_OK;
}

void
crew_close(struct crew *c)
{
	if (c == NULL)
		return;
	close_members(c);
	if (c->ended_fd >= 0)
		(void)close(c->ended_fd);
	ports_close(&c->ports);
	free(c->rings);
	(void)pthread_mutex_destroy(&c->lock);
	free(c);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/probe_hand.h"

#include <stdlib.h>

#include "cli/probe.h"
#include "common/apart.h"
#include "prober/loop.h"

/* So many lines of the list are taken between looks at the network, and so
 * many between others' turns at the list. */
#define LINES_AT_ONCE 4096
#define DEAL_AT_ONCE  1024
/* A hand that has that much to pick up needs no more for now. */
#define AHEAD_OCTETS (DEAL_BOX_OCTETS / 2)

enum status
probe_hands_open(struct probe_command *p, unsigned n, struct error *err)
{
	struct probe_hand *h;

	for (p->n_hands = 0; p->n_hands < n; p->n_hands++) {
		if ((h = apart_calloc(p->ops->hand_size)) == NULL)
			return error_set(
			    err, STATUS_NO_MEMORY, "out of memory");
		h->command = p;
		(void)pthread_mutex_init(&h->dealing, NULL);
		if (p->ops->open_hand != NULL)
			p->ops->open_hand(h);
		p->hands[p->n_hands] = h;
	}
	return STATUS_OK;
}

static void
close_hand(struct probe_hand *h)
{
	if (h->command->ops->close_hand != NULL)
		h->command->ops->close_hand(h);
	probe_lines_free(&h->lines);
	deal_box_free(&h->box);
	deal_box_free(&h->dealt);
	deal_box_free(&h->sorted);
	(void)pthread_mutex_destroy(&h->dealing);
	free(h);
}

void
probe_hands_keep(struct probe_command *p, unsigned n)
{
	unsigned i;

	while (p->n_hands > n)
		close_hand(p->hands[--p->n_hands]);
	for (i = 0; i < n; i++)
		probe_lines_init(&p->hands[i]->lines, &p->output,
		    n > 1 ? &p->output_lock : NULL);
}

void
probe_hands_close(struct probe_command *p)
{
	while (p->n_hands > 0)
		close_hand(p->hands[--p->n_hands]);
}

void
probe_hands_count(struct probe_command *p)
{
	struct probe_counts *sum = &p->counts;
	const struct probe_counts *n;
	unsigned i, j;

	*sum = (struct probe_counts){ .done = 0 };
	for (i = 0; i < p->n_hands; i++) {
		n = &p->hands[i]->noted;
		sum->done += n->done;
		sum->results += n->results;
		sum->hits += n->hits;
		for (j = 0; j < PROBE_OUTCOMES; j++)
			sum->by[j] += n->by[j];
	}
}

/* The next line of the list, which may have ended before. */
static enum probe_next
read_list(struct probe_command *p, struct probe_target *target)
{
	enum probe_next next =
	    p->list_ended ? PROBE_NEXT_END : p->ops->next(p, target);

	p->list_ended |= next == PROBE_NEXT_END;
	if (next == PROBE_NEXT_FAILED)
		p->failure = STATUS_SYSTEM;
	return next;
}

/* True if a hand has that much to pick up.  One that has as much as it may
 * wakes all when it does. */
static bool
has_enough(struct probe_hand *h, size_t octets)
{
	bool enough;

	(void)pthread_mutex_lock(&h->dealing);
	enough = deal_box_octets(&h->dealt) >= octets;
	if (deal_box_is_full(&h->dealt))
		atomic_store(&h->command->somebody_waits, true);
	(void)pthread_mutex_unlock(&h->dealing);
	return enough;
}

/* Reads on in the list and deals that out, unless somebody has enough. */
static enum probe_next
deal(struct probe_command *p, size_t enough)
{
	enum probe_next next = PROBE_NEXT_ADDED;
	struct probe_target target;
	struct probe_hand *h;
	unsigned i;

	for (i = 0; i < p->n_hands; i++)
		if (has_enough(p->hands[i], enough))
			return PROBE_NEXT_BUSY;
	for (i = 0; i < DEAL_AT_ONCE && next <= PROBE_NEXT_IGNORED; i++)
		if ((next = read_list(p, &target)) == PROBE_NEXT_ADDED)
			deal_box_put(&p->hands[target.owner]->sorted,
			    target.data, target.octets);
	for (i = 0; i < p->n_hands; i++) {
		h = p->hands[i];
		(void)pthread_mutex_lock(&h->dealing);
		deal_box_move(&h->dealt, &h->sorted);
		(void)pthread_mutex_unlock(&h->dealing);
	}
	return next;
}

/* Takes what was dealt to a hand; false if that is nothing. */
static bool
pick_up(struct probe_hand *h)
{
	bool full;

	(void)pthread_mutex_lock(&h->dealing);
	full = deal_box_is_full(&h->dealt);
	deal_box_move(&h->box, &h->dealt);
	(void)pthread_mutex_unlock(&h->dealing);
	if (full && atomic_exchange(&h->command->somebody_waits, false))
		crew_wake(h->command->crew);
	return !deal_box_is_empty(&h->box);
}

/* Gets more for a hand that has nothing left. */
static enum probe_next
get_more(struct probe_hand *h)
{
	struct probe_command *p = h->command;
	enum probe_next next = PROBE_NEXT_ADDED;

	if (!pick_up(h)) {
		(void)pthread_mutex_lock(&p->lock);
		while (!pick_up(h) && next <= PROBE_NEXT_IGNORED)
			next = deal(p, DEAL_BOX_OCTETS);
		(void)pthread_mutex_unlock(&p->lock);
	} else if (pthread_mutex_trylock(&p->lock) == 0) {
		/* So that nobody has to wait for this. */
		(void)deal(p, AHEAD_OCTETS);
		(void)pthread_mutex_unlock(&p->lock);
	}
	return next;
}

/* The next target of a hand that is one of several. */
static enum probe_next
take_dealt(struct probe_hand *h, const void **data)
{
	enum probe_next next = PROBE_NEXT_ADDED;

	if (deal_box_is_empty(&h->box))
		next = get_more(h);
	*data = deal_box_take(&h->box);
	return *data != NULL ? PROBE_NEXT_ADDED : next;
}

static enum probe_next
take(struct probe_hand *h, const void **data)
{
	struct probe_target target = { .data = NULL };
	enum probe_next next;

	if (h->command->n_hands > 1)
		return take_dealt(h, data);
	next = read_list(h->command, &target);
	*data = target.data;
	return next;
}

bool
probe_hand_feed(void *arg, struct engine *e, uint64_t now_ns, int *fd)
{
	struct probe_hand *h = arg;
	struct probe_command *p = h->command;
	const void *data;
	unsigned n;

	for (n = 0; n < LINES_AT_ONCE && engine_room(e) > 0 &&
	     !probe_output_is_slow(&p->output);
	     n++)
		switch (take(h, &data)) {
		case PROBE_NEXT_ADDED:
			p->ops->add(h, e, now_ns, data);
			break;
		case PROBE_NEXT_IGNORED:
			break;
		case PROBE_NEXT_WAIT:
			*fd = p->ops->fd(p);
			return true;
		case PROBE_NEXT_BUSY:
			return true;
		case PROBE_NEXT_END:
		case PROBE_NEXT_FAILED:
			return false;
		}
	if (n == LINES_AT_ONCE)
		*fd = LOOP_AT_ONCE;
	return true;
}

void
probe_hand_turn(void *arg)
{
	struct probe_hand *h = arg;

	probe_lines_flush(&h->lines);
}

void
probe_hand_note(void *arg)
{
	struct probe_hand *h = arg;

	(void)pthread_mutex_lock(&h->command->lock);
	h->noted = h->counts;
	(void)pthread_mutex_unlock(&h->command->lock);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "common/wheel.h"

#include <stddef.h>

#define SLOT_BITS 6
#define SLOT_MASK (WHEEL_SLOTS - 1)
#define HORIZON   (UINT64_C(1) << (SLOT_BITS * WHEEL_LEVELS))

void
wheel_init(struct wheel *w, uint64_t now_ns)
{
	unsigned i;

	*w = (struct wheel){ .now_tick = now_ns >> WHEEL_TICK_BITS };
	for (i = 0; i < WHEEL_LEVELS * WHEEL_SLOTS; i++)
		TAILQ_INIT(&w->slots[i]);
}

/*
 * The level is the highest group of six bits in which the timer's tick
 * differs from now; everything in a slot of a higher level is sorted down
 * when the wheel arrives at that slot.
 */
static void
insert(struct wheel *w, struct wheel_timer *t)
{
	uint64_t differs = t->at_tick ^ w->now_tick;
	uint64_t at = t->at_tick;
	unsigned level = 0, slot;

	if (differs >= HORIZON) {
		/* Past this turn of the wheel: in the slot where the next
		 * one begins, to be sorted anew there. */
		level = WHEEL_LEVELS - 1;
		at = 0;
	} else {
		while (differs >> (SLOT_BITS * (level + 1)) != 0)
			level++;
	}
	slot = (unsigned)(at >> (SLOT_BITS * level)) & SLOT_MASK;
	t->slot = (int16_t)(level * WHEEL_SLOTS + slot);
	TAILQ_INSERT_TAIL(&w->slots[t->slot], t, link);
	w->occupied[level] |= UINT64_C(1) << slot;
}

static void
unlink_timer(struct wheel *w, struct wheel_timer *t)
{
	struct wheel_slot *s = &w->slots[t->slot];

	TAILQ_REMOVE(s, t, link);
	if (TAILQ_EMPTY(s))
		w->occupied[t->slot / WHEEL_SLOTS] &=
		    ~(UINT64_C(1) << (t->slot & SLOT_MASK));
	t->slot = -1;
}

void
wheel_set(struct wheel *w, struct wheel_timer *t, uint64_t at_ns)
{
	if (t->slot >= 0)
		unlink_timer(w, t);
	/* Rounded up, so that no timer fires before its time. */
	t->at_tick = at_ns == WHEEL_NEVER
	    ? at_ns >> WHEEL_TICK_BITS
	    : (at_ns + (1u << WHEEL_TICK_BITS) - 1) >> WHEEL_TICK_BITS;
	if (t->at_tick < w->now_tick)
		t->at_tick = w->now_tick;
	insert(w, t);
}

void
wheel_cancel(struct wheel *w, struct wheel_timer *t)
{
	if (t->slot >= 0)
		unlink_timer(w, t);
}

/* Sorts the timers of one slot of a higher level down. */
static void
cascade(struct wheel *w, unsigned level)
{
	unsigned slot =
	    (unsigned)(w->now_tick >> (SLOT_BITS * level)) & SLOT_MASK;
	struct wheel_slot *s = &w->slots[level * WHEEL_SLOTS + slot];
	struct wheel_slot moved = TAILQ_HEAD_INITIALIZER(moved);
	struct wheel_timer *t;

	TAILQ_CONCAT(&moved, s, link);
	w->occupied[level] &= ~(UINT64_C(1) << slot);
	while ((t = TAILQ_FIRST(&moved)) != NULL) {
		TAILQ_REMOVE(&moved, t, link);
		insert(w, t);
	}
}

/*
 * Returns the next tick at which anything is to be done: the nearest occupied
 * slot of the lowest level that has one ahead.
 */
static uint64_t
next_tick(const struct wheel *w)
{
	unsigned level, shift, at;
	uint64_t ahead, base;

	for (level = 0; level < WHEEL_LEVELS; level++) {
		shift = SLOT_BITS * level;
		at = (unsigned)(w->now_tick >> shift) & SLOT_MASK;
		/* The current slot counts on the lowest level only: higher
		 * up it has been sorted down already. */
		ahead = w->occupied[level] >> at >> (level > 0);
		base = w->now_tick >> shift;
		if (ahead != 0)
			return (base + (level > 0) +
				   (unsigned)__builtin_ctzll(ahead))
			    << shift;
		if (level == WHEEL_LEVELS - 1 && w->occupied[level] != 0)
			return ((base | SLOT_MASK) + 1) << shift;
	}
	return WHEEL_NEVER;
}

struct wheel_timer *
wheel_due(struct wheel *w, uint64_t now_ns)
{
	uint64_t until = now_ns >> WHEEL_TICK_BITS, next;
	struct wheel_timer *t;
	unsigned level;

	for (;;) {
		t = TAILQ_FIRST(&w->slots[w->now_tick & SLOT_MASK]);
		if (t != NULL && w->now_tick <= until) {
			unlink_timer(w, t);
			return t;
		}
		next = next_tick(w);
		if (next > until) {
			/* Nothing between here and there: arrive, but not
			 * past a slot border that must be sorted down. */
			if (until > w->now_tick)
				w->now_tick = until;
			return NULL;
		}
		w->now_tick = next;
		for (level = WHEEL_LEVELS - 1; level > 0; level--)
			if ((next &
				((UINT64_C(1) << (SLOT_BITS * level)) - 1)) ==
			    0)
				cascade(w, level);
	}
}

uint64_t
wheel_next_ns(const struct wheel *w)
{
	uint64_t next = next_tick(w);

	return next >= WHEEL_NEVER >> WHEEL_TICK_BITS ? WHEEL_NEVER
						      : next << WHEEL_TICK_BITS;
}

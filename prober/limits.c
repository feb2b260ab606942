/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/limits.h"

#include <stdbool.h>
#include <stdlib.h>

#include "common/hash.h"

#define FIRST_SLOTS 1024
#define SLOW_SHIFT  4 /* at most 2^4 times slower */
#define SLOW_NS     UINT64_C(10000000000)
#define SECOND_NS   UINT64_C(1000000000)
/* Who was not asked for so long does not suffer from our haste. */
#define MEMORY_NS (60 * SECOND_NS)
/* What a distressed server without a cap is slowed down from. */
#define UNCAPPED_NS (SECOND_NS / 200)

struct limits_slot {
	uint64_t hash; /* 0: empty */
	uint64_t next_ns;
	uint64_t slow_until_ns;
	uint32_t slow_shift;
	uint32_t answered_s; /* by then it last did; 0: never */
};

struct limits_key
limits_key_make(char kind, const void *data, size_t len, uint32_t rate)
{
	uint64_t hash = hash_octets(data, len, (uint64_t)kind);

	return (struct limits_key){
		.hash = hash != 0 ? hash : 1,
		.interval_ns = rate != 0 ? SECOND_NS / rate : 0,
	};
}

static struct limits_slot *
find(const struct limits *l, uint64_t hash)
{
	size_t mask = l->n_slots - 1, i = hash & mask;

	while (l->slots[i].hash != 0 && l->slots[i].hash != hash)
		i = (i + 1) & mask;
	return &l->slots[i];
}

/* It does, or did when it was asked not long ago. */
static bool
answers(const struct limits_slot *s, uint64_t now_ns)
{
	return s->answered_s != 0 &&
	    s->answered_s * SECOND_NS + MEMORY_NS > now_ns;
}

static bool
binds(const struct limits_slot *s, uint64_t now_ns)
{
	return s->next_ns > now_ns || s->slow_until_ns > now_ns ||
	    answers(s, now_ns);
}

/* Moves what still binds into a table with room; the rest is forgotten. */
static void
rebuild(struct limits *l, uint64_t now_ns)
{
	struct limits old = *l;
	size_t live = 0, i;

	for (i = 0; i < old.n_slots; i++)
		live += binds(&old.slots[i], now_ns);
	l->n_slots = FIRST_SLOTS;
	while (l->n_slots < live * 4)
		l->n_slots *= 2;
	l->used = 0;
	if ((l->slots = calloc(l->n_slots, sizeof(*l->slots))) == NULL)
		abort();
	for (i = 0; i < old.n_slots; i++)
		if (binds(&old.slots[i], now_ns)) {
			*find(l, old.slots[i].hash) = old.slots[i];
			l->used++;
		}
	free(old.slots);
}

static struct limits_slot *
get(struct limits *l, uint64_t now_ns, uint64_t hash)
{
	struct limits_slot *s;

	if ((l->used + 1) * 2 > l->n_slots)
		rebuild(l, now_ns);
	s = find(l, hash);
	if (s->hash == 0) {
		s->hash = hash;
		l->used++;
	}
	return s;
}

uint64_t
limits_next_ns(const struct limits *l, uint64_t now_ns,
    const struct limits_key *keys, size_t n)
{
	const struct limits_slot *s;
	uint64_t at = now_ns;
	size_t i;

	for (i = 0; i < n && l->n_slots > 0; i++) {
		s = find(l, keys[i].hash);
		if (s->hash != 0 && s->next_ns > at)
			at = s->next_ns;
	}
	return at;
}

uint64_t
limits_reserve(
    struct limits *l, uint64_t now_ns, const struct limits_key *keys, size_t n)
{
	uint64_t at = limits_next_ns(l, now_ns, keys, n), interval;
	struct limits_slot *s;
	size_t i;

	for (i = 0; i < n; i++) {
		if (l->n_slots == 0 && keys[i].interval_ns == 0)
			continue;
		if (keys[i].interval_ns == 0 &&
		    find(l, keys[i].hash)->slow_until_ns <= now_ns)
			continue;
		s = get(l, now_ns, keys[i].hash);
		interval = keys[i].interval_ns;
		if (s->slow_until_ns > at)
			interval = (interval != 0 ? interval : UNCAPPED_NS)
			    << s->slow_shift;
		else
			s->slow_shift = 0;
		s->next_ns = at + interval;
	}
	return at;
}

void
limits_answered(struct limits *l, uint64_t now_ns, const struct limits_key *key)
{
	get(l, now_ns, key->hash)->answered_s =
	    1 + (uint32_t)(now_ns / SECOND_NS);
}

void
limits_slow_down(
    struct limits *l, uint64_t now_ns, const struct limits_key *key)
{
	struct limits_slot *s = get(l, now_ns, key->hash);

	if (!answers(s, now_ns))
		return;
	if (s->slow_shift < SLOW_SHIFT)
		s->slow_shift++;
	/* Those that are booked already go as booked: slow is who comes
	 * behind them. */
	s->slow_until_ns = s->next_ns > now_ns ? s->next_ns : now_ns;
	s->slow_until_ns += SLOW_NS;
}

void
limits_free(struct limits *l)
{
	free(l->slots);
	*l = (struct limits){ 0 };
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/shared_causes.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#define SLOTS_FIRST 1024

/* What is seen of the domain at hand. */
struct sighting {
	struct shared_causes *causes;
	bool no_memory;
};

/* The slot of that hash, or the free one where it belongs. */
static struct shared_cause_slot *
find_slot(const struct shared_causes *c, uint64_t hash)
{
	size_t at = hash & (c->n_slots - 1);

	while (c->slots[at].hash != 0 && c->slots[at].hash != hash)
		at = (at + 1) & (c->n_slots - 1);
	return &c->slots[at];
}

/* Keeps a quarter of the slots free. */
static bool
grow(struct shared_causes *c)
{
	struct shared_causes bigger = *c;
	size_t i;

	if (c->n_used < c->n_slots / 4 * 3)
		return true;
	bigger.n_slots = c->n_slots > 0 ? c->n_slots * 2 : SLOTS_FIRST;
	bigger.slots = calloc(bigger.n_slots, sizeof(*bigger.slots));
	if (bigger.slots == NULL)
		return false;
	for (i = 0; i < c->n_slots; i++)
		if (c->slots[i].hash != 0)
			*find_slot(&bigger, c->slots[i].hash) = c->slots[i];
	free(c->slots);
	*c = bigger;
	return true;
}

static struct shared_cause *
new_cause(struct shared_causes *c)
{
	struct shared_cause *shared;
	size_t room = c->room > 0 ? c->room * 2 : 64;

	if (c->n_shared < c->room)
		return &c->shared[c->n_shared++];
	if ((shared = realloc(c->shared, room * sizeof(*shared))) == NULL)
		return NULL;
	if (c->room == 0)
		arena_init(&c->texts, 0);
	c->shared = shared;
	c->room = room;
	return &c->shared[c->n_shared++];
}

/* A second domain has it: from now on it has a name. */
static bool
share(struct shared_causes *c, struct shared_cause_slot *slot,
    const struct cause *cause)
{
	struct shared_cause *s = new_cause(c);

	if (s == NULL)
		return false;
	*s = (struct shared_cause){
		.kind = cause->kind,
		.subject = arena_strdup(&c->texts, cause->subject),
		.detail = cause->detail,
		.domains = 2,
	};
	slot->shared = (uint32_t)c->n_shared;
	return s->subject != NULL;
}

static void
see(void *sighting, const struct cause *cause)
{
	struct sighting *s = sighting;
	struct shared_causes *c = s->causes;
	uint64_t hash = XXH3_64bits_withSeed(
	    cause->subject, strlen(cause->subject), cause->kind);
	struct shared_cause_slot *slot;

	hash += hash == 0;
	if (s->no_memory || !grow(c)) {
		s->no_memory = true;
		return;
	}
	slot = find_slot(c, hash);
	if (slot->hash == 0 && c->n_used == SHARED_CAUSES_MAX) {
		c->omitted++;
		return;
	}
	if (slot->last == c->domain)
		return;
	if (slot->hash == 0)
		c->n_used++;
	else if (slot->shared > 0)
		c->shared[slot->shared - 1].domains++;
	else
		s->no_memory = !share(c, slot, cause);
	slot->hash = hash;
	slot->last = c->domain;
}

bool
shared_causes_add(struct shared_causes *c, const struct record_domain *d,
    const struct verdict *v)
{
	struct sighting s = { .causes = c };

	c->domain++;
	domain_causes(d, v, see, &s);
	return !s.no_memory;
}

/* Does A come before B? */
static bool
is_before(const struct shared_cause *a, const struct shared_cause *b)
{
	if (a->domains != b->domains)
		return a->domains > b->domains;
	if (a->kind != b->kind)
		return a->kind < b->kind;
	return strcmp(a->subject, b->subject) < 0;
}

size_t
shared_causes_top(
    const struct shared_causes *c, const struct shared_cause **out, size_t max)
{
	const struct shared_cause *s;
	size_t n = 0, i, j;

	for (j = 0; j < c->n_shared; j++) {
		s = &c->shared[j];
		for (i = n; i > 0 && is_before(s, out[i - 1]); i--)
			if (i < max)
				out[i] = out[i - 1];
		if (i < max)
			out[i] = s;
		n += n < max;
	}
	return n;
}

void
shared_causes_free(struct shared_causes *c)
{
	free(c->slots);
	free(c->shared);
	if (c->room > 0)
		arena_free(&c->texts);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/health.h"

#define HEARS_WINDOW_NS  UINT64_C(2000000000)
#define HONEST_WINDOW_NS UINT64_C(1000000000)
#define ROUNDS_MIN       4
/* Three of the latest four rounds unanswered: something is wrong.  Four of
 * four answered: it is over. */
#define RECENT_MASK 15u

void
health_init(
    struct health *h, bool has_positive, bool has_negative, uint64_t now_ns)
{
	*h = (struct health){
		.has_positive = has_positive,
		.has_negative = has_negative,
		.cleared = !has_negative,
		.good = !has_positive && !has_negative,
		.ever_good = !has_positive && !has_negative,
		.changed_ns = now_ns,
		.silences = 1,
		.honest_ns = HONEST_WINDOW_NS,
	};
}

/* The slot of a time, emptied if it held a time long ago. */
static struct health_slot *
slot_at(struct health *h, uint64_t at_ns)
{
	uint64_t number = at_ns / HEALTH_SLOT_NS;
	struct health_slot *s = &h->slots[number % HEALTH_SLOTS];

	if (s->number != number)
		*s = (struct health_slot){ .number = number };
	return s;
}

static bool
set_good(struct health *h, bool good, uint64_t now_ns)
{
	if (h->good == good)
		return false;
	h->good = good;
	h->ever_good |= good;
	h->changed_ns = now_ns;
	return true;
}

/* Enough has been heard to trust this kind, for the first time or again. */
static bool
recovered(const struct health *h)
{
	unsigned heard = h->recent & RECENT_MASK;

	return h->cleared &&
	    (!h->has_positive || heard == RECENT_MASK ||
		(!h->ever_good && (heard & 1) != 0));
}

bool
health_round(
    struct health *h, uint64_t began_ns, bool answered, uint64_t now_ns)
{
	struct health_slot *s = slot_at(h, began_ns);

	s->rounds++;
	s->answered = (uint8_t)(s->answered + answered);
	h->recent = (uint8_t)(h->recent << 1 | answered);
	h->missed = (uint8_t)(h->missed << 1 | !answered);
	if (!answered && __builtin_popcount(h->missed & RECENT_MASK) >= 3)
		return set_good(h, false, now_ns);
	return answered && recovered(h) && set_good(h, true, now_ns);
}

bool
health_silent(struct health *h, uint64_t now_ns)
{
	if (h->owed > 0)
		h->owed--;
	h->cleared = h->owed == 0;
	return recovered(h) && set_good(h, true, now_ns);
}

void
health_denied(struct health *h, uint64_t began_ns)
{
	slot_at(h, began_ns)->denied = true;
	h->denies = true;
}

bool
health_vouches(const struct health *h, uint64_t at_ns)
{
	uint64_t number = at_ns / HEALTH_SLOT_NS + 1;
	uint64_t last = (at_ns + h->honest_ns) / HEALTH_SLOT_NS;

	for (; number <= last; number++) {
		const struct health_slot *s = &h->slots[number % HEALTH_SLOTS];

		if (s->number == number && s->denied)
			return true;
	}
	return !h->denies;
}

bool
health_false_answer(struct health *h, uint64_t began_ns, uint64_t now_ns)
{
	struct health_slot *s = slot_at(h, began_ns);

	if (s->false_answers < UINT8_MAX)
		s->false_answers++;
	h->cleared = false;
	h->owed = h->silences;
	return set_good(h, false, now_ns);
}

void
health_taint(struct health *h, uint64_t from_ns, uint64_t to_ns)
{
	uint64_t at;

	for (at = from_ns; at < to_ns + HEALTH_SLOT_NS; at += HEALTH_SLOT_NS)
		slot_at(h, at)->tainted = true;
}

bool
health_down(struct health *h, uint64_t now_ns)
{
	if (!h->has_positive)
		return false;
	h->recent = 0;
	return set_good(h, false, now_ns);
}

struct tally {
	unsigned rounds, answered, false_answers;
	bool tainted;
};

static struct tally
tally(const struct health *h, uint64_t at_ns, uint64_t window_ns)
{
	uint64_t from = at_ns > window_ns ? at_ns - window_ns : 0;
	uint64_t number = from / HEALTH_SLOT_NS;
	uint64_t last = (at_ns + window_ns) / HEALTH_SLOT_NS;
	struct tally t = { 0 };

	for (; number <= last; number++) {
		const struct health_slot *s = &h->slots[number % HEALTH_SLOTS];

		if (s->number != number)
			continue;
		t.rounds += s->rounds;
		t.answered += s->answered;
		t.false_answers += s->false_answers;
		t.tainted |= s->tainted;
	}
	return t;
}

enum health_word
health_honest(const struct health *h, uint64_t at_ns, uint64_t now_ns)
{
	if (!h->has_negative)
		return HEALTH_GOOD;
	if (tally(h, at_ns, h->honest_ns).false_answers > 0)
		return HEALTH_BAD;
	return now_ns < at_ns + h->honest_ns + HEALTH_NEGATIVE_NS
	    ? HEALTH_PENDING
	    : HEALTH_GOOD;
}

enum health_word
health_hears(const struct health *h, uint64_t at_ns, uint64_t now_ns)
{
	struct tally t;

	t = tally(h, at_ns, HEARS_WINDOW_NS);
	if (t.tainted)
		return HEALTH_BAD;
	if (!h->has_positive)
		return HEALTH_UNWATCHED;
	if (now_ns < at_ns + HEARS_WINDOW_NS + HEALTH_ROUND_NS)
		return HEALTH_PENDING;
	return t.rounds >= ROUNDS_MIN && t.answered * 10 >= t.rounds * 9
	    ? health_honest(h, at_ns, now_ns)
	    : HEALTH_BAD;
}

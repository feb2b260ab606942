/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/resolvers.h"

#define MS_NS         UINT64_C(1000000)
#define EPOCH_SAMPLES 50
#define EPOCH_NS      (100 * MS_NS)
#define EPOCH_OPENING (25 * MS_NS)
/* Answers that take so much longer than they can are waited for in a queue. */
#define QUEUE_NS     (10 * MS_NS)
#define WINDOW_FIRST 200
#define WINDOW_MIN   32
#define PATIENCE_MIN (1000 * MS_NS)
#define PATIENCE_MAX (3000 * MS_NS)
/* Weighs a run of silence as so many questions in flight. */
#define SILENCE_WEIGHT 50

void
resolvers_init(struct resolvers *r, const struct resolver_config *config,
    unsigned n, uint32_t window_max)
{
	unsigned i;

	*r = (struct resolvers){ .n = n, .window_max = window_max };
	for (i = 0; i < n; i++) {
		r->at[i].config = config[i];
		r->at[i].window =
		    window_max < WINDOW_FIRST ? window_max : WINDOW_FIRST;
	}
}

int
resolvers_pick(const struct resolvers *r, unsigned tried)
{
	uint64_t load, least = UINT64_MAX;
	int best = -1;
	unsigned i;

	for (i = 0; i < r->n; i++) {
		const struct resolver *s = &r->at[i];

		if (!resolvers_has_room(s))
			continue;
		load =
		    s->in_flight + (uint64_t)s->unanswered_run * SILENCE_WEIGHT;
		if (tried & 1u << i)
			load += UINT32_MAX;
		if (load < least) {
			least = load;
			best = (int)i;
		}
	}
	return best;
}

void
resolvers_asked(struct resolvers *r, unsigned index)
{
	struct resolver *s = &r->at[index];

	if (++s->in_flight >= s->window)
		s->epoch_full = true;
}

static void
close_window(struct resolver *s)
{
	s->window -= s->window / 4;
	s->has_closed = true;
}

/* Opens the window; returns how long to look at what comes of it. */
static uint64_t
open_window(struct resolver *s)
{
	if (s->has_closed || s->srtt_ns > s->rtt_min_ns + QUEUE_NS) {
		s->window += s->window / 4;
		return EPOCH_NS;
	}
	s->window *= 2;
	return EPOCH_OPENING;
}

/* Adapts the window at the end of each epoch. */
static void
settle(struct resolvers *r, struct resolver *s, uint64_t now_ns)
{
	uint32_t all = s->epoch_answered + s->epoch_unanswered;
	uint64_t epoch_ns = EPOCH_NS;
	uint32_t unanswered;

	if (now_ns < s->epoch_end_ns || all < EPOCH_SAMPLES)
		return;
	unanswered = 1000 * s->epoch_unanswered / all;
	if (unanswered > r->loss_permille + 200 ||
	    (unanswered > r->loss_permille + 100 &&
		s->srtt_ns > 4 * s->rtt_min_ns))
		close_window(s);
	else if (s->epoch_full && s->epoch_answered > 0)
		epoch_ns = open_window(s);
	if (s->window < WINDOW_MIN)
		s->window = WINDOW_MIN;
	if (s->window > r->window_max)
		s->window = r->window_max;
	s->epoch_answered = s->epoch_unanswered = 0;
	s->epoch_full = false;
	s->epoch_end_ns = now_ns + epoch_ns;
}

void
resolvers_answered(
    struct resolvers *r, unsigned index, uint64_t now_ns, uint64_t rtt_ns)
{
	struct resolver *s = &r->at[index];
	uint64_t off;

	s->in_flight--;
	s->unanswered_run = 0;
	s->epoch_answered++;
	if (rtt_ns != 0 && (s->rtt_min_ns == 0 || rtt_ns < s->rtt_min_ns))
		s->rtt_min_ns = rtt_ns;
	if (rtt_ns != 0 && s->srtt_ns == 0) {
		s->srtt_ns = rtt_ns;
		s->rttvar_ns = rtt_ns / 2;
	} else if (rtt_ns != 0) {
		off = rtt_ns > s->srtt_ns ? rtt_ns - s->srtt_ns
					  : s->srtt_ns - rtt_ns;
		s->rttvar_ns = (3 * s->rttvar_ns + off) / 4;
		s->srtt_ns = (7 * s->srtt_ns + rtt_ns) / 8;
	}
	settle(r, s, now_ns);
}

void
resolvers_unanswered(struct resolvers *r, unsigned index, uint64_t now_ns)
{
	struct resolver *s = &r->at[index];

	s->in_flight--;
	s->unanswered_run++;
	s->epoch_unanswered++;
	settle(r, s, now_ns);
}

uint64_t
resolvers_patience_ns(const struct resolvers *r, unsigned index)
{
	const struct resolver *s = &r->at[index];
	uint64_t ns = s->srtt_ns + 4 * s->rttvar_ns;

	if (ns < PATIENCE_MIN)
		return PATIENCE_MIN;
	return ns > PATIENCE_MAX ? PATIENCE_MAX : ns;
}

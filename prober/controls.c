/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/controls.h"

#include <netinet/in.h>
#include <stdlib.h>

#include "prober/control_bench.h"
#include "prober/control_round.h"
#include "prober/deceit.h"
#include "prober/engine_state.h"
#include "prober/plan.h"

#define SECOND_NS   UINT64_C(1000000000)
#define TURN_NS     HEALTH_SLOT_NS
#define NEGATIVE_NS UINT64_C(500000000)
/* How long a run that has nothing else to do waits for recovery: an outage
 * of half a minute must be survived, what never worked need not be. */
#define RECOVERY_NS   UINT64_C(90000000000)
#define NEVER_NS      UINT64_C(60000000000)
#define START_NS      UINT64_C(3000000000)
#define MISSING_NS    UINT64_C(20000000000)
#define MISSED_MAX    10000000u /* one living endpoint in so many */
#define LOSS_SAMPLES  4000      /* older ones fade */
#define SILENCES_MAX  24
#define SILENCES_LOST 1e-6

/* Only a walk from the root asks whether name servers take TCP. */
static bool
kind_used(const struct engine *e, unsigned kind)
{
	return e->config.hints != NULL || controls_kind_port(kind) != 53 ||
	    controls_kind_proto(kind) == IPPROTO_UDP;
}

static unsigned
n_peers(const struct engine *e)
{
	return e->config.n_peers > 1 ? e->config.n_peers : 1;
}

/* Deals the controls out to their kinds. */
static void
deal(struct engine *e)
{
	struct controls *c = &e->controls;
	size_t n = e->config.n_controls;
	unsigned kind;
	size_t i;

	for (kind = 0; kind < KIND_RESOLVER; kind++) {
		struct control_kind *k = &c->kinds[kind];

		k->positive = calloc(n, sizeof(*k->positive));
		k->negative = calloc(n, sizeof(*k->negative));
		if (k->positive == NULL || k->negative == NULL)
			abort();
	}
	for (i = 0; i < n; i++) {
		const struct control *x = &c->list[i];
		struct control_kind *k;

		kind = controls_kind(&x->endpoint, x->proto);
		if (kind == KIND_NONE || !kind_used(e, kind))
			continue;
		k = &c->kinds[kind];
		if (x->expect_answer)
			k->positive[k->n_positive++] = (uint16_t)i;
		else
			k->negative[k->n_negative++] = (uint16_t)i;
	}
}

void
controls_init(struct engine *e, uint64_t now_ns)
{
	struct controls *c = &e->controls;
	unsigned kind;

	c->list = e->config.controls;
	c->on = e->config.n_controls > 0;
	c->n_kinds = KIND_RESOLVER + e->config.n_resolvers;
	c->due_ns = c->on ? now_ns : UINT64_MAX;
	pool_init(&c->rounds, sizeof(struct control_round));
	for (kind = 0; kind < KINDS; kind++)
		TAILQ_INIT(&c->kinds[kind].held);
	if (!c->on)
		return;
	c->benched_ns = calloc(e->config.n_controls, sizeof(*c->benched_ns));
	if (c->benched_ns == NULL)
		abort();
	deal(e);
	for (kind = 0; kind < c->n_kinds; kind++) {
		struct control_kind *k = &c->kinds[kind];
		bool resolver = kind >= KIND_RESOLVER;

		if (resolver)
			e->resolvers.at[kind - KIND_RESOLVER].shunned = true;
		k->next_positive =
		    (uint16_t)(e->config.index * k->n_positive / n_peers(e));
		health_init(&k->health, resolver || k->n_positive > 0,
		    resolver || k->n_negative > 0, now_ns);
	}
}

void
controls_free(struct engine *e)
{
	unsigned kind;

	for (kind = 0; kind < KIND_RESOLVER; kind++) {
		free(e->controls.kinds[kind].positive);
		free(e->controls.kinds[kind].negative);
	}
	free(e->controls.benched_ns);
	pool_free(&e->controls.rounds);
}

void
controls_hold(struct engine *e, struct ask *a, unsigned kind)
{
	struct control_kind *k = &e->controls.kinds[kind];

	a->state = ASK_HELD;
	TAILQ_INSERT_TAIL(&k->held, a, link);
}

void
controls_release(struct engine *e, struct ask *a, unsigned kind)
{
	struct control_kind *k = &e->controls.kinds[kind];

	TAILQ_REMOVE(&k->held, a, link);
}

static void
tell(struct engine *e, unsigned kind, uint64_t now_ns)
{
	e->controls.kinds[kind].told++;
	if (e->config.on_vantage != NULL)
		e->config.on_vantage(e->config.arg, e, kind, now_ns);
}

/* A kind that does not come up at the start has not changed, and is told. */
static void
tell_what_is_missing(struct engine *e, uint64_t now_ns)
{
	unsigned kind;

	for (kind = 0; kind < e->controls.n_kinds; kind++) {
		struct control_kind *k = &e->controls.kinds[kind];

		if (k->told == 0 && !k->health.good &&
		    now_ns > k->health.changed_ns + START_NS)
			tell(e, kind, now_ns);
	}
}

/* Health changed: says so, and lets go what was held. */
void
controls_changed(struct engine *e, unsigned kind, uint64_t now_ns)
{
	struct control_kind *k = &e->controls.kinds[kind];
	struct ask *a;

	tell(e, kind, now_ns);
	if (kind >= KIND_RESOLVER)
		e->resolvers.at[kind - KIND_RESOLVER].shunned = !k->health.good;
	if (!k->health.good)
		return;
	k->given_up = false;
	while ((a = TAILQ_FIRST(&k->held)) != NULL) {
		controls_release(e, a, kind);
		ask_push(e, a, a->ops->queue);
	}
}

/* There is no way out for the family of this kind. */
static bool
family_missing(const struct engine *e, unsigned kind)
{
	return kind < KIND_RESOLVER &&
	    e->config.source[kind / KINDS_PER_FAMILY].family == FAMILY_NONE;
}

/* No control is asked more than once per second, by all engines that share
 * the work; a resolver is the user's. */
static uint64_t
period_ns(const struct engine *e, const struct control_kind *k, bool resolver)
{
	uint64_t round_ns = SECOND_NS * n_peers(e);

	return resolver || k->n_positive >= round_ns / TURN_NS
	    ? TURN_NS
	    : round_ns / k->n_positive;
}

static uint64_t
negative_period_ns(const struct control_kind *k, bool resolver)
{
	return resolver || k->n_negative > 1 ? NEGATIVE_NS : SECOND_NS;
}

/* One attempt is lost so often, half a loss more than was seen, so that none
 * seen is not none. */
static double
loss(const struct controls *c)
{
	return (c->lost + 0.5) / (c->tries + 1.0);
}

/*
 * When a negative control is silent its answer may have been lost: it takes
 * so many that all of them were lost once in a million times.
 */
static void
set_doubt(struct engine *e, struct control_kind *k, bool resolver)
{
	uint64_t period = negative_period_ns(k, resolver);
	double missed = 1;
	unsigned n = 0;

	while (n < SILENCES_MAX && (n < 2 || missed > SILENCES_LOST)) {
		missed *= loss(&e->controls);
		n++;
	}
	k->health.silences = (uint8_t)n;
	k->health.honest_ns = (n - 1) * period;
	if (k->health.honest_ns < SECOND_NS)
		k->health.honest_ns = SECOND_NS;
}

/* Asks the next control, and where that is on trial and so may not count,
 * another as well. */
static void
ask_positive(struct engine *e, unsigned kind, uint64_t now_ns)
{
	struct controls *c = &e->controls;
	struct control_kind *k = &c->kinds[kind];
	bool on_trial = true;
	unsigned i, control;

	for (i = 0; on_trial && i < k->n_positive; i++) {
		control = control_bench_next(c, k, now_ns);
		on_trial = control_on_trial(c, control);
		control_round_start(e, kind, control, false, now_ns);
	}
	if (kind >= KIND_RESOLVER)
		control_round_start(e, kind, 0, false, now_ns);
}

/* The turn that was due at DUE_NS. */
static void
turn_of_kind(struct engine *e, unsigned kind, uint64_t due_ns, uint64_t now_ns)
{
	struct control_kind *k = &e->controls.kinds[kind];
	bool resolver = kind >= KIND_RESOLVER;
	unsigned control;

	if (family_missing(e, kind))
		return;
	if (due_ns >= k->positive_due_ns && k->health.has_positive) {
		k->positive_due_ns = due_ns + period_ns(e, k, resolver);
		ask_positive(e, kind, now_ns);
	}
	if (due_ns < k->negative_due_ns || !k->health.has_negative)
		return;
	set_doubt(e, k, resolver);
	k->negative_due_ns = due_ns + negative_period_ns(k, resolver);
	control =
	    resolver ? 0 : k->negative[k->next_negative++ % k->n_negative];
	control_round_start(e, kind, control, true, now_ns);
}

/* Ends what is held for a kind that will not come back. */
static void
give_up(struct engine *e, unsigned kind, uint64_t now_ns)
{
	struct control_kind *k = &e->controls.kinds[kind];
	struct ask *a;

	k->given_up = true;
	while ((a = TAILQ_FIRST(&k->held)) != NULL)
		a->ops->abandoned(e, a, now_ns);
}

/* The next in a queue that waits to be sent on behalf of a kind, or NULL. */
static struct ask *
queued_for(const struct engine *e, unsigned queue, unsigned kind)
{
	struct ask *a;

	TAILQ_FOREACH(a, &e->queues[queue], link)
	{
		if (a->ops->kind(a) == kind)
			return a;
	}
	return NULL;
}

/* A link that is down takes nothing, so what is queued for a kind that nobody
 * waits for is not even looked at. */
static void
abandon_queued(struct engine *e, unsigned kind, uint64_t now_ns)
{
	struct ask *a;

	while ((a = queued_for(e, QUEUE_SLOT, kind)) != NULL ||
	    (a = queued_for(e, QUEUE_REACH, kind)) != NULL)
		a->ops->abandoned(e, a, now_ns);
}

/* With no resolver left, no question can be answered. */
static void
abandon_lookups(struct engine *e, uint64_t now_ns)
{
	struct ask *a;
	unsigned kind;

	for (kind = KIND_RESOLVER; kind < e->controls.n_kinds; kind++)
		if (!e->controls.kinds[kind].given_up)
			return;
	while ((a = TAILQ_FIRST(&e->queues[QUEUE_LOOKUP])) != NULL)
		a->ops->abandoned(e, a, now_ns);
}

/* Nothing but recovery is waited for: for how long? */
static void
consider_giving_up(struct engine *e, uint64_t now_ns)
{
	const uint64_t idle_since = e->progress_ns;
	struct controls *c = &e->controls;
	unsigned kind;

	for (kind = 0; kind < c->n_kinds; kind++) {
		struct control_kind *k = &c->kinds[kind];
		uint64_t wait = k->health.ever_good ? RECOVERY_NS : NEVER_NS;

		if (family_missing(e, kind))
			wait = MISSING_NS;
		if (!k->health.good && !k->given_up &&
		    now_ns > k->health.changed_ns + wait &&
		    now_ns > idle_since + wait)
			give_up(e, kind, now_ns);
		if (k->given_up && kind < KIND_RESOLVER)
			abandon_queued(e, kind, now_ns);
	}
	abandon_lookups(e, now_ns);
}

void
controls_turn(struct engine *e, uint64_t now_ns)
{
	struct controls *c = &e->controls;
	uint64_t due_ns = c->due_ns;
	unsigned kind;

	if (now_ns < due_ns)
		return;
	/* However late each turn is, there are no fewer of them: else there
	 * might be too few rounds to tell anything.  But a pause is one. */
	if (now_ns >= due_ns + TURN_NS)
		due_ns = now_ns;
	c->due_ns = due_ns + TURN_NS;
	for (kind = 0; kind < c->n_kinds; kind++)
		turn_of_kind(e, kind, due_ns, now_ns);
	e->resolvers.loss_permille = controls_loss_permille(e);
	tell_what_is_missing(e, now_ns);
	consider_giving_up(e, now_ns);
	plans_reconsider(e, now_ns);
	plans_step(e, now_ns);
}

/*
 * One that comes back from the bench is on trial: that it stays silent while
 * the others answer says nothing about us.
 */
static bool
positive_done(struct engine *e, const struct control_round *r, bool answered,
    unsigned attempt, uint64_t now_ns)
{
	struct controls *c = &e->controls;
	struct health *h = &c->kinds[r->kind].health;
	bool listed = r->kind < KIND_RESOLVER;
	bool on_trial = listed && control_on_trial(c, r->control);
	bool changed = false;

	if (answered || !on_trial || !h->good)
		changed = health_round(h, r->began_ns, answered, now_ns);
	if (listed)
		control_bench_note(
		    c, &c->kinds[r->kind], r->control, answered, now_ns);
	if (answered) {
		c->tries += attempt + 1;
		c->lost += attempt;
	}
	if (c->tries > LOSS_SAMPLES) {
		c->tries /= 2;
		c->lost /= 2;
	}
	return changed;
}

/* What a finished round tells. */
void
controls_round_done(struct engine *e, const struct control_round *r,
    bool answered, unsigned attempt, uint64_t now_ns)
{
	struct control_kind *k = &e->controls.kinds[r->kind];
	bool changed;

	if (r->negative) {
		if (r->denied)
			health_denied(&k->health, r->began_ns);
		if (answered)
			deceit_noticed(e, r->kind, r->began_ns, now_ns);
		changed = answered
		    ? health_false_answer(&k->health, r->began_ns, now_ns)
		    : health_silent(&k->health, now_ns);
	} else {
		changed = positive_done(e, r, answered, attempt, now_ns);
	}
	if (changed)
		controls_changed(e, r->kind, now_ns);
}

enum health_word
controls_judge(const struct engine *e, unsigned kind, bool open, uint64_t at_ns,
    uint64_t now_ns)
{
	const struct health *h;

	if (!e->controls.on || kind == KIND_NONE)
		return HEALTH_GOOD;
	h = &e->controls.kinds[kind].health;
	return open ? health_honest(h, at_ns, now_ns)
		    : health_hears(h, at_ns, now_ns);
}

unsigned
controls_attempts(const struct engine *e)
{
	const struct controls *c = &e->controls;
	double missed = 1, q;
	unsigned k = 0;

	if (!c->on)
		return e->config.attempts;
	q = loss(c);
	while (k < CONTROLS_ATTEMPTS_MAX && missed * MISSED_MAX > 1) {
		missed *= q;
		k++;
	}
	return k > e->config.attempts ? k : e->config.attempts;
}

unsigned
controls_loss_permille(const struct engine *e)
{
	const struct controls *c = &e->controls;

	return c->tries == 0 ? 0 : 1000 * c->lost / c->tries;
}

void
controls_taint(struct engine *e, uint64_t from_ns, uint64_t now_ns)
{
	unsigned kind;

	for (kind = 0; e->controls.on && kind < e->controls.n_kinds; kind++)
		health_taint(&e->controls.kinds[kind].health, from_ns, now_ns);
}

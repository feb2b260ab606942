/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/peers.h"

#include "prober/plan.h"
#include "prober/reach.h"

void
peers_init(struct peers *x)
{
	unsigned i;

	pool_init(&x->letters, sizeof(struct peer_letter));
	for (i = 0; i < PEERS_MAX; i++)
		TAILQ_INIT(&x->out[i]);
}

void
peers_free(struct peers *x)
{
	pool_free(&x->letters);
}

static struct peer_letter *
letter_new(
    struct engine *e, struct reach *r, struct reach *theirs, unsigned peer)
{
	struct peer_letter *l = pool_get(&e->peers.letters);

	*l = (struct peer_letter){
		.reach = r, .theirs = theirs, .peer = (uint8_t)peer
	};
	return l;
}

static void
post(struct engine *e, struct peer_letter *l)
{
	TAILQ_INSERT_TAIL(&e->peers.out[l->peer], l, link);
}

void
peers_ask(struct engine *e, struct reach *r, unsigned peer)
{
	post(e, letter_new(e, r, NULL, peer));
}

void
peers_tell(struct engine *e, struct reach *r, uint32_t queued_ms)
{
	struct peer_letter *l, *next;

	for (l = r->callers; l != NULL; l = next) {
		next = l->next;
		l->queued_ms = queued_ms;
		post(e, l);
	}
	r->callers = NULL;
}

bool
engine_message_out(struct engine *e, unsigned peer, struct peer_message *m)
{
	struct peer_letter *l = TAILQ_FIRST(&e->peers.out[peer]);
	const struct reach *r;

	if (l == NULL)
		return false;
	r = l->reach;
	*m = (struct peer_message){
		.reach = l->theirs != NULL ? l->theirs : l->reach,
		.remote = r->remote,
		.server_hash = r->server_hash,
		.question = r->question,
		.proto = r->proto,
		.from = e->config.index,
		.is_answer = l->theirs != NULL,
		.state = r->state,
		.reason = r->reason,
		.probes = r->probes,
		.rtt_us = r->rtt_us,
		.queued_ms = l->queued_ms,
	};
	if (!m->is_answer && r->zone != NULL)
		m->zone = name_value(r->zone);
	TAILQ_REMOVE(&e->peers.out[peer], l, link);
	if (m->is_answer)
		reach_put(e, l->reach);
	pool_put(&e->peers.letters, l);
	return true;
}

/* Somebody wants to know of an endpoint of ours. */
static void
asked(struct engine *e, uint64_t now_ns, const struct peer_message *m)
{
	struct name *zone =
	    m->zone.len > 0 ? names_get(&e->names, &m->zone) : NULL;
	struct reach *r =
	    reach_get(e, &m->remote, m->proto, zone, m->question, NULL, now_ns);
	struct peer_letter *l = letter_new(e, r, m->reach, m->from);

	names_put(&e->names, zone);
	/* Whoever asks first knows it by that name. */
	if (r->server_hash == 0)
		r->server_hash = m->server_hash;
	if (reach_done(r)) {
		post(e, l);
		return;
	}
	l->next = r->callers;
	r->callers = l;
}

void
engine_message_in(
    struct engine *e, uint64_t now_ns, const struct peer_message *m)
{
	if (m->is_answer)
		reach_told(e, m, now_ns);
	else
		asked(e, now_ns, m);
	plans_step(e, now_ns);
}

uint64_t
engine_progress_ns(const struct engine *e)
{
	return e->progress_ns;
}

void
engine_heed_progress(struct engine *e, uint64_t progress_ns)
{
	if (e->progress_ns < progress_ns)
		e->progress_ns = progress_ns;
}

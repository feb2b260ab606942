/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A lookup that is answered by walks from the root, one family at a time.
 */
#include <assert.h>
#include <stdlib.h>

#include "prober/answer_records.h"
#include "prober/lookup.h"

static void news(struct engine *, void *, struct walk *, uint64_t now_ns);

/*
 * AAAA is looked for over IPv6 and all else over IPv4: between them, the two
 * lookups of a host's addresses show whether each family leads there.
 */
static unsigned
first_family(const struct lookup *l)
{
	return l->type == DNS_TYPE_AAAA;
}

/* The walk for what is being asked, over that family. */
static struct walk *
walk_over(const struct lookup *l, unsigned family)
{
	unsigned i;

	for (i = 0; i < l->n_walks; i++)
		if (l->walks[i]->name == l->asking &&
		    l->walks[i]->family == family)
			return l->walks[i];
	return NULL;
}

static void
start(struct engine *e, struct lookup *l, unsigned family)
{
	struct walk *w = walk_get(e, l->asking, l->type, family, l->purse, 0);

	l->walks = realloc(l->walks, (l->n_walks + 1u) * sizeof(struct walk *));
	if (l->walks == NULL)
		abort();
	l->walks[l->n_walks++] = w;
	l->n_open++;
	walk_wait(e, w, news, l);
	/* Who comes late is not told again that it may take long. */
	if (w->doubtful && !walk_done(w) && walk_over(l, 1 - family) == NULL)
		start(e, l, 1 - family);
}

/* Of a walk that did not end in an answer. */
static enum lookup_status
failure(const struct walk *w)
{
	if (w->outcome == WALK_FAILED)
		return (enum lookup_status)w->status;
	return w->outcome == WALK_BROKEN && w->cut->reason == CHAIN_LAME
	    ? LOOKUP_SERVFAIL
	    : LOOKUP_TIMEOUT;
}

static void
take_answer(
    struct engine *e, struct lookup *l, const struct walk *w, uint64_t now_ns)
{
	struct name *target;

	l->answered_by = w;
	l->answered_ns = w->answered_ns;
	l->rtt_us = w->rtt_us;
	l->rcode = w->rcode;
	l->tcp = w->tcp;
	if (w->answer.n_cnames == 0) {
		answer_copy(&l->answer, &w->answer);
		lookup_conclude(e, l, (enum lookup_status)w->status, now_ns);
		return;
	}
	target = w->answer.cnames[0];
	if (target == l->name || !answer_add_cname(&l->answer, target)) {
		lookup_conclude(e, l, LOOKUP_BOGUS_REPLY, now_ns);
		return;
	}
	answer_records_copy(&l->answer, &w->answer);
	l->asking = target;
	start(e, l, first_family(l));
}

/* A walk has ended, or may take long. */
static void
consider(struct engine *e, struct lookup *l, struct walk *w, uint64_t now_ns)
{
	struct walk *first = walk_over(l, first_family(l));
	struct walk *other = walk_over(l, 1u - first_family(l));

	if (w->outcome == WALK_ANSWERED) {
		take_answer(e, l, w, now_ns);
	} else if (other == NULL) {
		start(e, l, 1u - first_family(l));
	} else if (walk_done(first) && walk_done(other)) {
		l->rcode = first->rcode;
		lookup_conclude(e, l,
		    first->outcome == WALK_FAILED ? failure(first)
						  : failure(other),
		    now_ns);
	}
}

static void
begin_anew(struct engine *e, struct lookup *l, struct walk *w)
{
	unsigned i;

	for (i = 0; l->walks[i] != w; i++)
		;
	l->walks[i] = walk_get(e, w->name, w->type, w->family, l->purse, 0);
	walk_wait(e, l->walks[i], news, l);
	walk_put(e, w);
}

static void
news(struct engine *e, void *owner, struct walk *w, uint64_t now_ns)
{
	struct lookup *l = owner;

	if (w->outcome == WALK_ASTRAY && !w->stale) {
		begin_anew(e, l, w);
		return;
	}
	l->n_open -= walk_done(w);
	l->distrusted |= w->stale;
	if (!l->done && w->stale)
		lookup_conclude(e, l, LOOKUP_TIMEOUT, now_ns);
	else if (!l->done && w->name == l->asking)
		consider(e, l, w, now_ns);
	if (l->done && l->n_open == 0)
		waiters_notify(e, &l->waiters, 0, now_ns);
}

uint8_t
lookup_queries(const struct lookup *l)
{
	unsigned n = l->queries, i;

	for (i = 0; i < l->n_walks; i++)
		n += l->walks[i]->queries;
	return n < UINT8_MAX ? (uint8_t)n : UINT8_MAX;
}

struct endpoint
lookup_server(const struct engine *e, const struct lookup *l)
{
	if (l->answered_by != NULL)
		return (struct endpoint){ l->answered_by->server, 53 };
	if (l->server != LOOKUP_NO_SERVER)
		return e->resolvers.at[l->server].config.server;
	return (struct endpoint){ .port = 0 };
}

void
lookup_walk(struct engine *e, struct lookup *l)
{
	start(e, l, first_family(l));
}

void
lookup_let_go(struct engine *e, struct lookup *l)
{
	unsigned i;

	assert(l->n_open == 0);
	for (i = 0; i < l->n_walks; i++)
		walk_put(e, l->walks[i]);
	free(l->walks);
	purse_put(e, l->purse);
}

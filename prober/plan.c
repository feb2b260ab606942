/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/plan.h"

#include <assert.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "prober/deceit.h"

/* Most domains have no more: a website, mail hosts and name servers. */
#define HOSTS_AT_ONCE 8

void
waiter_add(struct engine *e, struct waiter **list, struct plan *p)
{
	struct waiter *w = pool_get(&e->waiter_pool);

	*w = (struct waiter){ .next = *list, .plan = p };
	*list = w;
	p->pending++;
}

static void
stir(struct engine *e, struct plan *p)
{
	if (p->is_stirred)
		return;
	p->is_stirred = true;
	TAILQ_INSERT_TAIL(&e->stirred, p, stir);
}

/*
 * The time that what was waited for spent in queues is not the domain's.  It
 * counts once, however many things were queued at the same time.
 */
static void
note_queueing(struct plan *p, uint32_t queued_ms, uint64_t now_ns)
{
	uint64_t elapsed_ms = (now_ns - p->noted_ns) / 1000000;

	p->queued_ms +=
	    queued_ms < elapsed_ms ? queued_ms : (uint32_t)elapsed_ms;
	p->noted_ns += elapsed_ms * 1000000;
}

void
waiters_notify(
    struct engine *e, struct waiter **list, uint32_t queued_ms, uint64_t now_ns)
{
	struct waiter *w, *next;

	for (w = *list; w != NULL; w = next) {
		next = w->next;
		w->plan->pending--;
		note_queueing(w->plan, queued_ms, now_ns);
		stir(e, w->plan);
		pool_put(&e->waiter_pool, w);
	}
	*list = NULL;
}

/* True once the domain has had its share of questions or of waiting. */
static bool
spent(const struct engine *e, struct plan *p, uint64_t now_ns)
{
	uint64_t waited = now_ns - p->started_ns;
	uint64_t queued = (uint64_t)p->queued_ms * 1000000;

	waited -= queued < waited ? queued : waited;
	if (p->purse != NULL)
		p->over_budget |= purse_spent(e, p->purse, now_ns);
	else if (p->queries >= PLAN_QUERIES_MAX || waited > purse_share_ns(e))
		p->over_budget = true;
	return p->over_budget;
}

bool
plan_charge(
    const struct engine *e, struct plan *p, uint32_t queued_ms, uint64_t now_ns)
{
	note_queueing(p, queued_ms, now_ns);
	if (spent(e, p, now_ns))
		return false;
	p->queries++;
	return true;
}

struct lookup *
plan_want(struct engine *e, struct plan *p, struct name *name, uint16_t type,
    bool shared, uint64_t now_ns)
{
	struct lookup *l;
	bool created;

	if (spent(e, p, now_ns))
		return NULL;
	l = lookup_get(e, name, type, shared, p->purse, now_ns, &created);
	p->queries += created;
	if (!lookup_done(l))
		waiter_add(e, &l->waiters, p);
	return l;
}

bool
plan_settled(const struct lookup *l)
{
	return l == NULL || lookup_done(l);
}

struct plan_host *
plan_add_host(struct plan *p, struct name *name, enum host_use use)
{
	struct plan_host *h;

	if (p->n_hosts % HOSTS_AT_ONCE == 0)
		p->hosts = realloc(
		    p->hosts, (p->n_hosts + HOSTS_AT_ONCE) * sizeof(*p->hosts));
	if (p->hosts == NULL)
		abort();
	h = &p->hosts[p->n_hosts++];
	*h = (struct plan_host){ .name = name_ref(name), .use = (uint8_t)use };
	return h;
}

void
plan_look_up(struct engine *e, struct plan *p, struct name *name,
    enum host_use use, uint64_t now_ns)
{
	bool shared = use == USE_MX || use == USE_NS;
	struct plan_host *h = plan_add_host(p, name, use);

	h->looked_up = true;
	h->lookup[1] = plan_want(e, p, name, DNS_TYPE_AAAA, shared, now_ns);
	h->lookup[0] = plan_want(e, p, name, DNS_TYPE_A, shared, now_ns);
}

struct name *
plan_below(struct engine *e, const char *label, const struct name *name)
{
	struct dns_name plain = name_value(name), longer;

	if (!dns_name_prepend(label, &plain, &longer))
		return NULL;
	return names_get(&e->names, &longer);
}

static bool
is_www(const struct name *n)
{
	return n->len > 5 && memcmp(n->wire, "\3www", 4) == 0;
}

static void
begin(struct engine *e, struct plan *p, uint64_t now_ns)
{
	struct name *www;

	p->begun = true;
	plan_look_up(e, p, p->name, USE_WEB, now_ns);
	if (!is_www(p->name) && (www = plan_below(e, "www", p->name)) != NULL) {
		plan_look_up(e, p, www, USE_WWW, now_ns);
		names_put(&e->names, www);
	}
	p->mx = plan_want(e, p, p->name, DNS_TYPE_MX, false, now_ns);
	p->zones[p->n_zones++] =
	    plan_want(e, p, p->name, DNS_TYPE_NS, false, now_ns);
}

/* How many lookups a plan may hold, and each of them, or NULL. */
static size_t
n_lookups(const struct plan *p)
{
	return 2 * p->n_hosts + p->n_zones + p->n_autodiscover + 3;
}

static struct lookup *
lookup_at(const struct plan *p, size_t i)
{
	if (i < 2 * p->n_hosts)
		return p->hosts[i / 2].lookup[i % 2];
	i -= 2 * p->n_hosts;
	if (i < p->n_zones)
		return p->zones[i];
	i -= p->n_zones;
	if (i < p->n_autodiscover)
		return p->autodiscover[i];
	i -= p->n_autodiscover;
	return i == 0 ? p->spf : i == 1 ? p->mx : p->enquiry;
}

static void
free_arrays(struct plan *p)
{
	struct reach_set *s;
	size_t i;

	for (i = 0; i < 2 * p->n_hosts; i++) {
		s = &p->hosts[i / 2].reaches[i % 2];
		if (s->n > PLAN_REACHES_FEW)
			free(s->many);
	}
	free(p->hosts);
	free(p->aaaa);
	free(p->aaaa_server);
}

static void
let_go_of_host(struct engine *e, struct plan_host *h)
{
	unsigned f, i;

	for (f = 0; f < 2; f++)
		for (i = 0; i < h->reaches[f].n; i++)
			reach_put(e, reach_set_at(&h->reaches[f], i));
	names_put(&e->names, h->name);
}

/* Lets go of all that it holds but its name. */
static void
let_go(struct engine *e, struct plan *p)
{
	size_t n = n_lookups(p), i;
	struct lookup *l;

	for (i = 0; i < n; i++)
		if ((l = lookup_at(p, i)) != NULL)
			lookup_put(e, l);
	for (i = 0; i < p->n_aaaa; i++)
		reach_put(e, p->aaaa[i]);
	for (i = 0; i < p->n_hosts; i++)
		let_go_of_host(e, &p->hosts[i]);
	free_arrays(p);
}

static void
release(struct engine *e, struct plan *p)
{
	let_go(e, p);
	free(p->group);
	names_put(&e->names, p->name);
	purse_put(e, p->purse);
	TAILQ_REMOVE(&e->plans, p, link);
	e->n_plans--;
	pool_put(&e->plan_pool, p);
}

/*
 * Were the answers that all of it rests on honest?  That is known a while
 * after the last of them came.
 */
static enum health_word
judge(const struct engine *e, struct plan *p, uint64_t now_ns)
{
	enum health_word word = HEALTH_GOOD;
	uint64_t decided_ns;
	struct lookup *l;
	size_t i;

	p->unsure_until_ns = 0;
	for (i = 0; e->controls.on && i < n_lookups(p); i++) {
		if ((l = lookup_at(p, i)) == NULL)
			continue;
		switch (deceit_judge(e, l, now_ns, &decided_ns)) {
		case HEALTH_PENDING:
			if (decided_ns > p->unsure_until_ns)
				p->unsure_until_ns = decided_ns;
			break;
		case HEALTH_BAD:
			word = HEALTH_BAD;
			break;
		default:
			break;
		}
	}
	return p->unsure_until_ns != 0 ? HEALTH_PENDING : word;
}

/*
 * Once more from the beginning.  The time so far was not the domain's; the
 * questions stay on its budget, so that it comes to an end (see
 * purse_forgive()).
 */
static void
start_over(struct engine *e, struct plan *p, uint64_t now_ns)
{
	let_go(e, p);
	p->queued_ms = (uint32_t)((now_ns - p->started_ns) / 1000000);
	p->noted_ns = now_ns;
	p->over_budget = false;
	p->hosts = NULL;
	p->n_hosts = 0;
	p->aaaa = NULL;
	p->aaaa_server = NULL;
	p->n_aaaa = 0;
	p->aaaa_asked = false;
	p->mx = p->spf = p->enquiry = NULL;
	if (p->purse != NULL)
		purse_forgive(p->purse);
	p->n_autodiscover = p->n_zones = 0;
	p->zone = NULL;
	p->begun = p->mail_known = p->implicit_mx = false;
	p->exchange_asked = p->tenant_known = p->zone_known = false;
	stir(e, p);
}

/* Asks all that can be asked by now. */
static void
ask(struct engine *e, struct plan *p, uint64_t now_ns)
{
	unsigned i;

	if (p->enquiry_type != 0) {
		if (!p->begun)
			p->enquiry = plan_want(
			    e, p, p->name, p->enquiry_type, false, now_ns);
		p->begun = true;
		return;
	}
	if (!p->begun)
		begin(e, p, now_ns);
	plan_mail(e, p, now_ns);
	plan_zone(e, p, now_ns);
	for (i = 0; i < p->n_hosts; i++) {
		if (!p->hosts[i].expanded[1])
			plan_expand(e, p, &p->hosts[i], 1, now_ns);
		if (!p->hosts[i].expanded[0])
			plan_expand(e, p, &p->hosts[i], 0, now_ns);
	}
	if (p->purse != NULL)
		plan_ask_aaaa(e, p, now_ns);
}

/* Answers are there, but some walks go on: they tell about chains. */
static void
await_walks(struct engine *e, struct plan *p)
{
	struct lookup *l;
	size_t i;

	for (i = 0; i < n_lookups(p); i++) {
		l = lookup_at(p, i);
		if (l != NULL && l->n_open > 0)
			waiter_add(e, &l->waiters, p);
	}
}

static void
hand_out_answer(struct engine *e, struct plan *p, uint64_t now_ns)
{
	const struct lookup *l = p->enquiry;
	const struct engine_answer answer = {
		.cookie = p->cookie,
		.status = (enum lookup_status)l->status,
		.answer = &l->answer,
		.server = lookup_server(e, l),
		.rcode = l->rcode,
		.queries = lookup_queries(l),
		.tcp = l->tcp,
		.asked_ns = p->started_ns,
		.done_ns = now_ns,
	};

	e->config.on_answer(e->config.arg, &answer);
	release(e, p);
}

static void
hand_out(struct engine *e, struct plan *p, uint64_t now_ns)
{
	struct record_domain record;

	if (p->enquiry_type != 0) {
		hand_out_answer(e, p, now_ns);
		return;
	}
	plan_record(e, p, now_ns, &record);
	e->stats.domains++;
	release(e, p);
	e->config.on_domain(e->config.arg, &record);
	arena_reset(&e->arena);
}

static void
step(struct engine *e, struct plan *p, uint64_t now_ns)
{
	enum health_word word;

	ask(e, p, now_ns);
	if (p->pending == 0 && p->purse != NULL)
		await_walks(e, p);
	if (p->pending > 0)
		return;
	word = judge(e, p, now_ns);
	if (word == HEALTH_BAD)
		start_over(e, p, now_ns);
	else if (word == HEALTH_GOOD)
		hand_out(e, p, now_ns);
}

void
plans_step(struct engine *e, uint64_t now_ns)
{
	struct plan *p;

	for (;;) {
		if (!TAILQ_EMPTY(&e->stirred_walks))
			walks_step(e, now_ns);
		if ((p = TAILQ_FIRST(&e->stirred)) == NULL)
			return;
		TAILQ_REMOVE(&e->stirred, p, stir);
		p->is_stirred = false;
		step(e, p, now_ns);
	}
}

void
plans_reconsider(struct engine *e, uint64_t now_ns)
{
	struct plan *p;

	TAILQ_FOREACH(p, &e->plans, link)
	{
		if (p->unsure_until_ns != 0 && p->unsure_until_ns <= now_ns)
			stir(e, p);
	}
}

static struct plan *
start(struct engine *e, const struct dns_name *name, uint64_t now_ns)
{
	struct plan *p = pool_get(&e->plan_pool);

	*p = (struct plan){
		.name = names_get(&e->names, name),
		.started_ns = now_ns,
		.noted_ns = now_ns,
	};
	if (e->config.hints != NULL)
		p->purse = purse_new(e);
	TAILQ_INSERT_TAIL(&e->plans, p, link);
	e->n_plans++;
	stir(e, p);
	return p;
}

void
plan_start(struct engine *e, const struct engine_target *t, uint64_t now_ns)
{
	struct plan *p = start(e, t->name, now_ns);
	size_t group_size = strlen(t->group) + 1;
	size_t organisation_size = strlen(t->organisation) + 1;

	if ((p->group = malloc(group_size + organisation_size)) == NULL)
		abort();
	memcpy(p->group, t->group, group_size);
	p->organisation =
	    memcpy(p->group + group_size, t->organisation, organisation_size);
	p->declared = t->declared;
}

void
plan_start_question(
    struct engine *e, const struct engine_question *q, uint64_t now_ns)
{
	struct plan *p = start(e, q->name, now_ns);

	p->enquiry_type = q->type;
	p->cookie = q->cookie;
}

void
plans_free(struct engine *e)
{
	struct plan *p;

	TAILQ_FOREACH(p, &e->plans, link)
	{
		free_arrays(p);
		free(p->group);
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * walk_bench.h - the engine walks from the root through a world on the bench
 * (walk_world.h), while the test holds the clock.
 *
 * Hosts 1 and 2 serve the root and nl.  Whatever is a name server answers
 * after BENCH_RTT in its manner, every other host accepts connections.
 */
#ifndef TESTS_UNIT_WALK_BENCH_H
#define TESTS_UNIT_WALK_BENCH_H

#include "prober/engine_state.h"
#include "tests/unit/walk_world.h"

#define WALK_ROOT	1
#define WALK_NL		2
#define WALK_POST_MAX	1024
#define WALK_LOG_MAX	8192
#define WALK_CHAINS_MAX	128

/* One question to a name server. */
struct walk_question {
	struct ip_addr	server;
	struct dns_name	name;
	uint16_t	type;
	bool		tcp;
	uint64_t	at_ns;
};

struct walk_family {
	enum resolvable		resolvable;
	enum chain_reason	reason;
	char			broken_at[WORLD_TEXT];
	size_t			n_servers;
};

struct walk_chain {
	char			name[WORLD_TEXT];
	struct walk_family	family[2];
};

struct walk_bench {
	struct bench		 b;		/* its records are not used */
	struct world		 world;
	struct root_hints	 hints;
	/* Answers a question instead of the world, if it returns true. */
	bool			 (*custom)(struct walk_bench *,
				    const struct request *);
	/* True of connections that nobody accepts. */
	bool			 (*refuses)(const struct request *);
	struct request		 post[WALK_POST_MAX];	/* on their way */
	uint64_t		 due_ns[WALK_POST_MAX];
	unsigned		 n_post;
	struct walk_question	 log[WALK_LOG_MAX];	/* the first of them */
	unsigned		 n_questions;
	/* Of all domains so far, the latest last: */
	struct walk_chain	 chains[WALK_CHAINS_MAX];
	unsigned		 n_chains;
	/* Of the last engine_ask(): */
	unsigned		 answers;
	enum lookup_status	 status;
	unsigned		 n_items, n_cnames;
};

static inline void
walk_on_domain(void *arg, const struct record_domain *r)
{
	const struct record_chain_family *from;
	struct walk_bench *w = arg;
	struct walk_chain *to;
	unsigned f;
	size_t i;

	bench_on_domain(&w->b, r);
	assert_true(r->iterative);
	for (i = 0; i < r->n_chain && w->n_chains < WALK_CHAINS_MAX; i++) {
		to = &w->chains[w->n_chains++];
		(void)snprintf(
		    to->name, sizeof(to->name), "%s", r->chain[i].name);
		for (f = 0; f < 2; f++) {
			from = &r->chain[i].family[f];
			to->family[f].resolvable = from->resolvable;
			to->family[f].reason = from->reason;
			to->family[f].n_servers = from->n_servers;
			(void)snprintf(to->family[f].broken_at,
			    sizeof(to->family[f].broken_at), "%s",
			    from->broken_at);
		}
	}
}

static inline void
walk_on_answer(void *arg, const struct engine_answer *a)
{
	struct walk_bench *w = arg;

	w->answers++;
	w->status = a->status;
	w->n_items = a->answer->n_items;
	w->n_cnames = a->answer->n_cnames;
}

/* A world with a root and nl, which the test is about in that family. */
static inline void
walk_init(struct walk_bench *w, unsigned family)
{
	memset(w, 0, sizeof(*w));
	bench_init(&w->b);
	w->b.config.n_resolvers = 0;
	w->b.config.hints = &w->hints;
	w->b.config.on_domain = walk_on_domain;
	w->b.config.on_answer = walk_on_answer;
	w->b.config.arg = w;
	w->world.family = family;
	w->hints.n = 1;
	w->hints.server[0].name = sim_name("a.root");
	w->hints.server[0].addr[0] = world_address(WALK_ROOT, 0);
	w->hints.server[0].addr[1] = world_address(WALK_ROOT, 1);
	world_zone(&w->world, ".",
	    ". NS a.root\n"
	    "a.root ADDR 1\n"
	    "nl NS ns.nl\n"
	    "ns.nl ADDR 2\n");
	world_zone(&w->world, "nl",
	    "nl NS ns.nl\n"
	    "ns.nl ADDR 2\n");
	(void)world_serve(&w->world, WALK_ROOT, ".");
	(void)world_serve(&w->world, WALK_NL, "nl");
}

static inline void
walk_end(struct walk_bench *w)
{
	bench_end(&w->b);
}

static inline bool
walk_is_dns(const struct request *req)
{
	return req->type == &probe_dns;
}

/* A request leaves. */
static inline void
walk_post(struct walk_bench *w, struct request *req)
{
	const struct world_server *s;
	uint64_t late_ns = 0;

	req->probe.question = NULL;
	if (req->kind == REQUEST_FRAME)
		engine_sent(w->b.engine, w->b.now, req->id);
	if (walk_is_dns(req)) {
		if (w->n_questions < WALK_LOG_MAX)
			w->log[w->n_questions] = (struct walk_question){
				req->probe.flow.remote.addr,
				req->question.name,
				req->question.type,
				req->kind == REQUEST_DNS_TCP,
				w->b.now,
			};
		w->n_questions++;
		s = world_asked(&w->world, req);
		if (s != NULL)
			late_ns = s->late_ns[family_index((enum family)
			    req->probe.flow.remote.addr.family)];
	}
	assert_true(w->n_post < WALK_POST_MAX);
	w->post[w->n_post] = *req;
	w->due_ns[w->n_post++] = w->b.now + BENCH_RTT + late_ns;
}

static inline void
walk_deliver_question(struct walk_bench *w, const struct request *req)
{
	const struct world_server *s = world_asked(&w->world, req);
	struct sim_message *m;
	enum world_manner manner;

	if (s == NULL)
		return;
	manner = s->manner[req->probe.flow.remote.addr.family == FAMILY_V6];
	m = world_reply(&w->world, s, req, manner);
	if (manner == UNREACHABLE && req->kind == REQUEST_FRAME)
		bench_icmp(&w->b, req);
	else if (manner == TRUNCATES_ALL && req->kind == REQUEST_DNS_TCP)
		engine_input_message(
		    w->b.engine, w->b.now, req->id, NULL, 0);
	else if (m != NULL)
		bench_reply(&w->b, req, m);
}

/* Hands over all replies that are due. */
static inline void
walk_deliver(struct walk_bench *w)
{
	struct request req;
	unsigned i;

	for (i = 0; i < w->n_post;) {
		if (w->due_ns[i] > w->b.now) {
			i++;
			continue;
		}
		req = w->post[i];
		w->n_post--;
		memmove(&w->post[i], &w->post[i + 1],
		    (w->n_post - i) * sizeof(req));
		memmove(&w->due_ns[i], &w->due_ns[i + 1],
		    (w->n_post - i) * sizeof(w->due_ns[0]));
		if (!walk_is_dns(&req) &&
		    (w->refuses == NULL || !w->refuses(&req)))
			bench_syn_ack(&w->b, &req);
		else if (walk_is_dns(&req) &&
		    (w->custom == NULL || !w->custom(w, &req)))
			walk_deliver_question(w, &req);
	}
}

/* Lets time pass; nothing is left to do when it returns true. */
static inline bool
walk_sleep(struct walk_bench *w, uint64_t ns)
{
	uint64_t end = w->b.now + ns, next;
	struct request req;
	unsigned i;

	for (;;) {
		walk_deliver(w);
		engine_expire(w->b.engine, w->b.now);
		while (engine_output(w->b.engine, w->b.now, &req))
			walk_post(w, &req);
		next = engine_next_ns(w->b.engine, w->b.now);
		for (i = 0; i < w->n_post; i++)
			if (w->due_ns[i] < next)
				next = w->due_ns[i];
		if (next > end)
			break;
		w->b.now = next > w->b.now ? next : w->b.now + 1;
	}
	w->b.now = end;
	return next == UINT64_MAX;
}

static inline void
walk_add(struct walk_bench *w, const char *domain)
{
	bench_add(&w->b, domain);
}

/* Asks one question, and nothing else for a domain's sake. */
static inline void
walk_ask(struct walk_bench *w, const char *name, uint16_t type)
{
	const struct dns_name plain = sim_name(name);
	const struct engine_question q = { &plain, type, NULL };

	if (w->b.engine == NULL)
		w->b.engine = engine_new(&w->b.config, w->b.now);
	assert_non_null(w->b.engine);
	engine_ask(w->b.engine, w->b.now, &q);
}

/* Nothing is left in flight; idle lookups keep their walks and purses. */
static inline void
walk_assert_rest(const struct walk_bench *w)
{
	const struct engine *e = w->b.engine;
	const struct table_node *n;
	size_t i;

	assert_int_equal(e->plan_pool.used, 0);
	assert_int_equal(e->waiter_pool.used, 0);
	assert_int_equal(e->walk_waiter_pool.used, 0);
	assert_int_equal(e->ask_pool.used, 0);
	assert_int_equal(e->errand_pool.used, 0);
	assert_int_equal(e->outstanding.pool.used, 0);
	assert_int_equal(e->lookup_pool.used, e->n_idle_lookups);
	for (i = 0; i < e->walks.n_buckets; i++)
		for (n = e->walks.buckets[i]; n != NULL; n = n->next)
			assert_true(
			    walk_done(table_entry(n, struct walk, node)));
	for (i = 0; i < e->cuts.n_buckets; i++)
		for (n = e->cuts.buckets[i]; n != NULL; n = n->next)
			assert_int_not_equal(
			    table_entry(n, struct cut, node)->state,
			    CUT_SCOUTED);
}

/* Until all is done. */
static inline void
walk_finish_all(struct walk_bench *w)
{
	assert_true(walk_sleep(w, 1000 * SECOND));
	walk_assert_rest(w);
}

static inline void
walk_domain(struct walk_bench *w, const char *domain)
{
	walk_add(w, domain);
	walk_finish_all(w);
}

/* How often it was asked; NUMBER, NAME and TYPE 0 stand for any. */
static inline unsigned
walk_asked(const struct walk_bench *w, unsigned number, unsigned family,
    const char *name, uint16_t type)
{
	const struct ip_addr server = world_address(number, family);
	const struct walk_question *q;
	struct dns_name plain;
	unsigned n = 0;

	assert_true(w->n_questions <= WALK_LOG_MAX);
	if (name != NULL)
		plain = sim_name(name);
	for (q = w->log; q < w->log + w->n_questions; q++)
		n += address_equal(&q->server, &server) &&
		    (name == NULL || dns_name_equal(&q->name, &plain)) &&
		    (type == 0 || q->type == type);
	return n;
}

/* What the latest record that speaks of the name says. */
static inline const struct walk_family *
walk_chain(const struct walk_bench *w, const char *name, unsigned family)
{
	unsigned i;

	for (i = w->n_chains; i-- > 0;)
		if (strcmp(w->chains[i].name, name) == 0)
			return &w->chains[i].family[family];
	fail_msg("no chain of %s", name);
	return NULL;
}

static inline void
walk_assert_yes(const struct walk_bench *w, const char *name, unsigned family)
{
	const struct walk_family *f = walk_chain(w, name, family);

	assert_int_equal(f->resolvable, RESOLVABLE_YES);
	assert_string_equal(f->broken_at, "");
	assert_int_equal(f->reason, CHAIN_NONE);
	assert_true(f->n_servers > 0);
}

static inline void
walk_assert_unknown(const struct walk_bench *w, const char *name,
    unsigned family)
{
	const struct walk_family *f = walk_chain(w, name, family);

	assert_int_equal(f->resolvable, RESOLVABLE_INDETERMINATE);
	assert_string_equal(f->broken_at, "");
	assert_int_equal(f->reason, CHAIN_NONE);
}

static inline void
walk_assert_broken(const struct walk_bench *w, const char *name,
    unsigned family, const char *at, enum chain_reason reason)
{
	const struct walk_family *f = walk_chain(w, name, family);

	assert_int_equal(f->resolvable, RESOLVABLE_NO);
	assert_string_equal(f->broken_at, at);
	assert_int_equal(f->reason, reason);
}

#endif /* TESTS_UNIT_WALK_BENCH_H */

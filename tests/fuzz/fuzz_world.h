/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_world.h - an engine, and a world that does whatever octets say: answers
 * each request in its own way, some twice, some late, some never, and lets
 * time pass.  When the octets are used up the world is silent.
 *
 * No frame goes to a special-purpose address, the engine never spins, and
 * after a while that is bounded it is done and nothing is left in flight.
 */
#ifndef TESTS_FUZZ_FUZZ_WORLD_H
#define TESTS_FUZZ_FUZZ_WORLD_H

#undef NDEBUG /* the assertions are the test */
#include <assert.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "prober/engine_state.h"
#include "tests/fuzz/fuzz_reply.h"

#define SECOND	     UINT64_C(1000000000)
#define REQUESTS_MAX 4096
/* Two domains' budgets, each question with all its attempts and other ways
 * to ask; and the waits of one after the other. */
#define DONE_WITHIN (4000 * SECOND)
#define TURNS_MAX   400000
#define QUERIES_MAX 200

struct world {
	struct engine	*engine;
	struct guard	*guard;
	uint64_t	 now;
	struct cursor	 octets;
	struct request	 requests[REQUESTS_MAX];
	unsigned	 n;
	unsigned	 done;
	/* Makes a reply to the request as octets say. */
	void		 (*reply)(struct fuzz_reply *, const struct request *,
			    struct cursor *, uint64_t now_ns);
};

static inline void
world_on_domain(void *arg, const struct record_domain *r)
{
	struct world *w = arg;
	size_t i, j;

	w->done++;
	assert(r->queries <= QUERIES_MAX);
	assert(r->n_mx <= ANSWER_MX_MAX);
	assert(r->n_hosts <= 3 + ANSWER_MX_MAX + ANSWER_NS_MAX);
	for (i = 0; i < r->n_hosts; i++) {
		assert(r->hosts[i].n_cnames <= ANSWER_CNAMES_MAX);
		for (j = 0; j < r->hosts[i].n_endpoints; j++)
			assert(r->hosts[i].endpoints[j].attempts <=
			    FUZZ_ATTEMPTS + 3);
	}
}

static inline struct ip_addr
world_address(const char *text)
{
	struct ip_addr a;

	if (!address_parse(text, &a))
		abort();
	return a;
}

/* What both kinds of engine have in common; its arg is the world. */
static inline struct engine_config
world_config(struct world *w, uint8_t options)
{
	struct engine_config c = {
		.key = { { 46, 64 } },
		.guard = w->guard,
		.port_first = 40000,
		.n_ports = 64,
		.source = { world_address("94.142.241.46"),
		    world_address("2a02:898:46::1") },
		.attempts = FUZZ_ATTEMPTS,
		.cooldown_ns = 8 * SECOND,
		.rate_fps = options & 4 ? 50 : 100000,
		.address_rate = options & 8 ? 1 : 0,
		.prefix_rate = options & 8 ? 5 : 0,
		.server_rate = 20,
		.window = 2,
		.cache = options & 16 ? 0 : 10,
		.on_domain = world_on_domain,
		.arg = w,
	};

	if (options & 32)
		c.source[0] = (struct ip_addr){ .family = FAMILY_NONE };
	return c;
}

/* A world without an engine; its first octet is for options. */
static inline void
world_init(struct world *w, const uint8_t *data, size_t len)
{
	if (w->guard == NULL && (w->guard = guard_new()) == NULL)
		abort();
	w->n = w->done = 0;
	w->now = 1000 * SECOND;
	w->octets = cursor_make(data, len);
}

static inline void
world_start(struct world *w, const struct engine_config *c)
{
	if ((w->engine = engine_new(c, w->now)) == NULL)
		abort();
}

static inline void
world_add(struct world *w, const char *text)
{
	struct dns_name name;
	struct engine_target t = { &name, "", "", DECLARED_ALL };

	if (!dns_name_from_text(text, &name))
		abort();
	engine_add(w->engine, w->now, &t);
}

/* Whatever the octets say about one request. */
static inline void
world_act(struct world *w, const struct request *req)
{
	struct fuzz_reply r;

	switch (cursor_u8(&w->octets) & 15) {
	case 0:
		break; /* no reply */
	case 1:
		engine_unsendable(w->engine, w->now, req->id);
		break;
	case 2: /* the kernel's way is closed for a while */
		w->now += cursor_be16(&w->octets) * (SECOND / 100);
		break;
	case 3: /* something old once more */
		if (w->n > 0)
			req = &w->requests[cursor_u8(&w->octets) % w->n];
		/* FALLTHROUGH */
	default:
		w->reply(&r, req, &w->octets, w->now);
		if (req->kind == REQUEST_FRAME)
			engine_input(w->engine, w->now, &r.response);
		else
			engine_input_message(
			    w->engine, w->now, req->id, r.message, r.len);
	}
}

static inline void
world_output(struct world *w)
{
	struct request req;

	while (engine_output(w->engine, w->now, &req)) {
		assert(req.kind != REQUEST_FRAME ||
		    guard_address(w->guard, &req.probe.flow.remote.addr) ==
			REASON_NONE);
		if (req.kind == REQUEST_FRAME)
			engine_sent(w->engine, w->now, req.id);
		if (w->n < REQUESTS_MAX)
			w->requests[w->n++] = req;
		if (cursor_left(&w->octets) > 0)
			world_act(w, &req);
		else if (req.kind != REQUEST_FRAME)
			/* Whoever owns the socket gives up some day. */
			engine_input_message(
			    w->engine, w->now, req.id, NULL, 0);
	}
}

/* Until nothing is left to do. */
static inline void
world_run(struct world *w)
{
	uint64_t next, begun = w->now, woken;
	unsigned turns, idle = 0;
	size_t at;

	for (turns = 0;; turns++) {
		assert(turns < TURNS_MAX);
		woken = w->now;
		at = w->octets.at;
		engine_expire(w->engine, w->now);
		world_output(w);
		next = engine_next_ns(w->engine, w->now);
		if (next == UINT64_MAX)
			break;
		idle = next <= woken ? idle + 1 : 0;
		assert(idle < 3);
		w->now = next > w->now ? next : w->now + 1000;
		if (w->octets.at > at)
			begun = w->now;
		assert(w->now < begun + DONE_WITHIN);
	}
}

/* All N domains are done, and nothing is left of them. */
static inline void
world_end(struct world *w, unsigned n)
{
	struct engine *e = w->engine;

	assert(w->done == n);
	assert(e->plan_pool.used == 0 && e->waiter_pool.used == 0);
	assert(e->ask_pool.used == 0 && e->outstanding.pool.used == 0);
	assert(e->outstanding.table.n == 0);
	assert(e->lookup_pool.used == e->n_idle_lookups);
	assert(wheel_next_ns(&e->wheel) == WHEEL_NEVER);
	engine_free(e);
}

#endif /* TESTS_FUZZ_FUZZ_WORLD_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * engine_bench.h - an engine on the bench: the test holds the clock, answers
 * as the resolvers, and sees each probe.
 *
 * Questions are answered from a short list of records; what is not in it has
 * no data.  A test that wants to answer some question itself names its type
 * in `mine`.
 */
#ifndef TESTS_UNIT_ENGINE_BENCH_H
#define TESTS_UNIT_ENGINE_BENCH_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <netinet/in.h>

#include <string.h>

#include "prober/engine.h"
#include "tests/sim/sim_message.h"

#define MS	      UINT64_C(1000000)
#define SECOND	      (1000 * MS)
#define BENCH_NAME    "example.nl"
#define BENCH_RTT     (10 * MS)
#define BENCH_MAX     512
#define BENCH_RECORDS 64

struct bench_record {
	const char	*owner;
	uint16_t	 type;
	const char	*data;		/* address or name */
};

struct bench_endpoint {
	struct ip_addr		addr;
	uint16_t		port;
	enum endpoint_state	state;
	enum reason		reason;
	unsigned		attempts;
};

struct bench {
	struct engine_config	 config;
	struct guard		*guard;
	struct engine		*engine;
	uint64_t		 now;
	struct bench_record	 records[BENCH_RECORDS];
	unsigned		 n_records;
	uint16_t		 mine;		/* type, or 0 */
	bool			 unsent;	/* the kernel takes no frame */
	struct request		 seen[BENCH_MAX];	/* not answered yet */
	uint64_t		 seen_at[BENCH_MAX];
	unsigned		 n_seen;
	unsigned		 questions;	/* all of them */
	/* Of the last domain that was done: */
	unsigned		 done;
	struct bench_endpoint	 endpoints[BENCH_MAX];
	unsigned		 n_endpoints;
	struct record_lookup	 web[2];
	char			 zone[64];
	unsigned		 queries;
	bool			 over_budget;
};

static struct sim_message bench_message;

static inline struct ip_addr
bench_address(const char *text)
{
	struct ip_addr a;

	assert_true(address_parse(text, &a));
	return a;
}

static inline void
bench_on_domain(void *arg, const struct record_domain *r)
{
	struct bench *b = arg;
	size_t i, j;

	b->done++;
	b->n_endpoints = 0;
	for (i = 0; i < r->n_hosts; i++)
		for (j = 0; j < r->hosts[i].n_endpoints; j++) {
			const struct record_endpoint *e =
			    &r->hosts[i].endpoints[j];

			b->endpoints[b->n_endpoints++] =
			    (struct bench_endpoint){ e->address, e->port,
				    e->state, e->reason, e->attempts };
		}
	b->web[0] = r->hosts[0].lookup[0];
	b->web[1] = r->hosts[0].lookup[1];
	(void)strncpy(b->zone, r->zone, sizeof(b->zone) - 1);
	b->queries = r->queries;
	b->over_budget = r->over_budget;
}

/* A vantage point of both families with two resolvers; change, then start. */
static inline void
bench_init(struct bench *b)
{
	memset(b, 0, sizeof(*b));
	b->now = 1000 * SECOND;
	b->guard = guard_new();
	assert_non_null(b->guard);
	b->config = (struct engine_config){
		.key = { { 46, 64 } },
		.guard = b->guard,
		.port_first = 40000,
		.n_ports = 64,
		.source = { bench_address("94.142.241.46"),
		    bench_address("2a02:898:46::1") },
		.resolvers = {
			{ .server = { bench_address("2a02:898:53::53"), 53 },
			    .local = bench_address("2a02:898:46::1"),
			    .hop = 2 },
			{ .server = { bench_address("9.9.46.53"), 53 },
			    .local = bench_address("94.142.241.46"),
			    .hop = 3 },
		},
		.n_resolvers = 2,
		.resolver_window = 100,
		.attempts = 3,
		.cooldown_ns = 8 * SECOND,
		.rate_fps = 1000000,
		.window = 10,
		.cache = 100,
		.on_domain = bench_on_domain,
		.arg = b,
	};
}

static inline void
bench_record(struct bench *b, const char *owner, uint16_t type,
    const char *data)
{
	b->records[b->n_records++] =
	    (struct bench_record){ owner, type, data };
}

static inline void
bench_add(struct bench *b, const char *name)
{
	struct dns_name plain = sim_name(name);
	struct engine_target t = { &plain, "", "", DECLARED_ALL };

	if (b->engine == NULL)
		b->engine = engine_new(&b->config, b->now);
	assert_non_null(b->engine);
	engine_add(b->engine, b->now, &t);
}

static inline void
bench_end(struct bench *b)
{
	engine_free(b->engine);
	guard_free(b->guard);
}

/* A message over the way the question came, as of now. */
static inline void
bench_reply(struct bench *b, const struct request *req,
    const struct sim_message *m)
{
	const struct response r = {
		.at_ns = b->now,
		.kind = RESPONSE_UDP,
		.flow = req->probe.flow,
		.udp = { m->octet, m->len },
	};

	if (req->kind == REQUEST_FRAME)
		engine_input(b->engine, b->now, &r);
	else
		engine_input_message(
		    b->engine, b->now, req->id, m->octet, m->len);
}

/* Begins a reply with the question as it was asked. */
static inline struct sim_message *
bench_begin(const struct request *req, uint16_t flags)
{
	struct dns_question q = req->question;

	dns_name_mix_case(&q.name, probe_case_bits(&req->probe));
	sim_message_begin(&bench_message, probe_dns_id(&req->probe),
	    DNS_FLAG_QR | flags, &q);
	return &bench_message;
}

static inline void
bench_put(struct sim_message *m, const struct dns_name *owner, uint16_t type,
    const char *data)
{
	struct dns_name name;
	struct ip_addr a;

	if (type == DNS_TYPE_A || type == DNS_TYPE_AAAA) {
		a = bench_address(data);
		sim_message_rr(m, DNS_SECTION_ANSWER, owner, type, a.octet,
		    family_octets((enum family)a.family));
	} else {
		name = sim_name(data);
		sim_message_name(
		    m, DNS_SECTION_ANSWER, owner, type, 10, &name);
	}
}

/* Answers from the list. */
static inline void
bench_resolve(struct bench *b, const struct request *req)
{
	struct sim_message *m = bench_begin(req, 0);
	struct dns_name owner, zone = sim_name(BENCH_NAME);
	bool found = false;
	unsigned i;

	for (i = 0; i < b->n_records; i++) {
		owner = sim_name(b->records[i].owner);
		if (b->records[i].type != req->question.type ||
		    !dns_name_equal(&owner, &req->question.name))
			continue;
		bench_put(m, &owner, req->question.type, b->records[i].data);
		found = true;
	}
	if (!found)
		sim_message_soa(m, DNS_SECTION_AUTHORITY, &zone);
	bench_reply(b, req, m);
}

static inline bool
bench_is_question(const struct request *req)
{
	return req->type == &probe_dns &&
	    (req->probe.dns_flags & DNS_FLAG_RD) != 0;
}

/* Sends all that may go now; answers questions, keeps probes. */
static inline void
bench_pump(struct bench *b)
{
	struct request req;

	while (engine_output(b->engine, b->now, &req)) {
		req.probe.question = NULL;
		if (req.kind == REQUEST_FRAME && !b->unsent)
			engine_sent(b->engine, b->now, req.id);
		if (bench_is_question(&req)) {
			b->questions++;
			if (req.question.type != b->mine) {
				bench_resolve(b, &req);
				continue;
			}
		}
		assert_true(b->n_seen < BENCH_MAX);
		b->seen_at[b->n_seen] = b->now;
		b->seen[b->n_seen++] = req;
	}
}

/* Lets time pass. */
static inline void
bench_sleep(struct bench *b, uint64_t ns)
{
	uint64_t end = b->now + ns, next;

	for (;;) {
		engine_expire(b->engine, b->now);
		bench_pump(b);
		next = engine_next_ns(b->engine, b->now);
		if (next > end)
			break;
		b->now = next > b->now ? next : b->now + 1;
	}
	b->now = end;
	engine_expire(b->engine, b->now);
	bench_pump(b);
}

/* The N-th request so far to that port (0: question), or NULL. */
static inline const struct request *
bench_seen(const struct bench *b, uint16_t port, unsigned n)
{
	unsigned i;

	for (i = 0; i < b->n_seen; i++)
		if ((port == 0 ? bench_is_question(&b->seen[i]) :
				 !bench_is_question(&b->seen[i]) &&
				     b->seen[i].probe.flow.remote.port ==
					 port) &&
		    n-- == 0)
			return &b->seen[i];
	return NULL;
}

static inline unsigned
bench_count(const struct bench *b, uint16_t port)
{
	unsigned n = 0;

	while (bench_seen(b, port, n) != NULL)
		n++;
	return n;
}

static inline uint64_t
bench_when(const struct bench *b, uint16_t port, unsigned n)
{
	const struct request *req = bench_seen(b, port, n);

	assert_non_null(req);
	return b->seen_at[req - b->seen];
}

static inline void
bench_segment(struct bench *b, const struct request *req, uint8_t flags,
    uint32_t ack)
{
	const struct response r = {
		.at_ns = b->now,
		.kind = RESPONSE_TCP,
		.flow = req->probe.flow,
		.tcp = { flags, 1, ack },
	};

	engine_input(b->engine, b->now, &r);
}

static inline void
bench_syn_ack(struct bench *b, const struct request *req)
{
	bench_segment(b, req, TCP_FLAG_SYN | TCP_FLAG_ACK,
	    probe_tcp_seq(&req->probe) + 1);
}

static inline void
bench_icmp(struct bench *b, const struct request *req)
{
	const bool tcp = req->probe.flow.proto == IPPROTO_TCP;
	const struct response r = {
		.at_ns = b->now,
		.kind = RESPONSE_ICMP_ERROR,
		.flow = req->probe.flow,
		.icmp = {
			.sender = req->probe.flow.remote.addr,
			.reason = REASON_ADMIN_PROHIBITED,
			.quote = tcp ? probe_tcp_seq(&req->probe) :
			    (uint32_t)probe_dns_id(&req->probe) << 16,
			.has_quote = true,
		},
	};

	engine_input(b->engine, b->now, &r);
}

static inline void
bench_start(struct bench *b)
{
	bench_add(b, BENCH_NAME);
	bench_sleep(b, BENCH_RTT);
}

/* Until whatever is in flight has had all its time. */
static inline void
bench_finish(struct bench *b, uint64_t ns)
{
	bench_sleep(b, ns);
	assert_int_equal(b->done, 1);
	assert_int_equal(engine_next_ns(b->engine, b->now), UINT64_MAX);
}

/* What the last domain's record says of a port; the first such endpoint. */
static inline const struct bench_endpoint *
bench_endpoint(const struct bench *b, uint16_t port)
{
	unsigned i;

	assert_true(b->done > 0);
	for (i = 0; i < b->n_endpoints; i++)
		if (b->endpoints[i].port == port)
			return &b->endpoints[i];
	fail_msg("no endpoint with port %u", port);
	return NULL;
}

static inline void
bench_assert(const struct bench *b, uint16_t port, enum endpoint_state state,
    enum reason reason)
{
	const struct bench_endpoint *e = bench_endpoint(b, port);

	assert_int_equal(e->state, state);
	assert_int_equal(e->reason, reason);
}

#endif /* TESTS_UNIT_ENGINE_BENCH_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * controls_bench.h - controls on the bench: four web servers over IPv6 that
 * are known to live, four name servers, and one address where nobody does.
 */
#ifndef TESTS_UNIT_CONTROLS_BENCH_H
#define TESTS_UNIT_CONTROLS_BENCH_H

#include <stdio.h>

#include "prober/engine_state.h"
#include "tests/unit/engine_bench.h"

#define WEB      "2a02:898:80::80"
#define POSITIVE 4
#define CONTROLS (2 * POSITIVE + 1)
#define KIND_DNS (KINDS_PER_FAMILY)
#define KIND_WEB (KINDS_PER_FAMILY + 1)

/* How controls of a sort, or targets, answer. */
enum manner {
	WELL,
	SILENT,
	REFUSING, /* a reset, or REFUSED */
};

static struct bench b;
static struct control controls[CONTROLS];
static enum manner positive, targets;
static bool deceived, captive;
static unsigned dead; /* a bit for each of the controls */
static unsigned asked[CONTROLS], probes[2], changes[KINDS];

static inline void
on_vantage(void *arg, const struct engine *e, unsigned kind, uint64_t now_ns)
{
	(void)arg;
	(void)e;
	(void)now_ns;
	changes[kind]++;
}

static inline int
setup(void **state)
{
	char text[32];
	unsigned i;

	(void)state;
	bench_init(&b);
	bench_record(&b, BENCH_NAME, DNS_TYPE_MX, ".");
	bench_record(&b, BENCH_NAME, DNS_TYPE_AAAA, WEB);
	for (i = 0; i < CONTROLS; i++) {
		(void)snprintf(text, sizeof(text), "2a02:898:%x::1", 256 + i);
		controls[i] = (struct control){
			.endpoint = { bench_address(text),
			    i < POSITIVE ? 53 : 80 },
			.proto = i < POSITIVE ? IPPROTO_UDP : IPPROTO_TCP,
			.expect_answer = i < 2 * POSITIVE,
		};
		asked[i] = 0;
	}
	for (i = 0; i < KINDS; i++)
		changes[i] = 0;
	b.config.controls = controls;
	b.config.n_controls = CONTROLS;
	b.config.on_vantage = on_vantage;
	positive = targets = WELL;
	deceived = captive = false;
	dead = 0;
	probes[0] = probes[1] = 0;
	return 0;
}

static inline int
teardown(void **state)
{
	(void)state;
	bench_end(&b);
	return 0;
}

/* The resolver: from the list, or with an address for whatever name. */
static inline void
answer_question(const struct request *req)
{
	struct sim_message *m;

	if (!captive || req->question.type != DNS_TYPE_A) {
		bench_resolve(&b, req);
		return;
	}
	m = bench_begin(req, 0);
	bench_put(m, &req->question.name, DNS_TYPE_A, "9.9.46.1");
	bench_reply(&b, req, m);
}

static inline void
answer_probe(const struct request *req, enum manner manner)
{
	struct sim_message *m;

	if (manner == SILENT)
		return;
	if (req->probe.flow.proto == IPPROTO_TCP) {
		if (manner == WELL)
			bench_syn_ack(&b, req);
		else
			bench_segment(&b, req, TCP_FLAG_RST | TCP_FLAG_ACK,
			    probe_tcp_seq(&req->probe) + 1);
		return;
	}
	m = bench_begin(req, manner == WELL ? DNS_FLAG_AA : DNS_RCODE_REFUSED);
	bench_reply(&b, req, m);
}

static inline void
handle(const struct request *req)
{
	unsigned i;

	if (bench_is_question(req)) {
		answer_question(req);
		return;
	}
	for (i = 0; i < CONTROLS; i++)
		if (address_equal(&controls[i].endpoint.addr,
			&req->probe.flow.remote.addr))
			break;
	if (i == CONTROLS) {
		probes[req->probe.flow.remote.port != 80]++;
		answer_probe(req, deceived ? WELL : targets);
		return;
	}
	asked[i] += req->probe.attempt == 0;
	if (i == CONTROLS - 1)
		answer_probe(req, deceived ? WELL : SILENT);
	else
		answer_probe(req, (dead & 1u << i) != 0 ? SILENT : positive);
}

/* Lets time pass; bench_sleep() with handle(). */
static inline void
pass(uint64_t ns)
{
	uint64_t end = b.now + ns, next;
	struct request req;

	if (b.engine == NULL)
		b.engine = engine_new(&b.config, b.now);
	assert_non_null(b.engine);
	for (;;) {
		engine_expire(b.engine, b.now);
		while (engine_output(b.engine, b.now, &req)) {
			req.probe.question = NULL;
			if (req.kind == REQUEST_FRAME)
				engine_sent(b.engine, b.now, req.id);
			handle(&req);
		}
		next = engine_next_ns(b.engine, b.now);
		if (next > end)
			break;
		b.now = next > b.now ? next : b.now + 1;
	}
	b.now = end;
}

static inline bool
healthy(unsigned kind)
{
	struct engine_vantage v;

	engine_vantage(b.engine, kind, &v);
	return v.healthy;
}

#endif /* TESTS_UNIT_CONTROLS_BENCH_H */

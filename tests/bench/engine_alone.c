/* SPDX-License-Identifier: Apache-2.0 */
/*
 * engine_alone.c - what the engine costs by itself, without a wire.
 *
 *	engine_alone syn|dns|scan N
 *
 * Takes N endpoints, questions or domains through the engine; a world made
 * up here answers each probe a millisecond later.  `scan` judges and writes
 * its domains too, as the command does, to nowhere.  Prints one line of JSON:
 * what was done, probes, seconds of CPU time and peak memory, all of which
 * hold the world's own costs too.  Under callgrind those can be left out:
 * everything that is ours is called from a function named ours_..., for
 *
 *	--toggle-collect='ours_*'
 *
 * (scripts/bench-engine does that).
 */
#include <sys/resource.h>
#include <netinet/in.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "analysis/classify.h"
#include "analysis/record_json.h"
#include "analysis/report.h"
#include "analysis/run_seal.h"
#include "prober/answer.h"
#include "prober/engine.h"
#include "prober/route.h"
#include "prober/template.h"
#include "tests/sim/sim_message.h"

#define MS_NS      UINT64_C(1000000)
#define TURN       256 /* requests per turn */
#define WINDOW     1000
#define CACHE      100000
#define PROVIDERS  1000 /* whose two name servers the domains share */
#define LINE_BATCH 65536

struct bench {
	struct engine *engine;
	uint64_t now_ns;
	struct template template[2][2]; /* by family, SYN or DNS */
	struct request requests[TURN];
	unsigned n_requests;
	unsigned long wanted, added, done, probes;
	void (*add)(struct bench *, unsigned long);
	struct classify_options judge;
	struct report_totals *totals;
	struct json_writer writer;
	uint64_t check;
	uint8_t frame[PROBE_FRAME_MAX];
};

static struct sim_message message;

#define OURS __attribute__((noinline)) static

OURS bool
ours_room(const struct bench *b)
{
	return engine_room(b->engine) > 0;
}

OURS void
ours_sweep(struct bench *b, const struct engine_endpoint *x)
{
	engine_sweep(b->engine, b->now_ns, x);
}

OURS void
ours_ask(struct bench *b, const struct engine_question *q)
{
	engine_ask(b->engine, b->now_ns, q);
}

OURS void
ours_add(struct bench *b, const struct engine_target *t)
{
	engine_add(b->engine, b->now_ns, t);
}

OURS bool
ours_output(struct bench *b, struct request *req)
{
	return engine_output(b->engine, b->now_ns, req);
}

OURS void
ours_stamp(struct bench *b, const struct request *req)
{
	const struct probe *p = &req->probe;

	(void)req->type->stamp(&b->template[flow_family(&p->flow) == FAMILY_V6]
					   [req->type == &probe_dns],
	    p, b -> frame);
	engine_sent(b->engine, b->now_ns, req->id);
}

OURS void
ours_input(struct bench *b, const struct response *r)
{
	engine_input(b->engine, b->now_ns, r);
}

OURS uint64_t
ours_expire(struct bench *b)
{
	engine_expire(b->engine, b->now_ns);
	return engine_next_ns(b->engine, b->now_ns);
}

static void
on_endpoint(void *arg, const struct engine_seen *seen)
{
	struct bench *b = arg;

	b->done += seen->state == ENDPOINT_OPEN;
}

static void
on_answer(void *arg, const struct engine_answer *answer)
{
	struct bench *b = arg;

	b->done += answer->status == LOOKUP_OK;
}

static void
on_domain(void *arg, const struct record_domain *record)
{
	struct bench *b = arg;
	struct verdict verdict;
	size_t start = b->writer.len;
	struct error err;

	classify(record, &b->judge, &verdict);
	record_json_write(&b->writer, record, &verdict);
	run_seal_write(&b->writer, start, &b->check);
	if (report_add(b->totals, record, &verdict, &err) != STATUS_OK)
		abort();
	if (b->writer.len >= LINE_BATCH)
		json_writer_reset(&b->writer);
	b->done += verdict.agreement == AGREEMENT_COMPLIANT;
}

static void
add_endpoint(struct bench *b, unsigned long i)
{
	struct engine_endpoint x = { .endpoint.port = 443 };
	uint32_t n = htonl((uint32_t)i);

	(void)address_parse("2a02:898:1000::", &x.endpoint.addr);
	memcpy(x.endpoint.addr.octet + 12, &n, sizeof(n));
	ours_sweep(b, &x);
}

static void
add_question(struct bench *b, unsigned long i)
{
	struct engine_question q = { .type = DNS_TYPE_AAAA };
	struct dns_name name;
	char text[64];

	(void)snprintf(text, sizeof(text), "host%lu.example.nl", i);
	name = sim_name(text);
	q.name = &name;
	ours_ask(b, &q);
}

static void
add_domain(struct bench *b, unsigned long i)
{
	struct engine_target t = {
		.group = "", .organisation = "", .declared = DECLARED_ALL
	};
	struct dns_name name;
	char text[64];

	(void)snprintf(text, sizeof(text), "gemeente%lu.nl", i);
	name = sim_name(text);
	t.name = &name;
	ours_add(b, &t);
}

/* A record at the name of the question, which a pointer stands for as real
 * servers write it; RDATA is at most 255 octets. */
static void
put_record(uint16_t type, const void *rdata, size_t len)
{
	const uint8_t fixed[12] = { 0xc0, DNS_HEADER_OCTETS,
		(uint8_t)(type >> 8), (uint8_t)type, 0, 1, 0, 0, 1, 44, 0,
		(uint8_t)len };

	memcpy(message.octet + message.len, fixed, sizeof(fixed));
	memcpy(message.octet + message.len + sizeof(fixed), rdata, len);
	message.len += sizeof(fixed) + len;
	message.octet[7]++; /* ANCOUNT */
}

/* Every name has one address of each family, its own. */
static void
put_address(const struct dns_question *q)
{
	uint64_t hash = XXH3_64bits(q->name.wire, q->name.len);
	uint8_t v6[16] = { 0x2a, 0x02, 0x08, 0x98 }, v4[4] = { 94 };

	memcpy(v6 + 8, &hash, 8);
	memcpy(v4 + 1, &hash, 3);
	if (q->type == DNS_TYPE_A)
		put_record(DNS_TYPE_A, v4, sizeof(v4));
	else
		put_record(DNS_TYPE_AAAA, v6, sizeof(v6));
}

static void
put_servers(const struct dns_question *q)
{
	uint64_t hash = XXH3_64bits(q->name.wire, q->name.len);
	struct dns_name server;
	char text[64];
	int i;

	for (i = 1; i <= 2; i++) {
		(void)snprintf(text, sizeof(text), "ns%d.provider%u.nl", i,
		    (unsigned)(hash % PROVIDERS));
		server = sim_name(text);
		put_record(DNS_TYPE_NS, server.wire, server.len);
	}
}

/* A domain has a web site, one host for mail, and two name servers. */
static void
put_answer(const struct dns_question *q)
{
	/* 10, mail below the question's name; and one string. */
	static const char mx[] = "\0\12\4mail\300\14";
	static const char spf[] = "\16v=spf1 mx -all";
	const struct dns_name nl = sim_name("nl");
	bool is_domain = dns_name_labels(&q->name) == 2;

	if (q->type == DNS_TYPE_A || q->type == DNS_TYPE_AAAA)
		put_address(q);
	else if (q->type == DNS_TYPE_NS && is_domain)
		put_servers(q);
	else if (q->type == DNS_TYPE_MX && is_domain)
		put_record(DNS_TYPE_MX, mx, sizeof(mx) - 1);
	else if (q->type == DNS_TYPE_TXT)
		put_record(DNS_TYPE_TXT, spf, sizeof(spf) - 1);
	else
		sim_message_soa(&message, DNS_SECTION_AUTHORITY, &nl);
}

static void
answer_dns(struct bench *b, const struct request *req)
{
	struct dns_question asked = req->question;
	struct response r = {
		.at_ns = b->now_ns,
		.kind = RESPONSE_UDP,
		.flow = req->probe.flow,
	};
	bool recursive = (req->probe.dns_flags & DNS_FLAG_RD) != 0;

	dns_name_mix_case(&asked.name, probe_case_bits(&req->probe));
	sim_message_begin(&message, probe_dns_id(&req->probe),
	    DNS_FLAG_QR | (recursive ? DNS_FLAG_RA : DNS_FLAG_AA), &asked);
	if (recursive)
		put_answer(&req->question);
	else
		sim_message_soa(
		    &message, DNS_SECTION_ANSWER, &req->question.name);
	r.udp.payload = message.octet;
	r.udp.len = message.len;
	ours_input(b, &r);
}

static void
answer_syn(struct bench *b, const struct request *req)
{
	const struct response r = {
		.at_ns = b->now_ns,
		.kind = RESPONSE_TCP,
		.flow = req->probe.flow,
		.tcp = { .flags = TCP_FLAG_SYN | TCP_FLAG_ACK,
		    .ack = probe_tcp_seq(&req->probe) + 1 },
	};

	ours_input(b, &r);
}

/* One turn of the loop: what came, what is due, what is new, what may go. */
static void
turn(struct bench *b)
{
	struct request *req;
	uint64_t next;
	unsigned i;

	for (i = 0; i < b->n_requests; i++) {
		req = &b->requests[i];
		if (req->type == &probe_dns)
			answer_dns(b, req);
		else
			answer_syn(b, req);
	}
	while (b->added < b->wanted && ours_room(b))
		b->add(b, b->added++);
	for (i = 0; i < TURN && ours_output(b, &b->requests[i]); i++)
		ours_stamp(b, &b->requests[i]);
	b->n_requests = i;
	b->probes += i;
	next = ours_expire(b);
	b->now_ns += MS_NS;
	if (i == 0 && next != UINT64_MAX && next > b->now_ns)
		b->now_ns = next;
}

static bool
set_up(struct bench *b, const char *what, struct guard *guard)
{
	struct engine_config c = {
		.key = { { 46, 64 } },
		.guard = guard,
		.port_first = 32768,
		.n_ports = 16384,
		.n_resolvers = 1,
		.resolver_window = WINDOW,
		.attempts = 3,
		.cooldown_ns = 8000 * MS_NS,
		.rate_fps = 100000000,
		.window = WINDOW,
		.cache = CACHE,
		.on_domain = on_domain,
		.on_answer = on_answer,
		.on_endpoint = on_endpoint,
		.arg = b,
	};
	struct hop hop = { .link_layer = true, .mtu = 1500 };
	struct error err;
	bool ok = true;
	unsigned f;

	b->add = strcmp(what, "syn") == 0 ? add_endpoint
	    : strcmp(what, "dns") == 0    ? add_question
	    : strcmp(what, "scan") == 0   ? add_domain
					  : NULL;
	(void)address_parse("94.142.241.46", &c.source[0]);
	(void)address_parse("2a02:898:46::1", &c.source[1]);
	c.resolvers[0].local = c.source[1];
	c.resolvers[0].server.port = 53;
	c.resolvers[0].hop = 2;
	(void)address_parse("2a02:898:53::53", &c.resolvers[0].server.addr);
	for (f = 0; f < 2; f++) {
		enum family family = f == 0 ? FAMILY_V4 : FAMILY_V6;

		hop.source = c.source[f];
		ok = ok &&
		    probe_tcp_syn.prepare(
			&b->template[f][0], &hop, family, &err) == STATUS_OK &&
		    probe_dns.prepare(&b->template[f][1], &hop, family, &err) ==
			STATUS_OK;
	}
	b->engine = engine_new(&c, b->now_ns);
	b->totals = report_new();
	json_writer_init(&b->writer);
	return ok && b->add != NULL && b->engine != NULL && b->totals != NULL;
}

int
main(int argc, char **argv)
{
	static struct bench b = { .now_ns = 1000 * MS_NS };
	struct guard *guard = guard_new();
	struct rusage usage;

	if (argc != 3 || guard == NULL || !set_up(&b, argv[1], guard)) {
		(void)fputs("usage: engine_alone syn|dns|scan N\n", stderr);
		return 2;
	}
	b.wanted = strtoul(argv[2], NULL, 10);
	while (b.added < b.wanted || engine_in_flight(b.engine) > 0)
		turn(&b);
	(void)getrusage(RUSAGE_SELF, &usage);
	(void)printf("{\"what\":\"%s\",\"done\":%lu,\"probes\":%lu,"
		     "\"cpu_s\":%.2f,\"peak_kib\":%ld}\n",
	    argv[1], b.done, b.probes,
	    (double)usage.ru_utime.tv_sec +
		(double)usage.ru_utime.tv_usec / 1e6,
	    usage.ru_maxrss);
	engine_free(b.engine);
	guard_free(guard);
	report_free(b.totals);
	json_writer_free(&b.writer);
	return b.done == b.wanted ? 0 : 1;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/scenario/player_net.h"

#include <netinet/in.h>
#include <stdlib.h>

#define MS        UINT64_C(1000000)
#define START_NS  (1000000 * MS)
#define RTT_NS    MS
#define QUIET_NS  (100 * MS) /* then everything has settled */
#define SPIN_NS   1000
#define TURNS_MAX 1000000 /* a scenario takes some thousands */
#define UNIX_NS   UINT64_C(1700000000000000000)

static struct ip_addr
address(const char *text)
{
	struct ip_addr a;

	if (!address_parse(text, &a))
		abort();
	return a;
}

static void
permit(struct guard *g, const char *prefix)
{
	struct error err;
	struct prefix p;

	if (!prefix_parse(prefix, &p) || guard_permit(g, &p, &err) != STATUS_OK)
		abort();
}

static void
block(struct guard *g, const struct prefix *p)
{
	struct error err;

	if (guard_block(g, p, &err) != STATUS_OK)
		abort();
}

/* Scenarios use addresses of every kind. */
static struct guard *
make_guard(const struct rpl *rpl)
{
	struct guard *g = guard_new();
	struct prefix p;
	unsigned i;

	if (g == NULL)
		abort();
	permit(g, "0.0.0.0/0");
	permit(g, "::/0");
	if (!rpl->asks_localhost) {
		(void)prefix_parse("127.0.0.0/8", &p);
		block(g, &p);
		(void)prefix_parse("::1/128", &p);
		block(g, &p);
	}
	for (i = 0; i < rpl->n_refused; i++)
		block(g, &rpl->refused[i]);
	return g;
}

static void
ignore_domain(void *arg, const struct record_domain *r)
{
	(void)arg;
	(void)r;
}

static void
start(struct player_net *n)
{
	if ((n->engine = engine_new(&n->config, n->now_ns)) == NULL)
		abort();
	n->n_open = 0;
}

void
player_net_init(struct player_net *n, const struct rpl *rpl,
    void (*on_answer)(void *, const struct engine_answer *), void *arg,
    FILE *trace)
{
	memset(n, 0, sizeof(*n));
	n->rpl = rpl;
	n->trace = trace;
	n->now_ns = START_NS;
	n->guard = make_guard(rpl);
	n->config = (struct engine_config){
		.key = { { 46, 64 } },
		.guard = n->guard,
		.port_first = 40000,
		.n_ports = 64,
		.hints = &rpl->hints,
		.attempts = 3,
		.cooldown_ns = 8000 * MS,
		.rate_fps = 1000000,
		.window = 256,
		.cache = 1000,
		.unix_offset_ns = UNIX_NS,
		.on_domain = ignore_domain,
		.on_answer = on_answer,
		.arg = arg,
	};
	if (!rpl->without[0])
		n->config.source[0] = address("94.142.241.46");
	if (!rpl->without[1])
		n->config.source[1] = address("2a02:898:46::1");
	start(n);
}

void
player_net_restart(struct player_net *n)
{
	engine_free(n->engine);
	start(n);
}

void
player_net_free(struct player_net *n)
{
	engine_free(n->engine);
	guard_free(n->guard);
}

static void
show(const struct player_net *n, const struct rpl_query *q,
    const struct rpl_entry *e)
{
	char name[DNS_NAME_TEXT_SIZE], server[ADDRESS_TEXT_SIZE], type[16];

	if (n->trace == NULL)
		return;
	(void)fprintf(n->trace, "%9llu ms  step %-3u %s %s %s %s: ",
	    (unsigned long long)((n->now_ns - START_NS) / MS), n->step,
	    address_format(&q->server, server), q->tcp ? "TCP" : "UDP",
	    dns_name_to_text(&q->question.name, name),
	    dns_type_name(q->question.type, type));
	if (e == NULL)
		(void)fprintf(n->trace, "silence\n");
	else
		(void)fprintf(n->trace, "entry of line %u\n", e->line);
}

/* Books the reply of an entry. */
static void
book(struct player_net *n, struct player_open *o, const struct rpl_entry *e)
{
	show(n, &o->query, e);
	o->entry = e;
	o->due_ns = n->now_ns + RTT_NS + (e == NULL ? 0 : e->delay_ns);
}

static void
forget(struct player_net *n, unsigned i)
{
	memmove(&n->open[i], &n->open[i + 1],
	    (n->n_open - i - 1) * sizeof(n->open[0]));
	n->n_open--;
}

/* A question leaves: it waits for its answer among the open ones. */
static void
post(struct player_net *n, const struct request *req)
{
	uint8_t octets[DNS_QUERY_MAX];
	struct player_open *o;
	struct dns_msg msg;

	if (req->kind == REQUEST_FRAME)
		engine_sent(n->engine, n->now_ns, req->id);
	if (req->probe.flow.remote.port != 53 ||
	    (req->kind == REQUEST_FRAME &&
		req->probe.flow.proto != IPPROTO_UDP))
		return;
	if (n->n_open == PLAYER_NET_OPEN_MAX)
		forget(n, 0);
	o = &n->open[n->n_open++];
	o->req = *req;
	o->req.probe.question = NULL;
	if (dns_msg_open(&msg, octets, request_message(req, octets)) !=
	    DNS_MSG_OK)
		abort();
	o->query = (struct rpl_query){
		.server = req->probe.flow.remote.addr,
		.id = msg.id,
		.tcp = req->kind == REQUEST_DNS_TCP,
		.edns = req->probe.edns,
		.question = msg.question,
	};
	n->questions++;
	book(n, o, rpl_find(n->rpl, n->step, &o->query));
}

static void
deliver(struct player_net *n, const struct player_open *o)
{
	struct response r = {
		.at_ns = n->now_ns,
		.kind = RESPONSE_UDP,
		.flow = o->req.probe.flow,
	};

	if (o->entry->silent)
		return;
	rpl_reply(o->entry, &o->query, &n->message);
	n->reply_ns = n->now_ns;
	r.udp.payload = n->message.octet;
	r.udp.len = n->message.len;
	if (o->req.kind == REQUEST_FRAME)
		engine_input(n->engine, n->now_ns, &r);
	else
		engine_input_message(n->engine, n->now_ns, o->req.id,
		    n->message.octet, n->message.len);
}

/* The reply that is due first, or NULL. */
static struct player_open *
first_due(struct player_net *n)
{
	struct player_open *first = NULL;
	unsigned i;

	for (i = 0; i < n->n_open; i++)
		if (n->open[i].entry != NULL &&
		    (first == NULL || n->open[i].due_ns < first->due_ns))
			first = &n->open[i];
	return first;
}

static void
deliver_all(struct player_net *n)
{
	struct player_open *o, copy;

	while ((o = first_due(n)) != NULL && o->due_ns <= n->now_ns) {
		copy = *o;
		forget(n, (unsigned)(o - n->open));
		deliver(n, &copy);
	}
}

void
player_net_run(struct player_net *n, uint64_t until_ns, const bool *done)
{
	const struct player_open *o;
	struct request req;
	uint64_t next;

	for (; n->turns < TURNS_MAX; n->turns++) {
		deliver_all(n);
		engine_expire(n->engine, n->now_ns);
		while (engine_output(n->engine, n->now_ns, &req))
			post(n, &req);
		if (done != NULL && *done)
			return;
		next = engine_next_ns(n->engine, n->now_ns);
		if ((o = first_due(n)) != NULL && o->due_ns < next)
			next = o->due_ns;
		if (next > until_ns)
			break;
		n->now_ns = next > n->now_ns ? next : n->now_ns + SPIN_NS;
	}
	if (n->now_ns < until_ns)
		n->now_ns = until_ns;
}

void
player_net_settle(struct player_net *n)
{
	uint64_t since_ns;

	do {
		since_ns = n->now_ns;
		player_net_run(n, since_ns + QUIET_NS, NULL);
	} while (n->reply_ns > since_ns && n->turns < TURNS_MAX);
}

void
player_net_set_step(struct player_net *n, unsigned step)
{
	const struct rpl_entry *e;
	unsigned i;

	n->step = step;
	for (i = 0; i < n->n_open; i++) {
		if (n->open[i].entry != NULL)
			continue;
		e = rpl_find(n->rpl, step, &n->open[i].query);
		if (e != NULL)
			book(n, &n->open[i], e);
	}
}

/* The latest open question that nobody answers and the step is about. */
static struct player_open *
find_open(struct player_net *n, const struct rpl_step *s)
{
	struct player_open *o;
	unsigned i;

	for (i = n->n_open; i-- > 0;) {
		o = &n->open[i];
		if (o->entry == NULL &&
		    (s->addr.family == FAMILY_NONE ||
			address_equal(&s->addr, &o->query.server)) &&
		    (s->entry == NULL ||
			rpl_entry_matches(s->entry, &o->query)))
			return o;
	}
	return NULL;
}

bool
player_net_answer(struct player_net *n, const struct rpl_step *s)
{
	struct player_open *o = find_open(n, s);

	if (o == NULL || s->entry == NULL)
		return false;
	book(n, o, s->entry);
	return true;
}

void
player_net_drop(struct player_net *n, const struct rpl_step *s)
{
	struct player_open *o = find_open(n, s);

	if (o != NULL)
		forget(n, (unsigned)(o - n->open));
}

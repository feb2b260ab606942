/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two domains, walked to from the root, and name servers that do whatever the
 * octets say: most send on to zones that they make up.  Budgets hold, records
 * are whole, and all comes to an end.
 */
#include "tests/fuzz/fuzz_world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static struct root_hints hints;

static void
check_chain(const struct record_chain_family *f)
{
	bool no = f->resolvable == RESOLVABLE_NO;

	assert(no == (f->broken_at[0] != '\0'));
	assert(no == (f->reason != CHAIN_NONE));
	assert(f->n_servers <= CUT_SERVERS_MAX);
}

static void
on_domain(void *arg, const struct record_domain *r)
{
	size_t i;

	world_on_domain(arg, r);
	assert(r->iterative);
	assert(r->n_ns <= REFERRAL_NS_MAX + ANSWER_NS_MAX);
	for (i = 0; i < r->n_chain; i++) {
		check_chain(&r->chain[i].family[0]);
		check_chain(&r->chain[i].family[1]);
	}
}

static void
start(struct world *w, uint8_t options)
{
	struct engine_config c = world_config(w, options);

	hints.n = 2;
	(void)dns_name_from_text("a.root", &hints.server[0].name);
	(void)dns_name_from_text("b.root", &hints.server[1].name);
	hints.server[0].addr[0] = world_address("9.2.8.1");
	hints.server[0].addr[1] = world_address("2a02:898::1");
	hints.server[1].addr[0] = world_address("9.2.8.2");
	hints.server[1].addr[1] = (struct ip_addr){ .family = FAMILY_NONE };
	if (options & 1)
		hints.server[1].addr[1] = world_address("2a02:898::2");
	c.hints = &hints;
	c.on_domain = on_domain;
	world_start(w, &c);
}

/* What is left of the question's name without its first N labels. */
static void
put_end(struct fuzz_reply *r, const struct request *req, unsigned n)
{
	const struct dns_name *q = &req->question.name;
	unsigned at = 0;

	for (; n > 0 && q->wire[at] != 0; n--)
		at += q->wire[at] + 1u;
	fuzz_be16(r, 0xc000u | (DNS_HEADER_OCTETS + at));
}

/* A delegation: up to four name servers, with glue or without. */
static void
refer(struct fuzz_reply *r, const struct request *req, struct cursor *octets)
{
	const unsigned shape = cursor_u8(octets);
	unsigned n[3] = { 0, 1 + (shape & 3), shape >> 2 & 7 }, i, glue;

	fuzz_begin(r, req, shape & 128 ? 0x8400 : 0x8000, n);
	for (i = 0; i < n[1]; i++) {
		put_end(r, req, shape >> 5 & 3);
		fuzz_rr(r, DNS_TYPE_NS, cursor_u8(octets));
	}
	for (i = 0; i < n[2]; i++) {
		glue = cursor_u8(octets);
		fuzz_name(r, glue & 15);
		fuzz_rr(r, glue & 128 ? DNS_TYPE_A : DNS_TYPE_AAAA, glue >> 4);
	}
}

/* With authority: one record, or a denial. */
static void
answer(struct fuzz_reply *r, const struct request *req, struct cursor *octets)
{
	const unsigned shape = cursor_u8(octets);
	const bool denial = shape & 64;
	const unsigned n[3] = { !denial, denial, 0 };

	fuzz_begin(r, req, 0x8400u | (shape & 128 ? DNS_RCODE_NXDOMAIN : 0), n);
	put_end(r, req, denial ? shape & 3 : 0);
	fuzz_rr(r,
	    denial           ? DNS_TYPE_SOA
		: shape & 32 ? DNS_TYPE_CNAME
			     : req->question.type,
	    shape & 31);
}

static void
reply(struct fuzz_reply *r, const struct request *req, struct cursor *octets,
    uint64_t now_ns)
{
	const unsigned manner = cursor_u8(octets) & 7;

	if (req->type != &probe_dns || manner == 0) {
		fuzz_reply_make(r, req, octets, now_ns);
		return;
	}
	if (manner < 4)
		refer(r, req, octets);
	else
		answer(r, req, octets);
	r->response = (struct response){
		.at_ns = now_ns,
		.kind = RESPONSE_UDP,
		.flow = req->probe.flow,
		.udp = { r->message, r->len },
	};
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct world w = { .reply = reply };

	world_init(&w, data, len);
	start(&w, cursor_u8(&w.octets));
	world_add(&w, "a.example.nl");
	world_add(&w, "www.example.nl");
	world_run(&w);
	assert(w.engine->errand_pool.used == 0);
	assert(w.engine->walk_waiter_pool.used == 0);
	world_end(&w, 2);
	return 0;
}

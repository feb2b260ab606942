/* SPDX-License-Identifier: Apache-2.0 */
/*
 * walk_vantage.h - a walk bench with controls of UDP and TCP 53: four living
 * name servers of each family, and an address where nobody lives.
 *
 * The zone a.nl, at host 3, is well over both families.
 */
#ifndef TESTS_UNIT_WALK_VANTAGE_H
#define TESTS_UNIT_WALK_VANTAGE_H

#include "tests/unit/walk_bench.h"

#define VANTAGE_ALIVE	 200	/* the first of their numbers */
#define VANTAGE_EACH	 5	/* of each sort, the last of them negative */
#define VANTAGE_CONTROLS (4 * VANTAGE_EACH)

static struct walk_bench w;
static struct control controls[VANTAGE_CONTROLS];
static bool deaf[2];		/* nothing comes over that family */

/* For w.custom: controls are as they should be. */
static inline bool
vantage_answer(struct walk_bench *bench, const struct request *req)
{
	const struct ip_addr *asked = &req->probe.flow.remote.addr;
	unsigned i;

	if (deaf[asked->family == FAMILY_V6])
		return true;
	for (i = 0; i < VANTAGE_CONTROLS; i++)
		if (address_equal(&controls[i].endpoint.addr, asked)) {
			if (controls[i].expect_answer)
				bench_reply(&bench->b, req,
				    bench_begin(req, DNS_FLAG_AA));
			return true;
		}
	return false;
}

/* For w.refuses. */
static inline bool
vantage_refuses(const struct request *req)
{
	const struct ip_addr *asked = &req->probe.flow.remote.addr;
	unsigned i;

	for (i = 0; i < VANTAGE_CONTROLS; i++)
		if (address_equal(&controls[i].endpoint.addr, asked))
			return !controls[i].expect_answer;
	return false;
}

static inline int
setup(void **state)
{
	unsigned i, f;

	(void)state;
	walk_init(&w, 1);
	w.custom = vantage_answer;
	w.refuses = vantage_refuses;
	for (i = 0; i < VANTAGE_CONTROLS; i++) {
		f = i / VANTAGE_EACH % 2;
		controls[i] = (struct control){
			.endpoint = { world_address(VANTAGE_ALIVE + i, f),
			    53 },
			.proto = i < 2 * VANTAGE_EACH ? IPPROTO_UDP :
							IPPROTO_TCP,
			.expect_answer =
			    i % VANTAGE_EACH < VANTAGE_EACH - 1,
		};
	}
	w.b.config.controls = controls;
	w.b.config.n_controls = VANTAGE_CONTROLS;
	deaf[0] = deaf[1] = false;
	world_zone(&w.world, "nl",
	    "a.nl NS ns.a.nl\n"
	    "ns.a.nl ADDR 3\n");
	world_zone(&w.world, "a.nl",
	    "a.nl NS ns.a.nl\n"
	    "ns.a.nl ADDR 3\n"
	    "a.nl ADDR 80\n"
	    "www.a.nl ADDR 80\n"
	    "a.nl MX .\n");
	(void)world_serve(&w.world, 3, "a.nl");
	return 0;
}

static inline int
teardown(void **state)
{
	(void)state;
	walk_end(&w);
	return 0;
}

/* Another round of the same test. */
static inline void
again(void)
{
	(void)teardown(NULL);
	(void)setup(NULL);
}

/* Lets time pass before there is any domain. */
static inline void
start(uint64_t ns)
{
	w.b.engine = engine_new(&w.b.config, w.b.now);
	assert_non_null(w.b.engine);
	(void)walk_sleep(&w, ns);
}

/* By then the domains are done. */
static inline void
finish(unsigned domains, uint64_t ns)
{
	(void)walk_sleep(&w, ns);
	assert_int_equal(w.b.done, domains);
}

static inline void
assert_true_record(void)
{
	unsigned f;

	for (f = 0; f < 2; f++) {
		walk_assert_yes(&w, "a.nl", f);
		walk_assert_yes(&w, "www.a.nl", f);
		assert_int_equal(w.b.web[f].status, LOOKUP_OK);
	}
	assert_string_equal(w.b.zone, "a.nl");
}

#endif /* TESTS_UNIT_WALK_VANTAGE_H */

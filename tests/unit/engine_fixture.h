/* SPDX-License-Identifier: Apache-2.0 */
/*
 * engine_fixture.h - a bench that begins anew with each test, with one domain
 * whose AAAA questions are the test's to answer.
 */
#ifndef TESTS_UNIT_ENGINE_FIXTURE_H
#define TESTS_UNIT_ENGINE_FIXTURE_H

#include "tests/unit/engine_bench.h"

#define WEB "2a02:898:80::80"

static struct bench b;

/* It has no mail. */
static inline int
setup(void **state)
{
	(void)state;
	bench_init(&b);
	bench_record(&b, BENCH_NAME, DNS_TYPE_MX, ".");
	b.mine = DNS_TYPE_AAAA;
	return 0;
}

static inline int
teardown(void **state)
{
	(void)state;
	bench_end(&b);
	return 0;
}

static inline void
start(void)
{
	bench_start(&b);
}

static inline void
finish(void)
{
	bench_finish(&b, 120 * SECOND);
}

#endif /* TESTS_UNIT_ENGINE_FIXTURE_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * walk_fixture.h - a walk bench that begins anew with each test, which may be
 * about one family and then about the other.
 */
#ifndef TESTS_UNIT_WALK_FIXTURE_H
#define TESTS_UNIT_WALK_FIXTURE_H

#include "tests/unit/walk_bench.h"

static struct walk_bench w;
/* The family that a test is about, and the other one. */
static unsigned here, there;

static inline int
setup_family(unsigned family)
{
	here = family;
	there = 1 - family;
	walk_init(&w, here);
	return 0;
}

static inline int
setup_v4(void **state)
{
	(void)state;
	return setup_family(0);
}

static inline int
setup_v6(void **state)
{
	(void)state;
	return setup_family(1);
}

static inline int
teardown(void **state)
{
	(void)state;
	walk_end(&w);
	return 0;
}

/* A zone whose name servers TEXT names, at nl; the zone itself is well. */
static inline void
delegate(const char *text)
{
	world_zone(&w.world, "nl", text);
	world_zone(&w.world, "a.nl",
	    "a.nl MX .\n"
	    "a.nl ADDR 80\n"
	    "www.a.nl ADDR 80\n");
	(void)world_serve(&w.world, 3, "a.nl");
}

#endif /* TESTS_UNIT_WALK_FIXTURE_H */

/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <stdalign.h>
#include <string.h>

#include "common/pool.h"
#include "tests/unit/chance.h"

#define OBJECTS 1000
#define STEPS   200000

struct object {
	void *first; /* the pool's own while it is idle */
	uint64_t mark;
	unsigned char rest[40];
};

/* Objects in use are apart, aligned and left alone. */
static void
test_random(void **state)
{
	struct object *in_use[OBJECTS] = { NULL };
	unsigned n = 0, step, i;
	struct pool p;

	(void)state;
	pool_init(&p, sizeof(struct object));
	for (step = 1; step <= STEPS; step++) {
		i = (unsigned)chance_below(OBJECTS);
		if (in_use[i] == NULL) {
			in_use[i] = pool_get(&p);
			assert_int_equal(
			    (uintptr_t)in_use[i] % alignof(max_align_t), 0);
			memset(in_use[i], (int)(i & 0xff), sizeof(**in_use));
			in_use[i]->mark = i;
			n++;
		} else {
			assert_int_equal(in_use[i]->mark, i);
			assert_int_equal(in_use[i]->rest[39], i & 0xff);
			pool_put(&p, in_use[i]);
			in_use[i] = NULL;
			n--;
		}
		assert_int_equal(p.used, n);
	}
	pool_free(&p);
	assert_int_equal(p.used, 0);
}

/* What is given back stays readable, but for its first pointer. */
static void
test_stale(void **state)
{
	struct object *o;
	struct pool p;

	(void)state;
	pool_init(&p, sizeof(struct object));
	o = pool_get(&p);
	o->mark = 4646;
	pool_put(&p, o);
	assert_int_equal(o->mark, 4646);
	assert_ptr_equal(pool_get(&p), o);
	assert_int_equal(o->mark, 4646);
	pool_free(&p);
}

/* Smaller than a pointer is possible too. */
static void
test_tiny(void **state)
{
	struct pool p;
	char *a, *b;

	(void)state;
	pool_init(&p, 1);
	a = pool_get(&p);
	b = pool_get(&p);
	assert_true(b >= a + sizeof(void *) || a >= b + sizeof(void *));
	pool_put(&p, a);
	pool_put(&p, b);
	assert_int_equal(p.used, 0);
	pool_free(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_stale),
		cmocka_unit_test(test_tiny),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

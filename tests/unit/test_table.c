/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdlib.h>

#include "common/table.h"
#include "tests/unit/chance.h"

#define ITEMS 2000
#define STEPS 300000

struct item {
	struct table_node node;
	unsigned value;
	unsigned inserted; /* when; 0: not in the table */
};

/* Counts the items of a hash; checks that they come in order. */
static unsigned
count(const struct table *t, uint64_t hash)
{
	const struct table_node *n;
	unsigned found = 0, last = 0;

	for (n = table_first(t, hash); n != NULL; n = table_next(n)) {
		const struct item *i = table_entry(n, struct item, node);

		assert_int_equal(n->hash, hash);
		assert_true(i->inserted > last);
		last = i->inserted;
		found++;
	}
	return found;
}

/* Counts all items; checks that each comes once. */
static unsigned
count_all(const struct table *t, unsigned step)
{
	static unsigned seen[ITEMS];
	const struct table_node *n;
	unsigned found = 0;

	for (n = table_each(t, NULL); n != NULL; n = table_each(t, n)) {
		const struct item *i = table_entry(n, struct item, node);

		assert_int_not_equal(i->inserted, 0);
		assert_int_not_equal(seen[i->value], step);
		seen[i->value] = step;
		found++;
	}
	return found;
}

/* Few hashes, so that many are equal; all differ only in high bits. */
static uint64_t
hash_of(unsigned value)
{
	return (uint64_t)(value % 300) << 55 | (value % 300);
}

static void
test_random(void **state)
{
	struct item *items = calloc(ITEMS, sizeof(*items));
	unsigned per_hash[300] = { 0 }, n = 0, step, i;
	struct table t = { 0 };

	(void)state;
	assert_non_null(items);
	for (step = 1; step <= STEPS; step++) {
		i = (unsigned)chance_below(ITEMS);
		if (items[i].inserted == 0) {
			items[i].inserted = step;
			items[i].value = i;
			table_insert(&t, &items[i].node, hash_of(i));
			per_hash[i % 300]++;
			n++;
		} else {
			table_remove(&t, &items[i].node);
			items[i].inserted = 0;
			per_hash[i % 300]--;
			n--;
		}
		assert_int_equal(t.n, n);
		assert_int_equal(count(&t, hash_of(i)), per_hash[i % 300]);
		if (step % 1000 == 0)
			assert_int_equal(count_all(&t, step), n);
	}
	table_free(&t);
	free(items);
}

static void
test_empty(void **state)
{
	struct table t = { 0 };
	struct item i = { .value = 1 };

	(void)state;
	assert_null(table_first(&t, 1));
	assert_null(table_each(&t, NULL));
	table_insert(&t, &i.node, 1);
	assert_ptr_equal(table_first(&t, 1), &i.node);
	assert_null(table_first(&t, 65)); /* the same bucket */
	table_remove(&t, &i.node);
	assert_null(table_first(&t, 1));
	table_free(&t);
	assert_null(table_first(&t, 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

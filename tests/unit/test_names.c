/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>

#include "prober/names.h"
#include "tests/unit/chance.h"

#define NAMES 500
#define STEPS 200000

static struct dns_name
plain(const char *text)
{
	struct dns_name n;

	assert_true(dns_name_from_text(text, &n));
	return n;
}

static void
test_same_name_same_pointer(void **state)
{
	struct dns_name lower = plain("www.example.nl");
	struct dns_name mixed = plain("WwW.eXample.NL");
	struct dns_name longer = plain("www.example.nl.nl");
	struct dns_name root = { .len = 1 }, back;
	struct name *a, *b, *c, *d;
	struct names names = { 0 };

	(void)state;
	a = names_get(&names, &lower);
	b = names_get(&names, &mixed);
	c = names_get(&names, &longer);
	d = names_get(&names, &root);
	assert_ptr_equal(a, b);
	assert_int_equal(a->refs, 2);
	assert_ptr_not_equal(a, c);
	back = name_value(b);
	assert_true(dns_name_identical(&back, &lower));
	back = name_value(d);
	assert_int_equal(back.len, 1);
	names_put(&names, a);
	assert_int_equal(names.table.n, 3);
	names_put(&names, b);
	names_put(&names, c);
	names_put(&names, d);
	names_put(&names, NULL);
	assert_int_equal(names.table.n, 0);
	names_free(&names);
}

/* As many names as are held, each with as many references. */
static void
test_references(void **state)
{
	unsigned refs[NAMES] = { 0 }, held = 0, step, i;
	struct name *name[NAMES] = { NULL }, *n;
	struct names names = { 0 };
	struct dns_name value;
	char text[32];

	(void)state;
	for (step = 0; step < STEPS; step++) {
		i = (unsigned)chance_below(NAMES);
		if (chance_below(2) == 0) {
			(void)snprintf(text, sizeof(text), "n%u.example", i);
			value = plain(text);
			n = names_get(&names, &value);
			if (refs[i] == 0)
				held++;
			else
				assert_ptr_equal(n, name[i]);
			name[i] = n;
			refs[i]++;
		} else if (refs[i] > 0) {
			names_put(&names, name[i]);
			held -= --refs[i] == 0;
		}
		assert_int_equal(names.table.n, held);
		assert_true(refs[i] == 0 || name[i]->refs == refs[i]);
	}
	/* Frees what is still held. */
	names_free(&names);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_name_same_pointer),
		cmocka_unit_test(test_references),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

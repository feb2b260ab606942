/* SPDX-License-Identifier: Apache-2.0 */
/* What counts as better, worse and no change between two runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "analysis/classify.h"
#include "analysis/diff.h"
#include "tests/unit/record_builder.h"

static const struct classify_options both = { .policy = POLICY_BOTH };

/* A domain whose website has these addresses. */
static void
make(struct record_builder *b, const char *name, const char *v4, const char *v6,
    struct verdict *v)
{
	builder_init(b, name);
	(void)builder_host(b, USE_WEB, name, v4, v6);
	(void)builder_host(b, USE_WWW, "www.example.nl", "", "");
	classify(&b->d, &both, v);
}

/* How the website changed from one to the other. */
static enum diff_change
change(const char *old_v4, const char *old_v6, const char *new_v4,
    const char *new_v6)
{
	struct record_builder old, new;
	struct diff *d = diff_new();
	struct diff_domain out;
	struct verdict v;

	assert_non_null(d);
	make(&old, "example.nl", old_v4, old_v6, &v);
	assert_true(diff_old(d, &old.d, &v));
	make(&new, "example.nl", new_v4, new_v6, &v);
	diff_new_domain(d, &new.d, &v, &out);
	assert_int_equal(out.change, out.service[SERVICE_WEB].change);
	assert_int_equal(diff_totals(d)->domains[out.change], 1);
	assert_false(diff_gone(d, &out));
	diff_free(d);
	builder_free(&old);
	builder_free(&new);
	return out.change;
}

static void
test_changes(void **state)
{
	(void)state;
	assert_int_equal(change("oo", "oo", "oo", "oo"), DIFF_UNCHANGED);
	assert_int_equal(change("oo", "oo", "oo", ""), DIFF_WORSE);
	assert_int_equal(change("oo", "", "oo", "oo"), DIFF_BETTER);
	assert_int_equal(change("oo", "oo", "oo", "oo ss"), DIFF_WORSE);
	assert_int_equal(change("oo", "oo ss", "oo", "oo"), DIFF_BETTER);
	/* Gains one family, loses the other. */
	assert_int_equal(change("oo", "", "", "oo"), DIFF_WORSE);
	/* An address that never answered comes or goes. */
	assert_int_equal(change("oo", "", "oo", "ss"), DIFF_CHANGED);
	/* A port that is open over IPv4 alone. */
	assert_int_equal(change("oo", "oo", "oo", "oc"), DIFF_WORSE);
	assert_int_equal(change("oo", "oc", "oo", "oo"), DIFF_BETTER);
}

/* Not knowing is no change, whichever side does not know. */
static void
test_indeterminate(void **state)
{
	(void)state;
	assert_int_equal(change("oo", "oo", "oo", "ii"), DIFF_UNCHANGED);
	assert_int_equal(change("oo", "ii", "oo", ""), DIFF_UNCHANGED);
	assert_int_equal(change("oo", "oo", "oo", "!"), DIFF_UNCHANGED);
}

/* The agreement by itself, and what one of the runs could not tell. */
static void
test_agreement(void **state)
{
	static const char *const webs[][4] = { { "oo", "oo", "oo", "" },
		{ "oo", "", "oo", "oo" }, { "oo", "oo", "oo", "ii" },
		{ "oo", "oo", "oo", "oo" }, { "", "", "oo", "oo" } };
	static const enum diff_change wanted[] = { DIFF_WORSE, DIFF_BETTER,
		DIFF_UNCHANGED, DIFF_UNCHANGED, DIFF_CHANGED };
	const struct diff_totals *t;
	struct record_builder b;
	struct diff_domain out;
	struct diff *d;
	struct verdict v;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		d = diff_new();
		make(&b, "example.nl", webs[i][0], webs[i][1], &v);
		assert_true(diff_old(d, &b.d, &v));
		builder_free(&b);
		assert_int_equal(diff_of_old(d, "example.nl"), DIFF_GONE);
		assert_int_equal(diff_of_old(d, "example.com"), DIFF_NEW);
		make(&b, "example.nl", webs[i][2], webs[i][3], &v);
		diff_new_domain(d, &b.d, &v, &out);
		builder_free(&b);
		assert_int_equal(diff_of_old(d, "example.nl"), out.change);
		t = diff_totals(d);
		assert_int_equal(t->agreement.of[wanted[i]], 1);
		assert_int_equal(t->agreement.unknown, i == 2);
		assert_int_equal(t->services[SERVICE_WEB].unknown, i == 2);
		diff_free(d);
	}
}

static void
test_new_and_gone(void **state)
{
	static const char *const names[] = { "a.nl", "b.nl", "c.nl" };
	struct diff *d = diff_new();
	struct record_builder b;
	struct diff_domain out;
	struct verdict v;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		make(&b, names[i], "oo", "oo", &v);
		assert_true(diff_old(d, &b.d, &v));
		builder_free(&b);
	}
	make(&b, "b.nl", "oo", "oo", &v);
	diff_new_domain(d, &b.d, &v, &out);
	assert_int_equal(out.change, DIFF_UNCHANGED);
	b.d.name = "d.nl";
	diff_new_domain(d, &b.d, &v, &out);
	assert_int_equal(out.change, DIFF_NEW);
	assert_true(diff_gone(d, &out));
	assert_string_equal(out.name, "a.nl");
	assert_int_equal(out.change, DIFF_GONE);
	assert_true(diff_gone(d, &out));
	assert_string_equal(out.name, "c.nl");
	assert_false(diff_gone(d, &out));
	assert_int_equal(diff_totals(d)->domains[DIFF_GONE], 2);
	diff_free(d);
	builder_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_indeterminate),
		cmocka_unit_test(test_agreement),
		cmocka_unit_test(test_new_and_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

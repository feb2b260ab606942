/* SPDX-License-Identifier: Apache-2.0 */
/* Records of several vantage points: who saw what, and what that comes to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "analysis/classify.h"
#include "analysis/merge.h"
#include "analysis/record_json.h"
#include "analysis/record_read.h"
#include "tests/unit/record_builder.h"

static const struct classify_options both = { .policy = POLICY_BOTH };

struct world {
	struct record_builder b[3];
	struct merge_part parts[3];
	struct arena arena;
	struct record_domain merged;
	struct verdict v;
};

/* The website over IPv4 and IPv6 as each of N vantage points sees it. */
static void
look(struct world *w, size_t n, const char *const views[][2])
{
	static const char *const names[] = { "ams", "tyo", "nyc" };
	size_t i;

	arena_init(&w->arena, 0);
	for (i = 0; i < n; i++) {
		builder_init(&w->b[i], "example.nl");
		(void)builder_host(
		    &w->b[i], USE_WEB, "example.nl", views[i][0], views[i][1]);
		w->parts[i] = (struct merge_part){ names[i], &w->b[i].d };
	}
	assert_true(merge_records(w->parts, n, &w->arena, &w->merged));
	classify(&w->merged, &both, &w->v);
	for (i = 0; i < n; i++)
		assert_string_equal(w->merged.vantages[i], names[i]);
}

static void
forget(struct world *w, size_t n)
{
	while (n > 0)
		builder_free(&w->b[--n]);
	arena_free(&w->arena);
}

static void
expect(const char *const views[][2], size_t n, enum service_class class,
    enum service_class anywhere, enum service_class everywhere)
{
	struct world w;

	look(&w, n, views);
	assert_true(w.v.merged);
	assert_int_equal(w.v.service[SERVICE_WEB].class, class);
	assert_int_equal(w.v.anywhere[SERVICE_WEB], anywhere);
	assert_int_equal(w.v.everywhere[SERVICE_WEB], everywhere);
	forget(&w, n);
}

static void
test_classes(void **state)
{
	static const char *const agree[][2] = { { "oo", "oo" },
		{ "oo", "oo" } };
	static const char *const no_ipv6[][2] = { { "oo", "ii" },
		{ "oo", "oo" } };
	static const char *const halves[][2] = { { "oo", "ii" },
		{ "ii", "oo" } };
	static const char *const nobody[][2] = { { "oo", "ii" },
		{ "oo", "ii" } };
	static const char *const blocked[][2] = { { "oo", "oo" },
		{ "oo", "ss" }, { "oo", "ii" } };
	static const char *const dead[][2] = { { "oo", "ss" }, { "oo", "ii" } };
	static const char *const not_given[][2] = { { "oo", "oo" },
		{ "oo", "" } };
	static const char *const not_asked[][2] = { { "oo", "oo" },
		{ "oo", "!" } };

	(void)state;
	expect(agree, 2, CLASS_DUAL_STACK, CLASS_DUAL_STACK, CLASS_DUAL_STACK);
	/* A vantage that could not measure counts for nothing. */
	expect(
	    no_ipv6, 2, CLASS_DUAL_STACK, CLASS_DUAL_STACK, CLASS_DUAL_STACK);
	expect(halves, 2, CLASS_DUAL_STACK, CLASS_DUAL_STACK, CLASS_DUAL_STACK);
	expect(nobody, 2, CLASS_INDETERMINATE, CLASS_INDETERMINATE,
	    CLASS_INDETERMINATE);
	expect(blocked, 3, CLASS_VANTAGE_DEPENDENT, CLASS_DUAL_STACK,
	    CLASS_V6_BROKEN);
	expect(dead, 2, CLASS_V6_BROKEN, CLASS_V6_BROKEN, CLASS_V6_BROKEN);
	/* Told that there is no AAAA. */
	expect(not_given, 2, CLASS_VANTAGE_DEPENDENT, CLASS_DUAL_STACK,
	    CLASS_V6_BROKEN);
	expect(
	    not_asked, 2, CLASS_DUAL_STACK, CLASS_DUAL_STACK, CLASS_DUAL_STACK);
}

static void
test_views(void **state)
{
	static const char *const views[][2] = { { "oo", "oo" }, { "os", "ss" },
		{ "oo", "ii" } };
	const struct record_endpoint *e;
	struct world w;

	(void)state;
	look(&w, 3, views);
	assert_int_equal(w.merged.n_hosts, 1);
	assert_int_equal(w.merged.hosts[0].n_endpoints, 4);
	e = w.merged.hosts[0].endpoints;
	assert_int_equal(e[0].port, 80);
	assert_int_equal(e[0].state, ENDPOINT_OPEN);
	assert_int_equal(e[0].views->from[VIEW_REACHABLE], 7);
	assert_int_equal(e[1].state, ENDPOINT_SILENT);
	assert_int_equal(e[1].views->from[VIEW_REACHABLE], 5);
	assert_int_equal(e[1].views->from[VIEW_UNREACHABLE], 2);
	assert_int_equal(e[2].views->from[VIEW_REACHABLE], 1);
	assert_int_equal(e[2].views->from[VIEW_UNREACHABLE], 2);
	assert_int_equal(e[2].views->from[VIEW_NOT_TESTABLE], 4);
	assert_int_equal(
	    w.merged.anywhere->hosts[0].endpoints[1].state, ENDPOINT_OPEN);
	forget(&w, 3);
}

/* The line of a merged record gives the same record and verdict again. */
static void
test_line(void **state)
{
	static const char *const views[][2] = { { "oo", "oo" },
		{ "oo", "ss" } };
	struct json_writer first, second;
	struct record_domain back;
	struct verdict v;
	struct error err;
	struct world w;

	(void)state;
	look(&w, 2, views);
	json_writer_init(&first);
	json_writer_init(&second);
	record_json_write(&first, &w.merged, &w.v);
	assert_int_equal(
	    record_read(first.buf, first.len, 1, &w.arena, &back, &err),
	    STATUS_OK);
	classify(&back, &both, &v);
	record_json_write(&second, &back, &v);
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.buf, second.buf, first.len);
	assert_int_equal(v.service[SERVICE_WEB].class, CLASS_VANTAGE_DEPENDENT);
	assert_non_null(strstr(first.buf,
	    "\"ipv6\":{\"reachable_from\":[\"ams\"],"
	    "\"unreachable_from\":[\"tyo\"],\"not_testable_from\":[]}"));
	json_writer_free(&first);
	json_writer_free(&second);
	forget(&w, 2);
}

/* Who saw what of a chain, and what they agree on. */
static void
test_chains(void **state)
{
	static const char *const web[][2] = { { "oo", "oo" }, { "oo", "oo" },
		{ "oo", "ii" } };
	static const char *const chains[][2] = { { "yes", "yes" },
		{ "nl lame", "yes" }, { "yes", "?" } };
	struct json_writer first, second;
	struct record_domain back;
	const struct record_chain *c;
	struct world w;
	struct error err;
	size_t i;

	(void)state;
	look(&w, 3, web);
	for (i = 0; i < 3; i++)
		builder_chain(
		    &w.b[i], "example.nl", chains[i][0], chains[i][1]);
	builder_chain(&w.b[2], "www.example.nl", "yes", "?");
	assert_true(merge_records(w.parts, 3, &w.arena, &w.merged));
	assert_int_equal(w.merged.n_chain, 2);
	c = &w.merged.chain[0];
	assert_int_equal(c->family[0].resolvable, RESOLVABLE_INDETERMINATE);
	assert_int_equal(c->family[1].resolvable, RESOLVABLE_YES);
	assert_int_equal(c->n_views, 3);
	assert_string_equal(c->views[1].vantage, "tyo");
	assert_int_equal(c->views[1].family[0].reason, CHAIN_LAME);
	assert_int_equal(
	    c->views[2].family[1].resolvable, RESOLVABLE_INDETERMINATE);
	assert_int_equal(w.merged.chain[1].n_views, 1);
	assert_string_equal(w.merged.chain[1].views[0].vantage, "nyc");

	json_writer_init(&first);
	json_writer_init(&second);
	classify(&w.merged, &both, &w.v);
	record_json_write(&first, &w.merged, &w.v);
	assert_int_equal(
	    record_read(first.buf, first.len, 1, &w.arena, &back, &err),
	    STATUS_OK);
	record_json_write(&second, &back, &w.v);
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.buf, second.buf, first.len);
	json_writer_free(&first);
	json_writer_free(&second);
	forget(&w, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_classes),
		cmocka_unit_test(test_views),
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_chains),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

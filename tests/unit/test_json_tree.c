/* SPDX-License-Identifier: Apache-2.0 */
/* What is JSON and what is not, and the values that come out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "analysis/json_tree.h"

static struct arena arena;

static struct json_tree *
parse(const char *text)
{
	size_t at;

	return json_tree_parse(text, strlen(text), &arena, &at);
}

static void
test_values(void **state)
{
	struct json_tree *t;

	(void)state;
	t = parse(" { \"a\" : [1, -2, 3.25,-0.5e1] ,\"b\":\"x\\u00e9\\ud83d"
		  "\\ude00\\n\", \"\":null,\"c\":true, \"d\":{} }\t");
	assert_non_null(t);
	assert_int_equal(t->n, 5);
	t = json_tree_get(t, "a");
	assert_int_equal(t->n, 4);
	assert_int_equal(t->first->integer, 1);
	assert_int_equal(t->first->next->integer, -2);
	assert_true(t->first->next->next->real == 3.25);
	assert_true(t->first->next->next->next->real == -5);
	t = parse("{\"b\":\"x\\u00e9\\ud83d\\ude00\\n\",\"k\\u0061\":false}");
	assert_string_equal(
	    json_tree_get(t, "b")->text, "x\xc3\xa9\xf0\x9f\x98\x80\n");
	assert_int_equal(json_tree_get(t, "ka")->kind, JSON_TREE_FALSE);
	assert_null(json_tree_get(t, "kb"));
	assert_null(json_tree_get(json_tree_get(t, "b"), "b"));
	assert_null(json_tree_get(NULL, "b"));
	/* Out of order, and again. */
	assert_non_null(json_tree_get(t, "b"));
	assert_non_null(json_tree_get(t, "b"));
}

static void
test_numbers(void **state)
{
	static const struct {
		const char *text;
		double value;
	} reals[] = { { "0.001", 0.001 }, { "1234567.891", 1234567.891 },
		{ "0.1", 0.1 }, { "-0.3", -0.3 },
		{ "123456789012.345678", 123456789012.345678 }, { "1e3", 1000 },
		{ "2.5E-1", 0.25 } };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(reals) / sizeof(reals[0]); i++) {
		assert_non_null(parse(reals[i].text));
		assert_true(parse(reals[i].text)->real == reals[i].value);
	}
	assert_true(parse("9223372036854775807")->integer == INT64_MAX);
	assert_true(parse("-9223372036854775808")->integer == INT64_MIN);
	assert_int_equal(parse("-0")->integer, 0);
}

static void
test_refused(void **state)
{
	static const char *const texts[] = { "", " ", "{", "[", "\"", "{\"a\"}",
		"{\"a\":}", "{\"a\":1,}", "[1,]", "[1 2]", "01", "-", "1.",
		".5", "1e", "+1", "nul", "truex", "1 1", "{a:1}", "'a'",
		"\"\\x\"", "\"\\u12\"", "\"\\u0000\"", "\"\\ud800\"",
		"\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\n\"", "\"\x80\"",
		"\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"",
		"{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}",
		"9223372036854775808", "-9223372036854775809", "1e999" };
	char deep[JSON_TREE_DEPTH * 2 + 3];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (parse(texts[i]) != NULL)
			fail_msg("%s was taken", texts[i]);
	for (i = 0; i <= JSON_TREE_DEPTH; i++) {
		deep[i] = '[';
		deep[2 * JSON_TREE_DEPTH + 1 - i] = ']';
	}
	deep[2 * JSON_TREE_DEPTH + 2] = '\0';
	assert_null(parse(deep));
	deep[2 * JSON_TREE_DEPTH + 1] = '\0';
	assert_non_null(parse(deep + 1));
}

/* Many members are compared by sorting. */
static void
test_doubles(void **state)
{
	char text[8192] = "{", member[16];
	size_t i;

	(void)state;
	for (i = 0; i < 300; i++) {
		(void)snprintf(member, sizeof(member), "\"k%zu\":1,", i);
		(void)strcat(text, member);
	}
	i = strlen(text);
	(void)snprintf(text + i, sizeof(text) - i, "\"k300\":1}");
	assert_int_equal(parse(text)->n, 301);
	(void)snprintf(text + i, sizeof(text) - i, "\"k17\":1}");
	assert_null(parse(text));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_doubles),
	};
	int failed;

	arena_init(&arena, 0);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	return failed;
}

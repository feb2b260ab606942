/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <string.h>

#include "common/json_writer.h"

static void
test_values(void **state)
{
	const char *want =
	    "{\"a\":1,\"b\":[-9223372036854775808,18446744073709551615,"
	    "true,false,null,null,{}],\"c\":{\"ms\":11.807,\"zero\":0.000,"
	    "\"at\":\"2026-11-22T00:02:40.123456Z\"},\"d\":\"text\"}\n";
	struct json_writer w;

	(void)state;
	json_writer_init(&w);
	json_writer_object(&w, NULL);
	json_writer_uint(&w, "a", 1);
	json_writer_array(&w, "b");
	json_writer_int(&w, NULL, INT64_MIN);
	json_writer_uint(&w, NULL, UINT64_MAX);
	json_writer_bool(&w, NULL, true);
	json_writer_bool(&w, NULL, false);
	json_writer_null(&w, NULL);
	json_writer_text(&w, NULL, NULL);
	json_writer_object(&w, NULL);
	json_writer_end(&w);
	json_writer_end(&w);
	json_writer_object(&w, "c");
	json_writer_ms(&w, "ms", 11807999);
	json_writer_milli(&w, "zero", 0);
	json_writer_time(&w, "at", 1795305760123456789);
	json_writer_end(&w);
	json_writer_text(&w, "d", "text");
	json_writer_end(&w);
	json_writer_newline(&w);
	assert_true(json_writer_ok(&w));
	assert_int_equal(w.len, strlen(want));
	assert_memory_equal(w.buf, want, w.len);
	json_writer_free(&w);
}

/* A stranger's text as a key, between others. */
static void
test_named_object(void **state)
{
	const char *want = "{\"a\":1,\"\\\"\\u000a\":{\"b\":[2]},"
			   "\"x\":{},\"c\":3}\n";
	struct json_writer w;

	(void)state;
	json_writer_init(&w);
	json_writer_object(&w, NULL);
	json_writer_uint(&w, "a", 1);
	json_writer_named_object(&w, "\"\n");
	json_writer_array(&w, "b");
	json_writer_uint(&w, NULL, 2);
	json_writer_end(&w);
	json_writer_end(&w);
	json_writer_named_object(&w, "x");
	json_writer_end(&w);
	json_writer_uint(&w, "c", 3);
	json_writer_end(&w);
	json_writer_newline(&w);
	assert_int_equal(w.len, strlen(want));
	assert_memory_equal(w.buf, want, w.len);
	json_writer_free(&w);
}

static const char *const escapes[][2] = {
	{ "", "\"\"" },
	{ "plain ~", "\"plain ~\"" },
	{ "\"\\/", "\"\\\"\\\\/\"" },
	{ "\x01\t\r\n\x1f\x7f",
	    "\"\\u0001\\u0009\\u000d\\u000a\\u001f\\u007f\"" },
	{ "\xc2\x80\xdf\xbf", "\"\\u0080\\u07ff\"" },
	{ "\xe0\xa0\x80\xef\xbf\xbf", "\"\\u0800\\uffff\"" },
	{ "\xe2\x80\xa8\xe2\x80\xae", "\"\\u2028\\u202e\"" },
	{ "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf",
	    "\"\\ud800\\udc00\\udbff\\udfff\"" },
	/* Overlong, surrogate, too high, cut short, stray. */
	{ "\xc0\xaf", "\"\\u00c0\\u00af\"" },
	{ "\xe0\x80\x80", "\"\\u00e0\\u0080\\u0080\"" },
	{ "\xed\xa0\x80", "\"\\u00ed\\u00a0\\u0080\"" },
	{ "\xf0\x80\x80\x80", "\"\\u00f0\\u0080\\u0080\\u0080\"" },
	{ "\xf4\x90\x80\x80", "\"\\u00f4\\u0090\\u0080\\u0080\"" },
	{ "\xf5\xff", "\"\\u00f5\\u00ff\"" },
	{ "\xe2\x82", "\"\\u00e2\\u0082\"" },
	{ "\xe2\x82x", "\"\\u00e2\\u0082x\"" },
	{ "\x80z", "\"\\u0080z\"" },
};

static void
test_escapes(void **state)
{
	struct json_writer w;
	size_t i;

	(void)state;
	json_writer_init(&w);
	for (i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
		json_writer_reset(&w);
		json_writer_text(&w, NULL, escapes[i][0]);
		assert_true(json_writer_ok(&w));
		assert_int_equal(w.len, strlen(escapes[i][1]));
		assert_memory_equal(w.buf, escapes[i][1], w.len);
	}
	json_writer_free(&w);
}

/* Of octets that end nowhere but where they are said to. */
static void
test_octets(void **state)
{
	const char *want =
	    "[\"\\u00e2\\u0082\",\"a\\u0000b\",\"\",\"own\",\"\"]";
	struct json_writer w;

	(void)state;
	json_writer_init(&w);
	json_writer_array(&w, NULL);
	json_writer_octets(&w, NULL, "\xe2\x82\xac", 2);
	json_writer_octets(&w, NULL, "a\0b", 3);
	json_writer_octets(&w, NULL, "a", 0);
	json_writer_plain(&w, NULL, "ownx", 3);
	json_writer_plain(&w, NULL, "x", 0);
	json_writer_end(&w);
	assert_int_equal(w.len, strlen(want));
	assert_memory_equal(w.buf, want, w.len);
	json_writer_free(&w);
}

/* Every octet at every place among others, which stay as they are. */
static void
test_places(void **state)
{
	struct json_writer one, all;
	unsigned len, at, c;
	char text[24];

	(void)state;
	json_writer_init(&one);
	json_writer_init(&all);
	for (c = 1; c < 256; c++)
		for (len = 1; len < sizeof(text); len++)
			for (at = 0; at < len; at++) {
				memset(text, 'a', len);
				text[len] = '\0';
				text[at] = (char)c;
				json_writer_reset(&all);
				json_writer_text(&all, NULL, text);
				text[0] = (char)c;
				text[1] = '\0';
				json_writer_reset(&one);
				json_writer_text(&one, NULL, text);
				assert_int_equal(all.len, one.len + len - 1);
				assert_memory_equal(
				    all.buf + 1 + at, one.buf + 1, one.len - 2);
				assert_int_equal(all.buf[1 + at + one.len - 2],
				    at == len - 1 ? '"' : 'a');
			}
	json_writer_free(&one);
	json_writer_free(&all);
}

/* Every character there is, read back by jansson as it was. */
static void
test_all_characters(void **state)
{
	struct json_writer w;
	unsigned long c;
	char text[5];
	json_t *back;

	(void)state;
	json_writer_init(&w);
	for (c = 1; c <= 0x10ffff; c += c < 0x3000 ? 1 : 7) {
		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		memset(text, 0, sizeof(text));
		if (c < 0x80) {
			text[0] = (char)c;
		} else if (c < 0x800) {
			text[0] = (char)(0xc0 | c >> 6);
			text[1] = (char)(0x80 | (c & 0x3f));
		} else if (c < 0x10000) {
			text[0] = (char)(0xe0 | c >> 12);
			text[1] = (char)(0x80 | (c >> 6 & 0x3f));
			text[2] = (char)(0x80 | (c & 0x3f));
		} else {
			text[0] = (char)(0xf0 | c >> 18);
			text[1] = (char)(0x80 | (c >> 12 & 0x3f));
			text[2] = (char)(0x80 | (c >> 6 & 0x3f));
			text[3] = (char)(0x80 | (c & 0x3f));
		}
		json_writer_reset(&w);
		json_writer_text(&w, NULL, text);
		back = json_loadb(w.buf, w.len, JSON_DECODE_ANY, NULL);
		assert_non_null(back);
		assert_string_equal(json_string_value(back), text);
		json_decref(back);
	}
	json_writer_free(&w);
}

static void
test_growing(void **state)
{
	struct json_writer w;
	unsigned i, round;

	(void)state;
	json_writer_init(&w);
	for (round = 0; round < 2; round++) {
		json_writer_array(&w, NULL);
		for (i = 0; i < 100000; i++)
			json_writer_text(&w, NULL, "0123456789");
		json_writer_end(&w);
		assert_true(json_writer_ok(&w));
		assert_int_equal(w.len, 100000 * 13 + 1);
		json_writer_reset(&w);
	}
	json_writer_free(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_named_object),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_octets),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_all_characters),
		cmocka_unit_test(test_growing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

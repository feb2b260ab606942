/* SPDX-License-Identifier: Apache-2.0 */
/* What page_block.h writes, undone by other means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <nettle/base64.h>
#include <zlib.h>

#include "analysis/page_block.h"

#define START "<script type=\"text/plain\" class=\"rows\">"
#define END   "</script>\n"

/* The octets that WANT becomes, and back. */
static void
check(const uint8_t *want, size_t len)
{
	struct base64_decode_ctx base64;
	z_stream z = { 0 };
	uint8_t *packed, *back = malloc(len + 1);
	size_t n, packed_len;
	char *page = NULL;
	FILE *out = open_memstream(&page, &n);

	assert_true(page_block_write(out, "rows", (const char *)want, len));
	assert_int_equal(fclose(out), 0);
	assert_int_equal(strncmp(page, START, strlen(START)), 0);
	assert_string_equal(page + n - strlen(END), END);
	n -= strlen(START) + strlen(END);
	packed = malloc(BASE64_DECODE_LENGTH(n));
	packed_len = BASE64_DECODE_LENGTH(n);
	base64_decode_init(&base64);
	assert_true(base64_decode_update(
	    &base64, &packed_len, packed, n, page + strlen(START)));
	assert_true(base64_decode_final(&base64));

	z.next_in = packed;
	z.avail_in = (uInt)packed_len;
	z.next_out = back;
	z.avail_out = (uInt)len + 1;
	assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	assert_int_equal(z.total_out, len);
	assert_int_equal(z.avail_in, 0);
	(void)inflateEnd(&z);
	assert_memory_equal(back, want, len);
	free(back);
	free(packed);
	free(page);
}

/* Every length of the last three octets, below and beyond a piece. */
static void
test_lengths(void **state)
{
	uint8_t text[9000];
	uint32_t x = 46;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(text); i++) {
		x = x * 1664525 + 1013904223;
		text[i] = (uint8_t)(x >> 24);
	}
	for (i = 0; i < 40; i++)
		check(text, i);
	for (i = 3000; i < 3120; i++)
		check(text, i);
	check(text, sizeof(text));
}

static void
test_markup(void **state)
{
	static const char text[] = "</script><!-- \xe2\x80\xa8 <script>";

	(void)state;
	check((const uint8_t *)text, sizeof(text));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_markup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

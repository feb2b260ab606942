/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/safe_text.h"

/* Each octet of all 256 comes out as itself or as its escape. */
static void
each_octet(void **state)
{
	char buf[SAFE_TEXT_SIZE(1)], want[8];
	unsigned c;

	(void)state;
	for (c = 0; c < 256; c++) {
		unsigned char octet = (unsigned char)c;

		(void)snprintf(want, sizeof(want),
		    c >= 0x20 && c <= 0x7e ? "%c" : "\\x%02x", c);
		assert_string_equal(
		    safe_text(buf, sizeof(buf), &octet, 1), want);
	}
}

static void
escape_sequences(void **state)
{
	static const char evil[] = "a\033]0;pwned\007\r\n\xe2\x80\xae"
				   "b";
	char buf[SAFE_TEXT_SIZE(sizeof(evil))];

	(void)state;
	assert_string_equal(safe_text(buf, sizeof(buf), evil, sizeof(evil) - 1),
	    "a\\x1b]0;pwned\\x07\\x0d\\x0a\\xe2\\x80\\xaeb");
}

/* For every size the text is cut between characters, never inside one. */
static void
cut_between_escapes(void **state)
{
	static const char *const want[] = { "", "a", "a", "a", "a", "a\\x01",
		"a\\x01b", "a\\x01b" };
	char buf[16];
	size_t size;

	(void)state;
	for (size = 1; size <= 8; size++) {
		memset(buf, '!', sizeof(buf));
		assert_string_equal(
		    safe_text(buf, size, "a\001b", 3), want[size - 1]);
		assert_int_equal(buf[size], '!');
	}
}

static void
print_long(void **state)
{
	char text[1001], *out = NULL;
	size_t len = 0;
	FILE *f;

	(void)state;
	memset(text, '\033', 1000);
	text[1000] = '\0';
	f = open_memstream(&out, &len);
	assert_non_null(f);
	safe_text_print(f, text);
	(void)fclose(f);
	assert_int_equal(len, 4000);
	assert_memory_equal(out, "\\x1b\\x1b", 8);
	free(out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_octet),
		cmocka_unit_test(escape_sequences),
		cmocka_unit_test(cut_between_escapes),
		cmocka_unit_test(print_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

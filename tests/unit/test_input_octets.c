/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ctype.h>
#include <string.h>

#include "prober/input_octets.h"

static unsigned
class_of(int octet)
{
	if (octet == '\0')
		return INPUT_OCTETS_NUL;
	if (octet > 0x7f)
		return INPUT_OCTETS_HIGH;
	if (octet == ' ' || octet == '\t')
		return INPUT_OCTETS_BLANK;
	if (iscntrl(octet))
		return INPUT_OCTETS_CONTROL;
	return isalnum(octet) || strchr("-_.", octet) != NULL
	    ? INPUT_OCTETS_NAME
	    : INPUT_OCTETS_OTHER;
}

static void
test_each(void **state)
{
	int octet;

	(void)state;
	for (octet = 0; octet < 256; octet++) {
		const char text = (char)octet;

		assert_int_equal(input_octets(&text, 1), class_of(octet));
	}
}

static void
test_texts(void **state)
{
	(void)state;
	assert_int_equal(input_octets("x", 0), 0);
	assert_int_equal(input_octets("a-_.Z9", 6), INPUT_OCTETS_NAME);
	assert_int_equal(input_octets("\xc3\xa9 *", 4),
	    INPUT_OCTETS_HIGH | INPUT_OCTETS_BLANK | INPUT_OCTETS_OTHER);
	assert_int_equal(input_octets("a\0\x7f", 3),
	    INPUT_OCTETS_NAME | INPUT_OCTETS_NUL | INPUT_OCTETS_CONTROL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each),
		cmocka_unit_test(test_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/address.h"
#include "tests/unit/chance.h"

/* The C library is the oracle, in both directions. */
static void
check(enum family family, const uint8_t *octets)
{
	const struct ip_addr a = address_make(family, octets);
	char want[ADDRESS_TEXT_SIZE], got[ADDRESS_TEXT_SIZE];
	struct ip_addr back;

	assert_non_null(inet_ntop(family == FAMILY_V4 ? AF_INET : AF_INET6,
	    octets, want, sizeof(want)));
	assert_string_equal(address_format(&a, got), want);
	assert_int_equal(address_write(&a, got), strlen(want));
	assert_true(address_parse(got, &back));
	assert_true(address_equal(&a, &back));
}

static void
test_v4(void **state)
{
	uint8_t octets[4];
	unsigned i, j;

	(void)state;
	for (i = 0; i < 256; i++) {
		memset(octets, (int)i, sizeof(octets));
		check(FAMILY_V4, octets);
	}
	for (i = 0; i < 100000; i++) {
		for (j = 0; j < 4; j++)
			octets[j] = (uint8_t)chance();
		check(FAMILY_V4, octets);
	}
}

/* Every pattern of zero groups, with groups of each length between. */
static void
test_v6(void **state)
{
	static const unsigned groups[] = { 1, 0x10, 0xabc, 0xffff, 0x1000,
		0x0fff };
	uint8_t octets[16];
	unsigned pattern, i, j, group;

	(void)state;
	for (pattern = 0; pattern < 256; pattern++)
		for (i = 0; i < 300; i++) {
			for (j = 0; j < 8; j++) {
				group = groups[chance_below(6)];
				if (pattern >> j & 1)
					group = 0;
				octets[2 * j] = (uint8_t)(group >> 8);
				octets[2 * j + 1] = (uint8_t)group;
			}
			check(FAMILY_V6, octets);
		}
	for (i = 0; i < 100000; i++) {
		for (j = 0; j < 16; j++)
			octets[j] = (uint8_t)chance();
		check(FAMILY_V6, octets);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_v4),
		cmocka_unit_test(test_v6),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

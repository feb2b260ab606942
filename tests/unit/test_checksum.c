/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/checksum.h"
#include "tests/unit/frames.h"

/* Zero and all ones are the same in one's complement: the fields agree. */
static uint16_t
naive(const void *data, size_t len)
{
	return (uint16_t)~naive_sum(0, data, len);
}

static void
fill(uint8_t *data, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		data[i] = (uint8_t)random();
}

/* RFC 1071 section 3: the words of its example add up to ddf2. */
static void
rfc_example(void **state)
{
	static const uint8_t data[] = { 0, 1, 0xf2, 3, 0xf4, 0xf5, 0xf6, 0xf7 };

	(void)state;
	assert_int_equal(checksum_fold(checksum_add(0, data, sizeof(data))),
	    (uint16_t)~0xddf2);
}

static void
every_length_and_alignment(void **state)
{
	uint8_t data[300];
	size_t at, len;

	(void)state;
	fill(data, sizeof(data));
	for (at = 0; at < 8; at++)
		for (len = 0; len <= sizeof(data) - at; len++)
			assert_int_equal(
			    checksum_fold(checksum_add(0, data + at, len)),
			    naive(data + at, len));
}

static void
in_pieces(void **state)
{
	uint8_t data[128];
	uint32_t sum;
	size_t cut;

	(void)state;
	fill(data, sizeof(data));
	for (cut = 0; cut <= sizeof(data); cut += 2) {
		sum = checksum_add(0, data, cut);
		sum = checksum_add(sum, data + cut, sizeof(data) - cut);
		assert_int_equal(checksum_fold(sum), naive(data, sizeof(data)));
	}
}

/* The most that can be summed at once, with every carry there is. */
static void
carries(void **state)
{
	static uint8_t data[1 << 20];

	(void)state;
	memset(data, 0xff, sizeof(data));
	assert_int_equal(checksum_fold(checksum_add(0, data, sizeof(data))), 0);
	assert_int_equal(checksum_fold(0), 0xffff);
	assert_int_equal(checksum_fold(0xffff), 0);
	assert_int_equal(checksum_fold(0x10000), 0xfffe);
	assert_int_equal(checksum_fold(UINT32_MAX), 0);
}

static void
pseudo_header(void **state)
{
	static const char *const pairs[2][2] = {
		{ "192.0.2.1", "198.51.100.255" },
		{ "2001:db8::1", "fe80::ffff:ffff:ffff:ffff" },
	};
	static const uint32_t lens[] = { 0, 8, 1232, 65535, 65536, 0x12345678 };
	struct ip_addr src, dst;
	uint32_t sum;
	size_t i, k;

	(void)state;
	for (i = 0; i < 2; i++)
		for (k = 0; k < sizeof(lens) / sizeof(lens[0]); k++) {
			assert_true(address_parse(pairs[i][0], &src));
			assert_true(address_parse(pairs[i][1], &dst));
			sum = checksum_pseudo(&src, &dst, 17, lens[k]);
			assert_int_equal(checksum_fold(sum),
			    checksum_fold(
				naive_pseudo(&src, &dst, 17, lens[k])));
		}
}

/* Updating gives what summing again would, for every value of the word. */
static void
incremental_update(void **state)
{
	static const uint16_t edges[] = { 0, 1, 2, 0x7fff, 0x8000, 0xfffe,
		0xffff };
	uint8_t data[16];
	uint16_t before, after;
	unsigned value;
	size_t i;

	(void)state;
	fill(data, sizeof(data));
	for (i = 0; i < sizeof(edges) / sizeof(edges[0]); i++)
		for (value = 0; value <= 0xffff; value++) {
			data[6] = (uint8_t)(edges[i] >> 8);
			data[7] = (uint8_t)edges[i];
			before = naive(data, sizeof(data));
			data[6] = (uint8_t)(value >> 8);
			data[7] = (uint8_t)value;
			after = naive(data, sizeof(data));
			assert_int_equal(
			    checksum_update(before, edges[i], (uint16_t)value),
			    after);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rfc_example),
		cmocka_unit_test(every_length_and_alignment),
		cmocka_unit_test(in_pieces),
		cmocka_unit_test(carries),
		cmocka_unit_test(pseudo_header),
		cmocka_unit_test(incremental_update),
	};

	srandom(1071);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

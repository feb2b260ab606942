/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The set against a scan of all its prefixes, on random prefixes that nest,
 * repeat and share long beginnings; and the text forms.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "common/prefix.h"

#define PREFIXES  3000
#define QUESTIONS 200000

static uint64_t state = 46;

static uint64_t
draw(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* An address whose octets come from a small alphabet, so many nest. */
static struct ip_addr
draw_addr(enum family family)
{
	uint8_t octet[16];

	for (size_t i = 0; i < sizeof(octet); i++)
		octet[i] = draw() % 4 == 0 ? (uint8_t)draw() : 0x80;
	return address_make(family, octet);
}

static int
scan(const struct prefix *p, const int *value, size_t n,
    const struct ip_addr *a, unsigned *length)
{
	int best = -1;

	for (size_t i = 0; i < n; i++) {
		if (!prefix_contains(&p[i], a))
			continue;
		if (best < 0 || p[i].length >= *length) {
			best = value[i];
			*length = p[i].length;
		}
	}
	return best;
}

static void
check_family(enum family family)
{
	static struct prefix p[PREFIXES];
	static int value[PREFIXES];
	struct prefix_set *set = prefix_set_new();
	struct error err;

	assert_non_null(set);
	for (int i = 0; i < PREFIXES; i++) {
		struct ip_addr a = draw_addr(family);

		p[i] = prefix_make(
		    &a, (unsigned)(draw() % (family_bits(family) + 1)));
		if (i == 0)
			p[i].length = (uint8_t)family_bits(family);
		value[i] = i % 7;
		assert_int_equal(
		    prefix_set_add(set, &p[i], value[i], &err), STATUS_OK);
	}
	for (int i = 0; i < 10000; i++) {
		struct ip_addr a = draw_addr(family);
		unsigned want_length = 0, length = 0;
		int want = scan(p, value, PREFIXES, &a, &want_length);

		assert_int_equal(prefix_set_find(set, &a, &length), want);
		assert_int_equal(length, want_length);
	}
	/* Every prefix finds at least itself. */
	for (int i = 0; i < PREFIXES; i++) {
		unsigned length = 0;

		assert_int_not_equal(
		    prefix_set_find(set, &p[i].addr, &length), -1);
		assert_true(length >= p[i].length);
	}
	prefix_set_free(set);
}

static void
test_against_scan(void **unused)
{
	(void)unused;
	check_family(FAMILY_V4);
	check_family(FAMILY_V6);
}

static void
test_families_apart(void **unused)
{
	struct prefix_set *set = prefix_set_new();
	struct prefix p;
	struct ip_addr v4, v6;
	struct error err;

	(void)unused;
	assert_true(prefix_parse("0.0.0.0/0", &p));
	assert_int_equal(prefix_set_add(set, &p, 1, &err), STATUS_OK);
	assert_true(address_parse("192.0.2.1", &v4));
	assert_true(address_parse("c000:201::", &v6));
	assert_int_equal(prefix_set_find(set, &v4, NULL), 1);
	assert_int_equal(prefix_set_find(set, &v6, NULL), -1);
	assert_true(prefix_parse("::/0", &p));
	assert_int_equal(prefix_set_add(set, &p, 2, &err), STATUS_OK);
	assert_int_equal(prefix_set_add(set, &p, 3, &err), STATUS_OK);
	assert_int_equal(prefix_set_find(set, &v6, NULL), 3);
	prefix_set_free(set);
	prefix_set_free(NULL);
}

static void
test_text(void **unused)
{
	static const char *const bad[] = { "", "/", "/8", "10.0.0.0/",
		"10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/+8",
		"10.0.0.0/8 ", " 10.0.0.0/8", "10.0.0.0/0x8", "::/1/2",
		"10.0.0/8", "::/0000", "fe80::1%lo",
		"1111:1111:1111:1111:1111:1111:1111:1111:1111:1111:1111" };
	struct prefix p;
	char buf[ADDRESS_TEXT_SIZE];

	(void)unused;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(prefix_parse(bad[i], &p));
	assert_true(prefix_parse("2001:db8:ffff::1/33", &p));
	assert_int_equal(p.length, 33);
	assert_string_equal(address_format(&p.addr, buf), "2001:db8:8000::");
	assert_true(prefix_parse("192.0.2.255/25", &p));
	assert_string_equal(address_format(&p.addr, buf), "192.0.2.128");
	assert_true(prefix_parse("192.0.2.1", &p));
	assert_int_equal(p.length, 32);
	assert_true(prefix_parse("2001:db8::1", &p));
	assert_int_equal(p.length, 128);
	assert_true(prefix_parse("::/0", &p));
	assert_int_equal(p.length, 0);
}

/* Shows what a question costs; a slow machine is no failure. */
static void
test_speed(void **unused)
{
	struct prefix_set *set = prefix_set_new();
	static struct ip_addr q[4096];
	struct timespec a, b;
	struct error err;
	uint64_t octets[2];
	int found = 0;

	(void)unused;
	/* Half of the questions fall into one of the prefixes. */
	for (size_t i = 0; i < 4096; i++) {
		struct prefix p;

		octets[0] = draw();
		octets[1] = draw();
		q[i] = address_make(FAMILY_V6, octets);
		p = prefix_make(&q[i], 20 + (unsigned)(draw() % 45));
		if (i % 2 == 0)
			assert_int_equal(
			    prefix_set_add(set, &p, 1, &err), STATUS_OK);
	}
	clock_gettime(CLOCK_MONOTONIC, &a);
	for (size_t i = 0; i < QUESTIONS; i++)
		found += prefix_set_find(set, &q[i % 4096], NULL) == 1;
	clock_gettime(CLOCK_MONOTONIC, &b);
	print_message("2048 prefixes: %.0f ns per question, %d %% found\n",
	    ((double)(b.tv_sec - a.tv_sec) * 1e9 +
		(double)(b.tv_nsec - a.tv_nsec)) /
		QUESTIONS,
	    found / (QUESTIONS / 100));
	prefix_set_free(set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_scan),
		cmocka_unit_test(test_families_apart),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_speed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

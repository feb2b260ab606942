/* SPDX-License-Identifier: Apache-2.0 */
/* The writing half of common/dns_msg.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "common/dns_msg.h"

static struct dns_name
name(const char *text)
{
	struct dns_name n;

	assert_true(dns_name_from_text(text, &n));
	return n;
}

static void
assert_name(const struct dns_name *n, const char *text)
{
	struct dns_name want = name(text);

	assert_true(dns_name_identical(n, &want));
}

static void
query(void **state)
{
	struct dns_question q = { .type = DNS_TYPE_MX, .klass = 1 };
	uint8_t buf[DNS_QUERY_MAX];
	struct dns_name owner;
	struct dns_msg m;
	struct dns_rr rr;
	size_t len;

	(void)state;
	q.name = name("eXample.nl");
	len = dns_query_write(buf, 0xbeef, DNS_FLAG_RD, &q, true);
	assert_int_equal(len, 12 + 12 + 4 + 11);
	assert_int_equal(dns_msg_open(&m, buf, len), DNS_MSG_OK);
	assert_int_equal(m.id, 0xbeef);
	assert_int_equal(m.flags, DNS_FLAG_RD);
	assert_true(dns_name_identical(&m.question.name, &q.name));
	assert_int_equal(m.question.type, DNS_TYPE_MX);
	assert_int_equal(m.question.klass, 1);
	assert_true(dns_msg_next(&m, &rr));
	assert_int_equal(rr.section, DNS_SECTION_ADDITIONAL);
	assert_int_equal(rr.type, DNS_TYPE_OPT);
	assert_int_equal(rr.klass, DNS_EDNS_OCTETS);
	assert_int_equal(rr.ttl, 0);
	assert_int_equal(rr.rdata_len, 0);
	dns_rr_owner(&m, &rr, &owner);
	assert_name(&owner, ".");
	assert_false(dns_msg_next(&m, &rr));
	assert_int_equal(m.error, DNS_MSG_OK);

	len = dns_query_write(buf, 1, 0, &q, false);
	assert_int_equal(len, 12 + 12 + 4);
	assert_int_equal(dns_msg_open(&m, buf, len), DNS_MSG_OK);
	assert_false(dns_msg_next(&m, &rr));
	assert_int_equal(m.error, DNS_MSG_OK);
}

static void
mix_case(void **state)
{
	struct dns_name n = name("ab-1.\\200\\[\\@c.De"), before = n;

	(void)state;
	dns_name_mix_case(&n, UINT64_MAX);
	assert_name(&n, "AB-1.\\200\\[\\@C.DE");
	assert_true(dns_name_equal(&n, &before));
	dns_name_mix_case(&n, 0);
	assert_name(&n, "ab-1.\\200\\[\\@c.de");
}

/* Each letter has a bit of its own, in a name of any length up to 64. */
static void
mix_each_bit(void **state)
{
	unsigned len, bit, i, mixed;
	struct dns_name n;

	(void)state;
	for (len = 3; len <= 64; len++) {
		uint64_t seen = 0;

		for (bit = 0; bit < 64; bit++) {
			memset(n.wire, 'x', len);
			n.wire[0] = (uint8_t)(len - 2);
			n.wire[len - 1] = 0;
			n.len = (uint8_t)len;
			dns_name_mix_case(&n, UINT64_C(1) << bit);
			for (i = 1, mixed = 0; i < len - 1; i++)
				if (n.wire[i] == 'X') {
					seen |= UINT64_C(1) << i;
					mixed++;
				}
			assert_true(mixed <= 1);
		}
		assert_int_equal(__builtin_popcountll(seen), len - 2);
	}
}

static void
names_of_numbers(void **state)
{
	char buf[16];

	(void)state;
	assert_string_equal(dns_type_name(DNS_TYPE_AAAA, buf), "AAAA");
	assert_string_equal(dns_type_name(65280, buf), "TYPE65280");
	assert_string_equal(
	    dns_rcode_name(DNS_RCODE_NXDOMAIN, buf), "NXDOMAIN");
	assert_string_equal(dns_rcode_name(23, buf), "RCODE23");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(query),
		cmocka_unit_test(mix_case),
		cmocka_unit_test(mix_each_bit),
		cmocka_unit_test(names_of_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

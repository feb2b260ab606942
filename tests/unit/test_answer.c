/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/answer_fixture.h"

#include <stdio.h>

#include "tests/unit/chance.h"

static void
test_addresses(void **state)
{
	(void)state;
	question(REPLY, "wWw.Example.nl", DNS_TYPE_AAAA);
	address("www.eXample.nl");
	address("www.example.nl");
	assert_int_equal(answer_about("www.example.nl"), ANSWER_COMPLETE);
	assert_int_equal(status, LOOKUP_OK);
	assert_int_equal(answer.n_items, 2);
	assert_int_equal(answer.items[1].addr.family, FAMILY_V6);
	assert_memory_equal(answer.items[1].addr.octet, v6, 16);
	assert_int_equal(answer.n_cnames, 0);
}

/* Poison: records of others, of other types, classes and sections. */
static void
test_others_are_ignored(void **state)
{
	(void)state;
	question(REPLY, "a.nl", DNS_TYPE_AAAA);
	address("b.nl");
	address("x.a.nl");
	address("nl");
	record(DNS_SECTION_ANSWER, "a.nl", DNS_TYPE_A, v4, 4);
	record(DNS_SECTION_AUTHORITY, "a.nl", DNS_TYPE_AAAA, v6, 16);
	soa("nl");
	record(DNS_SECTION_ADDITIONAL, "a.nl", DNS_TYPE_AAAA, v6, 16);
	assert_int_equal(answer_about("a.nl"), ANSWER_COMPLETE);
	assert_int_equal(status, LOOKUP_NODATA);
	assert_int_equal(answer.n_items, 0);
	assert_name(answer.soa_owner, "nl");
}

/* A chain of LINKS aliases from c0.nl, in one of its many orders. */
static void
chain(unsigned links, bool shuffled)
{
	unsigned at[64], i, j, other;
	char from[16], to[16];

	question(REPLY, "c0.nl", DNS_TYPE_AAAA);
	for (i = 0; i <= links; i++) {
		j = shuffled ? (unsigned)chance_below(i + 1) : i;
		other = i;
		if (j < i) {
			other = at[j];
			at[j] = i;
		}
		at[i] = other;
	}
	for (i = 0; i <= links; i++) {
		(void)snprintf(from, sizeof(from), "c%u.nl", at[i]);
		(void)snprintf(to, sizeof(to), "c%u.nl", at[i] + 1);
		if (at[i] == links)
			address(from);
		else
			cname(from, to);
	}
}

static void
test_chain_in_any_order(void **state)
{
	unsigned round, links, i;
	char text[16];

	(void)state;
	for (round = 0; round < 2000; round++) {
		links = (unsigned)chance_below(ANSWER_CNAMES_MAX + 1);
		chain(links, true);
		assert_int_equal(answer_about("c0.nl"), ANSWER_COMPLETE);
		assert_int_equal(status, LOOKUP_OK);
		assert_int_equal(answer.n_items, 1);
		assert_int_equal(answer.n_cnames, links);
		for (i = 0; i < links; i++) {
			(void)snprintf(text, sizeof(text), "c%u.nl", i + 1);
			assert_name(answer.cnames[i], text);
		}
		answer_free(&answer, &names);
		assert_int_equal(names.table.n, 0);
	}
}

static void
test_chain_too_long(void **state)
{
	(void)state;
	chain(ANSWER_CNAMES_MAX, false);
	assert_int_equal(answer_about("c0.nl"), ANSWER_COMPLETE);
	answer_free(&answer, &names);
	chain(ANSWER_CNAMES_MAX + 1, false);
	assert_int_equal(answer_about("c0.nl"), ANSWER_BOGUS);
	assert_int_equal(answer.n_cnames, 0);
	chain(40, true);
	assert_int_equal(answer_about("c0.nl"), ANSWER_BOGUS);
}

static void
test_loops(void **state)
{
	(void)state;
	question(REPLY, "a.nl", DNS_TYPE_AAAA);
	cname("a.nl", "a.nl");
	assert_int_equal(answer_about("a.nl"), ANSWER_BOGUS);
	question(REPLY, "a.nl", DNS_TYPE_AAAA);
	cname("a.nl", "b.nl");
	cname("b.nl", "c.nl");
	cname("c.nl", "b.nl");
	assert_int_equal(answer_about("a.nl"), ANSWER_BOGUS);
	assert_int_equal(answer.n_cnames, 0);
}

/* DNAME and the CNAME made from it (RFC 6672 section 3.1). */
static void
test_dname(void **state)
{
	(void)state;
	question(REPLY, "www.old.nl", DNS_TYPE_AAAA);
	target(DNS_SECTION_ANSWER, "old.nl", DNS_TYPE_DNAME, 0, "new.nl");
	cname("www.old.nl", "www.new.nl");
	address("www.new.nl");
	assert_int_equal(answer_about("www.old.nl"), ANSWER_COMPLETE);
	assert_int_equal(answer.n_items, 1);
	assert_int_equal(answer.n_cnames, 1);
	assert_name(answer.cnames[0], "www.new.nl");
}

/* A resolver that leaves the rest of the chain to us; we go on with it. */
static void
test_continues(void **state)
{
	(void)state;
	question(REPLY, "a.nl", DNS_TYPE_AAAA);
	cname("a.nl", "b.nl");
	cname("b.nl", "c.nl");
	assert_int_equal(answer_about("a.nl"), ANSWER_CONTINUES);
	assert_int_equal(answer.n_cnames, 2);
	/* Back to where it was: the chain so far is kept, the loop is not. */
	question(REPLY, "c.nl", DNS_TYPE_AAAA);
	cname("c.nl", "b.nl");
	assert_int_equal(answer_about("c.nl"), ANSWER_BOGUS);
	assert_int_equal(answer.n_cnames, 2);
	question(REPLY, "c.nl", DNS_TYPE_AAAA);
	cname("c.nl", "d.nl");
	address("d.nl");
	assert_int_equal(answer_about("c.nl"), ANSWER_COMPLETE);
	assert_int_equal(status, LOOKUP_OK);
	assert_int_equal(answer.n_cnames, 3);
	assert_name(answer.cnames[2], "d.nl");
}

static void
test_negative(void **state)
{
	(void)state;
	question(REPLY, "a.b.nl", DNS_TYPE_MX);
	soa("b.nl");
	assert_int_equal(answer_about("a.b.nl"), ANSWER_COMPLETE);
	assert_int_equal(status, LOOKUP_NODATA);
	assert_name(answer.soa_owner, "b.nl");
	answer_free(&answer, &names);

	question(REPLY | DNS_RCODE_NXDOMAIN, "a.b.nl", DNS_TYPE_MX);
	soa("nl");
	assert_int_equal(answer_about("a.b.nl"), ANSWER_COMPLETE);
	assert_int_equal(status, LOOKUP_NXDOMAIN);
	assert_name(answer.soa_owner, "nl");
	answer_free(&answer, &names);

	/* An alias of nothing. */
	question(REPLY | DNS_RCODE_NXDOMAIN, "a.b.nl", DNS_TYPE_A);
	cname("a.b.nl", "gone.nl");
	soa("nl");
	assert_int_equal(answer_about("a.b.nl"), ANSWER_COMPLETE);
	assert_int_equal(status, LOOKUP_NXDOMAIN);
	assert_int_equal(answer.n_cnames, 1);
}

static void
test_failures(void **state)
{
	static const struct {
		uint16_t rcode;
		enum lookup_status status;
	} cases[] = {
		{ DNS_RCODE_SERVFAIL, LOOKUP_SERVFAIL },
		{ DNS_RCODE_REFUSED, LOOKUP_REFUSED },
		{ DNS_RCODE_NOTIMP, LOOKUP_SERVFAIL },
		{ 6, LOOKUP_SERVFAIL }, /* YXDOMAIN: a DNAME too long */
		{ 9, LOOKUP_SERVFAIL },
	};
	unsigned i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		question(REPLY | cases[i].rcode, "a.nl", DNS_TYPE_AAAA);
		address("a.nl");
		assert_int_equal(answer_about("a.nl"), ANSWER_FAILED);
		assert_int_equal(status, cases[i].status);
		assert_int_equal(answer.n_items, 0);
	}
}

/* A referral is no answer, and least of all "there is none". */
static void
test_referral(void **state)
{
	(void)state;
	question(DNS_FLAG_QR, "a.nl", DNS_TYPE_AAAA);
	target(DNS_SECTION_AUTHORITY, "nl", DNS_TYPE_NS, 0, "ns1.dns.nl");
	assert_int_equal(answer_about("a.nl"), ANSWER_BOGUS);
	/* With the SOA it is a NODATA with too much in it. */
	question(REPLY, "a.nl", DNS_TYPE_AAAA);
	soa("a.nl");
	target(DNS_SECTION_AUTHORITY, "a.nl", DNS_TYPE_NS, 0, "ns1.dns.nl");
	assert_int_equal(answer_about("a.nl"), ANSWER_COMPLETE);
	assert_int_equal(status, LOOKUP_NODATA);
}

static void
test_mx(void **state)
{
	(void)state;
	question(REPLY, "a.nl", DNS_TYPE_MX);
	target(DNS_SECTION_ANSWER, "a.nl", DNS_TYPE_MX, 20, "mx2.a.nl");
	target(DNS_SECTION_ANSWER, "a.nl", DNS_TYPE_MX, 10, "MX1.a.nl");
	target(DNS_SECTION_ANSWER, "a.nl", DNS_TYPE_MX, 0, ".");
	assert_int_equal(answer_about("a.nl"), ANSWER_COMPLETE);
	assert_int_equal(answer.n_items, 3);
	assert_int_equal(answer.items[0].preference, 20);
	assert_name(answer.items[1].name, "mx1.a.nl");
	assert_int_equal(answer.items[1].preference, 10);
	assert_name(answer.items[2].name, ".");
}

static void
test_ns_and_cname(void **state)
{
	(void)state;
	question(REPLY, "a.nl", DNS_TYPE_NS);
	target(DNS_SECTION_ANSWER, "a.nl", DNS_TYPE_NS, 0, "ns1.a.nl");
	target(DNS_SECTION_ANSWER, "b.nl", DNS_TYPE_NS, 0, "ns2.a.nl");
	assert_int_equal(answer_about("a.nl"), ANSWER_COMPLETE);
	assert_int_equal(answer.n_items, 1);
	assert_name(answer.items[0].name, "ns1.a.nl");
	answer_free(&answer, &names);

	/* Asked for itself, an alias is the answer and not followed. */
	question(REPLY, "a.nl", DNS_TYPE_CNAME);
	cname("a.nl", "b.nl");
	cname("b.nl", "c.nl");
	assert_int_equal(answer_about("a.nl"), ANSWER_COMPLETE);
	assert_int_equal(answer.n_items, 1);
	assert_int_equal(answer.n_cnames, 0);
	assert_name(answer.items[0].name, "b.nl");
}

static void
test_caps(void **state)
{
	char host[32];
	unsigned i;

	(void)state;
	question(REPLY, "a.nl", DNS_TYPE_AAAA);
	for (i = 0; i < 300; i++)
		address("a.nl");
	assert_int_equal(answer_about("a.nl"), ANSWER_COMPLETE);
	assert_int_equal(answer.n_items, ANSWER_ADDRESSES_MAX);
	answer_free(&answer, &names);
	question(REPLY, "a.nl", DNS_TYPE_MX);
	for (i = 0; i < 300; i++) {
		(void)snprintf(host, sizeof(host), "mx%u.a.nl", i);
		target(DNS_SECTION_ANSWER, "a.nl", DNS_TYPE_MX, 1, host);
	}
	assert_int_equal(answer_about("a.nl"), ANSWER_COMPLETE);
	assert_int_equal(answer.n_items, ANSWER_MX_MAX);
	assert_int_equal(names.table.n, ANSWER_MX_MAX);
	answer_free(&answer, &names);
	question(REPLY, "a.nl", DNS_TYPE_NS);
	for (i = 0; i < 300; i++)
		target(DNS_SECTION_ANSWER, "a.nl", DNS_TYPE_NS, 0, "ns.a.nl");
	assert_int_equal(answer_about("a.nl"), ANSWER_COMPLETE);
	assert_int_equal(answer.n_items, ANSWER_NS_MAX);
}

static void
txt(const char *text)
{
	const struct dns_name owner = sim_name("a.nl");

	sim_message_txt(&message, &owner, text);
}

static void
test_spf(void **state)
{
	static const char joined[] = "\4v=sp\15f1 ip4:192.0."
				     "\11"
				     "2.1 -all ";

	(void)state;
	question(REPLY, "a.nl", DNS_TYPE_TXT);
	txt("v=spf10 is something else");
	txt("google-site-verification=x");
	record(DNS_SECTION_ANSWER, "a.nl", DNS_TYPE_TXT, joined,
	    sizeof(joined) - 1);
	txt("v=spf1 -all");
	assert_int_equal(answer_about("a.nl"), ANSWER_COMPLETE);
	assert_int_equal(answer.n_items, 4);
	assert_string_equal(answer.spf, "v=spf1 ip4:192.0.2.1 -all ");
	answer_free(&answer, &names);
	question(REPLY, "a.nl", DNS_TYPE_TXT);
	txt("nothing of the kind");
	assert_int_equal(answer_about("a.nl"), ANSWER_COMPLETE);
	assert_int_equal(status, LOOKUP_OK);
	assert_null(answer.spf);
}

/* Counts that promise more than there is. */
static void
test_lying_counts(void **state)
{
	unsigned at;

	(void)state;
	for (at = 6; at <= 10; at += 2) {
		question(REPLY, "a.nl", DNS_TYPE_AAAA);
		cname("a.nl", "b.nl");
		address("b.nl");
		message.octet[at] = 0xff;
		assert_int_equal(answer_about("a.nl"), ANSWER_BOGUS);
		assert_int_equal(answer.n_cnames, 0);
	}
	/* Fewer than there are: what is left over does not exist. */
	question(REPLY, "a.nl", DNS_TYPE_AAAA);
	address("a.nl");
	address("a.nl");
	message.octet[7] = 1;
	assert_int_equal(answer_about("a.nl"), ANSWER_COMPLETE);
	assert_int_equal(answer.n_items, 1);
}

/*
 * A record that is not of its type's shape proves nothing: neither an address
 * nor that there is none.
 */
static void
test_malformed_records(void **state)
{
	static const uint8_t rdata[] = { 0, 10, 3, 'f', 'o', 'o', 0, 0 };
	static const struct {
		uint16_t type;
		uint16_t record;
		size_t len;
	} cases[] = {
		{ DNS_TYPE_A, DNS_TYPE_A, 3 },
		{ DNS_TYPE_A, DNS_TYPE_A, 0 },
		{ DNS_TYPE_AAAA, DNS_TYPE_AAAA, 4 },
		{ DNS_TYPE_MX, DNS_TYPE_MX, 1 },
		{ DNS_TYPE_MX, DNS_TYPE_MX, 5 },
		{ DNS_TYPE_NS, DNS_TYPE_NS, 8 },
		{ DNS_TYPE_AAAA, DNS_TYPE_CNAME, 2 },
	};
	unsigned i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		question(REPLY, "a.nl", cases[i].type);
		record(DNS_SECTION_ANSWER, "a.nl", cases[i].record, rdata,
		    cases[i].len);
		assert_int_equal(answer_about("a.nl"), ANSWER_BOGUS);
		assert_int_equal(names.table.n, 0);
	}
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_addresses),
		TEST(test_others_are_ignored),
		TEST(test_chain_in_any_order),
		TEST(test_chain_too_long),
		TEST(test_loops),
		TEST(test_dname),
		TEST(test_continues),
		TEST(test_negative),
		TEST(test_failures),
		TEST(test_referral),
		TEST(test_mx),
		TEST(test_ns_and_cname),
		TEST(test_caps),
		TEST(test_spf),
		TEST(test_lying_counts),
		TEST(test_malformed_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

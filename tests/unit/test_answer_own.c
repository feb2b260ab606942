/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a server with authority over a zone says of a name in it: nothing that
 * it says of any other name counts.
 */
#include "tests/unit/answer_fixture.h"

#include <stdio.h>

#define OWN (DNS_FLAG_QR | DNS_FLAG_AA)

/* Reads the message as the reply of a server of ZONE about NAME. */
static enum answer_kind
own_answer(const char *zone, const char *name)
{
	const struct dns_name plain = sim_name(name), z = sim_name(zone);
	struct name *n = names_get(&names, &plain);
	enum answer_kind kind;
	struct dns_msg msg;

	assert_int_equal(
	    dns_msg_open(&msg, message.octet, message.len), DNS_MSG_OK);
	kind = answer_read_own(
	    &answer, &names, n, msg.question.type, &z, &msg, &status);
	names_put(&names, n);
	return kind;
}

static void
dname(const char *from, const char *to)
{
	target(DNS_SECTION_ANSWER, from, DNS_TYPE_DNAME, 0, to);
}

static void
assert_continues(const char *at)
{
	assert_int_equal(answer.n_cnames, 1);
	assert_int_equal(answer.n_items, 0);
	assert_name(answer.cnames[0], at);
}

static void
assert_nothing_kept(void)
{
	assert_int_equal(answer.n_cnames, 0);
	assert_int_equal(answer.n_items, 0);
	assert_int_equal(names.table.n, 0);
}

static void
test_records(void **state)
{
	(void)state;
	question(OWN, "www.a.nl", DNS_TYPE_AAAA);
	address("WWW.a.nl");
	address("www.a.nl");
	assert_int_equal(own_answer("a.nl", "www.a.nl"), ANSWER_COMPLETE);
	assert_int_equal(status, LOOKUP_OK);
	assert_int_equal(answer.n_items, 2);
	assert_memory_equal(answer.items[0].addr.octet, v6, 16);
	assert_int_equal(answer.n_cnames, 0);
}

/* Records are there all the same when the RCODE denies the name. */
static void
test_records_denied(void **state)
{
	(void)state;
	question(OWN | DNS_RCODE_NXDOMAIN, "a.nl", DNS_TYPE_AAAA);
	address("a.nl");
	assert_int_equal(own_answer("a.nl", "a.nl"), ANSWER_COMPLETE);
	assert_int_equal(status, LOOKUP_OK);
	assert_int_equal(answer.n_items, 1);
}

/* The target's records are for its own zone to give. */
static void
test_alias(void **state)
{
	(void)state;
	question(OWN, "www.a.nl", DNS_TYPE_AAAA);
	cname("www.a.nl", "web.b.nl");
	cname("web.b.nl", "c.nl");
	address("web.b.nl");
	address("c.nl");
	assert_int_equal(own_answer("a.nl", "www.a.nl"), ANSWER_CONTINUES);
	assert_continues("web.b.nl");
	assert_int_equal(status, LOOKUP_NODATA);
	answer_free(&answer, &names);
	/* Also where the server knows that the target does not exist. */
	question(OWN | DNS_RCODE_NXDOMAIN, "www.a.nl", DNS_TYPE_AAAA);
	cname("www.a.nl", "web.b.nl");
	soa("b.nl");
	assert_int_equal(own_answer("a.nl", "www.a.nl"), ANSWER_CONTINUES);
	assert_continues("web.b.nl");
	assert_null(answer.soa_owner);
}

/* Against the rules (RFC 2181 section 10.1): the records win. */
static void
test_alias_beside_records(void **state)
{
	(void)state;
	question(OWN, "www.a.nl", DNS_TYPE_AAAA);
	cname("www.a.nl", "web.b.nl");
	address("www.a.nl");
	assert_int_equal(own_answer("a.nl", "www.a.nl"), ANSWER_COMPLETE);
	assert_int_equal(status, LOOKUP_OK);
	assert_int_equal(answer.n_items, 1);
	assert_int_equal(answer.n_cnames, 0);
}

/* Asked for itself it is a record. */
static void
test_alias_asked_for(void **state)
{
	(void)state;
	question(OWN, "www.a.nl", DNS_TYPE_CNAME);
	cname("www.a.nl", "web.b.nl");
	assert_int_equal(own_answer("a.nl", "www.a.nl"), ANSWER_COMPLETE);
	assert_int_equal(answer.n_items, 1);
	assert_name(answer.items[0].name, "web.b.nl");
}

/* A chain that comes back to where it was is noticed by whoever follows. */
static void
test_alias_of_itself(void **state)
{
	(void)state;
	question(OWN, "www.a.nl", DNS_TYPE_AAAA);
	cname("www.a.nl", "www.a.nl");
	assert_int_equal(own_answer("a.nl", "www.a.nl"), ANSWER_CONTINUES);
	assert_continues("www.a.nl");
}

/* With the CNAME made from it or without (RFC 6672 section 3.1). */
static void
test_dname(void **state)
{
	unsigned with;

	(void)state;
	for (with = 0; with < 2; with++) {
		question(OWN, "x.www.a.nl", DNS_TYPE_AAAA);
		dname("a.nl", "b.example");
		if (with == 1)
			cname("x.www.a.nl", "x.www.b.example");
		address("x.www.b.example");
		assert_int_equal(
		    own_answer("a.nl", "x.www.a.nl"), ANSWER_CONTINUES);
		assert_continues("x.www.b.example");
		answer_free(&answer, &names);
	}
}

/* Only one above the name and inside the server's zone makes an alias. */
static void
test_dname_elsewhere(void **state)
{
	static const char *const owners[] = {
		"www.a.nl",   /* the name itself is not renamed */
		"x.www.a.nl", /* below */
		"b.nl",
		"nl", /* above the zone: not theirs to say */
		".",
	};
	unsigned i;

	(void)state;
	for (i = 0; i < sizeof(owners) / sizeof(owners[0]); i++) {
		question(OWN, "www.a.nl", DNS_TYPE_AAAA);
		dname(owners[i], "evil.example");
		soa("a.nl");
		assert_int_equal(
		    own_answer("a.nl", "www.a.nl"), ANSWER_COMPLETE);
		assert_int_equal(status, LOOKUP_NODATA);
		assert_int_equal(answer.n_cnames, 0);
		answer_free(&answer, &names);
	}
}

/* Two labels of 64 octets go before a target of 64 + (1 + LAST) + 1. */
static enum answer_kind
substituted(unsigned last)
{
	char label[64], from[256], to[256];

	(void)memset(label, 'l', 63);
	label[63] = '\0';
	(void)snprintf(from, sizeof(from), "%s.%s.a.nl", label, label);
	(void)snprintf(to, sizeof(to), "%s.%.*s", label, (int)last, label);
	question(OWN, from, DNS_TYPE_AAAA);
	dname("a.nl", to);
	return own_answer("a.nl", from);
}

static void
test_dname_too_long(void **state)
{
	(void)state;
	assert_int_equal(substituted(61), ANSWER_CONTINUES);
	assert_int_equal(answer.cnames[0]->len, DNS_NAME_MAX);
	answer_free(&answer, &names);
	assert_int_equal(substituted(62), ANSWER_BOGUS);
	assert_nothing_kept();
}

/* That others have records says nothing of the name. */
static void
test_only_others(void **state)
{
	(void)state;
	question(OWN, "www.a.nl", DNS_TYPE_AAAA);
	address("web.a.nl");
	soa("a.nl");
	assert_int_equal(own_answer("a.nl", "www.a.nl"), ANSWER_BOGUS);
	assert_nothing_kept();
	question(OWN | DNS_RCODE_NXDOMAIN, "www.a.nl", DNS_TYPE_AAAA);
	cname("web.a.nl", "b.nl");
	assert_int_equal(own_answer("a.nl", "www.a.nl"), ANSWER_BOGUS);
	assert_nothing_kept();
}

/* Other types at the name do no harm, nor do records of other sections. */
static void
test_nodata(void **state)
{
	(void)state;
	question(OWN, "www.a.nl", DNS_TYPE_AAAA);
	record(DNS_SECTION_ANSWER, "www.a.nl", DNS_TYPE_A, v4, 4);
	record(DNS_SECTION_AUTHORITY, "www.a.nl", DNS_TYPE_AAAA, v6, 16);
	soa("a.nl");
	record(DNS_SECTION_ADDITIONAL, "www.a.nl", DNS_TYPE_AAAA, v6, 16);
	assert_int_equal(own_answer("a.nl", "www.a.nl"), ANSWER_COMPLETE);
	assert_int_equal(status, LOOKUP_NODATA);
	assert_int_equal(answer.n_items, 0);
	assert_name(answer.soa_owner, "a.nl");
}

static void
test_nxdomain(void **state)
{
	(void)state;
	question(OWN | DNS_RCODE_NXDOMAIN, "www.a.nl", DNS_TYPE_MX);
	soa("a.nl");
	assert_int_equal(own_answer("a.nl", "www.a.nl"), ANSWER_COMPLETE);
	assert_int_equal(status, LOOKUP_NXDOMAIN);
	assert_name(answer.soa_owner, "a.nl");
}

/* The zone that holds the name is the server's or lies in it. */
static void
test_soa_of_others(void **state)
{
	static const struct {
		const char *owner;
		bool counts;
	} cases[] = {
		{ "nl", false }, { ".", false }, { "b.nl", false },
		{ "x.www.a.nl", false }, { "a.nl", true },
		{ "www.a.nl", true }, /* child and parent on one server */
	};
	unsigned i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		question(OWN, "www.a.nl", DNS_TYPE_AAAA);
		soa(cases[i].owner);
		assert_int_equal(
		    own_answer("a.nl", "www.a.nl"), ANSWER_COMPLETE);
		assert_int_equal(status, LOOKUP_NODATA);
		if (cases[i].counts)
			assert_name(answer.soa_owner, cases[i].owner);
		else
			assert_null(answer.soa_owner);
		answer_free(&answer, &names);
	}
}

/* Of an SOA it is only noted that it is there. */
static void
test_soa_asked_for(void **state)
{
	const struct dns_name zone = sim_name("a.nl");

	(void)state;
	question(OWN, "a.nl", DNS_TYPE_SOA);
	sim_message_soa(&message, DNS_SECTION_ANSWER, &zone);
	assert_int_equal(own_answer("a.nl", "a.nl"), ANSWER_COMPLETE);
	assert_int_equal(status, LOOKUP_OK);
	assert_int_equal(answer.n_items, 1);
	assert_null(answer.items);
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
	};
	unsigned i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		question(OWN | cases[i].rcode, "a.nl", DNS_TYPE_AAAA);
		address("a.nl");
		assert_int_equal(own_answer("a.nl", "a.nl"), ANSWER_FAILED);
		assert_int_equal(status, cases[i].status);
		assert_nothing_kept();
	}
}

static void
test_malformed(void **state)
{
	static const uint8_t rdata[] = { 3, 'f', 'o', 'o' };
	static const struct {
		const char *owner;
		uint16_t type;
		size_t len;
	} cases[] = {
		{ "www.a.nl", DNS_TYPE_AAAA, 4 },
		{ "www.a.nl", DNS_TYPE_CNAME, 4 },
		{ "www.a.nl", DNS_TYPE_CNAME, 0 },
		{ "a.nl", DNS_TYPE_DNAME, 4 },
	};
	unsigned i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		question(OWN, "www.a.nl", DNS_TYPE_AAAA);
		address("www.a.nl");
		record(DNS_SECTION_ANSWER, cases[i].owner, cases[i].type, rdata,
		    cases[i].len);
		assert_int_equal(own_answer("a.nl", "www.a.nl"), ANSWER_BOGUS);
		assert_nothing_kept();
	}
	/* Counts that promise more than there is. */
	question(OWN, "www.a.nl", DNS_TYPE_AAAA);
	address("www.a.nl");
	message.octet[7] = 2;
	assert_int_equal(own_answer("a.nl", "www.a.nl"), ANSWER_BOGUS);
	assert_nothing_kept();
}

/* The copy has all but the chain, and references of its own. */
static void
test_copy(void **state)
{
	struct answer copy = { 0 };

	(void)state;
	question(OWN, "a.nl", DNS_TYPE_MX);
	target(DNS_SECTION_ANSWER, "a.nl", DNS_TYPE_MX, 20, "mx2.a.nl");
	target(DNS_SECTION_ANSWER, "a.nl", DNS_TYPE_MX, 10, "mx1.a.nl");
	soa("a.nl");
	assert_int_equal(own_answer("a.nl", "a.nl"), ANSWER_COMPLETE);
	answer_copy(&copy, &answer);
	answer_free(&answer, &names);
	assert_int_equal(copy.type, DNS_TYPE_MX);
	assert_int_equal(copy.n_items, 2);
	assert_int_equal(copy.items[0].preference, 20);
	assert_name(copy.items[1].name, "mx1.a.nl");
	assert_name(copy.soa_owner, "a.nl");
	answer_free(&copy, &names);
	assert_int_equal(names.table.n, 0);
}

static void
test_copy_of_text(void **state)
{
	const struct dns_name owner = sim_name("a.nl");
	struct answer copy = { 0 };

	(void)state;
	question(OWN, "a.nl", DNS_TYPE_TXT);
	sim_message_txt(&message, &owner, "v=spf1 -all");
	assert_int_equal(own_answer("a.nl", "a.nl"), ANSWER_COMPLETE);
	answer_copy(&copy, &answer);
	answer_free(&answer, &names);
	assert_int_equal(copy.n_items, 1);
	assert_string_equal(copy.spf, "v=spf1 -all");
	answer_free(&copy, &names);
}

/* An answer that holds a chain already keeps it. */
static void
test_copy_behind_a_chain(void **state)
{
	const struct dns_name plain = sim_name("web.b.nl");
	struct answer copy = { 0 };
	struct name *n;

	(void)state;
	n = names_get(&names, &plain);
	assert_true(answer_add_cname(&copy, n));
	names_put(&names, n);
	question(OWN, "web.b.nl", DNS_TYPE_AAAA);
	address("web.b.nl");
	assert_int_equal(own_answer("b.nl", "web.b.nl"), ANSWER_COMPLETE);
	answer_copy(&copy, &answer);
	assert_int_equal(copy.n_cnames, 1);
	assert_int_equal(copy.n_items, 1);
	answer_free(&copy, &names);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_records),
		TEST(test_records_denied),
		TEST(test_alias),
		TEST(test_alias_beside_records),
		TEST(test_alias_asked_for),
		TEST(test_alias_of_itself),
		TEST(test_dname),
		TEST(test_dname_elsewhere),
		TEST(test_dname_too_long),
		TEST(test_only_others),
		TEST(test_nodata),
		TEST(test_nxdomain),
		TEST(test_soa_of_others),
		TEST(test_soa_asked_for),
		TEST(test_failures),
		TEST(test_malformed),
		TEST(test_copy),
		TEST(test_copy_of_text),
		TEST(test_copy_behind_a_chain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

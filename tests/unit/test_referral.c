/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/answer_fixture.h"

#include <stdio.h>

#include "prober/referral.h"

#define NS   DNS_TYPE_NS
#define A    DNS_TYPE_A
#define AAAA DNS_TYPE_AAAA

static struct referral referral;

static void
name_server(const char *zone, const char *host)
{
	target(DNS_SECTION_AUTHORITY, zone, NS, 0, host);
}

static void
glue(const char *host, uint16_t type)
{
	record(DNS_SECTION_ADDITIONAL, host, type, type == A ? v4 : v6,
	    type == A ? 4 : 16);
}

static struct dns_msg
opened(void)
{
	struct dns_msg msg;

	assert_int_equal(
	    dns_msg_open(&msg, message.octet, message.len), DNS_MSG_OK);
	return msg;
}

/* Reads the message as one of a server of ZONE. */
static enum referral_kind
read_from(const char *zone, const char *name)
{
	const struct dns_name z = sim_name(zone), n = sim_name(name);
	const struct dns_msg msg = opened();

	return referral_read(&referral, &msg, &z, &n);
}

static void
assert_is(const struct dns_name *n, const char *text)
{
	char buf[DNS_NAME_TEXT_SIZE];

	assert_string_equal(dns_name_to_text(n, buf), text);
}

static void
test_down(void **state)
{
	(void)state;
	question(DNS_FLAG_QR, "www.a.nl", AAAA);
	name_server("a.nl", "ns1.a.nl");
	name_server("a.nl", "ns2.b.nl");
	/* The same once more, in other letters. */
	name_server("A.nl", "NS1.a.nl");
	glue("ns1.a.nl", A);
	glue("Ns1.A.nl", AAAA);
	glue("ns2.b.nl", AAAA);
	assert_int_equal(read_from("nl", "www.a.nl"), REFERRAL_DOWN);
	assert_is(&referral.zone, "a.nl");
	assert_int_equal(referral.n_ns, 2);
	assert_is(&referral.ns[0], "ns1.a.nl");
	assert_is(&referral.ns[1], "ns2.b.nl");
	assert_int_equal(referral.n_glue, 3);
	assert_int_equal(referral.glue[0].addr.family, FAMILY_V4);
	assert_memory_equal(referral.glue[0].addr.octet, v4, 4);
	assert_int_equal(referral.glue[0].ns, 0);
	assert_int_equal(referral.glue[1].addr.family, FAMILY_V6);
	assert_memory_equal(referral.glue[1].addr.octet, v6, 16);
	assert_int_equal(referral.glue[1].ns, 0);
	assert_int_equal(referral.glue[2].ns, 1);
}

/* Past a zone in between, or to the very name. */
static void
test_how_far_down(void **state)
{
	(void)state;
	question(DNS_FLAG_QR, "www.a.nl", AAAA);
	name_server("www.a.nl", "ns1.a.nl");
	assert_int_equal(read_from(".", "www.a.nl"), REFERRAL_DOWN);
	assert_is(&referral.zone, "www.a.nl");
}

static void
test_not_down(void **state)
{
	static const char *const owners[] = {
		"nl", ".", "b.nl", /* elsewhere */
		"b.a.nl",          /* below, but not towards the name */
		"x.www.a.nl",      /* beyond the name */
		"ww.a.nl",         /* no label of it */
	};
	unsigned i;

	(void)state;
	for (i = 0; i < sizeof(owners) / sizeof(owners[0]); i++) {
		question(DNS_FLAG_QR, "www.a.nl", AAAA);
		name_server(owners[i], "ns1.a.nl");
		glue("ns1.a.nl", A);
		assert_int_equal(
		    read_from("a.nl", "www.a.nl"), REFERRAL_UPWARD);
		assert_int_equal(referral.n_glue, 0);
	}
}

static void
test_none(void **state)
{
	static const uint8_t target_octets[] = "\2ns\2nl";

	(void)state;
	question(DNS_FLAG_QR, "a.nl", AAAA);
	assert_int_equal(read_from("nl", "a.nl"), REFERRAL_NONE);
	/* The zone's own, as a sign of who speaks. */
	question(DNS_FLAG_QR, "www.a.nl", AAAA);
	name_server("a.nl", "ns1.a.nl");
	glue("ns1.a.nl", A);
	assert_int_equal(read_from("a.nl", "www.a.nl"), REFERRAL_NONE);
	/* Name servers that are the answer, or by the way. */
	question(DNS_FLAG_QR, "a.nl", NS);
	target(DNS_SECTION_ANSWER, "a.nl", NS, 0, "ns1.a.nl");
	soa("nl");
	record(DNS_SECTION_ADDITIONAL, "a.nl", NS, target_octets,
	    sizeof(target_octets));
	assert_int_equal(read_from("nl", "a.nl"), REFERRAL_NONE);
	assert_int_equal(referral.n_ns, 0);
}

/* The first zone that leads down counts, and no other. */
static void
test_several_owners(void **state)
{
	(void)state;
	question(DNS_FLAG_QR, "www.b.a.nl", AAAA);
	name_server("nl", "ns.up.nl");
	name_server("b.a.nl", "ns1.b.a.nl");
	name_server("a.nl", "ns1.a.nl");
	name_server("c.nl", "ns1.c.nl");
	name_server("b.a.nl", "ns2.b.a.nl");
	glue("ns1.a.nl", A);
	glue("ns1.c.nl", A);
	glue("ns2.b.a.nl", A);
	assert_int_equal(read_from("nl", "www.b.a.nl"), REFERRAL_DOWN);
	assert_is(&referral.zone, "b.a.nl");
	assert_int_equal(referral.n_ns, 2);
	assert_is(&referral.ns[1], "ns2.b.a.nl");
	assert_int_equal(referral.n_glue, 1);
	assert_int_equal(referral.glue[0].ns, 1);
}

/* More than are kept; what is kept is whole. */
static void
test_caps(void **state)
{
	char host[32];
	unsigned i, j;

	(void)state;
	question(DNS_FLAG_QR, "a.nl", AAAA);
	for (i = 0; i < 2 * REFERRAL_NS_MAX; i++) {
		(void)snprintf(host, sizeof(host), "ns%u.a.nl", i);
		name_server("a.nl", host);
	}
	for (i = 0; i < 2 * REFERRAL_NS_MAX; i++) {
		(void)snprintf(host, sizeof(host), "ns%u.a.nl", i);
		for (j = 0; j < REFERRAL_GLUE_MAX; j++)
			glue(host, j % 2 == 0 ? A : AAAA);
	}
	assert_int_equal(read_from("nl", "a.nl"), REFERRAL_DOWN);
	assert_int_equal(referral.n_ns, REFERRAL_NS_MAX);
	assert_is(&referral.ns[REFERRAL_NS_MAX - 1], "ns12.a.nl");
	assert_int_equal(referral.n_glue, REFERRAL_GLUE_MAX);
	for (i = 0; i < referral.n_glue; i++)
		assert_int_equal(referral.glue[i].ns, 0);
}

/* Of glue counts what the sender's zone holds, sibling or not. */
static void
test_whose_glue(void **state)
{
	(void)state;
	question(DNS_FLAG_QR, "a.co.nl", AAAA);
	name_server("a.co.nl", "ns.a.co.nl");
	name_server("a.co.nl", "ns.b.co.nl");
	name_server("a.co.nl", "ns.co.nl");
	name_server("a.co.nl", "ns.b.nl");
	name_server("a.co.nl", "ns.b.com");
	glue("ns.b.com", A);
	glue("ns.b.nl", A);
	glue("ns.co.nl", A);
	glue("ns.b.co.nl", AAAA);
	glue("ns.a.co.nl", A);
	glue("www.co.nl", A); /* of no name server */
	assert_int_equal(read_from("co.nl", "a.co.nl"), REFERRAL_DOWN);
	assert_int_equal(referral.n_ns, 5);
	assert_int_equal(referral.n_glue, 3);
	assert_int_equal(referral.glue[0].ns, 2);
	assert_int_equal(referral.glue[1].ns, 1);
	assert_int_equal(referral.glue[2].ns, 0);
	/* The root may speak for all. */
	assert_int_equal(read_from(".", "a.co.nl"), REFERRAL_DOWN);
	assert_int_equal(referral.n_glue, 5);
}

static void
test_glue_of_no_shape(void **state)
{
	(void)state;
	question(DNS_FLAG_QR, "a.nl", AAAA);
	name_server("a.nl", "ns1.a.nl");
	/* An authority section is no place for it. */
	record(DNS_SECTION_AUTHORITY, "ns1.a.nl", A, v4, 4);
	record(DNS_SECTION_ADDITIONAL, "ns1.a.nl", A, v6, 16);
	record(DNS_SECTION_ADDITIONAL, "ns1.a.nl", A, v4, 3);
	record(DNS_SECTION_ADDITIONAL, "ns1.a.nl", A, v4, 0);
	record(DNS_SECTION_ADDITIONAL, "ns1.a.nl", AAAA, v4, 4);
	record(DNS_SECTION_ADDITIONAL, "ns1.a.nl", AAAA, v6, 15);
	record(DNS_SECTION_ADDITIONAL, "ns1.a.nl", DNS_TYPE_TXT, v4, 4);
	assert_int_equal(read_from("nl", "a.nl"), REFERRAL_DOWN);
	assert_int_equal(referral.n_glue, 0);
}

/* Cut off anywhere, it is not half a delegation. */
static void
test_cut_off(void **state)
{
	size_t begin, len;

	(void)state;
	question(DNS_FLAG_QR, "a.nl", AAAA);
	begin = message.len;
	name_server("a.nl", "ns1.a.nl");
	name_server("a.nl", "ns2.a.nl");
	glue("ns1.a.nl", A);
	for (len = begin; len < message.len; len++) {
		struct sim_message *m = &message;
		const size_t whole = m->len;

		m->len = len;
		assert_int_equal(read_from("nl", "a.nl"), REFERRAL_BOGUS);
		m->len = whole;
	}
	assert_int_equal(read_from("nl", "a.nl"), REFERRAL_DOWN);
}

static void
test_malformed(void **state)
{
	static const uint8_t longer[] = { 2, 'n', 's', 0, 0 };

	(void)state;
	question(DNS_FLAG_QR, "a.nl", AAAA);
	name_server("a.nl", "ns1.a.nl");
	record(DNS_SECTION_AUTHORITY, "a.nl", NS, longer, sizeof(longer));
	assert_int_equal(read_from("nl", "a.nl"), REFERRAL_BOGUS);
	question(DNS_FLAG_QR, "a.nl", AAAA);
	record(DNS_SECTION_AUTHORITY, "a.nl", NS, "", 0);
	assert_int_equal(read_from("nl", "a.nl"), REFERRAL_BOGUS);
}

/* Priming, RFC 8109 section 3.3. */
static void
test_root(void **state)
{
	struct dns_msg msg;

	(void)state;
	question(DNS_FLAG_QR | DNS_FLAG_AA, ".", NS);
	target(DNS_SECTION_ANSWER, ".", NS, 0, "a.root-servers.net");
	target(DNS_SECTION_ANSWER, ".", NS, 0, "b.root-servers.net");
	target(DNS_SECTION_ANSWER, "nl", NS, 0, "ns1.dns.nl");
	name_server(".", "c.root-servers.net");
	glue("b.root-servers.net", AAAA);
	glue("c.root-servers.net", A);
	glue("ns1.dns.nl", A);
	msg = opened();
	assert_true(referral_read_root(&referral, &msg));
	assert_is(&referral.zone, ".");
	assert_int_equal(referral.n_ns, 2);
	assert_is(&referral.ns[0], "a.root-servers.net");
	assert_int_equal(referral.n_glue, 1);
	assert_int_equal(referral.glue[0].ns, 1);
	assert_int_equal(referral.glue[0].addr.family, FAMILY_V6);
}

static void
test_root_without_addresses(void **state)
{
	struct dns_msg msg;

	(void)state;
	question(DNS_FLAG_QR | DNS_FLAG_AA, ".", NS);
	target(DNS_SECTION_ANSWER, ".", NS, 0, "a.root-servers.net");
	glue("b.root-servers.net", A);
	msg = opened();
	assert_false(referral_read_root(&referral, &msg));
	question(DNS_FLAG_QR | DNS_FLAG_AA, ".", NS);
	glue("a.root-servers.net", A);
	msg = opened();
	assert_false(referral_read_root(&referral, &msg));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_down),
		cmocka_unit_test(test_how_far_down),
		cmocka_unit_test(test_not_down),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_several_owners),
		cmocka_unit_test(test_caps),
		cmocka_unit_test(test_whose_glue),
		cmocka_unit_test(test_glue_of_no_shape),
		cmocka_unit_test(test_cut_off),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_root),
		cmocka_unit_test(test_root_without_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

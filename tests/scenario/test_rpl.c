/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "tests/scenario/rpl.h"

/* What comes before and behind the lines that a test is about. */
#define SETTINGS "stub-zone:\n name: \".\"\n stub-addr: 192.0.2.1\n"
#define BEGIN    SETTINGS "CONFIG_END\nSCENARIO_BEGIN t\n"
#define RANGE    BEGIN "RANGE_BEGIN 0 9\nENTRY_BEGIN\n"
#define RANGED   "ENTRY_END\nRANGE_END\nSCENARIO_END\n"

static struct rpl rpl;

static void
read_text(const char *text)
{
	struct error err = { "" };

	if (rpl_read(&rpl, text, strlen(text), &err) != STATUS_OK)
		fail_msg("%s", err.text);
}

static const struct rpl_record *
record(unsigned n)
{
	const struct rpl_record *r = rpl.ranges->entries->records;

	while (n-- > 0)
		r = r->next;
	return r;
}

static void
assert_name(const struct dns_name *name, const char *text)
{
	char buf[DNS_NAME_TEXT_SIZE];

	assert_string_equal(dns_name_to_text(name, buf), text);
}

static void
reads_a_scenario(void **state)
{
	const struct rpl_range *range;
	const struct rpl_entry *e;
	const struct rpl_step *s;

	(void)state;
	read_text(
	    "; a comment\r\n"
	    "server:\r\n"
	    "\tdo-ip6: no   # without\r\n"
	    "  do-not-query-address:   198.51.100.0/24\r\n"
	    "stub-zone:\r\n"
	    "\tname: \".\"\r\n"
	    "\tstub-addr: 192.0.2.1 \t# the root\r\n"
	    "\tstub-addr: 2001:db8::1@53\r\n"
	    "CONFIG_END\r\n"
	    "\r\n"
	    "SCENARIO_BEGIN  It's a \"title\" \r\n"
	    "  RANGE_BEGIN 10   20 ; from here to there\r\n"
	    "\tADDRESS 192.0.2.1 \r\n"
	    "ADDRESS 2001:db8::1\r\n"
	    "    ENTRY_BEGIN\r\n"
	    "MATCH opcode  subdomain UDP\r\n"
	    "MATCH qtype\r\n"
	    "ADJUST copy_id copy_query sleep=2\r\n"
	    "REPLY AA QR NXDOMAIN\r\n"
	    "\t\tSECTION QUESTION\r\n"
	    "Voorbeeld.NL.\t\tIN\tNS\r\n"
	    "  ENTRY_END\r\n"
	    "RANGE_END\r\n"
	    "STEP 1 QUERY\r\n"
	    "ENTRY_BEGIN\r\nREPLY RD\r\nSECTION QUESTION\r\n"
	    "nl. 86400 IN A\r\nENTRY_END\r\n"
	    "STEP 2 TIME_PASSES ELAPSE 1.5\r\n"
	    "STEP 3 REPLY\r\nADDRESS 192.0.2.1\r\n"
	    "STEP 4 CHECK_ANSWER\r\n"
	    "ENTRY_BEGIN\r\nMATCH all\r\nSECTION QUESTION\r\nENTRY_END\r\n"
	    "SCENARIO_END\r\n"
	    "whatever comes here\r\n");
	assert_null(rpl.need);
	assert_string_equal(rpl.title, "It's a \"title\" ");
	assert_false(rpl.without[0]);
	assert_true(rpl.without[1]);
	assert_int_equal(rpl.n_refused, 1);
	assert_int_equal(rpl.hints.n, 2);
	assert_int_equal(rpl.hints.server[0].addr[0].family, FAMILY_V4);
	assert_int_equal(rpl.hints.server[1].addr[1].family, FAMILY_V6);
	assert_int_equal(rpl.n_entries, 3);

	range = rpl.ranges;
	assert_int_equal(range->first, 10);
	assert_int_equal(range->last, 20);
	assert_int_equal(range->n_addr, 2);
	assert_null(range->next);
	e = range->entries;
	assert_int_equal(e->line, 15);
	assert_int_equal(e->match,
	    RPL_MATCH_OPCODE | RPL_MATCH_SUBDOMAIN | RPL_MATCH_UDP |
		RPL_MATCH_QTYPE);
	assert_true(e->is_reply && e->copy_query && !e->silent);
	assert_int_equal(e->delay_ns, 2000000000);
	assert_int_equal(e->flags, DNS_FLAG_QR | DNS_FLAG_AA | 3);
	assert_name(&e->question.name, "voorbeeld.nl");
	assert_int_equal(e->question.type, DNS_TYPE_NS);

	s = rpl.steps;
	assert_int_equal(s->kind, RPL_QUERY);
	assert_name(&s->entry->question.name, "nl");
	s = s->next;
	assert_int_equal(s->kind, RPL_TIME_PASSES);
	assert_int_equal(s->elapse_ns, 1500000000);
	s = s->next;
	assert_int_equal(s->kind, RPL_REPLY);
	assert_int_equal(s->addr.family, FAMILY_V4);
	s = s->next;
	assert_int_equal(s->number, 4);
	assert_false(s->entry->has_question);
	assert_null(s->next);
	rpl_free(&rpl);
}

static void
assert_data(unsigned n, uint16_t type, const void *data, size_t octets)
{
	const struct rpl_record *r = record(n);

	assert_int_equal(r->type, type);
	assert_int_equal(r->data_octets, octets);
	assert_memory_equal(r->data, data, octets);
}

static void
reads_records(void **state)
{
	(void)state;
	read_text(RANGE
	    "SECTION ANSWER\n"
	    "a.nl. IN A 192.0.2.1\n"
	    "a.nl. 1h30m AAAA ::1 ; there\n"
	    "a.nl. CH 7 TXT \"one; two\" th\\\"ree \\065\n"
	    "$ORIGIN nl.\n"
	    "a IN MX 10 mx\n"
	    "@ IN SOA ns.nl. post ( 1 2h 3 4 1w )\n"
	    "SECTION AUTHORITY\n"
	    "a IN SRV 1 2 443 .\n"
	    "a IN TYPE65280 \\# 3 0A0b 0c\n"
	    "SECTION ADDITIONAL\n"
	    "a IN RRSIG A 3 3 3600 20070926134150 20070829134150 1 nl. AAAA\n"
	    "$TTL 9\n"
	    "$ORIGIN sub\n"
	    "a\\.b.c NS @\n" RANGED);
	assert_data(0, DNS_TYPE_A, "\xc0\x00\x02\x01", 4);
	assert_name(&record(0)->owner, "a.nl");
	assert_int_equal(record(0)->ttl, 3600);
	assert_int_equal(record(1)->ttl, 5400);
	assert_int_equal(record(1)->klass, 1);
	assert_data(2, DNS_TYPE_TXT,
	    "\x08one; two\x06th\"ree\x01"
	    "A",
	    18);
	assert_int_equal(record(2)->ttl, 7);
	assert_int_equal(record(2)->klass, 3);
	assert_data(3, DNS_TYPE_MX, "\0\x0a\x02mx\x02nl", 9);
	assert_data(4, DNS_TYPE_SOA,
	    "\x02ns\x02nl\0\x04post\x02nl\0"
	    "\0\0\0\x01\0\0\x1c\x20\0\0\0\x03\0\0\0\x04\0\x09\x3a\x80",
	    36);
	assert_name(&record(4)->owner, "nl");
	assert_int_equal(record(4)->section, DNS_SECTION_ANSWER);
	assert_data(5, 33, "\0\x01\0\x02\x01\xbb\0", 7);
	assert_data(6, 65280, "\x0a\x0b\x0c", 3);
	assert_int_equal(record(6)->section, DNS_SECTION_AUTHORITY);
	assert_data(7, DNS_TYPE_NS, "\x03sub\x02nl", 8);
	assert_name(&record(7)->owner, "a\\046b.c.sub.nl");
	assert_int_equal(record(7)->ttl, 9);
	assert_null(record(7)->next);
	assert_int_equal(rpl.n_left_out, 1);
	rpl_free(&rpl);
}

static void
says_what_is_wrong(void **state)
{
	static const struct {
		const char *text;
		const char *complaint;
	} cases[] = {
		{ "CONFIG_END\n", "has no end" },
		{ BEGIN, "has no end" },
		{ "nonsense\n", "line 1: \"nonsense\" is no setting" },
		{ "server:\ndo-not-query-address: x\n", "is no prefix" },
		{ "stub-zone:\nstub-addr: x\n", "is no address" },
		{ BEGIN "ENTRY_BEGIN\n", "out of place" },
		{ BEGIN "MATCH all\n", "out of place" },
		{ BEGIN "RANGE_BEGIN 0\n", "first and last step" },
		{ BEGIN "RANGE_BEGIN 0 1\nSTEP 1 QUERY\n", "out of place" },
		{ BEGIN "RANGE_BEGIN 0 1\nADDRESS here\n", "is no address" },
		{ BEGIN "STEP one QUERY\n", "has no number" },
		{ BEGIN "STEP 1 TIME_PASSES ELAPSE soon\n", "no time pass" },
		{ BEGIN "STEP 1 QUERY\nENTRY_BEGIN\nENTRY_END\nENTRY_BEGIN\n",
		    "out of place" },
		{ RANGE "MATCH moon\n", "something unknown" },
		{ RANGE "REPLY MAYBE\n", "unknown flag" },
		{ RANGE "SECTION NONE\n", "is no section" },
		{ RANGE "a. IN A 192.0.2.1\n", "out of place" },
		{ RANGE "SECTION QUESTION\na.\n", "is no question" },
		{ RANGE "SECTION ANSWER\na. IN A ::1\n", "is no record" },
		{ RANGE "SECTION ANSWER\na. IN A 192.0.2.1 x\n",
		    "is no record" },
		{ RANGE "SECTION ANSWER\na. IN MX mx.\n", "is no record" },
		{ RANGE "SECTION ANSWER\na. IN TYPE9 \\# 2 0a\n",
		    "is no record" },
		{ RANGE "SECTION ANSWER\na..b. IN A 192.0.2.1\n",
		    "is no record" },
		{ RANGE "HEX_ANSWER_BEGIN\n0\n", "is not hex" },
		{ RANGE "$ORIGIN ..\n", "is no name" },
		{ RANGE "SCENARIO_END\n", "out of place" },
	};
	struct error err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
		    rpl_read(&rpl, cases[i].text, strlen(cases[i].text), &err),
		    STATUS_MALFORMED);
		if (strstr(err.text, cases[i].complaint) == NULL)
			fail_msg("\"%s\": %s", cases[i].text, err.text);
		rpl_free(&rpl);
	}
}

static void
knows_what_is_needed(void **state)
{
	static const struct {
		const char *settings;
		const char *need; /* or NULL */
	} cases[] = {
		{ "server:\n target-fetch-policy: \"0 0\"\n", NULL },
		{ "server:\n trust-anchor: \"nl. DS 1 2 3\"\n", "DNSSEC" },
		{ "server:\n trust-anchor: x\n module-config: \"iterator\"\n",
		    NULL },
		{ "server:\n module-config: \"respip iterator\"\n", "respip" },
		{ "server:\n do-nat64: yes\n", "NAT64" },
		{ "server:\n do-nat64: no\n", NULL },
		{ "server:\n private-address: 10.0.0.0/8\n", "cut out" },
		{ "server:\n prefetch: \"yes\"\n", "cache" },
		{ "forward-zone:\n name: \".\"\n forward-addr: ::1\n",
		    "forwarder" },
		{ "stub-zone:\n name: \"nl\"\n stub-addr: ::1\n",
		    "a stub zone (nl)" },
		{ "stub-zone:\n stub-addr: ::1\n name: nl\nserver:\n",
		    "a stub zone (nl)" },
		{ "stub-zone:\n name: \".\"\n stub-addr: ::1@5353\n",
		    "another port" },
		{ "rpz:\n name: \"rpz.nl\"\n", "policy" },
		{ "auth-zone:\n name: \"nl\"\n zonefile:\n"
		  "TEMPFILE_NAME a\nTEMPFILE_CONTENTS a\nany: thing\n"
		  "TEMPFILE_END\n",
		    "zones of its own" },
	};
	char text[1024];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		(void)snprintf(text, sizeof(text), "%s" BEGIN "SCENARIO_END\n",
		    cases[i].settings);
		read_text(text);
		if (cases[i].need == NULL)
			assert_null(rpl.need);
		else if (rpl.need == NULL ||
		    strstr(rpl.need, cases[i].need) == NULL)
			fail_msg("%s: %s", cases[i].settings, rpl.need);
		rpl_free(&rpl);
	}
}

static void
needs_other_steps(void **state)
{
	(void)state;
	read_text(BEGIN "STEP 1 CHECK_AUTOTRUST nl\n"
			"FILE_BEGIN\nany line\nFILE_END\n"
			"STEP 2 ASSIGN t = ${time}\n"
			"SCENARIO_END\n");
	assert_non_null(strstr(rpl.need, "CHECK_AUTOTRUST"));
	assert_int_equal(rpl.steps->next->number, 2);
	rpl_free(&rpl);
}

static void
takes_root_hints_of_its_own(void **state)
{
	(void)state;
	read_text("server:\n root-hints:\n"
		  "TEMPFILE_NAME hints\nTEMPFILE_CONTENTS hints\n"
		  ". 3600 NS k.example.\n"
		  "k.example. 3600 IN A 192.0.2.9\n"
		  "TEMPFILE_END\nCONFIG_END\nSCENARIO_BEGIN t\n"
		  "SCENARIO_END\n");
	assert_null(rpl.need);
	assert_int_equal(rpl.hints.n, 1);
	assert_name(&rpl.hints.server[0].name, "k.example");
	rpl_free(&rpl);
	/* Those of the program, where there are none. */
	read_text("CONFIG_END\nSCENARIO_BEGIN t\nSCENARIO_END\n");
	assert_int_equal(rpl.hints.n, 13);
	rpl_free(&rpl);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_scenario),
		cmocka_unit_test(reads_records),
		cmocka_unit_test(says_what_is_wrong),
		cmocka_unit_test(knows_what_is_needed),
		cmocka_unit_test(needs_other_steps),
		cmocka_unit_test(takes_root_hints_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

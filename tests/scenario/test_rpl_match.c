/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "tests/scenario/rpl_match.h"

static struct rpl rpl;
static struct sim_message message;

/* A scenario with that range alone. */
static void
read_range(const char *range)
{
	char text[4096] = "CONFIG_END\nSCENARIO_BEGIN t\n";
	struct error err = { "" };

	(void)strcat(strcat(text, range), "RANGE_END\nSCENARIO_END\n");
	if (rpl_read(&rpl, text, strlen(text), &err) != STATUS_OK)
		fail_msg("%s", err.text);
}

static struct rpl_query
query(const char *server, const char *name, uint16_t type)
{
	struct rpl_query q = {
		.id = 0x4646,
		.edns = true,
		.question = { sim_name(name), type, 1 },
	};

	assert_true(address_parse(server, &q.server));
	q.question.name.wire[1] &= 0xdf; /* a capital */
	return q;
}

/* The line of the entry that answers, or 0. */
static unsigned
line_of(unsigned step, const struct rpl_query *q)
{
	const struct rpl_entry *e = rpl_find(&rpl, step, q);

	return e == NULL ? 0 : e->line;
}

static void
finds_the_first_that_matches(void **state)
{
	struct rpl_query q = query("192.0.2.1", "voorbeeld.nl", DNS_TYPE_A);

	(void)state;
	/* Lines count from CONFIG_END. */
	read_range("RANGE_BEGIN 5 10\nADDRESS ::1\nADDRESS 192.0.2.1\n"
		   "ENTRY_BEGIN\nMATCH qname qtype TCP\nSECTION QUESTION\n"
		   "voorbeeld.nl. IN A\nENTRY_END\n"
		   "ENTRY_BEGIN\nMATCH qname qtype\nSECTION QUESTION\n"
		   "VOORBEELD.nl. IN A\nENTRY_END\n"
		   "ENTRY_BEGIN\nMATCH subdomain noedns\nSECTION QUESTION\n"
		   "nl. IN NS\nENTRY_END\n"
		   "ENTRY_BEGIN\nMATCH subdomain\nSECTION QUESTION\n"
		   "voorbeeld.nl. IN NS\nENTRY_END\n"
		   "ENTRY_BEGIN\nMATCH opcode serial=7\nENTRY_END\n"
		   "RANGE_END\n"
		   "RANGE_BEGIN 20 20\n"
		   "ENTRY_BEGIN\nMATCH opcode\nREPLY NOTIFY\nENTRY_END\n"
		   "ENTRY_BEGIN\nMATCH\nENTRY_END\n");
	assert_int_equal(line_of(4, &q), 0);
	assert_int_equal(line_of(5, &q), 11);
	assert_int_equal(line_of(10, &q), 11);
	assert_int_equal(line_of(11, &q), 0);
	q.tcp = true;
	assert_int_equal(line_of(5, &q), 6);
	q = query("::1", "www.voorbeeld.nl", DNS_TYPE_A);
	assert_int_equal(line_of(5, &q), 21);
	q.edns = false;
	assert_int_equal(line_of(5, &q), 16);
	q = query("::1", "example.net", DNS_TYPE_A);
	assert_int_equal(line_of(5, &q), 0);
	q = query("192.0.2.2", "voorbeeld.nl", DNS_TYPE_A);
	assert_int_equal(line_of(5, &q), 0);
	/* A range without address is any server's. */
	assert_int_equal(line_of(20, &q), 35);
	rpl_free(&rpl);
}

/* Reads the reply to Q, whose question is its letter for letter. */
static struct dns_msg
reply(const struct rpl_query *q)
{
	const struct rpl_entry *e = rpl_find(&rpl, 0, q);
	struct dns_msg msg;

	assert_non_null(e);
	rpl_reply(e, q, &message);
	assert_int_equal(
	    dns_msg_open(&msg, message.octet, message.len), DNS_MSG_OK);
	assert_int_equal(msg.id, q->id);
	assert_true(dns_name_identical(&msg.question.name, &q->question.name));
	assert_int_equal(msg.question.type, q->question.type);
	return msg;
}

static struct dns_rr
next_record(struct dns_msg *msg)
{
	struct dns_rr rr = { .type = 0 };

	(void)dns_msg_next(msg, &rr);
	assert_int_equal(msg->error, DNS_MSG_OK);
	return rr;
}

static void
writes_replies(void **state)
{
	struct rpl_query q = query("::1", "voorbeeld.nl", DNS_TYPE_A);
	struct dns_msg msg;
	struct dns_rr rr;

	(void)state;
	read_range("RANGE_BEGIN 0 0\n"
		   "ENTRY_BEGIN\nMATCH qname qtype\nREPLY QR AA NXDOMAIN\n"
		   "SECTION QUESTION\nvoorbeeld.nl. IN A\n"
		   "SECTION ADDITIONAL\nnl. 7 CH A 192.0.2.7\n"
		   "SECTION ANSWER\nvoorbeeld.nl. IN A 192.0.2.8\n"
		   "ENTRY_END\n"
		   "ENTRY_BEGIN\nMATCH qname\nADJUST copy_query\n"
		   "REPLY QR TC RA\nSECTION QUESTION\nvoorbeeld.nl. IN A\n"
		   "ENTRY_END\n");
	msg = reply(&q);
	assert_int_equal(msg.flags, DNS_FLAG_QR | DNS_FLAG_AA | 3);
	/* Section by section, however the file has them. */
	rr = next_record(&msg);
	assert_int_equal(rr.section, DNS_SECTION_ANSWER);
	assert_memory_equal(rr.rdata, "\xc0\x00\x02\x08", 4);
	rr = next_record(&msg);
	assert_int_equal(rr.section, DNS_SECTION_ADDITIONAL);
	assert_int_equal(rr.klass, 3);
	assert_int_equal(rr.ttl, 7);
	assert_false(dns_msg_next(&msg, &rr));
	q.question.type = DNS_TYPE_MX;
	msg = reply(&q);
	assert_int_equal(msg.flags, DNS_FLAG_QR | DNS_FLAG_TC | DNS_FLAG_RA);
	rpl_free(&rpl);
}

static void
keeps_another_question(void **state)
{
	struct rpl_query q = query("::1", "voorbeeld.nl", DNS_TYPE_A);
	const struct rpl_entry *e;
	struct dns_msg msg;

	(void)state;
	read_range("RANGE_BEGIN 0 0\n"
		   "ENTRY_BEGIN\nMATCH opcode\nREPLY QR\n"
		   "SECTION QUESTION\nanders.nl. IN A\nENTRY_END\n");
	e = rpl_find(&rpl, 0, &q);
	rpl_reply(e, &q, &message);
	assert_int_equal(
	    dns_msg_open(&msg, message.octet, message.len), DNS_MSG_OK);
	assert_false(dns_name_equal(&msg.question.name, &q.question.name));
	rpl_free(&rpl);
}

static void
writes_hex(void **state)
{
	struct rpl_query q = query("::1", "vb", DNS_TYPE_A);
	struct dns_msg msg;

	(void)state;
	read_range("RANGE_BEGIN 0 0\n"
		   "ENTRY_BEGIN\nMATCH qname\nSECTION QUESTION\nvb. IN A\n"
		   "HEX_ANSWER_BEGIN\n"
		   "0000 8400 0001 0000 0000 0000 ; header\n"
		   "02 7662 00 0001 0001\n"
		   "HEX_ANSWER_END\nENTRY_END\n");
	msg = reply(&q);
	assert_int_equal(msg.flags, DNS_FLAG_QR | DNS_FLAG_AA);
	assert_int_equal(message.len, 20);
	rpl_free(&rpl);
}

/* Whether there is a SOA for the zone, and with what flags. */
static void
assert_soa(const char *range, const char *zone, unsigned flags)
{
	struct rpl_query q = query("::1", zone, DNS_TYPE_SOA);
	struct dns_msg msg;
	struct dns_rr rr;

	read_range(range);
	if (flags == 0) {
		assert_null(rpl_find(&rpl, 0, &q));
	} else {
		msg = reply(&q);
		assert_int_equal(msg.flags, flags);
		rr = next_record(&msg);
		assert_int_equal(rr.type, DNS_TYPE_SOA);
		assert_true(dns_rr_owner_is(&msg, &rr, &q.question.name));
		assert_false(dns_msg_next(&msg, &rr));
	}
	rpl_free(&rpl);
}

static void
makes_a_soa(void **state)
{
	static const char good[] =
	    "RANGE_BEGIN 0 0\n"
	    "ENTRY_BEGIN\nMATCH qname qtype\nREPLY QR NXDOMAIN\n"
	    "SECTION QUESTION\nx.vb.nl. IN A\nENTRY_END\n";
	static const char lame[] =
	    "RANGE_BEGIN 0 0\n"
	    "ENTRY_BEGIN\nMATCH qname qtype\nREPLY QR RA\n"
	    "SECTION QUESTION\nvb.nl. IN NS\n"
	    "SECTION ANSWER\nvb.nl. IN NS ns.vb.nl.\nENTRY_END\n"
	    "ENTRY_BEGIN\nMATCH qname qtype\nREPLY QR AA\n"
	    "SECTION QUESTION\nx.vb.nl. IN A\nENTRY_END\n";

	(void)state;
	assert_soa(good, "vb.nl", DNS_FLAG_QR | DNS_FLAG_AA);
	assert_soa(good, "x.vb.nl", DNS_FLAG_QR | DNS_FLAG_AA);
	assert_soa(good, "y.vb.nl", 0);
	assert_soa(lame, "vb.nl", DNS_FLAG_QR | DNS_FLAG_RA);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_first_that_matches),
		cmocka_unit_test(writes_replies),
		cmocka_unit_test(keeps_another_question),
		cmocka_unit_test(writes_hex),
		cmocka_unit_test(makes_a_soa),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

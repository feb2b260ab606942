/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/icmp_text.h"
#include "cli/probe_fields.h"

#define SECOND UINT64_C(1000000000)
/* 2026-11-22T00:02:40Z */
#define BEGIN (UINT64_C(1795305760) * SECOND)

static struct probe_fields
fields_of(const char *text, bool csv)
{
	struct probe_fields f;
	struct error err;

	if (probe_fields_parse(&f, text, csv, &err) != STATUS_OK)
		fail_msg("%s: %s", text, err.text);
	f.unix_offset_ns = BEGIN;
	return f;
}

static struct ip_addr
address(const char *text)
{
	struct ip_addr a;

	assert_true(address_parse(text, &a));
	return a;
}

static struct engine_seen
open_endpoint(void)
{
	return (struct engine_seen){
		.endpoint = { address("198.51.100.7"), 443 },
		.state = ENDPOINT_OPEN,
		.attempts = 2,
		.hop_limit = 57,
		.at_ns = 5 * SECOND + 123456789,
		.rtt_ns = 12345678,
		.local = { address("192.0.2.1"), 40001 },
		.seq = UINT32_MAX,
		.ack = 1000000000,
	};
}

static struct engine_seen
unreachable_endpoint(void)
{
	return (struct engine_seen){
		.endpoint = { address("2001:db8::7"), 65535 },
		.state = ENDPOINT_UNREACHABLE,
		.reason = REASON_ADMIN_PROHIBITED,
		.attempts = 3,
		.hop_limit = 255,
		.rtt_ns = -1,
		.local = { address("2001:db8::1"), 40002 },
		.icmp_sender = address("2001:db8:1::1"),
		.icmp_type = 1,
		.icmp_code = 1,
	};
}

static void
check(const char *fields, bool csv, const struct engine_seen *seen,
    const char *want)
{
	struct probe_fields f = fields_of(fields, csv);
	static char buf[PROBE_FIELDS_LINE_SIZE];
	size_t len = probe_fields_line(&f, seen, buf);

	buf[len] = '\0';
	assert_string_equal(buf, want);
}

static void
test_json(void **state)
{
	const struct engine_seen open = open_endpoint();
	const struct engine_seen unreachable = unreachable_endpoint();

	(void)state;
	check("*", false, &open,
	    "{\"saddr\":\"198.51.100.7\",\"sport\":443,"
	    "\"daddr\":\"192.0.2.1\",\"dport\":40001,"
	    "\"seqnum\":4294967295,\"acknum\":1000000000,\"ttl\":57,"
	    "\"classification\":\"synack\",\"success\":1,"
	    "\"icmp_responder\":null,\"icmp_type\":null,\"icmp_code\":null,"
	    "\"icmp_unreach_str\":null,"
	    "\"timestamp_str\":\"2026-11-22T00:02:45.123456Z\","
	    "\"timestamp_ts\":1795305765,\"timestamp_us\":123456,"
	    "\"state\":\"open\",\"reason\":null,\"attempts\":2,"
	    "\"rtt_ms\":12.345}\n");
	check("*", false, &unreachable,
	    "{\"saddr\":\"2001:db8::7\",\"sport\":65535,"
	    "\"daddr\":\"2001:db8::1\",\"dport\":40002,"
	    "\"seqnum\":null,\"acknum\":null,\"ttl\":255,"
	    "\"classification\":\"icmp\",\"success\":0,"
	    "\"icmp_responder\":\"2001:db8:1::1\",\"icmp_type\":1,"
	    "\"icmp_code\":1,"
	    "\"icmp_unreach_str\":\"communication prohibited\","
	    "\"timestamp_str\":\"2026-11-22T00:02:40.000000Z\","
	    "\"timestamp_ts\":1795305760,\"timestamp_us\":0,"
	    "\"state\":\"unreachable\",\"reason\":\"admin_prohibited\","
	    "\"attempts\":3,\"rtt_ms\":null}\n");
	check("state", false, &open, "{\"state\":\"open\"}\n");
}

static void
test_csv(void **state)
{
	const struct engine_seen open = open_endpoint();
	const struct engine_seen unreachable = unreachable_endpoint();
	struct probe_fields f = fields_of("saddr,state,rtt_ms", true);
	char buf[PROBE_FIELDS_LINE_SIZE];

	(void)state;
	buf[probe_fields_header(&f, buf)] = '\0';
	assert_string_equal(buf, "saddr,state,rtt_ms\n");
	check("saddr,sport,classification,rtt_ms", true, &open,
	    "198.51.100.7,443,synack,12.345\n");
	check("reason,rtt_ms,seqnum,success", true, &unreachable,
	    "admin_prohibited,,,0\n");
	check("rtt_ms", true, &unreachable, "\n");
}

/* Numbers of each length, and every word of state and reason. */
static void
test_values(void **state)
{
	static const uint32_t numbers[] = { 0, 9, 10, 99, 100, 999, 1000, 9999,
		10000, 99999, 100000, 999999, 1000000, 9999999, 10000000,
		99999999, 100000000, 999999999, 1000000000, UINT32_MAX };
	struct engine_seen s = open_endpoint();
	char want[128];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		s.seq = numbers[i];
		s.rtt_ns = (int64_t)numbers[i] * 1000;
		(void)snprintf(want, sizeof(want), "%u,%u.%03u\n", numbers[i],
		    numbers[i] / 1000, numbers[i] % 1000);
		check("seqnum,rtt_ms", true, &s, want);
	}
	for (i = 0; i < PROBE_FIELDS_STATES; i++) {
		s.state = (enum endpoint_state)i;
		(void)snprintf(want, sizeof(want), "{\"state\":\"%s\"}\n",
		    endpoint_state_name(s.state));
		check("state", false, &s, want);
	}
	for (i = 1; i < REASON_COUNT; i++) {
		s.reason = (enum reason)i;
		(void)snprintf(want, sizeof(want), "{\"reason\":\"%s\"}\n",
		    reason_name(s.reason));
		check("reason", false, &s, want);
	}
}

/* The text of a second is kept, and only as long as it is that second. */
static void
test_time(void **state)
{
	struct probe_fields f = fields_of("timestamp_str", true);
	struct engine_seen s = open_endpoint();
	static char buf[PROBE_FIELDS_LINE_SIZE];
	static const struct {
		uint64_t at_ns;
		const char *want;
	} cases[] = {
		{ 0, "2026-11-22T00:02:40.000000Z\n" },
		{ 999999999, "2026-11-22T00:02:40.999999Z\n" },
		{ SECOND, "2026-11-22T00:02:41.000000Z\n" },
		{ 1000, "2026-11-22T00:02:40.000001Z\n" },
		{ 86400 * SECOND, "2026-11-23T00:02:40.000000Z\n" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		s.at_ns = cases[i].at_ns;
		buf[probe_fields_line(&f, &s, buf)] = '\0';
		assert_string_equal(buf, cases[i].want);
	}
}

/* All fields at their longest fit. */
static void
test_longest_line(void **state)
{
	struct engine_seen s = unreachable_endpoint();
	struct probe_fields f = fields_of("*", false);
	static char buf[PROBE_FIELDS_LINE_SIZE];
	size_t i;

	(void)state;
	memset(s.endpoint.addr.octet, 0xff, 16);
	memset(s.local.addr.octet, 0xff, 16);
	memset(s.icmp_sender.octet, 0xff, 16);
	s.rtt_ns = INT64_MAX;
	for (i = 0; i < REASON_COUNT; i++) {
		s.reason = (enum reason)i;
		assert_true(probe_fields_line(&f, &s, buf) < 1024);
	}
}

static void
test_parse(void **state)
{
	static const char *const bad[] = { "", "saddr,", ",saddr",
		"saddr,,sport", "daddr ", "SADDR", "saddr,saddr", "state,*",
		"\033[2J" };
	struct probe_fields f;
	struct error err;
	size_t i;

	(void)state;
	f = fields_of(PROBE_FIELDS_DEFAULT, false);
	assert_int_equal(f.n, 9);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (probe_fields_parse(&f, bad[i], false, &err) != STATUS_USAGE)
			fail_msg("\"%s\" was taken", bad[i]);
		assert_null(strchr(err.text, '\033'));
	}
}

static void
test_icmp_text(void **state)
{
	unsigned type, code;

	(void)state;
	assert_string_equal(icmp_text(FAMILY_V4, 3, 1), "host unreachable");
	assert_string_equal(
	    icmp_text(FAMILY_V4, 3, 13), "communication prohibited");
	assert_string_equal(icmp_text(FAMILY_V4, 3, 15), "precedence cutoff");
	assert_string_equal(icmp_text(FAMILY_V4, 3, 16), "unknown");
	assert_string_equal(icmp_text(FAMILY_V4, 11, 0), "TTL exceeded");
	assert_string_equal(icmp_text(FAMILY_V4, 1, 1), "unknown");
	assert_string_equal(icmp_text(FAMILY_V6, 1, 0), "no route");
	assert_string_equal(icmp_text(FAMILY_V6, 1, 3), "address unreachable");
	assert_string_equal(icmp_text(FAMILY_V6, 1, 6), "route rejected");
	assert_string_equal(
	    icmp_text(FAMILY_V6, 3, 1), "reassembly time exceeded");
	for (type = 0; type < 256; type++)
		for (code = 0; code < 256; code++) {
			assert_null(strchr(
			    icmp_text(FAMILY_V4, (uint8_t)type, (uint8_t)code),
			    ','));
			assert_null(strchr(
			    icmp_text(FAMILY_V6, (uint8_t)type, (uint8_t)code),
			    ','));
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_time),
		cmocka_unit_test(test_longest_line),
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_icmp_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

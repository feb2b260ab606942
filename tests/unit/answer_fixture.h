/* SPDX-License-Identifier: Apache-2.0 */
/*
 * answer_fixture.h - one reply, record by record, and what was read of it.
 */
#ifndef TESTS_UNIT_ANSWER_FIXTURE_H
#define TESTS_UNIT_ANSWER_FIXTURE_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <string.h>

#include "prober/answer.h"
#include "tests/sim/sim_message.h"

#define REPLY (DNS_FLAG_QR | DNS_FLAG_RD | DNS_FLAG_RA)

static const uint8_t v6[16] = { 0x20, 1, 0xd, 0xb8, [15] = 7 };
static const uint8_t v4[4] = { 192, 0, 2, 7 };

static struct sim_message message;
static struct names names;
static struct answer answer;
static enum lookup_status status;

static inline int
setup(void **state)
{
	(void)state;
	answer = (struct answer){ 0 };
	return 0;
}

/* Whatever was read, nothing of it may be left. */
static inline int
teardown(void **state)
{
	(void)state;
	answer_free(&answer, &names);
	return names.table.n == 0 ? 0 : -1;
}

static inline void
question(uint16_t flags, const char *name, uint16_t type)
{
	const struct dns_question q = { sim_name(name), type, 1 };

	sim_message_begin(&message, 1, flags, &q);
}

static inline void
cname(const char *from, const char *to)
{
	const struct dns_name owner = sim_name(from), target = sim_name(to);

	sim_message_name(
	    &message, DNS_SECTION_ANSWER, &owner, DNS_TYPE_CNAME, 0, &target);
}

static inline void
target(enum dns_section section, const char *from, uint16_t type,
    uint16_t preference, const char *to)
{
	const struct dns_name owner = sim_name(from), name = sim_name(to);

	sim_message_name(&message, section, &owner, type, preference, &name);
}

static inline void
record(enum dns_section section, const char *from, uint16_t type,
    const void *data, size_t len)
{
	const struct dns_name owner = sim_name(from);

	sim_message_rr(&message, section, &owner, type, data, len);
}

static inline void
address(const char *owner)
{
	record(DNS_SECTION_ANSWER, owner, DNS_TYPE_AAAA, v6, sizeof(v6));
}

static inline void
soa(const char *zone)
{
	const struct dns_name name = sim_name(zone);

	sim_message_soa(&message, DNS_SECTION_AUTHORITY, &name);
}

/* Reads the message as the reply about NAME. */
static inline enum answer_kind
answer_about(const char *name)
{
	const struct dns_name plain = sim_name(name);
	struct name *n = names_get(&names, &plain);
	enum answer_kind kind;
	struct dns_msg msg;

	assert_int_equal(
	    dns_msg_open(&msg, message.octet, message.len), DNS_MSG_OK);
	kind =
	    answer_read(&answer, &names, n, msg.question.type, &msg, &status);
	names_put(&names, n);
	return kind;
}

static inline void
assert_name(const struct name *n, const char *text)
{
	char buf[DNS_NAME_TEXT_SIZE];
	struct dns_name plain;

	assert_non_null(n);
	plain = name_value(n);
	assert_string_equal(dns_name_to_text(&plain, buf), text);
}

#endif /* TESTS_UNIT_ANSWER_FIXTURE_H */

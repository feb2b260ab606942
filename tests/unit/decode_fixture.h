/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_fixture.h - what came in from a target, over either family.
 *
 * Index 0 is IPv4 and 1 is IPv6, as in family_index().
 */
#ifndef TESTS_UNIT_DECODE_FIXTURE_H
#define TESTS_UNIT_DECODE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "capture/decode.h"
#include "tests/unit/frames.h"

#define PAYLOAD        "payload"
#define PAYLOAD_OCTETS 7

/* What comes in goes from the target to us. */
static struct endpoint target[2], us[2];

static inline int
setup(void **state)
{
	(void)state;
	assert_true(address_parse("198.51.100.7", &target[0].addr));
	assert_true(address_parse("192.0.2.1", &us[0].addr));
	assert_true(address_parse("2001:db8:7::7", &target[1].addr));
	assert_true(address_parse("2001:db8:1::1", &us[1].addr));
	target[0].port = target[1].port = 53;
	us[0].port = us[1].port = 40123;
	return 0;
}

static inline struct frame
tcp(int i, unsigned flags, unsigned options)
{
	struct frame f = frame_tcp(&target[i], &us[i], flags, options);

	return frame_ip(&target[i], &us[i], IPPROTO_TCP, &f);
}

static inline struct frame
udp(int i)
{
	struct frame f;

	f = frame_udp(&target[i], &us[i], PAYLOAD, PAYLOAD_OCTETS);
	return frame_ip(&target[i], &us[i], IPPROTO_UDP, &f);
}

static inline size_t
header_octets(int i)
{
	return i == 0 ? 20 : 40;
}

static inline struct decode_input
input(const struct frame *f, enum link_type link)
{
	return (struct decode_input){ .frame = f->octet,
		.captured = f->len,
		.wire = f->len,
		.link = link,
		.at_ns = 42 };
}

static inline enum decode_result
decode(const struct frame *f, enum link_type link, struct response *out)
{
	struct decode_input in = input(f, link);

	return decode_frame(&in, out);
}

/* The result for an IP packet without a link header. */
static inline enum decode_result
result(const struct frame *packet)
{
	struct response r;

	return decode(packet, LINK_RAW, &r);
}

static inline void
assert_flow(const struct response *r, int i, uint8_t proto)
{
	assert_true(address_equal(&r->flow.local.addr, &us[i].addr));
	assert_true(address_equal(&r->flow.remote.addr, &target[i].addr));
	assert_int_equal(r->flow.local.port, us[i].port);
	assert_int_equal(r->flow.remote.port, target[i].port);
	assert_int_equal(r->flow.proto, proto);
	assert_int_equal(r->at_ns, 42);
	assert_int_equal(r->hop_limit, FRAME_HOP_LIMIT);
}

static inline void
assert_udp(const struct response *r, int i)
{
	assert_int_equal(r->kind, RESPONSE_UDP);
	assert_flow(r, i, IPPROTO_UDP);
	assert_int_equal(r->udp.len, PAYLOAD_OCTETS);
	assert_memory_equal(r->udp.payload, PAYLOAD, PAYLOAD_OCTETS);
}

static inline void
assert_decodes_udp(const struct frame *f, enum link_type link, int i)
{
	struct response r;

	assert_int_equal(decode(f, link, &r), DECODE_OK);
	assert_udp(&r, i);
}

#endif /* TESTS_UNIT_DECODE_FIXTURE_H */

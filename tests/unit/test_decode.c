/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/decode_fixture.h"

static void
udp_over_every_link(void **state)
{
	static const char cooked[15] = { 0, 0, 0, 1, 0, 6 };
	struct frame packet, f;
	int i;

	(void)state;
	for (i = 0; i < 2; i++) {
		packet = udp(i);
		assert_decodes_udp(&packet, LINK_RAW, i);

		f = frame_ethernet(&packet);
		assert_decodes_udp(&f, LINK_ETHERNET, i);

		f.len = 0;
		frame_put(&f, cooked, 14);
		frame_be16(&f, frame_ethertype(&packet));
		frame_put(&f, packet.octet, packet.len);
		assert_decodes_udp(&f, LINK_COOKED, i);

		f.len = 0;
		frame_be16(&f, frame_ethertype(&packet));
		frame_put(&f, cooked, 14);
		frame_be32(&f, 0);
		frame_put(&f, packet.octet, packet.len);
		assert_decodes_udp(&f, LINK_COOKED2, i);
	}
}

static void
vlan_tags(void **state)
{
	struct frame packet, f;
	struct response r;
	size_t cut;
	int i;

	(void)state;
	for (i = 0; i < 2; i++) {
		packet = udp(i);
		f = frame_tagged(&packet, 1);
		assert_decodes_udp(&f, LINK_ETHERNET, i);
		f = frame_tagged(&packet, 2);
		assert_decodes_udp(&f, LINK_ETHERNET, i);
		f = frame_tagged(&packet, 3);
		assert_int_equal(decode(&f, LINK_ETHERNET, &r), DECODE_NOT_IP);
	}
	f = frame_tagged(&packet, 2);
	for (cut = 0; cut < 22; cut++) {
		f.len = cut;
		assert_int_equal(decode(&f, LINK_ETHERNET, &r), DECODE_SHORT);
	}
}

static void
not_ip(void **state)
{
	struct frame packet = udp(0), f = frame_ethernet(&packet);
	struct response r;

	(void)state;
	f.len = 14; /* nothing behind the link header */
	assert_int_equal(decode(&f, LINK_ETHERNET, &r), DECODE_SHORT);
	f = frame_ethernet(&packet);
	frame_set16(&f, 12, 0x0806); /* ARP */
	assert_int_equal(decode(&f, LINK_ETHERNET, &r), DECODE_NOT_IP);
	frame_set16(&f, 12, 0x86dd); /* says IPv6, is IPv4 */
	assert_int_equal(decode(&f, LINK_ETHERNET, &r), DECODE_BAD_VERSION);

	packet = udp(1);
	f = frame_ethernet(&packet);
	frame_set16(&f, 12, 0x0800);
	assert_int_equal(decode(&f, LINK_ETHERNET, &r), DECODE_BAD_VERSION);
	packet.octet[0] = 0x50;
	assert_int_equal(result(&packet), DECODE_BAD_VERSION);
	packet.len = 0;
	assert_int_equal(result(&packet), DECODE_SHORT);
}

/* A frame that was sent short is never accepted, wherever it ends. */
static void
cut_on_the_wire(void **state)
{
	enum decode_result got;
	struct frame f;
	int i, kind;
	size_t full;

	(void)state;
	for (i = 0; i < 2; i++)
		for (kind = 0; kind < 2; kind++) {
			f = kind == 0 ? tcp(i, TCP_FLAG_ACK, 12) : udp(i);
			full = f.len;
			while (f.len-- > 0) {
				got = result(&f);
				assert_int_equal(got,
				    f.len < header_octets(i)
					? DECODE_SHORT
					: DECODE_BAD_LENGTH);
			}
			assert_true(full > 0);
		}
}

/* A frame the capture cut is used as far as its headers are there. */
static void
cut_by_the_capture(void **state)
{
	struct decode_input in;
	struct response r;
	struct frame f;
	size_t headers;
	int i;

	(void)state;
	for (i = 0; i < 2; i++) {
		f = udp(i);
		in = input(&f, LINK_RAW);
		headers = header_octets(i) + 8;
		for (in.captured = 0; in.captured < headers; in.captured++)
			assert_int_equal(decode_frame(&in, &r), DECODE_SHORT);
		for (; in.captured < f.len; in.captured++) {
			assert_int_equal(decode_frame(&in, &r), DECODE_OK);
			assert_int_equal(r.udp.len, in.captured - headers);
		}

		f = tcp(i, TCP_FLAG_ACK, 12);
		in = input(&f, LINK_RAW);
		headers = header_octets(i) + 20;
		for (in.captured = 0; in.captured < headers; in.captured++)
			assert_int_equal(decode_frame(&in, &r), DECODE_SHORT);
		for (; in.captured < f.len; in.captured++)
			assert_int_equal(decode_frame(&in, &r), DECODE_OK);
	}
}

static void
padding_is_ignored(void **state)
{
	struct frame packet, f;
	int i;

	(void)state;
	for (i = 0; i < 2; i++) {
		packet = udp(i);
		f = frame_ethernet(&packet);
		frame_put(&f, "\xff\xff\xff\xff\xff", 5);
		assert_decodes_udp(&f, LINK_ETHERNET, i);
	}
}

static void
v4_header(void **state)
{
	struct frame f, g = { .len = 0 };
	struct response r;

	(void)state;
	f = udp(0);
	f.octet[0] = 0x44; /* header of 16 octets */
	assert_int_equal(result(&f), DECODE_BAD_LENGTH);
	f = udp(0);
	frame_set16(&f, 2, 19); /* total below the header's */
	assert_int_equal(result(&f), DECODE_BAD_LENGTH);
	f = udp(0);
	frame_set16(&f, 2, (unsigned)f.len + 1);
	frame_v4_checksum(&f, 0);
	assert_int_equal(result(&f), DECODE_BAD_LENGTH);
	f = udp(0);
	f.octet[8]++; /* TTL, checksum as it was */
	assert_int_equal(result(&f), DECODE_BAD_CHECKSUM);

	/* Options: eight octets of no-operation. */
	f = udp(0);
	frame_put(&g, f.octet, 20);
	frame_put(&g, "\1\1\1\1\1\1\1\1", 8);
	frame_put(&g, f.octet + 20, f.len - 20);
	g.octet[0] = 0x47;
	frame_set16(&g, 2, (unsigned)g.len);
	frame_v4_checksum(&g, 0);
	assert_decodes_udp(&g, LINK_RAW, 0);
	g.len = 24;
	assert_int_equal(decode(&g, LINK_RAW, &r), DECODE_SHORT);
}

/* An IPv6 packet with N extension headers of one type around UDP. */
static struct frame
extended(unsigned type, int n)
{
	struct frame f;
	int i;

	f = frame_udp(&target[1], &us[1], PAYLOAD, PAYLOAD_OCTETS);
	for (i = 0; i < n; i++)
		f = frame_extension(i == 0 ? IPPROTO_UDP : type, 0, &f);
	return frame_ip(&target[1], &us[1], n > 0 ? type : IPPROTO_UDP, &f);
}

static void
v6_extensions(void **state)
{
	static const uint8_t types[] = { IPPROTO_HOPOPTS, IPPROTO_ROUTING,
		IPPROTO_DSTOPTS, IPPROTO_FRAGMENT, IPPROTO_AH };
	struct frame f;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(types); i++) {
		f = extended(types[i], 1);
		assert_decodes_udp(&f, LINK_RAW, 1);
		f.octet[41] = 200; /* longer than the packet */
		if (types[i] != IPPROTO_FRAGMENT)
			assert_int_equal(result(&f), DECODE_SHORT);
	}
	f = extended(IPPROTO_DSTOPTS, 8);
	assert_decodes_udp(&f, LINK_RAW, 1);
	f = extended(IPPROTO_DSTOPTS, 9);
	assert_int_equal(result(&f), DECODE_BAD_EXTENSION);
	f = extended(IPPROTO_HOPOPTS, 2);
	assert_int_equal(result(&f), DECODE_BAD_EXTENSION);
	f = extended(IPPROTO_NONE, 0);
	f.octet[6] = IPPROTO_NONE;
	assert_int_equal(result(&f), DECODE_BAD_EXTENSION);
	f.octet[6] = IPPROTO_ESP;
	assert_int_equal(result(&f), DECODE_OTHER_PROTOCOL);
}

static void
v4_fragments(void **state)
{
	struct response r;
	struct frame f;

	(void)state;
	f = udp(0);
	frame_set16(&f, 6, 0x4000); /* do not fragment: whole */
	frame_v4_checksum(&f, 0);
	assert_decodes_udp(&f, LINK_RAW, 0);

	frame_set16(&f, 6, 0x2000);
	frame_v4_checksum(&f, 0);
	assert_int_equal(decode(&f, LINK_RAW, &r), DECODE_OK);
	assert_int_equal(r.kind, RESPONSE_UDP_FRAGMENT);
	assert_flow(&r, 0, IPPROTO_UDP);
	assert_int_equal(r.udp.len, 0);

	frame_set16(&f, 6, 0x2001);
	frame_v4_checksum(&f, 0);
	assert_int_equal(result(&f), DECODE_FRAGMENT);
	frame_set16(&f, 6, 0x0001);
	frame_v4_checksum(&f, 0);
	assert_int_equal(result(&f), DECODE_FRAGMENT);

	/* A first fragment too small for the ports. */
	frame_set16(&f, 2, 27);
	frame_set16(&f, 6, 0x2000);
	frame_v4_checksum(&f, 0);
	assert_int_equal(result(&f), DECODE_SHORT);

	f = tcp(0, TCP_FLAG_SYN, 0);
	frame_set16(&f, 6, 0x2000);
	frame_v4_checksum(&f, 0);
	assert_int_equal(result(&f), DECODE_FRAGMENT);
}

static void
v6_fragments(void **state)
{
	struct response r;
	struct frame f;

	(void)state;
	f = extended(IPPROTO_FRAGMENT, 1);
	frame_set16(&f, 42, 0x0001);
	assert_int_equal(decode(&f, LINK_RAW, &r), DECODE_OK);
	assert_int_equal(r.kind, RESPONSE_UDP_FRAGMENT);
	assert_flow(&r, 1, IPPROTO_UDP);
	frame_set16(&f, 42, 0x0009);
	assert_int_equal(result(&f), DECODE_FRAGMENT);
	frame_set16(&f, 42, 0x0008);
	assert_int_equal(result(&f), DECODE_FRAGMENT);

	f = extended(IPPROTO_FRAGMENT, 2);
	assert_decodes_udp(&f, LINK_RAW, 1);
	/* An atomic one inside a first one does not make it whole. */
	frame_set16(&f, 42, 0x0001);
	assert_int_equal(decode(&f, LINK_RAW, &r), DECODE_OK);
	assert_int_equal(r.kind, RESPONSE_UDP_FRAGMENT);
}

static void
result_names(void **state)
{
	int i, k;

	(void)state;
	for (i = 0; i < DECODE_RESULT_COUNT; i++)
		for (k = 0; k < i; k++)
			assert_string_not_equal(
			    decode_result_name((enum decode_result)i),
			    decode_result_name((enum decode_result)k));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(udp_over_every_link),
		cmocka_unit_test(vlan_tags),
		cmocka_unit_test(not_ip),
		cmocka_unit_test(cut_on_the_wire),
		cmocka_unit_test(cut_by_the_capture),
		cmocka_unit_test(padding_is_ignored),
		cmocka_unit_test(v4_header),
		cmocka_unit_test(v6_extensions),
		cmocka_unit_test(v4_fragments),
		cmocka_unit_test(v6_fragments),
		cmocka_unit_test(result_names),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}

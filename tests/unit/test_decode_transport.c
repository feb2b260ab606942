/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/decode_fixture.h"

static void
tcp_segments(void **state)
{
	struct response r;
	struct frame f;
	unsigned options;
	int i;

	(void)state;
	for (i = 0; i < 2; i++)
		for (options = 0; options <= 40; options += 4) {
			f = tcp(i, TCP_FLAG_SYN | TCP_FLAG_ACK, options);
			assert_int_equal(decode(&f, LINK_RAW, &r), DECODE_OK);
			assert_int_equal(r.kind, RESPONSE_TCP);
			assert_flow(&r, i, IPPROTO_TCP);
			assert_int_equal(
			    r.tcp.flags, TCP_FLAG_SYN | TCP_FLAG_ACK);
			assert_int_equal(r.tcp.seq, FRAME_TCP_SEQ);
			assert_int_equal(r.tcp.ack, FRAME_TCP_ACK);
		}
}

static void
tcp_data_offset(void **state)
{
	struct frame f;
	int i;

	(void)state;
	for (i = 0; i < 2; i++) {
		f = tcp(i, TCP_FLAG_RST, 0);
		f.octet[header_octets(i) + 12] = 4 << 4;
		assert_int_equal(result(&f), DECODE_BAD_LENGTH);
		f.octet[header_octets(i) + 12] = 6 << 4;
		assert_int_equal(result(&f), DECODE_BAD_LENGTH);
	}
}

static void
udp_length(void **state)
{
	struct frame f, u;
	int i;

	(void)state;
	for (i = 0; i < 2; i++) {
		f = udp(i);
		frame_set16(&f, header_octets(i) + 4, 7);
		assert_int_equal(result(&f), DECODE_BAD_LENGTH);
		frame_set16(&f, header_octets(i) + 4, 8 + PAYLOAD_OCTETS + 1);
		assert_int_equal(result(&f), DECODE_BAD_LENGTH);

		/* Surplus behind the datagram is not payload. */
		u = frame_udp(&target[i], &us[i], PAYLOAD, PAYLOAD_OCTETS);
		frame_put(&u, "surplus", 7);
		f = frame_ip(&target[i], &us[i], IPPROTO_UDP, &u);
		assert_decodes_udp(&f, LINK_RAW, i);
	}
}

static void
udp_without_checksum(void **state)
{
	struct frame f;

	(void)state;
	f = udp(0);
	frame_set16(&f, 26, 0);
	assert_decodes_udp(&f, LINK_RAW, 0);
	f = udp(1);
	frame_set16(&f, 46, 0);
	assert_int_equal(result(&f), DECODE_BAD_CHECKSUM);
}

/* No single wrong bit behind the IP header gets through, except where the
   kernel says that the sum was never finished. */
static void
transport_checksums(void **state)
{
	struct decode_input in;
	struct response r;
	struct frame f;
	size_t at, bit;
	int i, kind;

	(void)state;
	for (i = 0; i < 2; i++)
		for (kind = 0; kind < 2; kind++) {
			f = kind == 0 ? tcp(i, TCP_FLAG_RST, 0) : udp(i);
			for (at = header_octets(i); at < f.len; at++)
				for (bit = 1; bit < 256; bit <<= 1) {
					f.octet[at] ^= (uint8_t)bit;
					assert_int_not_equal(
					    result(&f), DECODE_OK);
					f.octet[at] ^= (uint8_t)bit;
				}
			f.octet[header_octets(i)] ^= 1;
			in = input(&f, LINK_RAW);
			in.checksum_partial = true;
			assert_int_equal(decode_frame(&in, &r), DECODE_OK);
		}
}

/*
 * A sender that leaves the sum to its card writes the pseudo-header's into the
 * field.  It is believed only where the source said it may be there, and no
 * other wrong value ever is.
 */
static void
partial_checksums(void **state)
{
	struct decode_input in;
	struct response r;
	struct frame f;
	unsigned value, partial, good;
	size_t at;
	int i, kind;

	(void)state;
	for (i = 0; i < 2; i++)
		for (kind = 0; kind < 2; kind++) {
			f = kind == 0 ? tcp(i, TCP_FLAG_RST, 0) : udp(i);
			at = header_octets(i) + (kind == 0 ? 16 : 6);
			good = (unsigned)f.octet[at] << 8 | f.octet[at + 1];
			partial = naive_pseudo(&target[i].addr, &us[i].addr,
			    kind == 0 ? IPPROTO_TCP : IPPROTO_UDP,
			    f.len - header_octets(i));
			in = input(&f, LINK_RAW);
			in.checksum_maybe_partial = true;
			for (value = 1; value <= 0xffff; value++) {
				frame_set16(&f, at, value);
				assert_int_equal(decode_frame(&in, &r),
				    value == good || value == partial
					? DECODE_OK
					: DECODE_BAD_CHECKSUM);
			}
			frame_set16(&f, at, partial);
			assert_int_equal(result(&f), DECODE_BAD_CHECKSUM);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tcp_segments),
		cmocka_unit_test(tcp_data_offset),
		cmocka_unit_test(udp_length),
		cmocka_unit_test(udp_without_checksum),
		cmocka_unit_test(transport_checksums),
		cmocka_unit_test(partial_checksums),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}

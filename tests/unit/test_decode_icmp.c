/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "capture/decode.h"
#include "tests/unit/frames.h"

#define DNS_ID_AND_FLAGS 0xbeef0100

/* A router on the way answers what we sent to the target. */
static struct endpoint target[2], us[2], router[2];

static int
setup(void **state)
{
	(void)state;
	assert_true(address_parse("198.51.100.7", &target[0].addr));
	assert_true(address_parse("192.0.2.1", &us[0].addr));
	assert_true(address_parse("203.0.113.9", &router[0].addr));
	assert_true(address_parse("2001:db8:7::7", &target[1].addr));
	assert_true(address_parse("2001:db8:1::1", &us[1].addr));
	assert_true(address_parse("2001:db8:9::9", &router[1].addr));
	target[0].port = target[1].port = 53;
	us[0].port = us[1].port = 40123;
	return 0;
}

static size_t
header_octets(int i)
{
	return i == 0 ? 20 : 40;
}

static struct frame
our_udp(int i)
{
	struct frame f;

	f = frame_udp(&us[i], &target[i], "\xbe\xef\1\0rest of it", 14);
	return frame_ip(&us[i], &target[i], IPPROTO_UDP, &f);
}

static struct frame
our_tcp(int i)
{
	struct frame f = frame_tcp(&us[i], &target[i], TCP_FLAG_SYN, 20);

	return frame_ip(&us[i], &target[i], IPPROTO_TCP, &f);
}

/* The packet in which the router quotes QUOTE. */
static struct frame
error_about(int i, unsigned type, unsigned code, const struct frame *quote)
{
	struct frame f = frame_icmp(&router[i], &us[i], type, code, quote);

	return frame_ip(
	    &router[i], &us[i], i == 0 ? IPPROTO_ICMP : IPPROTO_ICMPV6, &f);
}

static enum decode_result
decode(const struct frame *packet, struct response *r)
{
	struct decode_input in = { .frame = packet->octet,
		.captured = packet->len,
		.wire = packet->len,
		.link = LINK_RAW };

	return decode_frame(&in, r);
}

/* The result for an "unreachable" that quotes QUOTE. */
static enum decode_result
quoting(int i, const struct frame *quote, struct response *r)
{
	struct frame f = error_about(i, i == 0 ? 3 : 1, 0, quote);

	return decode(&f, r);
}

static void
assert_about_us(const struct response *r, int i, uint8_t proto)
{
	assert_int_equal(r->kind, RESPONSE_ICMP_ERROR);
	assert_true(address_equal(&r->icmp.sender, &router[i].addr));
	assert_true(address_equal(&r->flow.local.addr, &us[i].addr));
	assert_true(address_equal(&r->flow.remote.addr, &target[i].addr));
	assert_int_equal(r->flow.local.port, us[i].port);
	assert_int_equal(r->flow.remote.port, target[i].port);
	assert_int_equal(r->flow.proto, proto);
}

/* Every length of quote: nothing, then the ports, then the token too. */
static void
quote_lengths(void **state)
{
	struct frame quote;
	struct response r;
	size_t ports, token;
	int i, tcp;

	(void)state;
	for (i = 0; i < 2; i++)
		for (tcp = 0; tcp < 2; tcp++) {
			quote = tcp ? our_tcp(i) : our_udp(i);
			ports = header_octets(i) + 4;
			token = header_octets(i) + (tcp ? 8 : 12);
			for (; quote.len >= token; quote.len--) {
				assert_int_equal(
				    quoting(i, &quote, &r), DECODE_OK);
				assert_about_us(
				    &r, i, tcp ? IPPROTO_TCP : IPPROTO_UDP);
				assert_true(r.icmp.has_quote);
				assert_int_equal(r.icmp.quote,
				    tcp ? FRAME_TCP_SEQ : DNS_ID_AND_FLAGS);
			}
			for (; quote.len >= ports; quote.len--) {
				assert_int_equal(
				    quoting(i, &quote, &r), DECODE_OK);
				assert_about_us(
				    &r, i, tcp ? IPPROTO_TCP : IPPROTO_UDP);
				assert_false(r.icmp.has_quote);
			}
			for (quote.len = ports; quote.len-- > 0;)
				assert_int_equal(quoting(i, &quote, &r),
				    DECODE_ICMP_NO_QUOTE);
		}
}

/* Routers touch TTL, lengths and checksums before they quote. */
static void
quote_was_changed(void **state)
{
	struct response r;
	struct frame quote;

	(void)state;
	quote = our_tcp(0);
	frame_set16(&quote, 2, 0); /* total length */
	quote.octet[8] = 0;        /* TTL */
	assert_int_equal(quoting(0, &quote, &r), DECODE_OK);
	assert_about_us(&r, 0, IPPROTO_TCP);
	assert_true(r.icmp.has_quote);

	quote = our_tcp(1);
	frame_set16(&quote, 4, 0xffff);
	quote.octet[7] = 0;
	assert_int_equal(quoting(1, &quote, &r), DECODE_OK);
	assert_about_us(&r, 1, IPPROTO_TCP);
}

static void
quote_behind_extensions(void **state)
{
	struct frame quote;
	struct response r;

	(void)state;
	quote = frame_tcp(&us[1], &target[1], TCP_FLAG_SYN, 0);
	quote = frame_extension(IPPROTO_TCP, 0, &quote);
	quote = frame_extension(IPPROTO_FRAGMENT, 0, &quote);
	quote = frame_ip(&us[1], &target[1], IPPROTO_DSTOPTS, &quote);
	assert_int_equal(quoting(1, &quote, &r), DECODE_OK);
	assert_about_us(&r, 1, IPPROTO_TCP);
	assert_int_equal(r.icmp.quote, FRAME_TCP_SEQ);

	/* Only the first fragment has the ports. */
	frame_set16(&quote, 50, 0x0001);
	assert_int_equal(quoting(1, &quote, &r), DECODE_OK);
	frame_set16(&quote, 50, 0x0008);
	assert_int_equal(quoting(1, &quote, &r), DECODE_ICMP_NO_QUOTE);
	quote.len = 44; /* inside the first extension header */
	assert_int_equal(quoting(1, &quote, &r), DECODE_ICMP_NO_QUOTE);
}

static void
quote_is_not_ours(void **state)
{
	struct frame quote;
	struct response r;

	(void)state;
	quote = our_udp(1);
	assert_int_equal(quoting(0, &quote, &r), DECODE_ICMP_NO_QUOTE);
	quote = our_udp(0);
	assert_int_equal(quoting(1, &quote, &r), DECODE_ICMP_NO_QUOTE);
	quote.octet[9] = IPPROTO_ICMP;
	assert_int_equal(quoting(0, &quote, &r), DECODE_OTHER_PROTOCOL);
}

static void
which_types(void **state)
{
	enum decode_result want;
	struct frame quote, f;
	struct response r;
	unsigned type;
	bool error;
	int i;

	(void)state;
	for (i = 0; i < 2; i++)
		for (type = 0; type < 256; type++) {
			quote = our_udp(i);
			f = error_about(i, type, 0, &quote);
			error = i == 0 ? type == 3 || type == 11 || type == 12
				       : type >= 1 && type <= 4;
			want = error ? DECODE_OK : DECODE_ICMP_NOT_ERROR;
			assert_int_equal(decode(&f, &r), want);
			if (!error)
				continue;
			assert_int_equal(r.icmp.type, type);
			assert_int_equal(r.icmp.code, 0);
			assert_int_equal(r.icmp.reason,
			    icmp_reason(i == 0 ? FAMILY_V4 : FAMILY_V6,
				(uint8_t)type, 0));
		}
}

static void
checksum_and_length(void **state)
{
	struct frame quote, f;
	struct decode_input in;
	struct response r;
	size_t at;
	int i;

	(void)state;
	for (i = 0; i < 2; i++) {
		quote = our_udp(i);
		f = error_about(i, 3, 0, &quote);
		for (at = header_octets(i) + 1; at < f.len; at++) {
			f.octet[at] ^= 0x10;
			assert_int_equal(decode(&f, &r), DECODE_BAD_CHECKSUM);
			f.octet[at] ^= 0x10;
		}
		f.octet[f.len - 1] ^= 1;
		in = (struct decode_input){ .frame = f.octet,
			.captured = f.len,
			.wire = f.len,
			.link = LINK_RAW,
			.checksum_partial = true };
		assert_int_equal(decode_frame(&in, &r), DECODE_OK);
		in.checksum_partial = false;
		in.captured--;
		assert_int_equal(decode_frame(&in, &r), DECODE_OK);

		f = (struct frame){ .len = 7 };
		f = frame_ip(&router[i], &us[i],
		    i == 0 ? IPPROTO_ICMP : IPPROTO_ICMPV6, &f);
		assert_int_equal(decode(&f, &r), DECODE_SHORT);
	}
}

/* ICMPv6 has no business over IPv4, nor ICMP over IPv6. */
static void
wrong_family(void **state)
{
	struct frame quote, f;
	struct response r;

	(void)state;
	quote = our_udp(0);
	f = frame_icmp(&router[0], &us[0], 3, 0, &quote);
	f = frame_ip(&router[0], &us[0], IPPROTO_ICMPV6, &f);
	assert_int_equal(decode(&f, &r), DECODE_OTHER_PROTOCOL);
	f = frame_icmp(&router[1], &us[1], 1, 0, &quote);
	f = frame_ip(&router[1], &us[1], IPPROTO_ICMP, &f);
	assert_int_equal(decode(&f, &r), DECODE_OTHER_PROTOCOL);
}

static void
reasons(void **state)
{
	static const struct {
		enum family family;
		uint8_t type, code;
		enum reason reason;
	} rows[] = {
		{ FAMILY_V4, 3, 0, REASON_NET_UNREACHABLE },
		{ FAMILY_V4, 3, 1, REASON_HOST_UNREACHABLE },
		{ FAMILY_V4, 3, 2, REASON_PROTOCOL_UNREACHABLE },
		{ FAMILY_V4, 3, 3, REASON_PORT_UNREACHABLE },
		{ FAMILY_V4, 3, 4, REASON_PACKET_TOO_BIG },
		{ FAMILY_V4, 3, 5, REASON_OTHER_ICMP },
		{ FAMILY_V4, 3, 6, REASON_NET_UNREACHABLE },
		{ FAMILY_V4, 3, 7, REASON_HOST_UNREACHABLE },
		{ FAMILY_V4, 3, 8, REASON_OTHER_ICMP },
		{ FAMILY_V4, 3, 9, REASON_ADMIN_PROHIBITED },
		{ FAMILY_V4, 3, 10, REASON_ADMIN_PROHIBITED },
		{ FAMILY_V4, 3, 11, REASON_NET_UNREACHABLE },
		{ FAMILY_V4, 3, 12, REASON_HOST_UNREACHABLE },
		{ FAMILY_V4, 3, 13, REASON_ADMIN_PROHIBITED },
		{ FAMILY_V4, 3, 14, REASON_OTHER_ICMP },
		{ FAMILY_V4, 3, 255, REASON_OTHER_ICMP },
		{ FAMILY_V4, 11, 0, REASON_TIME_EXCEEDED },
		{ FAMILY_V4, 12, 0, REASON_PARAMETER_PROBLEM },
		{ FAMILY_V4, 8, 0, REASON_OTHER_ICMP },
		{ FAMILY_V6, 1, 0, REASON_NO_ROUTE },
		{ FAMILY_V6, 1, 1, REASON_ADMIN_PROHIBITED },
		{ FAMILY_V6, 1, 2, REASON_BEYOND_SCOPE },
		{ FAMILY_V6, 1, 3, REASON_ADDRESS_UNREACHABLE },
		{ FAMILY_V6, 1, 4, REASON_PORT_UNREACHABLE },
		{ FAMILY_V6, 1, 5, REASON_POLICY_FAILED },
		{ FAMILY_V6, 1, 6, REASON_REJECT_ROUTE },
		{ FAMILY_V6, 1, 7, REASON_OTHER_ICMP },
		{ FAMILY_V6, 2, 0, REASON_PACKET_TOO_BIG },
		{ FAMILY_V6, 3, 1, REASON_TIME_EXCEEDED },
		{ FAMILY_V6, 4, 2, REASON_PARAMETER_PROBLEM },
		{ FAMILY_V6, 128, 0, REASON_OTHER_ICMP },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
		    icmp_reason(rows[i].family, rows[i].type, rows[i].code),
		    rows[i].reason);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quote_lengths),
		cmocka_unit_test(quote_was_changed),
		cmocka_unit_test(quote_behind_extensions),
		cmocka_unit_test(quote_is_not_ours),
		cmocka_unit_test(which_types),
		cmocka_unit_test(checksum_and_length),
		cmocka_unit_test(wrong_family),
		cmocka_unit_test(reasons),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}

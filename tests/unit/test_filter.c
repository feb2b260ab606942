/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The filter's text through libpcap's compiler, on frames of every kind.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pcap.h>

#include "capture/filter.h"
#include "tests/unit/frames.h"

#define FIRST 20480
#define PORTS 256

/* Ours and theirs, in either family. */
static struct endpoint
end(bool v6, bool ours, uint16_t port)
{
	struct endpoint e = { .port = port };

	assert_true(address_parse(v6 ? ours ? "2001:db8::1" : "2001:db8::2"
		: ours               ? "192.0.2.1"
				     : "192.0.2.2",
	    &e.addr));
	return e;
}

struct filter {
	struct bpf_program program;
	bool link_layer;
};

static struct filter
filter_make(bool link_layer, bool shared)
{
	pcap_t *dead = pcap_open_dead(link_layer ? DLT_EN10MB : DLT_RAW, 2048);
	struct filter f = { .link_layer = link_layer };
	char text[FILTER_TEXT_SIZE];

	assert_non_null(dead);
	(void)(shared ? filter_text_shared : filter_text)(
	    text, FIRST, PORTS, link_layer);
	if (pcap_compile(dead, &f.program, text, 1, PCAP_NETMASK_UNKNOWN) < 0)
		fail_msg("%s: %s", text, pcap_geterr(dead));
	pcap_close(dead);
	return f;
}

static bool
passes(const struct filter *f, const struct frame *packet, int tags)
{
	struct frame frame =
	    f->link_layer ? frame_tagged(packet, tags) : *packet;
	const struct pcap_pkthdr header = {
		.caplen = (bpf_u_int32)frame.len,
		.len = (bpf_u_int32)frame.len,
	};

	return pcap_offline_filter(&f->program, &header, frame.octet) != 0;
}

static void
check_family(const struct filter *f, bool v6)
{
	static const struct {
		uint16_t port;
		bool want;
	} rows[] = { { FIRST, true }, { FIRST + PORTS - 1, true },
		{ FIRST - 1, false }, { FIRST + PORTS, false }, { 53, false } };
	const struct endpoint from = end(v6, false, 53);
	struct frame inner, packet;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct endpoint to = end(v6, true, rows[i].port);

		inner = frame_udp(&from, &to, "x", 1);
		packet = frame_ip(&from, &to, IPPROTO_UDP, &inner);
		assert_int_equal(passes(f, &packet, 0), rows[i].want);
		inner = frame_tcp(&from, &to, 18, 0);
		packet = frame_ip(&from, &to, IPPROTO_TCP, &inner);
		assert_int_equal(passes(f, &packet, 0), rows[i].want);
		/* What is left when the kernel took the outer of two tags. */
		if (f->link_layer)
			assert_true(passes(f, &packet, 1));
		if (!v6)
			continue;
		/* The decoder looks behind extension headers, not this. */
		inner = frame_extension(IPPROTO_TCP, 0, &inner);
		packet = frame_ip(&from, &to, IPPROTO_DSTOPTS, &inner);
		assert_true(passes(f, &packet, 0));
		packet = frame_ip(&from, &to, IPPROTO_FRAGMENT, &inner);
		assert_true(passes(f, &packet, 0));
	}
}

static void
check_icmp(const struct filter *f)
{
	static const uint8_t errors_v4[] = { 3, 4, 11, 12 };
	const struct endpoint from4 = end(false, false, 0);
	const struct endpoint to4 = end(false, true, 0);
	const struct endpoint from6 = end(true, false, 0);
	const struct endpoint to6 = end(true, true, 0);
	const struct frame body = { .len = 40 };
	struct frame inner, packet;

	for (unsigned type = 0; type < 256; type++) {
		inner = frame_icmp(&from4, &to4, type, 0, &body);
		packet = frame_ip(&from4, &to4, IPPROTO_ICMP, &inner);
		assert_int_equal(passes(f, &packet, 0),
		    type < 13 && memchr(errors_v4, (int)type, 4) != NULL);
		inner = frame_icmp(&from6, &to6, type, 0, &body);
		packet = frame_ip(&from6, &to6, IPPROTO_ICMPV6, &inner);
		assert_int_equal(passes(f, &packet, 0), type < 128);
	}
}

/* Errors that quote a probe of ours, or of somebody who shares the host. */
static void
check_quotes(const struct filter *f, bool v6, bool shared)
{
	static const uint16_t ports[] = { FIRST, FIRST + PORTS - 1, FIRST - 1,
		FIRST + PORTS };
	const struct endpoint router = end(v6, false, 0);
	const struct endpoint target = end(v6, false, 53);
	const struct endpoint us = end(v6, true, 0);
	struct frame inner, quoted, packet;

	for (size_t i = 0; i < 4; i++) {
		const struct endpoint from = end(v6, true, ports[i]);

		inner = frame_udp(&from, &target, "x", 1);
		quoted = frame_ip(&from, &target, IPPROTO_UDP, &inner);
		inner = frame_icmp(&router, &us, v6 ? 1 : 3, 0, &quoted);
		packet = frame_ip(
		    &router, &us, v6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP, &inner);
		assert_int_equal(passes(f, &packet, 0), !shared || i < 2);
	}
}

static void
check_filter(bool link_layer, bool shared)
{
	struct filter f = filter_make(link_layer, shared);

	check_family(&f, false);
	check_family(&f, true);
	check_icmp(&f);
	check_quotes(&f, false, shared);
	check_quotes(&f, true, shared);
	pcap_freecode(&f.program);
}

static void
test_ethernet(void **unused)
{
	(void)unused;
	check_filter(true, false);
	check_filter(true, true);
}

static void
test_raw(void **unused)
{
	(void)unused;
	check_filter(false, false);
	check_filter(false, true);
}

static void
test_extremes(void **unused)
{
	char text[FILTER_TEXT_SIZE];

	(void)unused;
	assert_non_null(
	    strstr(filter_text(text, 65535, 1, true), "portrange 65535-65535"));
	assert_non_null(
	    strstr(filter_text(text, 0, 65536, true), "portrange 0-65535"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ethernet),
		cmocka_unit_test(test_raw),
		cmocka_unit_test(test_extremes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <netinet/in.h>

#include <cmocka.h>

#include "prober/guard.h"

static struct ip_addr
addr(const char *text)
{
	struct ip_addr a;

	if (!address_parse(text, &a))
		fail_msg("bad address in test: %s", text);
	return a;
}

static struct prefix
prefix(const char *text)
{
	struct prefix p;

	if (!prefix_parse(text, &p))
		fail_msg("bad prefix in test: %s", text);
	return p;
}

static void
test_special(void **unused)
{
	static const char *const special[] = { "0.0.0.0", "10.1.2.3",
		"100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1",
		"169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1",
		"192.0.0.8", "192.0.0.11", "192.0.2.1", "192.88.99.1",
		"192.168.1.1", "192.175.48.1", "198.18.0.1", "198.19.255.255",
		"198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255",
		"240.0.0.1", "255.255.255.255", "::", "::1", "::2",
		"::192.0.2.1", "::8.8.8.8", "::ffff:8.8.8.8", "::fffe:8.8.8.8",
		"::5efe:808:808", "64:ff9b::808:808", "64:ff9b:1::1", "100::1",
		"200::1", "400::1", "1fff::1", "2001::1", "2001:0:1:2:3:4:5:6",
		"2001:1::4", "2001:2::1", "2001:4:111::1", "2001:5::1",
		"2001:10::1", "2001:1ff::1", "2001:40::1", "2001:db8::1",
		"2001:db8:ffff::1", "2002::1", "2002:808:808::1",
		"2620:4f:8000::1", "3ffe::1", "3fff::1", "3fff:fff::1",
		"4000::1", "5f00::1", "8000::1", "fc00::1", "fd00:ec2::254",
		"fe80::1", "febf::1", "fec0::1", "ff02::1", "ffff::1",
		"2a00::5efe:10.0.0.1", "2a00::200:5efe:192.168.1.1" };
	static const char *const ordinary[] = { "1.1.1.1", "8.8.8.8",
		"9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
		"128.0.0.1", "172.15.255.255", "172.32.0.0", "192.0.0.9",
		"192.0.0.10", "192.0.1.1", "198.17.255.255", "198.20.0.0",
		"223.255.255.255", "2000::1", "2001:1::1", "2001:1::2",
		"2001:1::3", "2001:3::1", "2001:4:112::1", "2001:20::1",
		"2001:3f::1", "2001:200::1", "2001:4860:4860::8888",
		"2001:db7::1", "2001:db9::1", "2003::1", "2620:4f:8001::1",
		"2a00::1", "3ffd::1", "3fff:1000::1", "2a00::5efe:8.8.8.8" };

	(void)unused;
	for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++) {
		struct ip_addr a = addr(special[i]);

		if (!address_is_special(&a))
			fail_msg("%s is not special", special[i]);
	}
	for (size_t i = 0; i < sizeof(ordinary) / sizeof(ordinary[0]); i++) {
		struct ip_addr a = addr(ordinary[i]);

		if (address_is_special(&a))
			fail_msg("%s is special", ordinary[i]);
	}
}

static void
test_special_name(void **unused)
{
	struct ip_addr a = addr("2002:a00::1");

	(void)unused;
	assert_string_equal(address_special_name(&a), "6to4 (RFC 3056)");
	a = addr("4000::1");
	assert_string_equal(
	    address_special_name(&a), "not global unicast (RFC 4291)");
	a = addr("2a00::1");
	assert_null(address_special_name(&a));
}

static void
expect(const struct guard *g, const char *text, enum reason want)
{
	struct ip_addr a = addr(text);

	if (guard_address(g, &a) != want)
		fail_msg("%s: reason %d, expected %d", text,
		    guard_address(g, &a), want);
}

static void
test_permit_and_block(void **unused)
{
	struct guard *g = guard_new();
	struct prefix p;
	struct error err;

	(void)unused;
	assert_non_null(g);
	expect(g, "2001:db8::1", REASON_SPECIAL_PURPOSE);
	expect(g, "2a00::1", REASON_NONE);
	p = prefix("2001:db8:1::/48");
	assert_int_equal(guard_permit(g, &p, &err), STATUS_OK);
	expect(g, "2001:db8:1::1", REASON_NONE);
	expect(g, "2001:db8:2::1", REASON_SPECIAL_PURPOSE);
	/* Blocked inside permitted; permitted inside blocked helps not. */
	p = prefix("2001:db8:1:1::/64");
	assert_int_equal(guard_block(g, &p, &err), STATUS_OK);
	expect(g, "2001:db8:1:1::1", REASON_BLOCKLIST);
	expect(g, "2001:db8:1:2::1", REASON_NONE);
	p = prefix("2001:db8:1:1::1");
	assert_int_equal(guard_permit(g, &p, &err), STATUS_OK);
	expect(g, "2001:db8:1:1::1", REASON_BLOCKLIST);
	p = prefix("2a00::/16");
	assert_int_equal(guard_block(g, &p, &err), STATUS_OK);
	expect(g, "2a00::1", REASON_BLOCKLIST);
	expect(g, "10.0.0.1", REASON_SPECIAL_PURPOSE);
	guard_free(g);
	guard_free(NULL);
}

static void
test_blocklist_file(void **unused)
{
	static const char good[] = "# opted out\n\n192.0.2.0/24 # lab\r\n"
				   "\t2a00:1::/32\n8.8.8.8";
	static const char *const bad[] = { "10.0.0.0/8\nexample.org\n",
		"10.0.0.0/33\n", "10.0.0.0/8 192.0.2.0/24\n" };
	char path[] = "/tmp/reach46-blocklist-XXXXXX";
	int fd = mkstemp(path);
	uint8_t sha256[SHA256_DIGEST_SIZE], want[SHA256_DIGEST_SIZE];
	struct guard *g = guard_new();
	struct sha256_ctx hash;
	struct error err;

	(void)unused;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, good, sizeof(good) - 1), sizeof(good) - 1);
	assert_int_equal(
	    guard_load_blocklist(g, path, sha256, &err), STATUS_OK);
	sha256_init(&hash);
	sha256_update(&hash, sizeof(good) - 1, (const uint8_t *)good);
	sha256_digest(&hash, sizeof(want), want);
	assert_memory_equal(sha256, want, sizeof(want));
	expect(g, "192.0.2.1", REASON_BLOCKLIST);
	expect(g, "2a00:1::1", REASON_BLOCKLIST);
	expect(g, "8.8.8.8", REASON_BLOCKLIST);
	expect(g, "8.8.8.9", REASON_NONE);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(ftruncate(fd, 0), 0);
		assert_int_equal(
		    pwrite(fd, bad[i], strlen(bad[i]), 0), strlen(bad[i]));
		assert_int_equal(guard_load_blocklist(g, path, sha256, &err),
		    STATUS_MALFORMED);
		assert_non_null(strstr(err.text, path));
	}
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_int_equal(pwrite(fd, "1.1.1.1\0\n", 9, 0), 9);
	assert_int_equal(
	    guard_load_blocklist(g, path, sha256, &err), STATUS_MALFORMED);
	(void)close(fd);
	(void)unlink(path);
	assert_int_equal(
	    guard_load_blocklist(g, path, sha256, &err), STATUS_NOT_FOUND);
	assert_int_equal(
	    guard_load_blocklist(g, "/", sha256, &err), STATUS_SYSTEM);
	guard_free(g);
}

/* Writes a frame with nothing right in it but what the guard reads. */
static size_t
frame_make(
    uint8_t *frame, size_t link, const char *to, uint8_t proto, uint16_t port)
{
	struct ip_addr a = addr(to);
	bool v6 = a.family == FAMILY_V6;
	uint8_t *ip = frame + link, *transport = ip + (v6 ? 40 : 20);

	memset(frame, 0, 80);
	if (link != 0)
		memcpy(frame + 12, v6 ? "\x86\xdd" : "\x08\x00", 2);
	ip[0] = v6 ? 0x60 : 0x45;
	ip[v6 ? 6 : 9] = proto;
	memcpy(
	    ip + (v6 ? 24 : 16), a.octet, family_octets((enum family)a.family));
	transport[2] = (uint8_t)(port >> 8);
	transport[3] = (uint8_t)port;
	return link + (v6 ? 40 : 20) + 8;
}

static void
check_frames(const struct guard *g, size_t link)
{
	static const struct {
		const char *to;
		uint8_t proto;
		uint16_t port;
		enum reason want;
	} rows[] = {
		{ "8.8.8.8", IPPROTO_TCP, 443, REASON_NONE },
		{ "2a00::1", IPPROTO_TCP, 25, REASON_NONE },
		{ "10.0.0.1", IPPROTO_TCP, 443, REASON_SPECIAL_PURPOSE },
		{ "2001:db8::1", IPPROTO_TCP, 80, REASON_SPECIAL_PURPOSE },
		{ "192.168.1.1", IPPROTO_UDP, 53, REASON_NONE },
		{ "192.168.1.1", IPPROTO_TCP, 53, REASON_NONE },
		{ "192.168.1.1", IPPROTO_TCP, 80, REASON_SPECIAL_PURPOSE },
		{ "192.168.1.2", IPPROTO_UDP, 53, REASON_SPECIAL_PURPOSE },
		{ "fd00::53", IPPROTO_UDP, 53, REASON_NONE },
		{ "fd00::53", IPPROTO_UDP, 54, REASON_SPECIAL_PURPOSE },
		{ "198.18.7.1", IPPROTO_TCP, 80, REASON_NONE },
		{ "198.18.8.1", IPPROTO_TCP, 80, REASON_BLOCKLIST },
		{ "198.18.8.53", IPPROTO_UDP, 53, REASON_BLOCKLIST },
		{ "8.8.8.8", IPPROTO_ICMP, 0, REASON_SPECIAL_PURPOSE },
		{ "2a00::1", IPPROTO_ROUTING, 0, REASON_SPECIAL_PURPOSE },
	};
	uint8_t frame[80];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t len = frame_make(
		    frame, link, rows[i].to, rows[i].proto, rows[i].port);

		if (guard_frame(g, frame, len, link) != rows[i].want)
			fail_msg("frame to %s port %u, link %zu: reason %d",
			    rows[i].to, rows[i].port, link,
			    guard_frame(g, frame, len, link));
		/* A header that is cut off is never let through. */
		for (size_t cut = 0; cut < len - 4; cut++)
			assert_int_equal(guard_frame(g, frame, cut, link),
			    REASON_SPECIAL_PURPOSE);
	}
}

static void
test_frames(void **unused)
{
	struct guard *g = guard_new();
	struct ip_addr resolver;
	struct prefix p;
	struct error err;
	uint8_t frame[80];
	size_t len;

	(void)unused;
	p = prefix("198.18.0.0/15");
	assert_int_equal(guard_permit(g, &p, &err), STATUS_OK);
	p = prefix("198.18.8.0/24");
	assert_int_equal(guard_block(g, &p, &err), STATUS_OK);
	resolver = addr("192.168.1.1");
	assert_int_equal(guard_permit_resolver(g, &resolver, &err), STATUS_OK);
	resolver = addr("fd00::53");
	assert_int_equal(guard_permit_resolver(g, &resolver, &err), STATUS_OK);
	resolver = addr("198.18.8.53");
	assert_int_equal(guard_permit_resolver(g, &resolver, &err), STATUS_OK);
	expect(g, "192.168.1.1", REASON_SPECIAL_PURPOSE);
	check_frames(g, 0);
	check_frames(g, 14);

	/* IPv4 options, fragments and a lying EtherType are not ours. */
	len = frame_make(frame, 14, "8.8.8.8", IPPROTO_TCP, 80);
	assert_int_equal(guard_frame(g, frame, len, 14), REASON_NONE);
	frame[14] = 0x46;
	assert_int_equal(
	    guard_frame(g, frame, len, 14), REASON_SPECIAL_PURPOSE);
	frame[14] = 0x45;
	frame[20] = 0x20;
	assert_int_equal(
	    guard_frame(g, frame, len, 14), REASON_SPECIAL_PURPOSE);
	frame[20] = 0x40;
	assert_int_equal(guard_frame(g, frame, len, 14), REASON_NONE);
	memcpy(frame + 12, "\x86\xdd", 2);
	assert_int_equal(
	    guard_frame(g, frame, len, 14), REASON_SPECIAL_PURPOSE);
	guard_free(g);
}

/* An address of ours is no target, and a special one stays special. */
static void
test_own(void **unused)
{
	struct guard *g = guard_new();
	struct ip_addr own;
	struct prefix p;
	struct error err;

	(void)unused;
	own = addr("198.18.0.1");
	assert_int_equal(guard_own(g, &own, &err), STATUS_OK);
	expect(g, "198.18.0.1", REASON_SPECIAL_PURPOSE);
	p = prefix("198.18.0.0/15");
	assert_int_equal(guard_permit(g, &p, &err), STATUS_OK);
	expect(g, "198.18.0.1", REASON_VANTAGE);
	expect(g, "198.18.0.2", REASON_NONE);
	own = addr("8.8.8.8");
	assert_int_equal(guard_own(g, &own, &err), STATUS_OK);
	expect(g, "8.8.8.8", REASON_VANTAGE);
	guard_free(g);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_special),
		cmocka_unit_test(test_special_name),
		cmocka_unit_test(test_permit_and_block),
		cmocka_unit_test(test_blocklist_file),
		cmocka_unit_test(test_frames),
		cmocka_unit_test(test_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/probes.h"

static const enum family families[] = { FAMILY_V4, FAMILY_V6 };

/* MSS, SACK permitted, timestamps, no operation, window scale 7. */
static void
check_syn(const struct probe *p, const uint8_t *tcp, unsigned mss)
{
	const uint32_t seq = probe_tcp_seq(p), tsval = probe_tcp_tsval(p);
	const uint8_t want[36] = { (uint8_t)(seq >> 24), (uint8_t)(seq >> 16),
		(uint8_t)(seq >> 8), (uint8_t)seq, 0, 0, 0, 0, 0xa0,
		TCP_FLAG_SYN, 64240 >> 8, 64240 & 255, tcp[16], tcp[17], 0, 0,
		2, 4, (uint8_t)(mss >> 8), (uint8_t)mss, 4, 2, 8, 10,
		(uint8_t)(tsval >> 24), (uint8_t)(tsval >> 16),
		(uint8_t)(tsval >> 8), (uint8_t)tsval, 0, 0, 0, 0, 1, 3, 3, 7 };

	assert_memory_equal(tcp + 4, want, sizeof(want));
}

static void
check_stamps(enum family family, bool link_layer)
{
	const struct hop hop = probes_hop(link_layer);
	struct template t;
	struct error err;

	assert_int_equal(
	    probe_tcp_syn.prepare(&t, &hop, family, &err), STATUS_OK);
	for (unsigned n = 0; n < 20000; n++) {
		struct probe p = probes_make(family, IPPROTO_TCP, 443, n);
		uint8_t frame[PROBE_FRAME_MAX];
		const uint8_t *tcp;
		struct response r;
		size_t len;

		len = probe_tcp_syn.stamp(&t, &p, frame);
		assert_int_equal(len,
		    (link_layer ? 14 : 0) + (family == FAMILY_V6 ? 40 : 20) +
			40);
		tcp = probes_check_headers(&p, frame, len, link_layer);
		check_syn(&p, tcp, family == FAMILY_V6 ? 1440 : 1460);
		r = probes_decode(frame, len, link_layer);
		assert_int_equal(r.kind, RESPONSE_TCP);
		assert_int_equal(r.tcp.flags, TCP_FLAG_SYN);
		assert_int_equal(r.tcp.seq, probe_tcp_seq(&p));
	}
}

static void
test_stamp(void **unused)
{
	(void)unused;
	for (size_t f = 0; f < 2; f++) {
		check_stamps(families[f], true);
		check_stamps(families[f], false);
	}
}

/* The edges of one's complement: all zeroes and all ones. */
static void
test_stamp_extremes(void **unused)
{
	static const uint64_t words[] = { 0, UINT64_MAX, 0xffff, 0xffff0000,
		0x00010001fffeffff };
	const struct hop hop = probes_hop(true);
	uint8_t frame[PROBE_FRAME_MAX];
	struct template t;
	struct error err;

	(void)unused;
	for (size_t f = 0; f < 2; f++) {
		assert_int_equal(
		    probe_tcp_syn.prepare(&t, &hop, families[f], &err),
		    STATUS_OK);
		for (size_t i = 0; i < 25; i++) {
			struct probe p =
			    probes_make(families[f], IPPROTO_TCP, 80, 0);
			size_t len;

			p.token.w[0] = words[i % 5];
			p.token.w[1] = words[i / 5];
			len = probe_tcp_syn.stamp(&t, &p, frame);
			(void)probes_check_headers(&p, frame, len, true);
		}
	}
}

/* Loopback's 65,536 octets and tunnels with few: MSS stays in its field. */
static void
test_mss(void **unused)
{
	static const struct {
		enum family family;
		unsigned mtu, mss;
	} rows[] = { { FAMILY_V4, 65536, 65496 }, { FAMILY_V6, 65536, 65476 },
		{ FAMILY_V4, 1 << 20, 65535 }, { FAMILY_V6, 1280, 1220 },
		{ FAMILY_V4, 576, 536 }, { FAMILY_V4, 0, 536 },
		{ FAMILY_V4, 68, 536 } };
	struct hop hop = probes_hop(false);
	uint8_t frame[PROBE_FRAME_MAX];
	struct template t;
	struct error err;

	(void)unused;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct probe p =
		    probes_make(rows[i].family, IPPROTO_TCP, 80, 1);
		size_t len;

		hop.mtu = rows[i].mtu;
		assert_int_equal(
		    template_build_syn(&t, &hop, rows[i].family, &err),
		    STATUS_OK);
		len = probe_tcp_syn.stamp(&t, &p, frame);
		check_syn(&p, probes_check_headers(&p, frame, len, false),
		    rows[i].mss);
	}
}

static struct response
segment(const struct probe *p, unsigned flags, uint32_t ack)
{
	return (struct response){
		.kind = RESPONSE_TCP,
		.flow = p->flow,
		.tcp = { .flags = (uint8_t)flags, .seq = 7, .ack = ack },
	};
}

static void
test_match(void **unused)
{
	(void)unused;
	for (size_t f = 0; f < 2; f++) {
		const struct probe p =
		    probes_make(families[f], IPPROTO_TCP, 443, 3);
		const uint32_t good = probe_tcp_seq(&p) + 1;
		struct response r;

		/* Of all 32 sets of flags four count. */
		for (unsigned flags = 0; flags < 32; flags++) {
			const unsigned judged = flags & ~(unsigned)TCP_FLAG_PSH;
			const bool counts =
			    judged == (TCP_FLAG_SYN | TCP_FLAG_ACK) ||
			    judged == (TCP_FLAG_RST | TCP_FLAG_ACK);

			r = segment(&p, flags, good);
			assert_int_equal(probe_tcp_syn.match(&p, &r),
			    counts ? PROBE_MATCH_DIRECT : PROBE_MATCH_NONE);
			for (uint32_t off = 1; off < 3; off++) {
				r = segment(&p, flags, good - off);
				assert_int_equal(probe_tcp_syn.match(&p, &r),
				    PROBE_MATCH_NONE);
				r = segment(&p, flags, good + off);
				assert_int_equal(probe_tcp_syn.match(&p, &r),
				    PROBE_MATCH_NONE);
			}
			r = segment(&p, flags, 0);
			assert_int_equal(
			    probe_tcp_syn.match(&p, &r), PROBE_MATCH_NONE);
		}
		r = segment(&p, TCP_FLAG_SYN | TCP_FLAG_ACK, good);
		probes_check_flow(&probe_tcp_syn, &p, &r);

		r = probes_icmp(&p, true, good - 1);
		assert_int_equal(
		    probe_tcp_syn.match(&p, &r), PROBE_MATCH_QUOTED);
		probes_check_flow(&probe_tcp_syn, &p, &r);
		r = probes_icmp(&p, true, good);
		assert_int_equal(probe_tcp_syn.match(&p, &r), PROBE_MATCH_NONE);
		r = probes_icmp(&p, false, good - 1);
		assert_int_equal(probe_tcp_syn.match(&p, &r), PROBE_MATCH_NONE);
		r.kind = RESPONSE_UDP_FRAGMENT;
		assert_int_equal(probe_tcp_syn.match(&p, &r), PROBE_MATCH_NONE);
	}
}

/* The sequence number wraps. */
static void
test_match_wrap(void **unused)
{
	struct probe p = probes_make(FAMILY_V6, IPPROTO_TCP, 443, 3);
	struct response r;

	(void)unused;
	p.token.w[0] = UINT64_MAX;
	r = segment(&p, TCP_FLAG_SYN | TCP_FLAG_ACK, 0);
	assert_int_equal(probe_tcp_syn.match(&p, &r), PROBE_MATCH_DIRECT);
}

static void
test_observe(void **unused)
{
	const struct probe p = probes_make(FAMILY_V6, IPPROTO_TCP, 25, 4);
	const uint32_t ack = probe_tcp_seq(&p) + 1;
	struct observation o;
	struct response r;

	(void)unused;
	r = segment(&p, TCP_FLAG_SYN | TCP_FLAG_ACK, ack);
	probe_tcp_syn.observe(&p, &r, &o);
	assert_int_equal(o.state, ENDPOINT_OPEN);
	assert_int_equal(o.reason, REASON_NONE);
	assert_true(o.final);
	r = segment(&p, TCP_FLAG_RST | TCP_FLAG_ACK, ack);
	probe_tcp_syn.observe(&p, &r, &o);
	assert_int_equal(o.state, ENDPOINT_CLOSED);
	assert_int_equal(o.reason, REASON_NONE);
	assert_true(o.final);
	r = probes_icmp(&p, true, ack - 1);
	probe_tcp_syn.observe(&p, &r, &o);
	assert_int_equal(o.state, ENDPOINT_UNREACHABLE);
	assert_int_equal(o.reason, REASON_ADMIN_PROHIBITED);
	assert_false(o.final);
	assert_false(o.truncated || o.edns_refused || o.rate_limited);
}

static void
test_find(void **unused)
{
	(void)unused;
	assert_ptr_equal(probe_type_find("tcp-syn"), &probe_tcp_syn);
	assert_ptr_equal(probe_type_find("dns"), &probe_dns);
	assert_null(probe_type_find("tcp"));
	assert_null(probe_type_find(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stamp),
		cmocka_unit_test(test_stamp_extremes),
		cmocka_unit_test(test_mss),
		cmocka_unit_test(test_match),
		cmocka_unit_test(test_match_wrap),
		cmocka_unit_test(test_observe),
		cmocka_unit_test(test_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/tcp_rst.h"
#include "tests/unit/probes.h"

static const enum family families[] = { FAMILY_V4, FAMILY_V6 };
/* The edges of one's complement, and what lies between. */
static const uint32_t seqs[] = { 0, 1, 0xffff, 0x10000, 0xffff0000, UINT32_MAX,
	0x0001fffe, 0x9e3779b9 };

static void
check_stamps(enum family family, bool link_layer)
{
	const struct hop hop = probes_hop(link_layer);
	const size_t headers =
	    (link_layer ? 14U : 0U) + (family == FAMILY_V6 ? 40U : 20U);
	uint8_t frame[PROBE_FRAME_MAX];
	struct template t;
	struct error err;

	assert_int_equal(template_build_rst(&t, &hop, family, &err), STATUS_OK);
	for (unsigned n = 0; n < 20000; n++) {
		struct probe p =
		    probes_make(family, IPPROTO_TCP, (uint16_t)(n * 7), n);
		struct tcp_rst rst = { .seq = seqs[n % 8] + n / 8 };
		const uint8_t *tcp;
		struct response r;

		p.flow.remote.addr.octet[3] = (uint8_t)n;
		p.token = (struct token){ { 0, 0 } };
		rst.flow = p.flow;
		assert_int_equal(tcp_rst_stamp(&t, &rst, frame), headers + 20);
		tcp = probes_check_headers(&p, frame, headers + 20, link_layer);
		/* no acknowledgement, header of 20 octets, RST, no window */
		assert_memory_equal(tcp + 8, "\0\0\0\0\x50\4\0\0", 8);
		assert_memory_equal(tcp + 18, "\0\0", 2);
		r = probes_decode(frame, headers + 20, link_layer);
		assert_int_equal(r.kind, RESPONSE_TCP);
		assert_int_equal(r.tcp.flags, TCP_FLAG_RST);
		assert_int_equal(r.tcp.seq, rst.seq);
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

/* Of all 32 sets of flags those with ACK and without RST (RFC 9293 section
 * 3.10.7.1); what is not TCP is owed nothing. */
static void
test_due(void **unused)
{
	const struct probe p = probes_make(FAMILY_V6, IPPROTO_TCP, 443, 3);
	struct response r = { .kind = RESPONSE_TCP, .flow = p.flow };
	struct tcp_rst rst;

	(void)unused;
	r.tcp.seq = 7;
	for (unsigned flags = 0; flags < 32; flags++) {
		r.tcp.flags = (uint8_t)flags;
		r.tcp.ack = 0x80000000 + flags;
		assert_int_equal(tcp_rst_due(&r, &rst),
		    (flags & TCP_FLAG_ACK) != 0 && (flags & TCP_FLAG_RST) == 0);
		if (!tcp_rst_due(&r, &rst))
			continue;
		assert_int_equal(rst.seq, r.tcp.ack);
		assert_true(probe_has_flow(&p, &rst.flow));
	}
	r = probes_icmp(&p, true, 0);
	assert_false(tcp_rst_due(&r, &rst));
	r = (struct response){ .kind = RESPONSE_UDP, .flow = p.flow };
	assert_false(tcp_rst_due(&r, &rst));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stamp),
		cmocka_unit_test(test_due),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

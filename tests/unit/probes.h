/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probes.h - what the tests of the probe types share: probes to make, and a
 * reader of stamped frames that knows nothing of how they were made.
 */
#ifndef TESTS_UNIT_PROBES_H
#define TESTS_UNIT_PROBES_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include "capture/decode.h"
#include "prober/probe.h"
#include "prober/route.h"
#include "prober/template.h"
#include "tests/unit/frames.h"

static const struct token_key probes_key = { { 46, 64 } };

static inline struct ip_addr
probes_addr(const char *text)
{
	struct ip_addr a;

	if (!address_parse(text, &a))
		fail_msg("bad address in test: %s", text);
	return a;
}

static inline struct hop
probes_hop(bool link_layer)
{
	return (struct hop){
		.link_layer = link_layer,
		.local_mac = { 2, 0, 0, 0, 0, 1 },
		.remote_mac = { 2, 0, 0, 0, 0, 2 },
		.mtu = 1500,
	};
}

/* The N-th probe between two hosts of a family. */
static inline struct probe
probes_make(enum family family, uint8_t proto, uint16_t port, unsigned n)
{
	const bool v6 = family == FAMILY_V6;

	return (struct probe){
		.flow = {
			.local = { probes_addr(v6 ? "2001:db8::46" :
			    "192.0.2.46"), (uint16_t)(20000 + n % 1024) },
			.remote = { probes_addr(v6 ? "2001:db8:ffff::80" :
			    "198.51.100.80"), port },
			.proto = proto,
		},
		.token = token_make(&probes_key, &n, sizeof(n)),
	};
}

/*
 * Checks every octet that the link and IP header must have, and that both
 * checksums come to all ones (RFC 1071); returns where the transport header
 * starts.
 */
static inline const uint8_t *
probes_check_headers(const struct probe *p, const uint8_t *frame, size_t len,
    bool link_layer)
{
	const bool v6 = p->flow.remote.addr.family == FAMILY_V6;
	const size_t octets = v6 ? 16 : 4, header = v6 ? 40 : 20;
	const uint8_t *ip = frame;

	if (link_layer) {
		assert_memory_equal(frame, "\2\0\0\0\0\2\2\0\0\0\0\1", 12);
		assert_memory_equal(frame + 12, v6 ? "\x86\xdd" : "\x08\x00",
		    2);
		ip += 14;
		len -= 14;
	}
	if (v6) {
		assert_int_equal(ip[0] >> 4, 6);
		assert_int_equal((ip[0] & 15) << 4 | ip[1] >> 4, 0);
		assert_int_equal((ip[1] & 15) << 16 | ip[2] << 8 | ip[3],
		    probe_flow_label(p));
		assert_int_equal(ip[4] << 8 | ip[5], len - 40);
		assert_int_equal(ip[6], p->flow.proto);
		assert_int_equal(ip[7], 64);
	} else {
		assert_int_equal(ip[0], 0x45);
		assert_int_equal(ip[1], 0);
		assert_int_equal(ip[2] << 8 | ip[3], len);
		assert_int_equal(ip[4] << 8 | ip[5], probe_ip_id(p));
		assert_int_equal(ip[6] << 8 | ip[7], 0x4000);
		assert_int_equal(ip[8], 64);
		assert_int_equal(ip[9], p->flow.proto);
		assert_int_equal(naive_sum(0, ip, 20), 0xffff);
	}
	assert_memory_equal(ip + header - 2 * octets,
	    p->flow.local.addr.octet, octets);
	assert_memory_equal(ip + header - octets, p->flow.remote.addr.octet,
	    octets);
	assert_int_equal(naive_sum(naive_pseudo(&p->flow.local.addr,
	    &p->flow.remote.addr, p->flow.proto, len - header), ip + header,
	    len - header), 0xffff);
	assert_int_equal(ip[header] << 8 | ip[header + 1],
	    p->flow.local.port);
	assert_int_equal(ip[header + 2] << 8 | ip[header + 3],
	    p->flow.remote.port);
	return ip + header;
}

/* What the target would see: the decoder's view, its ends swapped. */
static inline struct response
probes_decode(const uint8_t *frame, size_t len, bool link_layer)
{
	struct response r = { 0 };
	const struct decode_input in = {
		.frame = frame,
		.captured = len,
		.wire = len,
		.link = link_layer ? LINK_ETHERNET : LINK_RAW,
	};

	assert_int_equal(decode_frame(&in, &r), DECODE_OK);
	return r;
}

static inline struct response
probes_icmp(const struct probe *p, bool has_quote, uint32_t quote)
{
	return (struct response){
		.kind = RESPONSE_ICMP_ERROR,
		.flow = p->flow,
		.icmp = {
			.sender = probes_addr("203.0.113.1"),
			.reason = REASON_ADMIN_PROHIBITED,
			.quote = quote,
			.has_quote = has_quote,
		},
	};
}

/*
 * A response with any one part of its flow changed must not match.
 */
static inline void
probes_check_flow(const struct probe_type *type, const struct probe *p,
    const struct response *good)
{
	struct response r;

	assert_int_not_equal(type->match(p, good), PROBE_MATCH_NONE);
	for (int i = 0; i < 5; i++) {
		r = *good;
		switch (i) {
		case 0:
			r.flow.local.port ^= 1;
			break;
		case 1:
			r.flow.remote.port ^= 1;
			break;
		case 2:
			r.flow.local.addr.octet[3] ^= 1;
			break;
		case 3:
			r.flow.remote.addr.octet[3] ^= 1;
			break;
		case 4:
			r.flow.proto ^= 1;
			break;
		}
		assert_int_equal(type->match(p, &r), PROBE_MATCH_NONE);
	}
}

#endif /* TESTS_UNIT_PROBES_H */

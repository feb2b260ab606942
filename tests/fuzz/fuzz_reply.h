/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_reply.h - replies to the engine's requests, built as octets say.
 *
 * Most are near to right, so that a fuzzer gets past the checks: the ID, the
 * question and the acknowledgement are copied from the request, and then
 * some octet may be spoilt.  Names in records come from a small set, so that
 * chains, loops and shared hosts arise.
 */
#ifndef TESTS_FUZZ_FUZZ_REPLY_H
#define TESTS_FUZZ_FUZZ_REPLY_H

#include <netinet/in.h>

#include <string.h>

#include "common/cursor.h"
#include "prober/answer.h"
#include "prober/engine.h"

#define FUZZ_ATTEMPTS	 3
#define FUZZ_MESSAGE_MAX 4096

struct fuzz_reply {
	struct response	response;
	uint8_t		message[FUZZ_MESSAGE_MAX];
	size_t		len;
};

static inline void
fuzz_put(struct fuzz_reply *r, const void *data, size_t len)
{
	if (len > sizeof(r->message) - r->len)
		return;
	memcpy(r->message + r->len, data, len);
	r->len += len;
}

static inline void
fuzz_be16(struct fuzz_reply *r, unsigned value)
{
	const uint8_t octets[2] = { (uint8_t)(value >> 8), (uint8_t)value };

	fuzz_put(r, octets, 2);
}

/* One of sixteen names; the first is that of the question. */
static inline void
fuzz_name(struct fuzz_reply *r, unsigned n)
{
	static const char labels[] = "abcdefgh";
	uint8_t wire[13] = "\1a\7example\2nl";

	n &= 15;
	if (n == 0) {
		fuzz_put(r, "\xc0\x0c", 2);
	} else if (n == 1) {
		fuzz_put(r, "", 1);
	} else if (n < 8) {
		wire[1] = (uint8_t)labels[n];
		fuzz_put(r, wire, sizeof(wire));
		fuzz_put(r, "", 1);
	} else {
		wire[3] = (uint8_t)labels[n - 8];
		fuzz_put(r, wire + 2, sizeof(wire) - 2);
		fuzz_put(r, "", 1);
	}
}

static inline void
fuzz_rdata(struct fuzz_reply *r, uint16_t type, unsigned n)
{
	uint8_t addr[16] = { 0x2a, 2, 8, 0x98, [15] = (uint8_t)n };

	switch (type) {
	case DNS_TYPE_A:
		addr[0] = n & 64 ? 10 : 9;
		addr[3] = (uint8_t)n;
		fuzz_put(r, addr, 4);
		break;
	case DNS_TYPE_AAAA:
		addr[0] = n & 64 ? 0xfd : 0x2a;
		fuzz_put(r, addr, 16);
		break;
	case DNS_TYPE_TXT:
		fuzz_put(r, "\57v=spf1 include:spf.protection.outlook.com -all",
		    48);
		break;
	case DNS_TYPE_SOA:
		fuzz_name(r, n);
		fuzz_put(r, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 21);
		break;
	case DNS_TYPE_MX:
		fuzz_be16(r, n);
		/* FALLTHROUGH */
	default:
		fuzz_name(r, n);
	}
}

/* All of a record but its owner, which was put before. */
static inline void
fuzz_rr(struct fuzz_reply *r, uint16_t type, unsigned n)
{
	size_t at;

	fuzz_be16(r, type);
	fuzz_be16(r, 1);
	fuzz_be16(r, 0);
	fuzz_be16(r, 0);
	at = r->len;
	fuzz_be16(r, 0);
	fuzz_rdata(r, type, n);
	if (at + 2 <= r->len) {
		r->message[at] = (uint8_t)((r->len - at - 2) >> 8);
		r->message[at + 1] = (uint8_t)(r->len - at - 2);
	}
}

static inline void
fuzz_record(struct fuzz_reply *r, uint16_t asked, struct cursor *octets)
{
	static const uint16_t others[] = { DNS_TYPE_CNAME, DNS_TYPE_SOA,
		DNS_TYPE_NS, DNS_TYPE_A };
	const unsigned kind = cursor_u8(octets), n = cursor_u8(octets);

	fuzz_name(r, kind & 15);
	fuzz_rr(r, kind & 128 ? others[kind >> 5 & 3] : asked, n);
}

/* Header and question; N says how many records follow, by section. */
static inline void
fuzz_begin(struct fuzz_reply *r, const struct request *req, unsigned flags,
    const unsigned n[3])
{
	uint8_t query[DNS_QUERY_MAX];
	unsigned i;

	(void)request_message(req, query);
	r->len = 0;
	fuzz_put(r, query, 2);
	fuzz_be16(r, flags);
	fuzz_be16(r, 1);
	for (i = 0; i < 3; i++)
		fuzz_be16(r, n[i]);
	fuzz_put(r, query + 12, (size_t)req->question.name.len + 4);
}

/* A message that is nearly right. */
static inline void
fuzz_message(struct fuzz_reply *r, const struct request *req,
    struct cursor *octets)
{
	const unsigned shape = cursor_u8(octets), counts = cursor_u8(octets);
	unsigned n[3] = { counts & 7, counts >> 3 & 3, counts >> 5 & 1 }, i;
	size_t at;

	fuzz_begin(r, req, 0x8100u | (shape & 15) |
	    (shape & 16 ? 0x0200u : 0) | (shape & 32 ? 0x0400u : 0), n);
	for (i = n[0] + n[1] + n[2]; i > 0; i--)
		fuzz_record(r, req->question.type, octets);
	if (shape & 64) {
		at = cursor_u8(octets) % r->len;
		r->message[at] ^= cursor_u8(octets);
	}
	if (shape & 128)
		r->len -= cursor_u8(octets) % r->len;
}

static inline void
fuzz_segment(struct fuzz_reply *r, const struct request *req,
    struct cursor *octets)
{
	r->response.kind = RESPONSE_TCP;
	r->response.tcp.flags = cursor_u8(octets);
	r->response.tcp.seq = 1;
	r->response.tcp.ack =
	    probe_tcp_seq(&req->probe) + (cursor_u8(octets) & 3);
}

static inline void
fuzz_icmp(struct fuzz_reply *r, const struct request *req,
    struct cursor *octets)
{
	const unsigned how = cursor_u8(octets);

	r->response.kind = RESPONSE_ICMP_ERROR;
	r->response.icmp.sender = req->probe.flow.remote.addr;
	r->response.icmp.reason = REASON_ADMIN_PROHIBITED;
	r->response.icmp.has_quote = how & 1;
	r->response.icmp.quote = req->probe.flow.proto == IPPROTO_TCP ?
	    probe_tcp_seq(&req->probe) + (how >> 1 & 1) :
	    (uint32_t)probe_dns_id(&req->probe) << 16;
}

static inline void
fuzz_reply_make(struct fuzz_reply *r, const struct request *req,
    struct cursor *octets, uint64_t now_ns)
{
	const unsigned kind = cursor_u8(octets);

	r->len = 0;
	r->response = (struct response){
		.at_ns = now_ns,
		.flow = req->probe.flow,
	};
	if (req->type == &probe_dns)
		fuzz_message(r, req, octets);
	if ((kind & 7) == 0) {
		fuzz_icmp(r, req, octets);
	} else if (req->type == &probe_tcp_syn) {
		fuzz_segment(r, req, octets);
	} else if ((kind & 7) == 1) {
		r->response.kind = RESPONSE_UDP_FRAGMENT;
	} else {
		r->response.kind = RESPONSE_UDP;
		r->response.udp.payload = r->message;
		r->response.udp.len = r->len;
	}
}

#endif /* TESTS_FUZZ_FUZZ_REPLY_H */

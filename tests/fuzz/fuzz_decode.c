/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as a frame.  The first octet of the input chooses the link, the
 * second how much longer the frame was on the wire.
 */
#undef NDEBUG /* a release build checks too */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "capture/decode.h"
#include "common/checksum.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define LINK_BITS     0x03
#define PARTIAL       0x04 /* do not verify the transport's checksum */
#define MAYBE_PARTIAL 0x08
#define REPAIR        0x10 /* make the IPv4 header's right */

/* Guessing 16 bits would keep the fuzzer from all that lies behind them. */
static void
repair_checksum(uint8_t *header, size_t len)
{
	uint16_t check;

	if (len < 20 || len < (header[0] & 15u) * 4)
		return;
	memset(header + 10, 0, 2);
	check = checksum_fold(checksum_add(0, header, (header[0] & 15u) * 4));
	header[10] = (uint8_t)(check >> 8);
	header[11] = (uint8_t)check;
}

static void
check_response(const struct response *r, const uint8_t *frame, size_t len)
{
	assert(r->flow.local.addr.family == r->flow.remote.addr.family);
	switch (r->kind) {
	case RESPONSE_TCP:
		break;
	case RESPONSE_UDP:
		assert(r->udp.payload >= frame);
		assert(r->udp.payload + r->udp.len <= frame + len);
		break;
	case RESPONSE_UDP_FRAGMENT:
		assert(r->udp.payload == NULL && r->udp.len == 0);
		break;
	case RESPONSE_ICMP_ERROR:
		assert(r->icmp.sender.family == r->flow.local.addr.family);
		assert(r->icmp.reason > REASON_NONE);
		assert(r->icmp.reason < REASON_COUNT);
		assert(r->icmp.has_quote || r->icmp.quote == 0);
		break;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct decode_input in = { .at_ns = 1 };
	enum decode_result result;
	struct response r;
	uint8_t *frame;

	if (len < 3)
		return 0;
	in.captured = len - 2;
	in.wire = in.captured + data[1];
	in.link = (enum link_type)(data[0] & LINK_BITS);
	in.checksum_partial = data[0] & PARTIAL;
	in.checksum_maybe_partial = data[0] & MAYBE_PARTIAL;
	frame = malloc(in.captured);
	assert(frame != NULL);
	memcpy(frame, data + 2, in.captured);
	if (data[0] & REPAIR && in.link == LINK_RAW)
		repair_checksum(frame, in.captured);
	in.frame = frame;

	result = decode_frame(&in, &r);
	assert(decode_result_name(result) != NULL);
	if (result == DECODE_OK)
		check_response(&r, frame, in.captured);
	free(frame);
	return 0;
}

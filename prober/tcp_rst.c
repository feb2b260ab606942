/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/tcp_rst.h"

#include "common/checksum.h"
#include "prober/stamp.h"

/* Offsets in the TCP header of template_build_rst(). */
#define AT_SEQ   4
#define AT_CHECK 16

size_t
tcp_rst_stamp(const struct template *t, const struct tcp_rst *r,
    uint8_t frame[static PROBE_FRAME_MAX])
{
	/* IP ID and flow label 0: RFC 6864 section 4.1, RFC 6437 section 2 */
	const struct probe unmarked = { .flow = r->flow };
	uint8_t *tcp = frame + t->transport_at;
	uint32_t sum;
	uint16_t check;

	sum = stamp_headers(t, &unmarked, t->len - t->transport_at, frame);
	sum += (r->seq >> 16) + (r->seq & 0xffff);
	/* All of these were zero in the template. */
	check = checksum_update(
	    stamp_read16(tcp + AT_CHECK), 0, (uint16_t)~checksum_fold(sum));
	stamp_be32(tcp + AT_SEQ, r->seq);
	stamp_be16(tcp + AT_CHECK, check);
	return t->len;
}

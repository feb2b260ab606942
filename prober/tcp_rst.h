/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tcp_rst.h - the RST with which a closed port answers.
 *
 * It is what the kernel would send for a segment to a port where nobody
 * listens (RFC 9293 section 3.10.7.1): for any that has ACK set and RST not,
 * <SEQ=SEG.ACK><CTL=RST>, without ACK.  Nothing need be known of the SYN, so
 * late and repeated SYN-ACKs are answered like the first.
 *
 * Threads: no state.
 */
#ifndef PROBER_TCP_RST_H
#define PROBER_TCP_RST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/response.h"
#include "prober/probe.h"
#include "prober/template.h"

struct tcp_rst {
	struct flow	flow;
	uint32_t	seq;
};

/* Says whether the response is owed an RST, and which. */
static inline bool
tcp_rst_due(const struct response *r, struct tcp_rst *out)
{
	if (r->kind != RESPONSE_TCP ||
	    (r->tcp.flags & (TCP_FLAG_ACK | TCP_FLAG_RST)) != TCP_FLAG_ACK)
		return false;
	out->flow = r->flow;
	out->seq = r->tcp.ack;
	return true;
}

/*
 * Writes the frame from a template of template_build_rst(), of the flow's
 * family; returns its length.
 */
size_t		tcp_rst_stamp(const struct template *, const struct tcp_rst *,
		    uint8_t frame[static PROBE_FRAME_MAX]);

#endif /* PROBER_TCP_RST_H */

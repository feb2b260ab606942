/* SPDX-License-Identifier: Apache-2.0 */
/*
 * filter.h - the text of the capture filter, pcap-filter(7).
 *
 * It lets through everything decode.c could make a response of, and little
 * else: TCP and UDP to our ports, ICMP and ICMPv6 errors, and IPv6 packets
 * with extension headers, behind which the filter language does not look.
 *
 * VLAN tags.  The kernel takes the outer tag off before a live filter runs
 * (and libpcap puts it back before we see the frame), so a frame with one tag
 * matches as if it had none.  A second tag is still in the way; such frames
 * are let through whole.  The `vlan` keyword is of no use here: it would hold
 * for tagged frames only.
 */
#ifndef CAPTURE_FILTER_H
#define CAPTURE_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#define FILTER_TEXT_SIZE	1024

/*
 * The filter for ports FIRST to FIRST + N - 1; LINK_LAYER says whether frames
 * have a link header.  Returns BUF.
 */
const char	*filter_text(char buf[static FILTER_TEXT_SIZE],
		    uint16_t first, unsigned n, bool link_layer);

/*
 * The same for one of several who share the host's addresses: of ICMP errors
 * only those that quote its own ports, or nothing that could tell.
 */
const char	*filter_text_shared(char buf[static FILTER_TEXT_SIZE],
		    uint16_t first, unsigned n, bool link_layer);

#endif /* CAPTURE_FILTER_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode.h - from a captured frame to a response.
 *
 * Accepts Ethernet (with any stack of up to two 802.1Q/802.1ad tags), Linux
 * cooked v1 and v2, and raw IP.  Walks IPv6 extension headers (hop-by-hop,
 * routing, destination options, authentication, fragment; at most eight,
 * RFC 7112), verifies lengths against the bytes captured, verifies the IPv4
 * header checksum and the TCP, UDP, ICMP and ICMPv6 checksums unless the
 * kernel says the sender's card would have filled them in or the capture cut
 * the packet short, and follows the packet quoted by an ICMP error through the
 * same extension headers.
 *
 * Octets behind the IP packet are Ethernet's padding and ignored.
 *
 * Every frame ends in exactly one counter.  No allocation, no state: safe on
 * any bytes (tests/fuzz/fuzz_decode.c).
 */
#ifndef CAPTURE_DECODE_H
#define CAPTURE_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/response.h"

enum link_type {
	LINK_ETHERNET,
	LINK_RAW,		/* the frame starts with the IP header */
	LINK_COOKED,		/* DLT_LINUX_SLL */
	LINK_COOKED2,		/* DLT_LINUX_SLL2 */
};

enum decode_result {
	DECODE_OK,
	DECODE_SHORT,			/* ends inside a header */
	DECODE_NOT_IP,			/* ARP, LLDP, ... */
	DECODE_BAD_VERSION,
	DECODE_BAD_LENGTH,		/* lengths contradict each other */
	DECODE_BAD_CHECKSUM,
	DECODE_BAD_EXTENSION,		/* chain too long, misplaced or void */
	DECODE_FRAGMENT,		/* not a first UDP fragment */
	DECODE_OTHER_PROTOCOL,		/* or an ICMP error about one */
	DECODE_ICMP_NOT_ERROR,
	DECODE_ICMP_NO_QUOTE,		/* too little of our packet in it */
	DECODE_RESULT_COUNT
};

struct decode_input {
	const uint8_t	*frame;
	size_t		 captured;	/* octets at frame */
	size_t		 wire;		/* octets there were; >= captured */
	enum link_type	 link;
	bool		 checksum_partial;	/* TP_STATUS_CSUMNOTREADY */
	/*
	 * The source cannot tell the above (libpcap does not), as for frames
	 * of a neighbour on this very machine: besides the right TCP or UDP
	 * checksum, the bare sum of the pseudo-header is accepted, which is
	 * what the kernel leaves in the field for a card to complete.
	 */
	bool		 checksum_maybe_partial;
	uint64_t	 at_ns;
};

enum decode_result decode_frame(const struct decode_input *,
		    struct response *);

/* "bad_checksum" and so on, as in the run file's counters. */
const char	*decode_result_name(enum decode_result);

/* Maps an ICMP error's type and code (RFC 792, 1812, 4443) to its name. */
enum reason	 icmp_reason(enum family, uint8_t type, uint8_t code);

#endif /* CAPTURE_DECODE_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * packet.h - one IP packet on its way through the decoder.
 *
 * For capture/decode*.c alone: decode.c finds the packet in the frame,
 * decode_ip.c reads its headers, decode_transport.c and decode_icmp.c turn
 * what they carry into a response.
 */
#ifndef CAPTURE_PACKET_H
#define CAPTURE_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/decode.h"
#include "common/cursor.h"

/* In order of how little of the packet is there. */
enum fragment {
	FRAGMENT_NONE,			/* whole; or atomic, RFC 6946 */
	FRAGMENT_FIRST,
	FRAGMENT_LATER,
};

struct packet {
	struct ip_addr	 src, dst;
	uint8_t		 proto;		/* past all extension headers */
	uint8_t		 hop_limit;
	enum fragment	 fragment;
	const uint8_t	*payload;	/* inside the frame */
	size_t		 len;		/* octets there are at payload */
	size_t		 claimed;	/* octets the header promises */
	bool		 unverifiable;	/* the transport's checksum */
	bool		 maybe_partial;	/* decode_input's */
};

/*
 * Reads the IP header at the cursor and, for IPv6, the extension headers.
 * WIRE is how many octets there were from the cursor on before the capture
 * cut the frame.
 */
enum decode_result packet_read(struct packet *, struct cursor *,
		    enum family, size_t wire);

/*
 * The same for a packet that an ICMP error quotes.  It may be cut anywhere,
 * and whoever quotes may have changed lengths and checksum first; so neither
 * is looked at, and what there is counts as all that was promised.
 */
enum decode_result packet_read_quoted(struct packet *, struct cursor *,
		    enum family);

/* Each fills the response but for the time and the hop limit. */
enum decode_result decode_tcp(const struct packet *, struct response *);
enum decode_result decode_udp(const struct packet *, struct response *);
enum decode_result decode_udp_fragment(const struct packet *,
		    struct response *);
enum decode_result decode_icmp(const struct packet *, struct response *);

#endif /* CAPTURE_PACKET_H */

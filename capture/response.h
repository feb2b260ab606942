/* SPDX-License-Identifier: Apache-2.0 */
/*
 * response.h - one captured packet, as far as it can concern us.
 *
 * decode.c fills it from a frame; probe types and the engine read it.  It
 * says what the packet claims, not whether it is believed: that is for
 * whoever holds the token.  Pointers go into the frame and live as long as
 * the call that handed it out.
 */
#ifndef CAPTURE_RESPONSE_H
#define CAPTURE_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/flow.h"
#include "common/record.h"

enum response_kind {
	RESPONSE_TCP,
	RESPONSE_UDP,
	RESPONSE_ICMP_ERROR,	/* quotes a TCP or UDP packet of ours */
	RESPONSE_UDP_FRAGMENT,	/* first fragment: ports are known, the
				   payload must not be used */
};

enum tcp_flag {
	TCP_FLAG_FIN = 1,
	TCP_FLAG_SYN = 2,
	TCP_FLAG_RST = 4,
	TCP_FLAG_PSH = 8,
	TCP_FLAG_ACK = 16,
};

struct response {
	uint64_t		 at_ns;		/* capture time, our clock */
	enum response_kind	 kind;
	/*
	 * As seen from here: local is the packet's destination, remote its
	 * source; for an ICMP error the two ends of the quoted packet, local
	 * being its source.
	 */
	struct flow		 flow;
	uint8_t			 hop_limit;	/* TTL of the packet itself */
	union {
		struct {
			uint8_t		 flags;	/* enum tcp_flag */
			uint32_t	 seq, ack;
		} tcp;
		struct {
			const uint8_t	*payload;
			size_t		 len;
		} udp;
		struct {
			struct ip_addr	 sender;
			uint8_t		 type, code;
			enum reason	 reason;
			/* Quoted TCP sequence number, or the first four
			   octets of the quoted UDP payload (DNS ID in the
			   upper half); present only if has_quote. */
			uint32_t	 quote;
			bool		 has_quote;
		} icmp;
	};
};

#endif /* CAPTURE_RESPONSE_H */

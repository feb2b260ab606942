/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plain_socket.h - what an ordinary program on this host would see: the
 * kernel's sockets, to compare with frames of our own.
 *
 * Threads: no state.  Each call waits.
 */
#ifndef PROBER_PLAIN_SOCKET_H
#define PROBER_PLAIN_SOCKET_H

#include <stdint.h>

#include "common/dns_msg.h"
#include "common/flow.h"

struct plain_reply {
	uint16_t	flags;		/* of the DNS header */
	uint64_t	rtt_ns;		/* of the whole exchange */
};

/* Connects over TCP and closes.  Returns 0 or an errno value. */
int	plain_connect(const struct endpoint *, int wait_ms);

/*
 * Asks a DNS question over IPPROTO_UDP or IPPROTO_TCP.  Returns 0 or an errno
 * value; EBADMSG if what came is no reply to it.
 */
int	plain_ask(const struct endpoint *, uint8_t proto,
	    const struct dns_question *, uint16_t flags, int wait_ms,
	    struct plain_reply *);

#endif /* PROBER_PLAIN_SOCKET_H */

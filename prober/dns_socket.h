/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dns_socket.h - DNS through the kernel's own sockets.
 *
 * For answers that do not fit in a datagram (RFC 7766) and for a resolver on
 * this very host, which no frame can reach.  One connection per question; the
 * deadline is absolute, so a server that drips octets gains nothing.
 *
 * Threads: none; everything happens in the loop of the event_base.
 */
#ifndef PROBER_DNS_SOCKET_H
#define PROBER_DNS_SOCKET_H

#include <stddef.h>
#include <stdint.h>

#include "prober/engine.h"

#define DNS_SOCKET_DEADLINE_MS	5000

struct event_base;
struct dns_sockets;

/* LEN 0: nothing usable came before the deadline. */
typedef void	dns_socket_fn(void *arg, struct flight_id,
		    const uint8_t *data, size_t len);

/* BASE is borrowed.  Returns NULL when memory runs out. */
struct dns_sockets *dns_sockets_new(struct event_base *, dns_socket_fn *,
		    void *arg);
void		dns_sockets_free(struct dns_sockets *);	/* NULL is allowed */

/*
 * Asks a REQUEST_DNS_TCP or _UDP.  The callback comes exactly once, later,
 * unless the sockets are freed first.
 */
void		dns_sockets_ask(struct dns_sockets *, const struct request *);

#endif /* PROBER_DNS_SOCKET_H */

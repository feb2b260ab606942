/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim_hosts.h - how endpoints, and routers in front of them, answer.
 *
 * Replies are whole frames with right checksums; now and then an IPv6 one
 * carries extension headers, and routers quote as little or as much as they
 * are allowed to.
 */
#ifndef TESTS_SIM_SIM_HOSTS_H
#define TESTS_SIM_SIM_HOSTS_H

#include "capture/decode.h"
#include "tests/sim/sim_message.h"
#include "tests/sim/sim_net.h"
#include "tests/unit/frames.h"

struct sim_limiter;

/* A probe of ours as it arrives; LOCAL in its flow is the host. */
struct sim_probe {
	uint64_t		 at_ns;
	struct response		 seen;
	const uint8_t		*packet;	/* from the IP header on */
	size_t			 len;
};

/* The link layer of replies: Ethernet for IPv4, none for IPv6. */
enum link_type	sim_link(enum family);

/* Puts the IP and link headers on and sends the frame to us. */
void	sim_hosts_send(struct sim_net *, uint64_t at_ns,
	    const struct endpoint *from, const struct endpoint *to,
	    unsigned proto, const struct frame *payload);

/* A DNS message in a datagram; the first FRAGMENT of one. */
void	sim_hosts_datagram(struct sim_net *, const struct sim_probe *,
	    const struct sim_message *, bool fragment);

/* Answers a SYN as the address says. */
void	sim_hosts_syn(struct sim_net *, const struct sim_probe *);

/* Answers a question for the SOA of a zone as the address says. */
void	sim_hosts_dns(struct sim_net *, struct sim_limiter **,
	    const struct sim_probe *);

/* The same over TCP; a message of no octets: no connection. */
void	sim_hosts_dns_tcp(const struct ip_addr *server, uint16_t id,
	    const struct dns_question *, struct sim_message *out);

/* A router says that it must not, or cannot, pass the probe on. */
void	sim_hosts_icmp(struct sim_net *, const struct sim_probe *,
	    bool prohibited);

/* A DNS message as the payload of a packet. */
struct frame	sim_hosts_udp(const struct sim_probe *,
	    const struct sim_message *);

/* A segment that answers a SYN. */
struct frame	sim_hosts_segment(const struct sim_probe *, unsigned flags,
	    uint32_t ack);

void	sim_limiter_free(struct sim_limiter *);

#endif /* TESTS_SIM_SIM_HOSTS_H */

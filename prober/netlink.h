/* SPDX-License-Identifier: Apache-2.0 */
/*
 * netlink.h - single questions to the kernel's tables, for route.c.
 *
 * Each call is one request and its answer on a socket of its own, so an
 * answer never meets the wrong question.  Failure comes as an errno value:
 * what it means for a probe is for route.c to say.
 *
 * Threads: no state but the watch.
 */
#ifndef PROBER_NETLINK_H
#define PROBER_NETLINK_H

#include <stdbool.h>
#include <stdint.h>

#include "prober/route.h"

struct netlink_route {
	unsigned char	type;		/* RTN_UNICAST, RTN_LOCAL, ... */
	unsigned	ifindex;
	struct ip_addr	gateway;	/* family 0: on-link */
	struct ip_addr	source;		/* family 0: none to be had */
};

struct netlink_link {
	char		name[16];	/* IFNAMSIZ */
	unsigned short	type;		/* ARPHRD_ */
	unsigned	flags;		/* IFF_ */
	unsigned	mtu;
	uint8_t		mac[MAC_OCTETS];
};

struct netlink_neighbour {
	unsigned	state;		/* NUD_ */
	bool		have_mac;
	uint8_t		mac[MAC_OCTETS];
};

/*
 * Each returns 0 or an errno value.  IFINDEX 0 and a NULL source leave the
 * choice to the kernel.
 */
int	netlink_route_get(const struct ip_addr *to, const struct ip_addr *from,
	    unsigned ifindex, struct netlink_route *);

/* Is there an entry in the routing table?  With an interface given, the
 * kernel takes any IPv4 address for on-link where there is none. */
int	netlink_route_exists(const struct ip_addr *to, unsigned ifindex);

int	netlink_link_get(unsigned ifindex, struct netlink_link *);

/* ENOENT: the kernel has never heard of it. */
int	netlink_neighbour_get(unsigned ifindex, const struct ip_addr *,
	    struct netlink_neighbour *);

/* Makes the kernel look for the neighbour (NTF_USE); EPERM if we may not. */
int	netlink_neighbour_use(unsigned ifindex, const struct ip_addr *);

struct mnl_socket;

/* Opens a socket that becomes readable when any neighbour changes. */
int	netlink_watch_open(struct mnl_socket **);
void	netlink_watch_close(struct mnl_socket *);	/* NULL is allowed */

/* Waits at most WAIT_MS for a change and reads all there are. */
int	netlink_watch_wait(struct mnl_socket *, int wait_ms);

#endif /* PROBER_NETLINK_H */

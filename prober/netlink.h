/* SPDX-License-Identifier: Apache-2.0 */
/*
 * netlink.h - single questions to the kernel's tables.
 *
 * Each call is one request and its answer on a socket of its own, so an
 * answer never meets the wrong question.  Failure comes as an errno value:
 * what it means for a probe is for the caller to say.
 *
 * Threads: no state.
 */
#ifndef PROBER_NETLINK_H
#define PROBER_NETLINK_H

#include <stdbool.h>
#include <stdint.h>

#include "prober/route.h"

/* States in which the link-layer address can be used. */
#define NETLINK_NUD_USABLE \
	(NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE | NUD_PERMANENT | \
	    NUD_NOARP)

struct netlink_route {
	unsigned char	type;		/* RTN_UNICAST, RTN_LOCAL, ... */
	unsigned	ifindex;
	struct ip_addr	gateway;	/* family 0: on-link */
	struct ip_addr	source;		/* family 0: none to be had */
};

struct netlink_link {
	char		name[16];	/* IFNAMSIZ */
	unsigned	ifindex;
	unsigned short	type;		/* ARPHRD_ */
	unsigned	flags;		/* IFF_ */
	unsigned	mtu;
	uint8_t		mac[MAC_OCTETS];
};

struct netlink_address {
	struct ip_addr	addr;
	unsigned	ifindex;
	unsigned	flags;		/* IFA_F_ */
};

struct netlink_neighbour {
	struct ip_addr	addr;
	unsigned	ifindex;
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

/* ENOENT: no interface of this host has it. */
int	netlink_address_get(const struct ip_addr *, struct netlink_address *);

/* Neither deprecated, nor a duplicate, nor still being checked for one. */
bool	netlink_address_usable(const struct netlink_address *);

/* ENOENT: the kernel has never heard of it. */
int	netlink_neighbour_get(unsigned ifindex, const struct ip_addr *,
	    struct netlink_neighbour *);

/*
 * Makes the kernel look for the neighbour (NTF_USE); EPERM if we may not.  One
 * that was set by hand is left as it is, here and below.
 */
int	netlink_neighbour_use(unsigned ifindex, const struct ip_addr *);

/*
 * Makes the kernel ask a neighbour it knows whether it is still there: three
 * times in as many seconds, until it answers.  EPERM if we may not.
 */
int	netlink_neighbour_confirm(unsigned ifindex, const struct ip_addr *);

#endif /* PROBER_NETLINK_H */

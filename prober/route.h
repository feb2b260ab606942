/* SPDX-License-Identifier: Apache-2.0 */
/*
 * route.h - how frames leave this host, per family, asked of the kernel.
 *
 * Everything comes through netlink (libmnl): the route for a destination, the
 * source address the kernel would choose, the interface and its link layer,
 * and the neighbour's link-layer address, which the kernel is made to find.
 *
 * Threads: no state.  All may wait for the kernel, and so are for start-up,
 * but route_refresh().
 */
#ifndef PROBER_ROUTE_H
#define PROBER_ROUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/address.h"
#include "common/status.h"

#define MAC_OCTETS	6

/* What it takes to send to one next hop. */
struct hop {
	struct ip_addr	source;		/* family 0: no way there */
	struct ip_addr	destination;	/* family 0: the Internet at large */
	struct ip_addr	gateway;	/* family 0: on-link or no link layer */
	struct ip_addr	neighbour;	/* whose remote_mac was found; family
					   0: none is needed, or it was given */
	unsigned	ifindex;
	char		ifname[16];	/* IFNAMSIZ */
	bool		link_layer;	/* Ethernet; false: tun, PPP, ... */
	uint8_t		local_mac[MAC_OCTETS];
	uint8_t		remote_mac[MAC_OCTETS];
	unsigned	mtu;		/* octets */
};

struct route_options {
	const char	*ifname;	/* -i, or NULL: the kernel's choice */
	struct ip_addr	 source[2];	/* -S by family_index(); family 0: the
					   kernel's choice */
	bool		 have_mac[2];	/* -G, --gateway-mac6 */
	uint8_t		 mac[2][MAC_OCTETS];
	unsigned	 wait_ms;	/* for neighbour discovery */
};

/*
 * Finds the way to DESTINATION and resolves the neighbour's link-layer
 * address.  STATUS_NOT_FOUND (with the reason) if there is no route, no
 * usable source address, or the neighbour does not answer in time.
 */
enum status	route_find(const struct route_options *,
		    const struct ip_addr *destination, struct hop *,
		    struct error *);

/*
 * Finds the default way out of a family, if there is one: the route to an
 * address of the global Internet (nothing is sent to it).  A family whose
 * only addresses are link-local, or unique-local, still gets what the kernel
 * would use.
 */
enum status	route_default(const struct route_options *, enum family,
		    struct hop *, struct error *);

/*
 * Finds the way to where OLD leads, asked of the kernel afresh and without
 * waiting: a neighbour that is not known yet is STATUS_NOT_FOUND, and the
 * kernel is looking for it from now on.
 */
enum status	route_refresh(const struct route_options *,
		    const struct hop *old, struct hop *, struct error *);

/* The address of the global Internet that stands for all of a family. */
struct ip_addr	route_internet(enum family);

/*
 * Calls FN for each address of this host until it returns something else than
 * STATUS_OK, and returns that.
 */
enum status	route_own_addresses(enum status (*fn)(void *arg,
		    const struct ip_addr *, struct error *), void *arg,
		    struct error *);

/* True if the address is assigned to an interface of this host. */
bool		route_is_local(const struct ip_addr *);

#endif /* PROBER_ROUTE_H */

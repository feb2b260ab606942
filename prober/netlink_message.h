/* SPDX-License-Identifier: Apache-2.0 */
/*
 * netlink_message.h - what one message of the kernel's says, whether it
 * answers a question (netlink.c) or is news (netlink_watch.c).
 *
 * Lengths are checked, so any bytes are safe to read.  An attribute that is
 * not of the shape it should have is passed over.
 *
 * Threads: no state.
 */
#ifndef PROBER_NETLINK_MESSAGE_H
#define PROBER_NETLINK_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "prober/netlink.h"

struct nlmsghdr;

/*
 * Each adds what the message says to a struct of zeros; false if the message
 * is too short to be one of its type, which must be the right one.
 */
bool	netlink_message_route(const struct nlmsghdr *,
	    struct netlink_route *);
bool	netlink_message_link(const struct nlmsghdr *, struct netlink_link *);
bool	netlink_message_address(const struct nlmsghdr *,
	    struct netlink_address *);
bool	netlink_message_neighbour(const struct nlmsghdr *,
	    struct netlink_neighbour *);

#endif /* PROBER_NETLINK_MESSAGE_H */

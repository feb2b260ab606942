/* SPDX-License-Identifier: Apache-2.0 */
/*
 * netlink_watch.h - the kernel's news: what changed among links, addresses,
 * routes and neighbours.
 *
 * Threads: a socket belongs to its owner.
 */
#ifndef PROBER_NETLINK_WATCH_H
#define PROBER_NETLINK_WATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "prober/netlink.h"

struct mnl_socket;

enum netlink_news_kind {
	NETLINK_NEWS_LINK,
	NETLINK_NEWS_ADDRESS,
	NETLINK_NEWS_ROUTE,		/* or a rule that chooses routes */
	NETLINK_NEWS_NEIGHBOUR,
	NETLINK_NEWS_OVERRUN,		/* some were lost */
};

/* A piece of news: the thing as it is now, or as it was before it went. */
struct netlink_news {
	enum netlink_news_kind	kind;
	bool			gone;
	enum family		family;	/* FAMILY_NONE for a link */
	union {
		struct netlink_link	 link;
		struct netlink_address	 address;
		struct netlink_neighbour neighbour;
	};
};

typedef void	netlink_news_fn(void *arg, const struct netlink_news *);

/*
 * Opens a non-blocking socket that hears the news of GROUPS, RTMGRP_ bits.
 * Returns 0 or an errno value, as netlink_watch_wait() does.
 */
int	netlink_watch_open(struct mnl_socket **, unsigned groups);
void	netlink_watch_close(struct mnl_socket *);	/* NULL is allowed */
int	netlink_watch_fd(const struct mnl_socket *);

/* Waits at most WAIT_MS for a change and drops all there are. */
int	netlink_watch_wait(struct mnl_socket *, int wait_ms);

/* Calls FN for all news there are; never blocks. */
void	netlink_watch_read(struct mnl_socket *, netlink_news_fn *fn,
	    void *arg);

/*
 * The same for LEN octets as they come from the socket.  DATA is aligned to
 * four octets; what is not understood is passed over.
 */
void	netlink_news_read(const void *data, size_t len, netlink_news_fn *fn,
	    void *arg);

#endif /* PROBER_NETLINK_WATCH_H */

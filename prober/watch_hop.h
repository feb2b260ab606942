/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watch_hop.h - what is known of one hop under watch, and what a piece of
 * news means for it.
 *
 * Threads: none.  No I/O: tests and the fuzzer feed it bytes.
 */
#ifndef PROBER_WATCH_HOP_H
#define PROBER_WATCH_HOP_H

#include <stdbool.h>
#include <stdint.h>

#include "prober/netlink_watch.h"
#include "prober/watch.h"

/* The kernel's answer to "which way?". */
struct watch_way {
	int		errnum;		/* 0: there is one */
	unsigned	ifindex;
	char		ifname[16];	/* IFNAMSIZ */
	struct ip_addr	gateway;	/* family 0: on-link */
	bool		own;		/* through the hop's interface there is
					   one too */
};

struct watch_hop {
	struct hop	 hop;
	bool		 link_down;
	bool		 source_gone;
	bool		 neighbour_unknown;	/* news when it is found */
	bool		 neighbour_dead;	/* that was told */
	uint8_t		 local_mac[MAC_OCTETS];		/* last told */
	uint8_t		 remote_mac[MAC_OCTETS];
	bool		 have_way;
	struct watch_way way;		/* last told */
};

/* Starts to watch a hop that is taken to be in order. */
void	watch_hop_init(struct watch_hop *, const struct hop *);

/*
 * Takes in a piece of news; true if it fills an event (all but its hop).
 * NETLINK_NEWS_ROUTE and _OVERRUN say nothing of a single hop: never.
 */
bool	watch_hop_news(struct watch_hop *, const struct netlink_news *,
	    struct watch_event *);

/* The same for the way the kernel would take now; the first is no news. */
bool	watch_hop_way(struct watch_hop *, const struct watch_way *,
	    struct watch_event *);

#endif /* PROBER_WATCH_HOP_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watch.h - is the way out still the way out?
 *
 * Listens to the kernel's news (netlink: links, addresses, routes, rules,
 * neighbours) and tells what concerns the hops that are in use.  Each change
 * is told once, when it happens: a link that stays down is silent.
 *
 * Some changes make no news: a default route from a router advertisement
 * expires long before the kernel says so, and the kernel does not confirm a
 * gateway that only our own frames use.  So, twice a second, the watch also
 * asks for the route of each hop anew and makes the kernel confirm the
 * neighbour (one ARP or neighbour solicitation a second; only with
 * CAP_NET_ADMIN).  Every change is told within a second but the silent change
 * or death of a gateway, which takes the kernel's three tries: four seconds.
 *
 * An event says that it is time to ask hop_state() (hop_state.h), not what
 * the answer will be.
 *
 * Threads: none; the owner's alone.
 */
#ifndef PROBER_WATCH_H
#define PROBER_WATCH_H

#include <stdbool.h>

#include "common/status.h"
#include "prober/route.h"

#define WATCH_HOPS_MAX	16
#define WATCH_ALL_HOPS	WATCH_HOPS_MAX	/* in watch_event.hop */

enum watch_kind {
	WATCH_LINK_DOWN,	/* set down, without carrier, or gone */
	WATCH_LINK_UP,
	WATCH_LINK_CHANGED,	/* another link-layer address of our own */
	WATCH_ADDRESS_GONE,	/* the source: removed, deprecated, or a
				   duplicate */
	WATCH_ADDRESS_BACK,
	WATCH_ROUTE_CHANGED,	/* gone, back, or another way */
	WATCH_NEIGHBOUR_CHANGED,	/* not the hop's link-layer address,
					   or it stopped answering, or came
					   back */
	WATCH_OVERRUN,		/* news were lost: all may have changed */
	WATCH_KIND_COUNT
};

struct watch_event {
	enum watch_kind	kind;
	unsigned	hop;		/* its index, or WATCH_ALL_HOPS */
	enum family	family;		/* of the hop; FAMILY_NONE for all */
	char		text[200];	/* a sentence for the log; interface
					   names in it are not yet safe to
					   print */
};

typedef void	watch_fn(void *arg, const struct watch_event *);

struct watch;

/*
 * Watches N <= WATCH_HOPS_MAX hops, which are copied; those whose source has
 * no family are skipped and keep their index.
 */
enum status	watch_open(struct watch **, const struct hop *hops,
		    unsigned n, struct error *);
void		watch_close(struct watch *);	/* NULL is allowed */

/* A descriptor that is readable when watch_read() has work. */
int		watch_fd(const struct watch *);

/*
 * Reads all there is and calls FN for each event; never blocks.  FN must not
 * call the watch.
 */
void		watch_read(struct watch *, watch_fn *fn, void *arg);

/* The hop that is in use from now on, after hop_state() filled a new one. */
void		watch_set_hop(struct watch *, unsigned index,
		    const struct hop *);

/* "link_down" and so on, for the run file. */
const char	*watch_kind_name(enum watch_kind);

#endif /* PROBER_WATCH_H */

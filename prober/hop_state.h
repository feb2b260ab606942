/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hop_state.h - can a hop be used as it is, asked of the kernel afresh.
 *
 * Threads: none.  A few netlink questions; never waits for the network.
 */
#ifndef PROBER_HOP_STATE_H
#define PROBER_HOP_STATE_H

#include "common/status.h"
#include "prober/route.h"

enum hop_state {
	HOP_FINE,	/* as it is */
	HOP_REFRESHED,	/* *HOP was replaced: templates are to be prepared
			   anew, and a link opened if ifindex is another */
	HOP_DOWN,	/* not now; *HOP is as it was, *WHY says why */
};

/*
 * Asks whether the link is up, the source still there and preferred, the
 * route still through this interface and gateway, and the neighbour's
 * link-layer address the same.  The source is kept while it is usable, even
 * if the kernel would choose another one by now; one given by -S is never
 * replaced, be it deprecated; and none by one that reaches less far (a
 * global one by a unique-local or link-local one).
 *
 * A neighbour that is not known makes the kernel look for it, and the hop is
 * HOP_DOWN until it is found: a watch event tells when.
 */
enum hop_state	hop_state(const struct route_options *, struct hop *,
		    struct error *why);

#endif /* PROBER_HOP_STATE_H */

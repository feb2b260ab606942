/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trial.h - a handful of probes, sent and waited for, without an engine.
 *
 * For `reach46 doctor`: the same frames, links and ports as a scan, but all
 * at once, and everything that can be learned from what comes back is kept.
 *
 * Threads: none.  trials_run() waits.
 */
#ifndef PROBER_TRIAL_H
#define PROBER_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/rx.h"
#include "common/dns_msg.h"
#include "prober/guard.h"
#include "prober/ports.h"
#include "prober/probe.h"
#include "prober/route.h"

#define TRIAL_LINKS_MAX	10

enum trial_result {
	TRIAL_SILENT,		/* nothing that can be ours came */
	TRIAL_ANSWERED,		/* see state and reason */
	TRIAL_UNREACHABLE,	/* an ICMP error: see reason */
	TRIAL_ALTERED,		/* from there to our port, but not an answer
				   to what was sent: rewritten on the way */
	TRIAL_UNSENT,		/* guarded, or the kernel would not take it */
};

struct trial {
	/* What to send: */
	const struct hop	*hop;		/* borrowed */
	struct endpoint		 to;
	uint8_t			 proto;		/* IPPROTO_TCP or _UDP */
	struct dns_question	 question;	/* UDP */
	uint16_t		 dns_flags;

	/* What came of it: */
	enum trial_result	 result;
	enum endpoint_state	 state;
	enum reason		 reason;
	uint16_t		 reply_flags;	/* header of a DNS reply */
	uint64_t		 rtt_ns;	/* since the latest attempt */

	struct probe		 probe;		/* the trial's own */
};

struct trials {
	const struct guard	*guard;		/* borrowed */
	struct ports		 ports;
	struct trial_link	*links;		/* (owned) */
	unsigned		 n_links;
	struct rx_stats		 rx;		/* of all links, so far */
};

/* Takes ports.  trials_close() is due in any case. */
enum status	trials_open(struct trials *, const struct guard *,
		    struct error *);
void		trials_close(struct trials *);

/* Opens capture and transmission for a hop's interface, once for each. */
enum status	trials_link(struct trials *, const struct hop *,
		    struct error *);

/*
 * Sends each trial up to three times within WAIT_NS and fills in what came.
 * Returns when that time is over, or when all were answered.  The link of
 * each hop is open.
 */
enum status	trials_run(struct trials *, struct trial *, size_t n,
		    uint64_t wait_ns, struct error *);

#endif /* PROBER_TRIAL_H */

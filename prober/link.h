/* SPDX-License-Identifier: Apache-2.0 */
/*
 * link.h - one network interface: frames out in batches, frames in.
 *
 * Frames are stamped straight into the batch, leave together, and those the
 * kernel would not take stay at the head of the batch until it does.  Every
 * frame that leaves has passed the guard on its finished bytes.
 *
 * Threads: none; the worker's alone.
 */
#ifndef PROBER_LINK_H
#define PROBER_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "capture/rx.h"
#include "prober/engine.h"
#include "prober/guard.h"
#include "prober/probe.h"
#include "prober/route.h"
#include "prober/tcp_rst.h"
#include "prober/template.h"
#include "prober/tx.h"

#define LINK_BATCH	64	/* frames */

enum link_frame { LINK_FRAME_SYN, LINK_FRAME_DNS, LINK_FRAME_RST };

struct link_counts {
	uint64_t	sent_syn, sent_dns, sent_rst;	/* the kernel took
							   them */
	uint64_t	refused;		/* it would not, for now */
	uint64_t	bad;			/* it would not, ever */
	uint64_t	guarded;		/* stopped by the guard */
};

struct link {
	struct tx		*tx;		/* (owned) */
	struct rx		*rx;		/* (owned) */
	const struct guard	*guard;		/* borrowed */
	unsigned		 ifindex;
	bool			 link_layer;
	struct link_counts	 counts;
	unsigned		 n;		/* frames in the batch */
	struct frame		 frames[LINK_BATCH];
	struct flight_id	 ids[LINK_BATCH];	/* of probes */
	enum link_frame		 kinds[LINK_BATCH];
	uint8_t			 bytes[LINK_BATCH][PROBE_FRAME_MAX];
};

struct link_options {
	const struct tx_ops	*tx;
	const struct guard	*guard;
	uint16_t		 port_first, n_ports;
	bool			 shared;	/* with other workers' ports */
	unsigned		 ring_octets;
};

enum status	link_open(struct link *, const struct link_options *,
		    const struct hop *, struct error *);
void		link_close(struct link *);

static inline bool
link_full(const struct link *l)
{
	return l->n == LINK_BATCH;
}

/* Stamps a request into the batch, which must not be full. */
void		link_put(struct link *, struct engine *, uint64_t now_ns,
		    const struct template *, const struct request *);

/* The same for an RST, of which the engine knows nothing. */
void		link_put_rst(struct link *, const struct template *,
		    const struct tcp_rst *);

/*
 * Hands the batch to the kernel.  Returns false if some of it stayed behind;
 * the caller tries again a little later.
 */
bool		link_flush(struct link *, struct engine *, uint64_t now_ns);

#endif /* PROBER_LINK_H */

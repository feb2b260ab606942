/* SPDX-License-Identifier: Apache-2.0 */
/*
 * resets.h - the RSTs that a worker owes to those who answered it.
 *
 * Under a guard (rst_guard.h) the kernel does not see what comes to our ports,
 * so each segment that is owed an RST gets one from us.  What came in one turn
 * of the worker leaves in the same turn, ahead of its probes, and waits here
 * while the kernel takes no frames.  It is not paced: there is one for each
 * segment, as with the kernel's own.
 *
 * Threads: the worker's alone.
 */
#ifndef PROBER_RESETS_H
#define PROBER_RESETS_H

#include <stdbool.h>
#include <stdint.h>

#include "prober/rst_guards.h"
#include "prober/tcp_rst.h"

/* As much as two links can bring in one turn. */
#define RESETS_MAX	8192

struct resets {
	const struct rst_guards	*guards;	/* borrowed */
	uint16_t		 port_first, n_ports;
	struct template		 templates[2];	/* by family_index(); length 0:
						   there is no way out yet */
	unsigned		 first, n;	/* in owed, which is a ring */
	uint64_t		 unpaid;	/* that there was no room for */
	struct tcp_rst		 owed[RESETS_MAX];
};

/* For those ports; returns NULL when memory runs out. */
struct resets	*resets_new(const struct rst_guards *, uint16_t port_first,
		    uint16_t n_ports);
void		 resets_free(struct resets *);	/* NULL is allowed */

/* From now on RSTs of the hop's family leave through it. */
enum status	 resets_use_hop(struct resets *, const struct hop *,
		    struct error *);

/*
 * Notes what is owed for a response, if anything: only for what came to the
 * ports above at an address under a guard.  One too many is counted and
 * forgotten; whoever it was for says it again.
 */
void		 resets_note(struct resets *, const struct response *);

/* The next one to be sent, or NULL; gone when resets_paid() was called. */
static inline const struct tcp_rst *
resets_next(const struct resets *r)
{
	return r->n > 0 ? &r->owed[r->first] : NULL;
}

static inline void
resets_paid(struct resets *r)
{
	/* From its start whenever it can, and so in little of the cache. */
	r->first = --r->n > 0 ? (r->first + 1) % RESETS_MAX : 0;
}

#endif /* PROBER_RESETS_H */

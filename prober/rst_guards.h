/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rst_guards.h - the guards of one process: one for each interface and source
 * address that SYNs leave from.
 *
 * A way out that changes gets a guard more; those before it stay until all are
 * closed, for what still comes to the old address.  An address that has no
 * guard is the kernel's to answer for, and one that has is ours: so nothing is
 * left without an RST.  Where both should answer for a moment no harm is done:
 * the second RST finds no connection.
 *
 * Threads: all may add and ask at once; RST_GUARDS_MAX is small enough for
 * asking with each segment.  Closing is for after that.
 */
#ifndef PROBER_RST_GUARDS_H
#define PROBER_RST_GUARDS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "prober/route.h"
#include "prober/rst_guard.h"

#define RST_GUARDS_MAX	16

struct rst_guards {
	pthread_mutex_t	 adding;
	atomic_uint	 n;
	struct rst_guarded {
		struct ip_addr	 source;
		unsigned	 ifindex;
		struct rst_guard guard;		/* (owned) */
	} at[RST_GUARDS_MAX];
};

void		rst_guards_init(struct rst_guards *);

/*
 * Guards ports FIRST to FIRST + N - 1, always the same, of the hop's source on
 * its interface, unless that is done already; errors as of rst_guard_open().
 */
enum status	rst_guards_add(struct rst_guards *, const struct hop *,
		    uint16_t first, unsigned n, struct error *);

/* True if segments to that address are kept from the kernel. */
bool		rst_guards_cover(const struct rst_guards *,
		    const struct ip_addr *);

/* From here on the kernel answers again. */
void		rst_guards_close(struct rst_guards *);

#endif /* PROBER_RST_GUARDS_H */

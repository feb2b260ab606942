/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ports.h - local ports that are ours alone.
 *
 * Each port is held by two placeholder sockets, UDP and TCP, that cover both
 * families (IPv4 alone where the host has no IPv6).  The UDP ones carry a
 * filter that drops everything, so the kernel neither queues replies nor
 * answers them with port-unreachable.  The TCP ones are bound and never
 * listen, so the kernel answers a SYN-ACK with the RST that closes the
 * half-open connection at the target.  Nobody else on this host can take a
 * port while we hold it, a second reach46 included.
 *
 * Threads: opened at start-up; the numbers may be read by any thread.
 */
#ifndef PROBER_PORTS_H
#define PROBER_PORTS_H

#include <stdint.h>

#include "common/address.h"
#include "common/status.h"

#define PORTS_MAX	1024

struct ports {
	unsigned	 n;
	uint16_t	 first;		/* ports are first .. first + n - 1 */
	int		*fds;		/* (owned) */
	unsigned	 n_fds;
};

/*
 * Takes N (a power of two) consecutive ports, free in UDP and TCP, outside
 * the kernel's ephemeral range where it can, starting the search at a place
 * drawn from SEED.  Raises the soft limit on open files to the hard one.
 */
enum status	ports_open(struct ports *, unsigned n, uint64_t seed,
		    struct error *);
void		ports_close(struct ports *);

#endif /* PROBER_PORTS_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rst_guard.h - keeps TCP replies to our ports from the kernel.
 *
 * Nobody listens on our ports, so the kernel answers each SYN-ACK with an RST,
 * at high rates half of all the work there is.  Under a guard it does not: a
 * rule of nftables at the ingress hook of the interface drops TCP segments
 * with ACK set to our address and ports, which libpcap has been given by then.
 * The half-open connection at the target is then closed by the RST that we
 * send, or not at all.  Whatever else arrives is as before: other ports,
 * addresses and protocols, what this host forwards, ICMP errors, segments
 * without ACK.  But connections that this host translates to our address and
 * one of our ports are cut: another reason to take ports that nobody is given
 * (ports.h).
 *
 * The rule stands in a table of its own, of the family netdev, with the name
 * "reach46-<interface>-<number of the socket>".  The table belongs to the
 * netlink socket that made it: the kernel removes it with that socket, however
 * the process ends; `nft flush ruleset` does not, and nobody else can change
 * it.  So nothing is ever left behind that had to be found again.
 *
 * Needs CAP_NET_ADMIN and Linux 5.12.
 *
 * Threads: a guard belongs to its caller.
 */
#ifndef PROBER_RST_GUARD_H
#define PROBER_RST_GUARD_H

#include <stdint.h>

#include "common/status.h"

struct hop;
struct mnl_socket;

/* All zero: not open. */
struct rst_guard {
	struct mnl_socket	*nl;		/* (owned) */
};

/*
 * Guards ports FIRST to FIRST + N - 1 of the hop's source address, on its
 * interface.  STATUS_PERMISSION without CAP_NET_ADMIN, STATUS_UNFIT if the
 * kernel has no such tables; the guard is then not open, and the kernel goes on
 * sending RSTs.  A hop whose source or interface changes needs a new guard.
 */
enum status	rst_guard_open(struct rst_guard *, const struct hop *,
		    uint16_t first, unsigned n, struct error *);

/* Says whether a guard can be opened: opens one for no port and closes it. */
enum status	rst_guard_try(const struct hop *, struct error *);

/* The rule is gone when this returns.  One that is not open may be closed. */
void		rst_guard_close(struct rst_guard *);

#endif /* PROBER_RST_GUARD_H */

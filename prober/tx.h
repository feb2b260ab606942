/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tx.h - where frames leave the process.
 *
 * A backend takes finished link-layer frames, in order, and says how many the
 * kernel accepted.  A short count is normal at high rates and is never an
 * error: the caller keeps the rest and asks the pacer for a refund.  No frame
 * is ever dropped silently: each one offered is accepted, or refused and
 * counted by why, or was not reached because one before it was bad.
 *
 * Backends: tx_mmsg.c (AF_PACKET and sendmmsg), tx_xdp.c (AF_XDP), tx_libnet.c
 * (libnet_write_link), tx_null.c, and the simulator in tests/sim/.  `auto` is
 * the first of xdp, mmsg and libnet that can be opened on the interface; what
 * it opens is that one and has its ops.
 *
 * Threads: each worker opens and uses its own.
 */
#ifndef PROBER_TX_H
#define PROBER_TX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/status.h"

struct tx;

struct frame {
	const uint8_t	*base;		/* borrowed until send returns */
	size_t		 len;		/* octets, link header included */
};

enum tx_result {
	TX_OK,				/* all frames accepted */
	TX_AGAIN,			/* queue full after *sent frames */
	TX_BAD_FRAME,			/* frame[*sent] refused; skip it */
	TX_DOWN,			/* the interface is gone */
};

/* Frames by fate.  One that is offered again counts again, until accepted. */
struct tx_stats {
	uint64_t	accepted;	/* the kernel took it */
	uint64_t	again;		/* handed back, queue full */
	uint64_t	bad;		/* refused for what it is */
	uint64_t	down;		/* handed back, interface gone */
};

struct tx_ops {
	const char	*name;		/* as given to --tx */
	/* LINK_LAYER is false for tun, PPP and the like, whose frames start
	 * with the IP header. */
	enum status	(*open)(struct tx **, const char *ifname,
			    bool link_layer, struct error *);
	enum tx_result	(*send)(struct tx *, const struct frame *, unsigned n,
			    unsigned *sent);
	void		(*stats)(const struct tx *, struct tx_stats *);
	void		(*close)(struct tx *);	/* NULL is allowed */
};

/* Every backend's struct starts with this ("inherits" from it). */
struct tx {
	const struct tx_ops	*ops;
};

extern const struct tx_ops	tx_auto, tx_xdp, tx_mmsg, tx_libnet, tx_null;

/* For backends: gives a socket room for frames on their way, as much as this
 * process may ... */
void		tx_grow_buffer(int fd);

/* ... what an error of a sending system call means ... */
enum tx_result	tx_result_of_errno(int errnum);

/* ... and the count of one call; returns RESULT. */
enum tx_result	tx_account(struct tx_stats *, enum tx_result, unsigned sent,
		    unsigned n);

/* Returns the backend of that name, or NULL.  The result is static. */
const struct tx_ops	*tx_find(const char *name);

static inline enum tx_result
tx_send(struct tx *tx, const struct frame *f, unsigned n, unsigned *sent)
{
	return tx->ops->send(tx, f, n, sent);
}

#endif /* PROBER_TX_H */

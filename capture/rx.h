/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rx.h - where frames come from.
 *
 * A source hands over frames one after the other, each for the length of the
 * callback, and never blocks.  Sources: rx_pcap.c (a live ring),
 * rx_savefile.c (a capture file, for replay) and the simulator in tests/.
 *
 * Threads: each worker opens and uses its own.
 */
#ifndef CAPTURE_RX_H
#define CAPTURE_RX_H

#include <stdint.h>

#include "capture/decode.h"
#include "common/status.h"

struct rx;

/* Frames by fate, as the source itself counts them. */
struct rx_stats {
	uint64_t	received;	/* passed the filter */
	uint64_t	dropped;	/* lost by the kernel: ring was full */
	uint64_t	if_dropped;	/* lost by the interface, if known */
};

typedef void	rx_frame_fn(void *arg, const struct decode_input *);

struct rx_ops {
	const char	*name;
	/* Hands over at most MAX frames; returns how many, or -1 at the end
	   of a file or when the interface is gone. */
	int		(*poll)(struct rx *, int max, rx_frame_fn *,
			    void *arg);
	/* A descriptor that is readable when poll() has work, or -1. */
	int		(*fd)(const struct rx *);
	void		(*stats)(struct rx *, struct rx_stats *);
	void		(*close)(struct rx *);
};

/* Every source's struct starts with this. */
struct rx {
	const struct rx_ops	*ops;
};

static inline int
rx_poll(struct rx *rx, int max, rx_frame_fn *fn, void *arg)
{
	return rx->ops->poll(rx, max, fn, arg);
}

struct rx_pcap_options {
	const char	*ifname;
	const char	*filter;	/* pcap-filter(7) */
	unsigned	 ring_octets;	/* 32 MB by default */
	unsigned	 snaplen;	/* octets kept of a frame */
};

/*
 * Opens a live capture: pcap_create(), a ring of that size, never immediate
 * mode, non-blocking, incoming frames only (PACKET_IGNORE_OUTGOING).  Times
 * handed out are CLOCK_MONOTONIC nanoseconds.
 */
enum status	rx_pcap_open(struct rx **, const struct rx_pcap_options *,
		    struct error *);

/*
 * Opens a capture file.  Times handed out are the file's own, nanoseconds
 * since 1970.
 */
enum status	rx_savefile_open(struct rx **, const char *path,
		    struct error *);

#endif /* CAPTURE_RX_H */

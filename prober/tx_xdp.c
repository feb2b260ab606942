/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tx_xdp.c - frames leave through an AF_XDP socket, a system call for 32.
 *
 * Transmit only, and no XDP program is attached, so what arrives goes to the
 * kernel and to libpcap as ever.  For that reason the socket is in copy mode,
 * which works on every interface with a link layer: in zero-copy mode the
 * receive queue would take its buffers from us as well, and most drivers
 * refuse to send that way without a program.
 *
 * In copy mode the kernel reads the ring within our own system call, frame by
 * frame.  When the call fails, some frames may have left, but not every kernel
 * says in the ring how many.  What is left in it is therefore made invalid:
 * the kernel then skips it and counts what it skipped.  EBUSY says more: the
 * last frame that was taken was thrown away, by a device that has no carrier
 * or no room.
 *
 * These frames pass neither queueing disciplines nor any hook of nftables.
 */
#include "prober/tx.h"

#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <net/if.h>

#include <linux/ethtool.h>
#include <linux/sockios.h>

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xdp/xsk.h>

#include "prober/netlink.h"

#define BATCH           32 /* what the kernel takes in one call */
#define RING            64 /* frames, a power of two, BATCH at least */
#define CHUNK_OCTETS    2048
#define CHUNKS          2048
#define COMPLETED       4096 /* a power of two; all of CHUNKS and RING */
#define ETHERNET_OCTETS 14
#define BUSY_MS         200        /* to wait for a queue to become free */
#define NOWHERE         UINT64_MAX /* no chunk has that address */

struct tx_xdp {
	struct tx tx;
	uint8_t *area;             /* (owned) the chunks; NULL: not mapped */
	struct xsk_umem *umem;     /* (owned) */
	struct xsk_socket *socket; /* (owned) */
	struct xsk_ring_prod fill; /* for receiving: never used */
	struct xsk_ring_prod ring;
	struct xsk_ring_cons completed;
	size_t frame_max_octets;
	unsigned n_free;
	uint64_t free_chunks[CHUNKS]; /* their offsets */
	bool in_use[CHUNKS];
	uint64_t batch[BATCH]; /* chunks that were put in the ring last */
	struct tx_stats stats;
};

/* How many queues an interface sends through; 1 if it does not say. */
static unsigned
queue_count(const char *ifname)
{
	struct ethtool_channels channels = { .cmd = ETHTOOL_GCHANNELS };
	struct ifreq request = { .ifr_data = (void *)&channels };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	unsigned n = 1;

	(void)snprintf(
	    request.ifr_name, sizeof(request.ifr_name), "%s", ifname);
	if (fd >= 0 && ioctl(fd, SIOCETHTOOL, &request) == 0)
		n = channels.tx_count + channels.combined_count;
	if (fd >= 0)
		(void)close(fd);
	return n > 0 ? n : 1;
}

/* Returns 0 or an errno. */
static int
memory_open(struct tx_xdp *t)
{
	const struct xsk_umem_config config = {
		.fill_size = RING,
		.comp_size = COMPLETED,
		.frame_size = CHUNK_OCTETS,
	};
	const size_t octets = (size_t)CHUNKS * CHUNK_OCTETS;
	void *area = mmap(NULL, octets, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (area == MAP_FAILED)
		return errno;
	t->area = area;
	while (t->n_free < CHUNKS) {
		t->free_chunks[t->n_free] = (uint64_t)t->n_free * CHUNK_OCTETS;
		t->n_free++;
	}
	return -xsk_umem__create(
	    &t->umem, area, octets, &t->fill, &t->completed, &config);
}

/* A queue can have one such socket.  The kernel gives it back a little after
 * the one before was closed. */
static int
socket_open(struct tx_xdp *t, const char *ifname)
{
	const struct xsk_socket_config config = {
		.tx_size = RING,
		.libxdp_flags = XSK_LIBXDP_FLAGS__INHIBIT_PROG_LOAD,
		.bind_flags = XDP_COPY,
	};
	const unsigned n = queue_count(ifname);
	int errnum = EBUSY;

	for (unsigned tries = 0; errnum == EBUSY && tries < BUSY_MS; tries++) {
		if (tries > 0)
			(void)poll(NULL, 0, 1);
		for (unsigned i = 0; i < n && errnum == EBUSY; i++)
			errnum = -xsk_socket__create(&t->socket, ifname, i,
			    t->umem, NULL, &t->ring, &config);
	}
	return errnum;
}

static void
xdp_close(struct tx *tx)
{
	struct tx_xdp *t = (struct tx_xdp *)tx;

	if (t == NULL)
		return;
	if (t->socket != NULL)
		xsk_socket__delete(t->socket);
	if (t->umem != NULL)
		(void)xsk_umem__delete(t->umem);
	if (t->area != NULL)
		(void)munmap(t->area, (size_t)CHUNKS * CHUNK_OCTETS);
	free(t);
}

static enum status
fail(struct tx_xdp *t, int errnum, const char *ifname, struct error *err)
{
	xdp_close(&t->tx);
	switch (errnum) {
	case EPERM:
		return error_set_errno(err, STATUS_PERMISSION, errnum,
		    "cannot open an AF_XDP socket to send on %s "
		    "(needs CAP_NET_RAW)",
		    ifname);
	case EBUSY:
		return error_set(err, STATUS_SYSTEM,
		    "cannot send on %s through AF_XDP: each of its queues "
		    "is taken, by another program or another worker; give it "
		    "more (ethtool -L), use fewer workers, or send in "
		    "another way (--tx auto)",
		    ifname);
	case ENOBUFS:
		return error_set(err, STATUS_SYSTEM,
		    "cannot send on %s through AF_XDP: more than %u KiB must "
		    "be allowed to be locked in memory (ulimit -l)",
		    ifname, CHUNKS * CHUNK_OCTETS / 1024);
	default:
		return error_set_errno(err, STATUS_SYSTEM, errnum,
		    "cannot send on %s through AF_XDP", ifname);
	}
}

static enum status
xdp_open(
    struct tx **out, const char *ifname, bool link_layer, struct error *err)
{
	struct tx_xdp *t = calloc(1, sizeof(*t));
	struct netlink_link link;
	unsigned ifindex;
	int errnum;

	if (t == NULL)
		return error_set(err, STATUS_NO_MEMORY,
		    "cannot open %s for sending: out of memory", ifname);
	if (!link_layer) {
		xdp_close(&t->tx);
		return error_set(err, STATUS_USAGE,
		    "cannot send on %s through AF_XDP: it has no link layer",
		    ifname);
	}
	ifindex = if_nametoindex(ifname);
	errnum = ifindex != 0 ? netlink_link_get(ifindex, &link) : errno;
	if (errnum == 0)
		errnum = memory_open(t);
	if (errnum == 0)
		errnum = socket_open(t, ifname);
	if (errnum != 0)
		return fail(t, errnum, ifname, err);
	tx_grow_buffer(xsk_socket__fd(t->socket));
	t->tx.ops = &tx_xdp;
	t->frame_max_octets = ETHERNET_OCTETS + link.mtu;
	if (t->frame_max_octets > CHUNK_OCTETS)
		t->frame_max_octets = CHUNK_OCTETS;
	*out = &t->tx;
	return STATUS_OK;
}

/* Anything but the address of a chunk in use is ignored. */
static void
release(struct tx_xdp *t, uint64_t chunk)
{
	const uint64_t i = chunk / CHUNK_OCTETS;

	if (i >= CHUNKS || !t->in_use[i])
		return;
	t->in_use[i] = false;
	t->free_chunks[t->n_free++] = chunk;
}

/* Makes the kernel look at the ring; returns 0 or an errno. */
static int
kick(struct tx_xdp *t)
{
	return sendto(xsk_socket__fd(t->socket), NULL, 0, MSG_DONTWAIT, NULL,
		   0) < 0
	    ? errno
	    : 0;
}

/* Frames in the ring that the kernel has not said it took. */
static unsigned
ring_used(const struct tx_xdp *t)
{
	return *t->ring.producer -
	    __atomic_load_n(t->ring.consumer, __ATOMIC_ACQUIRE);
}

/*
 * Gets invalid frames out of the ring, which takes a call each and one more to
 * be told; returns 0 or an errno.
 */
static int
ring_clear(struct tx_xdp *t)
{
	int errnum = 0;

	for (unsigned i = 0; i < RING + 2 && ring_used(t) > 0; i++)
		if ((errnum = kick(t)) != 0)
			return errnum;
	return ring_used(t) > 0 ? EAGAIN : 0;
}

/* How many invalid frames the kernel has met so far. */
static uint64_t
invalid_count(const struct tx_xdp *t)
{
	struct xdp_statistics s = { 0 };
	socklen_t len = sizeof(s);

	(void)getsockopt(
	    xsk_socket__fd(t->socket), SOL_XDP, XDP_STATISTICS, &s, &len);
	return s.tx_invalid_descs;
}

/*
 * Takes back those of the latest N frames that the kernel has not taken, and
 * returns how many.  An interface that goes down meanwhile skips nothing more:
 * then what the ring still shows is counted too, and the next send clears it.
 * (It may show too much; better a frame sent twice than one that was not sent
 * and counts as sent.)
 */
static unsigned
withdraw(struct tx_xdp *t, unsigned n)
{
	const uint64_t before = invalid_count(t);
	uint64_t left;
	unsigned i;

	for (i = 0; i < n; i++)
		__atomic_store_n(&xsk_ring_prod__tx_desc(
				     &t->ring, t->ring.cached_prod - n + i)
				      ->addr,
		    NOWHERE, __ATOMIC_RELAXED);
	(void)ring_clear(t);
	left = invalid_count(t) - before + ring_used(t);
	if (left > n)
		left = n;
	for (i = n - (unsigned)left; i < n; i++)
		release(t, t->batch[i]);
	return (unsigned)left;
}

/* Takes back the chunks of frames that have left.  Some kernels complete what
 * they skipped too, NOWHERE. */
static void
reclaim(struct tx_xdp *t)
{
	uint32_t at, n = xsk_ring_cons__peek(&t->completed, COMPLETED, &at);

	for (uint32_t i = 0; i < n; i++)
		release(t, *xsk_ring_cons__comp_addr(&t->completed, at + i));
	xsk_ring_cons__release(&t->completed, n);
}

/* Puts N frames in the ring, which is empty. */
static void
put(struct tx_xdp *t, const struct frame *frames, unsigned n)
{
	uint32_t at = 0, room = xsk_ring_prod__reserve(&t->ring, n, &at);

	assert(room == n);
	(void)room;
	for (unsigned i = 0; i < n; i++) {
		t->batch[i] = t->free_chunks[--t->n_free];
		t->in_use[t->batch[i] / CHUNK_OCTETS] = true;
		memcpy(t->area + t->batch[i], frames[i].base, frames[i].len);
		*xsk_ring_prod__tx_desc(&t->ring, at + i) = (struct xdp_desc){
			.addr = t->batch[i],
			.len = (uint32_t)frames[i].len,
		};
	}
	xsk_ring_prod__submit(&t->ring, n);
}

/* Has the kernel send N frames, BATCH at most; returns how many it did. */
static unsigned
offer(struct tx_xdp *t, const struct frame *frames, unsigned n,
    enum tx_result *result)
{
	unsigned taken;
	int errnum;

	put(t, frames, n);
	errnum = kick(t);
	if (errnum == EAGAIN) /* or an old kernel that takes 16 */
		errnum = kick(t);
	if (errnum == 0)
		return n;
	taken = n - withdraw(t, n);
	if (errnum == EBUSY) {
		*result = TX_AGAIN;
		return taken > 0 ? taken - 1 : 0;
	}
	*result = tx_result_of_errno(errnum);
	return taken;
}

/* How many frames can be offered at once; 0 with the reason otherwise. */
static unsigned
acceptable(const struct tx_xdp *t, const struct frame *frames, unsigned n,
    enum tx_result *result)
{
	unsigned i, max = n < BATCH ? n : BATCH;

	if (max > t->n_free)
		max = t->n_free;
	for (i = 0; i < max; i++)
		if (frames[i].len < ETHERNET_OCTETS ||
		    frames[i].len > t->frame_max_octets)
			break;
	if (i == 0)
		*result = max == 0 ? TX_AGAIN : TX_BAD_FRAME;
	return i;
}

static enum tx_result
xdp_send(struct tx *tx, const struct frame *frames, unsigned n, unsigned *sent)
{
	struct tx_xdp *t = (struct tx_xdp *)tx;
	enum tx_result result = TX_OK;
	unsigned want;
	int errnum;

	*sent = 0;
	while (*sent < n && result == TX_OK) {
		if ((errnum = ring_clear(t)) != 0) {
			result = tx_result_of_errno(errnum);
			break;
		}
		reclaim(t);
		want = acceptable(t, frames + *sent, n - *sent, &result);
		if (want > 0)
			*sent += offer(t, frames + *sent, want, &result);
	}
	return tx_account(&t->stats, result, *sent, n);
}

static void
xdp_stats(const struct tx *tx, struct tx_stats *out)
{
	*out = ((const struct tx_xdp *)tx)->stats;
}

const struct tx_ops tx_xdp = {
	.name = "xdp",
	.open = xdp_open,
	.send = xdp_send,
	.stats = xdp_stats,
	.close = xdp_close,
};

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tx_mmsg.c - frames leave through a packet socket, a batch per system call.
 *
 * The socket is bound with protocol 0, so it receives nothing, and goes past
 * the queueing discipline.  A sendmmsg() that stops early hides why: the
 * frame it stopped at is offered once more and either leaves or says so.
 */
#include <sys/socket.h>
#include <net/if.h>
#include <netinet/in.h>

#include <linux/if_ether.h>
#include <linux/if_packet.h>

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "prober/tx.h"

#define BATCH 64

struct tx_mmsg {
	struct tx tx;
	int fd; /* (owned) */
	bool link_layer;
	struct tx_stats stats;
	struct sockaddr_ll to_v4, to_v6; /* without link layer */
	struct iovec iov[BATCH];
	struct mmsghdr msgs[BATCH];
};

static struct sockaddr_ll
link_address(unsigned ifindex, uint16_t protocol)
{
	return (struct sockaddr_ll){
		.sll_family = AF_PACKET,
		.sll_protocol = htons(protocol),
		.sll_ifindex = (int)ifindex,
	};
}

static enum status
mmsg_open(
    struct tx **out, const char *ifname, bool link_layer, struct error *err)
{
	struct tx_mmsg *t = calloc(1, sizeof(*t));
	const int on = 1;
	struct sockaddr_ll sll;
	enum status status = STATUS_OK;
	unsigned ifindex = if_nametoindex(ifname);

	if (t == NULL)
		return error_set(err, STATUS_NO_MEMORY,
		    "cannot open %s for sending: out of memory", ifname);
	t->fd = -1;
	if (ifindex == 0) {
		status = error_set_errno(err, STATUS_NOT_FOUND, errno,
		    "cannot send on interface %s", ifname);
		goto out;
	}
	t->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (t->fd < 0) {
		status = error_set_errno(err,
		    errno == EPERM ? STATUS_PERMISSION : STATUS_SYSTEM, errno,
		    "cannot open a packet socket to send on %s "
		    "(needs CAP_NET_RAW)",
		    ifname);
		goto out;
	}
	sll = link_address(ifindex, 0);
	if (bind(t->fd, (struct sockaddr *)&sll, sizeof(sll)) < 0) {
		status = error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot bind a packet socket to %s", ifname);
		goto out;
	}
	/* Both only make it faster. */
	(void)setsockopt(
	    t->fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof(on));
	tx_grow_buffer(t->fd);
	t->tx.ops = &tx_mmsg;
	t->link_layer = link_layer;
	t->to_v4 = link_address(ifindex, ETH_P_IP);
	t->to_v6 = link_address(ifindex, ETH_P_IPV6);
	for (unsigned i = 0; i < BATCH; i++) {
		t->msgs[i].msg_hdr.msg_iov = &t->iov[i];
		t->msgs[i].msg_hdr.msg_iovlen = 1;
	}
	*out = &t->tx;
out:
	if (status != STATUS_OK) {
		if (t->fd >= 0)
			(void)close(t->fd);
		free(t);
	}
	return status;
}

/* Points the first N messages at the frames. */
static void
batch_fill(struct tx_mmsg *t, const struct frame *frames, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		t->iov[i].iov_base = (void *)(uintptr_t)frames[i].base;
		t->iov[i].iov_len = frames[i].len;
		if (t->link_layer)
			continue;
		t->msgs[i].msg_hdr.msg_namelen = sizeof(t->to_v4);
		t->msgs[i].msg_hdr.msg_name =
		    frames[i].len > 0 && frames[i].base[0] >> 4 == 6
		    ? &t->to_v6
		    : &t->to_v4;
	}
}

static enum tx_result
mmsg_send(struct tx *tx, const struct frame *frames, unsigned n, unsigned *sent)
{
	struct tx_mmsg *t = (struct tx_mmsg *)tx;
	unsigned done = 0;

	while (done < n) {
		unsigned want = n - done < BATCH ? n - done : BATCH;
		int took;

		batch_fill(t, frames + done, want);
		took = sendmmsg(t->fd, t->msgs, want, 0);
		if (took <= 0) {
			*sent = done;
			return tx_account(&t->stats,
			    tx_result_of_errno(took < 0 ? errno : EAGAIN), done,
			    n);
		}
		done += (unsigned)took;
	}
	*sent = done;
	return tx_account(&t->stats, TX_OK, done, n);
}

static void
mmsg_stats(const struct tx *tx, struct tx_stats *out)
{
	*out = ((const struct tx_mmsg *)tx)->stats;
}

static void
mmsg_close(struct tx *tx)
{
	struct tx_mmsg *t = (struct tx_mmsg *)tx;

	if (t == NULL)
		return;
	(void)close(t->fd);
	free(t);
}

const struct tx_ops tx_mmsg = {
	.name = "mmsg",
	.open = mmsg_open,
	.send = mmsg_send,
	.stats = mmsg_stats,
	.close = mmsg_close,
};

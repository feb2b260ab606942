/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tx_libnet.c - frames leave through libnet, a system call each.
 *
 * libnet knows no interface without link layer; there it writes through raw
 * IP sockets bound to the interface, so frames pass the host's firewall and
 * connection tracking on their way, which they do not elsewhere.
 */
#include "prober/tx.h"

#include <sys/socket.h>

#include <linux/filter.h>
#include <linux/if_packet.h>

#include <errno.h>
#include <fcntl.h>
#include <libnet.h>
#include <stdlib.h>
#include <string.h>

struct tx_libnet {
	struct tx tx;
	libnet_t *link;   /* (owned) or NULL */
	libnet_t *raw_v4; /* (owned) or NULL */
	libnet_t *raw_v6; /* (owned) or NULL */
	struct tx_stats stats;
};

/* Never blocks, has room to send, and queues nothing that arrives. */
static bool
tune(libnet_t *l, int level, int option, const void *value, socklen_t len)
{
	struct sock_filter drop = { BPF_RET | BPF_K, 0, 0, 0 };
	const struct sock_fprog program = { 1, &drop };
	int fd = libnet_getfd(l), flags;

	tx_grow_buffer(fd);
	flags = fcntl(fd, F_GETFL);
	return flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0 &&
	    fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 &&
	    setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program,
		sizeof(program)) == 0 &&
	    setsockopt(fd, level, option, value, len) == 0;
}

static enum status
context_open(libnet_t **out, int type, const char *ifname, struct error *err)
{
	char why[LIBNET_ERRBUF_SIZE] = "";
	const int on = 1;
	bool tuned;

	*out = libnet_init(type, ifname, why);
	if (*out == NULL)
		return error_set(err,
		    geteuid() == 0 ? STATUS_SYSTEM : STATUS_PERMISSION,
		    "cannot open %s for sending with libnet "
		    "(needs CAP_NET_RAW): %.*s",
		    ifname, (int)strcspn(why, "\n"), why);
	/* What a queueing discipline took could still be lost unseen. */
	if (type == LIBNET_LINK_ADV)
		(void)setsockopt(libnet_getfd(*out), SOL_PACKET,
		    PACKET_QDISC_BYPASS, &on, sizeof(on));
	if (type == LIBNET_LINK_ADV)
		tuned = tune(
		    *out, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof(on));
	else
		tuned = tune(*out, SOL_SOCKET, SO_BINDTODEVICE, ifname,
		    (socklen_t)strlen(ifname));
	if (!tuned)
		return error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot prepare the socket of libnet on %s", ifname);
	return STATUS_OK;
}

static void
libnet_close(struct tx *tx)
{
	struct tx_libnet *t = (struct tx_libnet *)tx;

	if (t == NULL)
		return;
	if (t->raw_v6 != NULL)
		libnet_destroy(t->raw_v6);
	if (t->raw_v4 != NULL)
		libnet_destroy(t->raw_v4);
	if (t->link != NULL)
		libnet_destroy(t->link);
	free(t);
}

static enum status
libnet_open(
    struct tx **out, const char *ifname, bool link_layer, struct error *err)
{
	struct tx_libnet *t = calloc(1, sizeof(*t));
	enum status status;

	if (t == NULL)
		return error_set(err, STATUS_NO_MEMORY,
		    "cannot open %s for sending: out of memory", ifname);
	t->tx.ops = &tx_libnet;
	if (link_layer) {
		status = context_open(&t->link, LIBNET_LINK_ADV, ifname, err);
	} else {
		status = context_open(&t->raw_v4, LIBNET_RAW4_ADV, ifname, err);
		if (status == STATUS_OK)
			status = context_open(
			    &t->raw_v6, LIBNET_RAW6_ADV, ifname, err);
	}
	if (status == STATUS_OK)
		*out = &t->tx;
	else
		libnet_close(&t->tx);
	return status;
}

static int
write_one(struct tx_libnet *t, const struct frame *f)
{
	const uint32_t len = (uint32_t)f->len;

	errno = 0;
	if (t->link != NULL)
		return libnet_adv_write_link(t->link, f->base, len);
	if (f->len > 0 && f->base[0] >> 4 == 6)
		return libnet_write_raw_ipv6(t->raw_v6, f->base, len);
	return libnet_adv_write_raw_ipv4(t->raw_v4, f->base, len);
}

static enum tx_result
libnet_send(
    struct tx *tx, const struct frame *frames, unsigned n, unsigned *sent)
{
	struct tx_libnet *t = (struct tx_libnet *)tx;

	for (*sent = 0; *sent < n; ++*sent)
		if (write_one(t, &frames[*sent]) < 0)
			return tx_account(
			    &t->stats, tx_result_of_errno(errno), *sent, n);
	return tx_account(&t->stats, TX_OK, n, n);
}

static void
libnet_stats_get(const struct tx *tx, struct tx_stats *out)
{
	*out = ((const struct tx_libnet *)tx)->stats;
}

const struct tx_ops tx_libnet = {
	.name = "libnet",
	.open = libnet_open,
	.send = libnet_send,
	.stats = libnet_stats_get,
	.close = libnet_close,
};

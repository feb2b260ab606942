/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/tx.h"

#include <sys/socket.h>

#include <errno.h>
#include <string.h>

#define SEND_BUFFER_OCTETS (8 << 20)

static enum status
auto_open(
    struct tx **out, const char *ifname, bool link_layer, struct error *err)
{
	if (tx_xdp.open(out, ifname, link_layer, err) == STATUS_OK ||
	    tx_mmsg.open(out, ifname, link_layer, err) == STATUS_OK)
		return STATUS_OK;
	return tx_libnet.open(out, ifname, link_layer, err);
}

/* Nothing is ever open that has these ops. */
const struct tx_ops tx_auto = { .name = "auto", .open = auto_open };

const struct tx_ops *
tx_find(const char *name)
{
	static const struct tx_ops *const backends[] = { &tx_auto, &tx_xdp,
		&tx_mmsg, &tx_libnet, &tx_null };

	for (size_t i = 0; i < sizeof(backends) / sizeof(backends[0]); i++)
		if (strcmp(backends[i]->name, name) == 0)
			return backends[i];
	return NULL;
}

/* Prefers what root may set over the system's limit. */
void
tx_grow_buffer(int fd)
{
	const int octets = SEND_BUFFER_OCTETS;

	if (setsockopt(
		fd, SOL_SOCKET, SO_SNDBUFFORCE, &octets, sizeof(octets)) < 0)
		(void)setsockopt(
		    fd, SOL_SOCKET, SO_SNDBUF, &octets, sizeof(octets));
}

enum tx_result
tx_result_of_errno(int errnum)
{
	switch (errnum) {
	case EAGAIN:
	case ENOBUFS:
	case ENOMEM:
	case EINTR:
		return TX_AGAIN;
	case EMSGSIZE:
	case EINVAL:
		return TX_BAD_FRAME;
	default: /* ENETDOWN, ENXIO, ENODEV, ... */
		return TX_DOWN;
	}
}

enum tx_result
tx_account(
    struct tx_stats *stats, enum tx_result result, unsigned sent, unsigned n)
{
	stats->accepted += sent;
	switch (result) {
	case TX_OK:
		break;
	case TX_AGAIN:
		stats->again += n - sent;
		break;
	case TX_BAD_FRAME:
		stats->bad++;
		break;
	case TX_DOWN:
		stats->down += n - sent;
		break;
	}
	return result;
}

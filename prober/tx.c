/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/tx.h"

#include <errno.h>
#include <string.h>

const struct tx_ops *
tx_find(const char *name)
{
	static const struct tx_ops *const backends[] = { &tx_mmsg, &tx_libnet,
		&tx_null };

	for (size_t i = 0; i < sizeof(backends) / sizeof(backends[0]); i++)
		if (strcmp(backends[i]->name, name) == 0)
			return backends[i];
	return NULL;
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

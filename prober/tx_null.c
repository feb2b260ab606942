/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tx_null.c - accepts every frame and sends none (--dryrun, benchmarks).
 */
#include <stdlib.h>

#include "prober/tx.h"

struct tx_null {
	struct tx tx;
	struct tx_stats stats;
};

static enum status
null_open(
    struct tx **out, const char *ifname, bool link_layer, struct error *err)
{
	struct tx_null *t = calloc(1, sizeof(*t));

	(void)link_layer;
	if (t == NULL)
		return error_set(err, STATUS_NO_MEMORY,
		    "cannot open the null transmitter for %s: out of memory",
		    ifname);
	t->tx.ops = &tx_null;
	*out = &t->tx;
	return STATUS_OK;
}

static enum tx_result
null_send(struct tx *tx, const struct frame *frames, unsigned n, unsigned *sent)
{
	struct tx_null *t = (struct tx_null *)tx;

	(void)frames;
	*sent = n;
	return tx_account(&t->stats, TX_OK, n, n);
}

static void
null_stats(const struct tx *tx, struct tx_stats *out)
{
	*out = ((const struct tx_null *)tx)->stats;
}

static void
null_close(struct tx *tx)
{
	free(tx);
}

const struct tx_ops tx_null = {
	.name = "null",
	.open = null_open,
	.send = null_send,
	.stats = null_stats,
	.close = null_close,
};

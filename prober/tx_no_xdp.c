/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tx_no_xdp.c - stands in for tx_xdp.c where libxdp was not found at build.
 */
#include "prober/tx.h"

static enum status
no_xdp_open(
    struct tx **out, const char *ifname, bool link_layer, struct error *err)
{
	(void)out;
	(void)link_layer;
	return error_set(err, STATUS_USAGE,
	    "cannot send on %s through AF_XDP: this reach46 was built without "
	    "libxdp; install it (Debian: libxdp-dev) and build again, or use "
	    "--tx mmsg",
	    ifname);
}

static void
no_xdp_close(struct tx *tx)
{
	(void)tx;
}

/* Nothing is ever open, so there is nothing to send through. */
const struct tx_ops tx_xdp = {
	.name = "xdp",
	.open = no_xdp_open,
	.close = no_xdp_close,
};

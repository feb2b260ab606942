/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rx_dlt.h - what the two libpcap sources share.
 */
#ifndef CAPTURE_RX_DLT_H
#define CAPTURE_RX_DLT_H

#include <stdint.h>

#include "capture/decode.h"
#include "common/status.h"

/*
 * Maps a DLT_ value to the link types that decode.c reads.  STATUS_UNFIT for
 * any other; WHERE is the interface or file, for the sentence.
 */
enum status	rx_link_type(int dlt, const char *where, enum link_type *out,
		    struct error *);

#endif /* CAPTURE_RX_DLT_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * template.h - the frame that all probes of one type and hop share.
 *
 * libnet builds it once, with zeroes where probes differ and checksums right
 * for those zeroes; stamping copies it, writes the differences and updates
 * the checksums incrementally (RFC 1624).
 *
 * Threads: constant once prepared.
 */
#ifndef PROBER_TEMPLATE_H
#define PROBER_TEMPLATE_H

#include <stddef.h>
#include <stdint.h>

#include "common/address.h"
#include "common/status.h"

struct hop;

#define TEMPLATE_MAX	128		/* octets; a SYN over Ethernet is 94 */

struct template {
	uint8_t		frame[TEMPLATE_MAX];
	size_t		len;
	size_t		ip_at;		/* octets of link header */
	size_t		transport_at;	/* where TCP or UDP starts */
	enum family	family;
};

/*
 * A SYN as a Linux client sends it: TTL 64, DF, window 64240, options MSS,
 * SACK-permitted, timestamps, window scale 7.
 */
enum status	template_build_syn(struct template *, const struct hop *,
		    enum family, struct error *);

/* An RST without ACK as a Linux kernel sends it: TTL 64, DF, window 0. */
enum status	template_build_rst(struct template *, const struct hop *,
		    enum family, struct error *);

/* A UDP header without payload to port 53. */
enum status	template_build_udp(struct template *, const struct hop *,
		    enum family, struct error *);

#endif /* PROBER_TEMPLATE_H */

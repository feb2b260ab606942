/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stamp.h - what all probe types write into a copy of their template.
 *
 * Threads: no state.
 */
#ifndef PROBER_STAMP_H
#define PROBER_STAMP_H

#include <stdint.h>

#include "prober/probe.h"
#include "prober/template.h"

static inline void
stamp_be16(uint8_t *p, uint16_t v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static inline void
stamp_be32(uint8_t *p, uint32_t v)
{
	stamp_be16(p, (uint16_t)(v >> 16));
	stamp_be16(p + 2, (uint16_t)v);
}

static inline uint16_t
stamp_read16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

/*
 * Copies the template and writes the addresses, IP ID or flow label, the
 * payload length of TRANSPORT_OCTETS, the IPv4 header checksum and the two
 * ports.  Returns the sum of the words of both addresses and both ports, for
 * the transport checksum.
 */
uint32_t	stamp_headers(const struct template *, const struct probe *,
		    size_t transport_octets, uint8_t *frame);

#endif /* PROBER_STAMP_H */

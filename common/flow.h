/* SPDX-License-Identifier: Apache-2.0 */
/*
 * flow.h - the two ends of one exchange of packets.
 *
 * Ports are in host order everywhere but in frames.
 */
#ifndef COMMON_FLOW_H
#define COMMON_FLOW_H

#include <stdint.h>

#include "common/address.h"

struct endpoint {
	struct ip_addr	addr;
	uint16_t	port;
};

struct flow {
	struct endpoint	local, remote;
	uint8_t		proto;		/* IPPROTO_TCP or IPPROTO_UDP */
};

static inline enum family
flow_family(const struct flow *f)
{
	return (enum family)f->remote.addr.family;
}

#endif /* COMMON_FLOW_H */

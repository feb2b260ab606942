/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/sim_address.h"

#define V4_FIRST 20 /* 20.0.0.0 and on: nothing special-purpose there */

struct ip_addr
sim_address(enum family family, enum sim_behaviour behaviour, uint32_t index,
    unsigned sub)
{
	const uint8_t last = (uint8_t)((index & 15) * 8 + sub);
	const uint8_t high = (uint8_t)(index >> 12),
		      low = (uint8_t)(index >> 4);
	const uint8_t first = (uint8_t)(V4_FIRST + behaviour);
	const uint8_t v4[4] = { behaviour == SIM_SPECIAL ? 10 : first, high,
		low, last };
	const uint8_t v6[16] = { behaviour == SIM_SPECIAL ? 0xfd : 0x26, 0x46,
		0, (uint8_t)behaviour, high, low, [15] = last };

	return address_make(family, family == FAMILY_V4 ? v4 : v6);
}

enum sim_behaviour
sim_address_read(const struct ip_addr *a, uint32_t *index)
{
	const bool v4 = a->family == FAMILY_V4;
	const uint8_t *rest = a->octet + (v4 ? 1 : 4);
	const unsigned last = a->octet[v4 ? 3 : 15];
	unsigned behaviour = a->octet[v4 ? 0 : 3];

	if (v4)
		behaviour =
		    behaviour == 10 ? SIM_SPECIAL : behaviour - V4_FIRST;
	else if (a->octet[1] != 0x46)
		return SIM_NONE;
	*index = (uint32_t)rest[0] << 12 | (uint32_t)rest[1] << 4 | last / 8;
	return behaviour < SIM_BEHAVIOURS ? (enum sim_behaviour)behaviour
					  : SIM_NONE;
}

enum endpoint_state
sim_address_state(const struct ip_addr *a, uint16_t port)
{
	uint32_t index;

	switch (sim_address_read(a, &index)) {
	case SIM_OPEN:
	case SIM_NS_OK:
	case SIM_NS_FORMERR:
	case SIM_NS_LOWER:
	case SIM_NS_TC:
	case SIM_NS_FRAGMENT:
	case SIM_NS_LIMIT_REFUSED:
	case SIM_NS_LIMIT_TC:
		return ENDPOINT_OPEN;
	case SIM_CLOSED:
		return ENDPOINT_CLOSED;
	case SIM_ADMIN:
	case SIM_NO_ROUTE:
	case SIM_NS_ADMIN:
		return ENDPOINT_UNREACHABLE;
	case SIM_ONLY_80:
		return port == 80 ? ENDPOINT_OPEN : ENDPOINT_CLOSED;
	case SIM_ONLY_443:
		return port == 443 ? ENDPOINT_OPEN : ENDPOINT_CLOSED;
	case SIM_SPECIAL:
		return ENDPOINT_NOT_PROBED;
	case SIM_NS_REFUSED:
	case SIM_NS_SERVFAIL:
	case SIM_NS_NOT_AUTH:
	case SIM_NS_UPWARD:
		return ENDPOINT_LAME;
	default:
		return ENDPOINT_SILENT;
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim_address.h - addresses that say how whoever has them behaves.
 *
 * The behaviour, the number of the host and which of its addresses it is are
 * in the octets, so the world needs no table of its hosts, and a test can
 * tell what the right result is from the address alone.  All of them are
 * ordinary global addresses but for SIM_SPECIAL.  Sixteen hosts of one
 * behaviour share a /24 and a /48.
 */
#ifndef TESTS_SIM_SIM_ADDRESS_H
#define TESTS_SIM_SIM_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/address.h"
#include "common/record.h"

enum sim_behaviour {
	SIM_NONE,		/* no address; ends a list */
	/* at TCP ports */
	SIM_OPEN,
	SIM_CLOSED,
	SIM_SILENT,
	SIM_ADMIN,		/* a router answers: prohibited */
	SIM_NO_ROUTE,		/* a router answers: unreachable */
	SIM_ONLY_80,
	SIM_ONLY_443,
	SIM_BAD_RST,		/* resets that acknowledge nothing of ours */
	SIM_SPECIAL,		/* must never get a packet */
	/* at UDP port 53 */
	SIM_NS_OK,
	SIM_NS_SILENT,
	SIM_NS_ADMIN,
	SIM_NS_REFUSED,
	SIM_NS_SERVFAIL,
	SIM_NS_NOT_AUTH,
	SIM_NS_UPWARD,
	SIM_NS_FORMERR,		/* right, but only without EDNS */
	SIM_NS_LOWER,		/* right, but cannot keep letter case */
	SIM_NS_TC,		/* right, but only over TCP */
	SIM_NS_FRAGMENT,	/* the same, by fragments */
	SIM_NS_LIMIT_REFUSED,	/* right, if not asked too fast */
	SIM_NS_LIMIT_TC,
	SIM_BEHAVIOURS
};

/* The address number SUB (below 8) of host INDEX (below 2^20). */
struct ip_addr	sim_address(enum family, enum sim_behaviour, uint32_t index,
		    unsigned sub);

/* Reads one back; SIM_NONE when it is not one of ours. */
enum sim_behaviour sim_address_read(const struct ip_addr *, uint32_t *index);

/* What a prober must find at that port, when nothing gets lost. */
enum endpoint_state sim_address_state(const struct ip_addr *, uint16_t port);

#endif /* TESTS_SIM_SIM_ADDRESS_H */

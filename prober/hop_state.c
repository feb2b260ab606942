/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/hop_state.h"

#include <errno.h>
#include <string.h>

#include "prober/netlink.h"

/* Can the hop's source still be sent from? */
static bool
source_usable(const struct ip_addr *source)
{
	struct netlink_address a;
	int errnum = netlink_address_get(source, &a);

	/* One that only a local route holds is on no interface. */
	return errnum == 0 ? netlink_address_usable(&a)
			   : errnum == ENOENT && route_is_local(source);
}

/* How far an address is good for: the link, the site, the world. */
static unsigned
reach_of(const struct ip_addr *a)
{
	if (a->family == FAMILY_V4)
		return a->octet[0] == 169 && a->octet[1] == 254 ? 0 : 2;
	if (a->octet[0] == 0xfe && (a->octet[1] & 0xc0) == 0x80)
		return 0;
	return (a->octet[0] & 0xfe) == 0xfc ? 1 : 2;
}

static bool
same_hop(const struct hop *a, const struct hop *b)
{
	return address_equal(&a->source, &b->source) &&
	    address_equal(&a->gateway, &b->gateway) &&
	    address_equal(&a->neighbour, &b->neighbour) &&
	    a->ifindex == b->ifindex && a->link_layer == b->link_layer &&
	    a->mtu == b->mtu &&
	    memcmp(a->local_mac, b->local_mac, MAC_OCTETS) == 0 &&
	    memcmp(a->remote_mac, b->remote_mac, MAC_OCTETS) == 0;
}

enum hop_state
hop_state(const struct route_options *o, struct hop *hop, struct error *why)
{
	const unsigned fi = family_index((enum family)hop->source.family);
	const bool given = o->source[fi].family != FAMILY_NONE;
	char old[ADDRESS_TEXT_SIZE], left[ADDRESS_TEXT_SIZE];
	struct hop now;

	if (route_refresh(o, hop, &now, why) != STATUS_OK)
		return HOP_DOWN;
	/* On another interface it would be a stranger. */
	if (!given && now.ifindex == hop->ifindex &&
	    source_usable(&hop->source))
		now.source = hop->source;
	if (reach_of(&now.source) < reach_of(&hop->source)) {
		(void)error_set(why, STATUS_NOT_FOUND,
		    "source address %s cannot be used now, and the best that "
		    "is left, %s, does not reach as far",
		    address_format(&hop->source, old),
		    address_format(&now.source, left));
		return HOP_DOWN;
	}
	if (same_hop(&now, hop))
		return HOP_FINE;
	*hop = now;
	return HOP_REFRESHED;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/netlink_message.h"

#include <sys/socket.h>

#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include <libmnl/libmnl.h>
#include <stdio.h>
#include <string.h>

/* Returns the part behind the header, or NULL if it is cut short. */
static const void *
fixed_part(const struct nlmsghdr *header, size_t octets)
{
	if (mnl_nlmsg_get_payload_len(header) < octets)
		return NULL;
	return mnl_nlmsg_get_payload(header);
}

/* Reads an address attribute of either family by its length. */
static void
attr_address(const struct nlattr *attr, struct ip_addr *out)
{
	const uint16_t octets = mnl_attr_get_payload_len(attr);

	if (octets == 4 || octets == 16)
		*out = address_make(octets == 4 ? FAMILY_V4 : FAMILY_V6,
		    mnl_attr_get_payload(attr));
}

/* Returns false for a link-layer address that is not Ethernet's. */
static bool
attr_mac(const struct nlattr *attr, uint8_t out[static MAC_OCTETS])
{
	if (mnl_attr_get_payload_len(attr) != MAC_OCTETS)
		return false;
	memcpy(out, mnl_attr_get_payload(attr), MAC_OCTETS);
	return true;
}

static void
attr_u32(const struct nlattr *attr, unsigned *out)
{
	if (mnl_attr_get_payload_len(attr) == sizeof(uint32_t))
		*out = mnl_attr_get_u32(attr);
}

/* RTA_VIA: a gateway of the other family (IPv4 over IPv6, RFC 8950). */
static void
attr_via(const struct nlattr *attr, struct ip_addr *out)
{
	const struct rtvia *via = mnl_attr_get_payload(attr);

	if (mnl_attr_get_payload_len(attr) == sizeof(*via) + 16 &&
	    via->rtvia_family == AF_INET6)
		*out = address_make(FAMILY_V6, via->rtvia_addr);
}

static int
route_attr(const struct nlattr *attr, void *arg)
{
	struct netlink_route *out = arg;

	switch (mnl_attr_get_type(attr)) {
	case RTA_OIF:
		attr_u32(attr, &out->ifindex);
		break;
	case RTA_GATEWAY:
		attr_address(attr, &out->gateway);
		break;
	case RTA_VIA:
		attr_via(attr, &out->gateway);
		break;
	case RTA_PREFSRC:
		attr_address(attr, &out->source);
		break;
	}
	return MNL_CB_OK;
}

bool
netlink_message_route(const struct nlmsghdr *header, struct netlink_route *out)
{
	const struct rtmsg *rtm = fixed_part(header, sizeof(*rtm));

	if (rtm == NULL)
		return false;
	out->type = rtm->rtm_type;
	return mnl_attr_parse(header, sizeof(*rtm), route_attr, out) >= 0;
}

static int
link_attr(const struct nlattr *attr, void *arg)
{
	struct netlink_link *out = arg;

	switch (mnl_attr_get_type(attr)) {
	case IFLA_IFNAME:
		(void)snprintf(out->name, sizeof(out->name), "%.*s",
		    (int)mnl_attr_get_payload_len(attr),
		    (const char *)mnl_attr_get_payload(attr));
		break;
	case IFLA_MTU:
		attr_u32(attr, &out->mtu);
		break;
	case IFLA_ADDRESS:
		(void)attr_mac(attr, out->mac);
		break;
	}
	return MNL_CB_OK;
}

bool
netlink_message_link(const struct nlmsghdr *header, struct netlink_link *out)
{
	const struct ifinfomsg *ifi = fixed_part(header, sizeof(*ifi));

	if (ifi == NULL)
		return false;
	out->type = ifi->ifi_type;
	out->ifindex = (unsigned)ifi->ifi_index;
	out->flags = ifi->ifi_flags;
	return mnl_attr_parse(header, sizeof(*ifi), link_attr, out) >= 0;
}

/* IFA_LOCAL is the address; IFA_ADDRESS that of the other end of a
 * point-to-point link, or the address where there is no IFA_LOCAL. */
struct address_reading {
	struct netlink_address *out;
	struct ip_addr local, address;
};

static int
address_attr(const struct nlattr *attr, void *arg)
{
	struct address_reading *r = arg;

	switch (mnl_attr_get_type(attr)) {
	case IFA_LOCAL:
		attr_address(attr, &r->local);
		break;
	case IFA_ADDRESS:
		attr_address(attr, &r->address);
		break;
	case IFA_FLAGS: /* has more bits than the header's octet */
		attr_u32(attr, &r->out->flags);
		break;
	}
	return MNL_CB_OK;
}

bool
netlink_message_address(
    const struct nlmsghdr *header, struct netlink_address *out)
{
	const struct ifaddrmsg *ifa = fixed_part(header, sizeof(*ifa));
	struct address_reading r = { .out = out };

	if (ifa == NULL)
		return false;
	out->ifindex = ifa->ifa_index;
	out->flags = ifa->ifa_flags;
	if (mnl_attr_parse(header, sizeof(*ifa), address_attr, &r) < 0)
		return false;
	out->addr = r.local.family != FAMILY_NONE ? r.local : r.address;
	return true;
}

static int
neighbour_attr(const struct nlattr *attr, void *arg)
{
	struct netlink_neighbour *out = arg;

	switch (mnl_attr_get_type(attr)) {
	case NDA_DST:
		attr_address(attr, &out->addr);
		break;
	case NDA_LLADDR:
		out->have_mac = attr_mac(attr, out->mac);
		break;
	}
	return MNL_CB_OK;
}

bool
netlink_message_neighbour(
    const struct nlmsghdr *header, struct netlink_neighbour *out)
{
	const struct ndmsg *ndm = fixed_part(header, sizeof(*ndm));

	if (ndm == NULL)
		return false;
	out->ifindex = (unsigned)ndm->ndm_ifindex;
	out->state = ndm->ndm_state;
	return mnl_attr_parse(header, sizeof(*ndm), neighbour_attr, out) >= 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/netlink.h"

#include <sys/socket.h>

#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include <errno.h>
#include <libmnl/libmnl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#define ANSWER_OCTETS 32768 /* what the kernel may put in one message */

/* A request under way. */
struct request {
	struct nlmsghdr *header;
	void *fixed; /* the part behind the header, by message type */
	char buf[512];
};

static unsigned char
address_family(const struct ip_addr *a)
{
	return a->family == FAMILY_V6 ? AF_INET6 : AF_INET;
}

static void
request_init(struct request *r, uint16_t type, uint16_t flags, size_t fixed)
{
	r->header = mnl_nlmsg_put_header(r->buf);
	r->header->nlmsg_type = type;
	r->header->nlmsg_flags = NLM_F_REQUEST | flags;
	r->header->nlmsg_seq = 1;
	r->fixed = mnl_nlmsg_put_extra_header(r->header, fixed);
}

static void
request_address(struct request *r, uint16_t type, const struct ip_addr *a)
{
	mnl_attr_put(
	    r->header, type, family_octets((enum family)a->family), a->octet);
}

/* Sends the request and feeds the answer to FN; returns 0 or an errno. */
static int
request_run(const struct request *r, mnl_cb_t fn, void *arg)
{
	struct mnl_socket *nl = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	char buf[ANSWER_OCTETS];
	ssize_t len;
	int result = 0;

	if (nl == NULL)
		return errno;
	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0 ||
	    mnl_socket_sendto(nl, r->header, r->header->nlmsg_len) < 0)
		goto fail;
	len = mnl_socket_recvfrom(nl, buf, sizeof(buf));
	if (len < 0 ||
	    mnl_cb_run(
		buf, (size_t)len, 1, mnl_socket_get_portid(nl), fn, arg) < 0)
		goto fail;
	goto out;
fail:
	result = errno;
out:
	(void)mnl_socket_close(nl);
	return result;
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
		out->ifindex = mnl_attr_get_u32(attr);
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

static int
route_read(const struct nlmsghdr *header, void *arg)
{
	const struct rtmsg *rtm = mnl_nlmsg_get_payload(header);
	struct netlink_route *out = arg;

	out->type = rtm->rtm_type;
	return mnl_attr_parse(header, sizeof(*rtm), route_attr, out);
}

static int
route_ask(const struct ip_addr *to, const struct ip_addr *from,
    unsigned ifindex, unsigned flags, struct netlink_route *out)
{
	struct request r;
	struct rtmsg *rtm;

	*out = (struct netlink_route){ 0 };
	request_init(&r, RTM_GETROUTE, 0, sizeof(*rtm));
	rtm = r.fixed;
	rtm->rtm_family = address_family(to);
	rtm->rtm_dst_len = (unsigned char)family_bits((enum family)to->family);
	rtm->rtm_flags = flags;
	request_address(&r, RTA_DST, to);
	if (from != NULL) {
		rtm->rtm_src_len = rtm->rtm_dst_len;
		request_address(&r, RTA_SRC, from);
	}
	if (ifindex != 0)
		mnl_attr_put_u32(r.header, RTA_OIF, ifindex);
	return request_run(&r, route_read, out);
}

int
netlink_route_get(const struct ip_addr *to, const struct ip_addr *from,
    unsigned ifindex, struct netlink_route *out)
{
	return route_ask(to, from, ifindex, 0, out);
}

int
netlink_route_exists(const struct ip_addr *to, unsigned ifindex)
{
	struct netlink_route ignored;

	return route_ask(to, NULL, ifindex, RTM_F_FIB_MATCH, &ignored);
}

static int
link_attr(const struct nlattr *attr, void *arg)
{
	struct netlink_link *out = arg;

	switch (mnl_attr_get_type(attr)) {
	case IFLA_IFNAME:
		(void)snprintf(
		    out->name, sizeof(out->name), "%s", mnl_attr_get_str(attr));
		break;
	case IFLA_MTU:
		out->mtu = mnl_attr_get_u32(attr);
		break;
	case IFLA_ADDRESS:
		attr_mac(attr, out->mac);
		break;
	}
	return MNL_CB_OK;
}

static int
link_read(const struct nlmsghdr *header, void *arg)
{
	const struct ifinfomsg *ifi = mnl_nlmsg_get_payload(header);
	struct netlink_link *out = arg;

	out->type = ifi->ifi_type;
	out->flags = ifi->ifi_flags;
	return mnl_attr_parse(header, sizeof(*ifi), link_attr, out);
}

int
netlink_link_get(unsigned ifindex, struct netlink_link *out)
{
	struct request r;
	struct ifinfomsg *ifi;

	*out = (struct netlink_link){ 0 };
	request_init(&r, RTM_GETLINK, 0, sizeof(*ifi));
	ifi = r.fixed;
	ifi->ifi_index = (int)ifindex;
	return request_run(&r, link_read, out);
}

static int
neighbour_attr(const struct nlattr *attr, void *arg)
{
	struct netlink_neighbour *out = arg;

	if (mnl_attr_get_type(attr) == NDA_LLADDR)
		out->have_mac = attr_mac(attr, out->mac);
	return MNL_CB_OK;
}

static int
neighbour_read(const struct nlmsghdr *header, void *arg)
{
	const struct ndmsg *ndm = mnl_nlmsg_get_payload(header);
	struct netlink_neighbour *out = arg;

	out->state = ndm->ndm_state;
	return mnl_attr_parse(header, sizeof(*ndm), neighbour_attr, out);
}

static void
neighbour_request(struct request *r, uint16_t type, uint16_t flags,
    unsigned ifindex, const struct ip_addr *a)
{
	struct ndmsg *ndm;

	request_init(r, type, flags, sizeof(*ndm));
	ndm = r->fixed;
	ndm->ndm_family = address_family(a);
	ndm->ndm_ifindex = (int)ifindex;
	request_address(r, NDA_DST, a);
}

int
netlink_neighbour_get(
    unsigned ifindex, const struct ip_addr *a, struct netlink_neighbour *out)
{
	struct request r;

	*out = (struct netlink_neighbour){ 0 };
	neighbour_request(&r, RTM_GETNEIGH, 0, ifindex, a);
	return request_run(&r, neighbour_read, out);
}

int
netlink_neighbour_use(unsigned ifindex, const struct ip_addr *a)
{
	struct request r;
	struct ndmsg *ndm;

	neighbour_request(
	    &r, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_ACK, ifindex, a);
	ndm = r.fixed;
	ndm->ndm_state = NUD_NONE;
	ndm->ndm_flags = NTF_USE;
	return request_run(&r, NULL, NULL);
}

int
netlink_watch_open(struct mnl_socket **out)
{
	struct mnl_socket *nl =
	    mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC | SOCK_NONBLOCK);
	int saved;

	if (nl == NULL)
		return errno;
	if (mnl_socket_bind(nl, RTMGRP_NEIGH, MNL_SOCKET_AUTOPID) < 0) {
		saved = errno;
		(void)mnl_socket_close(nl);
		return saved;
	}
	*out = nl;
	return 0;
}

void
netlink_watch_close(struct mnl_socket *nl)
{
	if (nl != NULL)
		(void)mnl_socket_close(nl);
}

int
netlink_watch_wait(struct mnl_socket *nl, int wait_ms)
{
	struct pollfd pfd = { .fd = mnl_socket_get_fd(nl), .events = POLLIN };
	char buf[ANSWER_OCTETS];

	if (poll(&pfd, 1, wait_ms) < 0 && errno != EINTR)
		return errno;
	while (mnl_socket_recvfrom(nl, buf, sizeof(buf)) >= 0)
		continue;
	/* ENOBUFS: changes were lost, which is a change too. */
	return errno == EAGAIN || errno == ENOBUFS ? 0 : errno;
}

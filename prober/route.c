/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/route.h"

#include <sys/socket.h>
#include <net/if.h>
#include <netinet/in.h>

#include <linux/if_arp.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include <errno.h>
#include <ifaddrs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "prober/netlink.h"
#include "prober/netlink_watch.h"

#define PORT_DISCARD 9
#define RECHECK_MS   100 /* in case the kernel's news were lost */

/* Global addresses that any default route must cover. */
#define INTERNET_V4 "8.8.8.8"
#define INTERNET_V6 "2001:4860:4860::8888"

/* What is being looked for, in the words of an error's sentence. */
struct goal {
	const struct route_options *options;
	const struct ip_addr *to;
	const struct ip_addr *source; /* -S, or NULL */
	bool internet;                /* TO stands for all of it */
	unsigned ifindex;             /* -i, or 0 */
	char text[96];                /* "to 192.0.2.1 over eth0" */
};

static int64_t
now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

struct ip_addr
route_internet(enum family family)
{
	struct ip_addr a;

	(void)address_parse(
	    family == FAMILY_V6 ? INTERNET_V6 : INTERNET_V4, &a);
	return a;
}

bool
route_is_local(const struct ip_addr *a)
{
	struct netlink_route r;

	return netlink_route_get(a, NULL, 0, &r) == 0 && r.type == RTN_LOCAL;
}

enum status
route_own_addresses(
    enum status (*fn)(void *arg, const struct ip_addr *, struct error *),
    void *arg, struct error *err)
{
	enum status status = STATUS_OK;
	struct ifaddrs *all, *i;
	struct ip_addr a;

	if (getifaddrs(&all) < 0)
		return error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot list the addresses of this host");
	for (i = all; i != NULL && status == STATUS_OK; i = i->ifa_next) {
		if (i->ifa_addr == NULL)
			continue;
		if (i->ifa_addr->sa_family == AF_INET)
			a = address_make(FAMILY_V4,
			    &((struct sockaddr_in *)(void *)i->ifa_addr)
				 ->sin_addr);
		else if (i->ifa_addr->sa_family == AF_INET6)
			a = address_make(FAMILY_V6,
			    &((struct sockaddr_in6 *)(void *)i->ifa_addr)
				 ->sin6_addr);
		else
			continue;
		status = fn(arg, &a, err);
	}
	freeifaddrs(all);
	return status;
}

/* Says why there is no route; ERRNUM 0: the route itself forbids it. */
static enum status
no_route(
    const struct goal *goal, int errnum, unsigned char type, struct error *err)
{
	const int family = goal->to->family;

	if (type == RTN_BLACKHOLE || errnum == EINVAL)
		return error_set(err, STATUS_NOT_FOUND,
		    "no IPv%d route %s: a blackhole route covers it", family,
		    goal->text);
	if (type == RTN_PROHIBIT || errnum == EACCES)
		return error_set(err, STATUS_NOT_FOUND,
		    "no IPv%d route %s: a route prohibits it", family,
		    goal->text);
	if (errnum == ENETUNREACH || errnum == EHOSTUNREACH || errnum == 0)
		return error_set(err, STATUS_NOT_FOUND,
		    "no IPv%d route %s: no entry of the routing table covers "
		    "it",
		    family, goal->text);
	return error_set_errno(err, STATUS_SYSTEM, errnum,
	    "cannot ask the kernel for the IPv%d route %s", family, goal->text);
}

/* Fills in what the user asked for, and its description. */
static enum status
goal_make(struct goal *goal, const struct route_options *o,
    const struct ip_addr *to, bool internet, struct error *err)
{
	const enum family family = (enum family)to->family;
	char buf[ADDRESS_TEXT_SIZE];

	*goal = (struct goal){ .options = o, .to = to, .internet = internet };
	(void)snprintf(goal->text, sizeof(goal->text), "to %s%s%.*s",
	    internet ? "the Internet" : address_format(to, buf),
	    o->ifname != NULL ? " over " : "", IFNAMSIZ,
	    o->ifname != NULL ? o->ifname : "");
	if (o->ifname != NULL) {
		goal->ifindex = if_nametoindex(o->ifname);
		if (goal->ifindex == 0)
			return error_set_errno(err, STATUS_NOT_FOUND, errno,
			    "cannot use interface %s", o->ifname);
	}
	if (o->source[family_index(family)].family == FAMILY_NONE)
		return STATUS_OK;
	goal->source = &o->source[family_index(family)];
	if (!route_is_local(goal->source))
		return error_set(err, STATUS_USAGE,
		    "cannot send from %s: no interface of this host has that "
		    "address",
		    address_format(goal->source, buf));
	return STATUS_OK;
}

static enum status
find_route(
    const struct goal *goal, struct netlink_route *route, struct error *err)
{
	int errnum;

	errnum =
	    netlink_route_get(goal->to, goal->source, goal->ifindex, route);
	if (errnum == 0 && goal->ifindex != 0 && goal->to->family == FAMILY_V4)
		errnum = netlink_route_exists(goal->to, goal->ifindex);
	if (errnum != 0)
		return no_route(goal, errnum, RTN_UNSPEC, err);
	if (route->type != RTN_UNICAST && route->type != RTN_LOCAL)
		return no_route(goal, 0, route->type, err);
	if (goal->source != NULL)
		route->source = *goal->source;
	if (route->source.family != goal->to->family)
		return error_set(err, STATUS_NOT_FOUND,
		    "no usable IPv%d source address %s: the kernel has a "
		    "route but no address to send from",
		    goal->to->family, goal->text);
	return STATUS_OK;
}

/* Which interfaces have an Ethernet header, and which none. */
static enum status
find_link(const struct netlink_route *route, struct netlink_link *link,
    bool *link_layer, struct error *err)
{
	int errnum = netlink_link_get(route->ifindex, link);

	if (errnum != 0)
		return error_set_errno(err, STATUS_SYSTEM, errnum,
		    "cannot ask the kernel about interface number %u",
		    route->ifindex);
	if ((link->flags & IFF_UP) == 0)
		return error_set(
		    err, STATUS_NOT_FOUND, "interface %s is down", link->name);
	if ((link->flags & IFF_RUNNING) == 0)
		return error_set(err, STATUS_NOT_FOUND,
		    "interface %s has no carrier", link->name);
	switch (link->type) {
	case ARPHRD_ETHER:
	case ARPHRD_LOOPBACK:
		*link_layer = true;
		return STATUS_OK;
	case ARPHRD_NONE: /* tun, WireGuard */
	case ARPHRD_PPP:
	case ARPHRD_RAWIP:
	case ARPHRD_TUNNEL:
	case ARPHRD_TUNNEL6:
	case ARPHRD_SIT:
		*link_layer = false;
		return STATUS_OK;
	default:
		return error_set(err, STATUS_UNFIT,
		    "cannot send on %s: its link layer (ARPHRD %u) is neither "
		    "Ethernet nor plain IP",
		    link->name, link->type);
	}
}

/*
 * Where NTF_USE is not allowed, an empty datagram of the kernel's own to the
 * neighbour's discard port makes it look too.
 */
static int
nudge(unsigned ifindex, const struct ip_addr *a)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_port = htons(PORT_DISCARD) };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6,
		.sin6_port = htons(PORT_DISCARD),
		.sin6_scope_id = ifindex };
	const bool v6 = a->family == FAMILY_V6;
	int fd, errnum = 0;

	memcpy(&in.sin_addr, a->octet, sizeof(in.sin_addr));
	memcpy(&in6.sin6_addr, a->octet, sizeof(in6.sin6_addr));
	fd = socket(v6 ? AF_INET6 : AF_INET,
	    SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return errno;
	if (connect(fd, v6 ? (struct sockaddr *)&in6 : (struct sockaddr *)&in,
		v6 ? sizeof(in6) : sizeof(in)) < 0 ||
	    send(fd, "", 0, 0) < 0)
		errnum = errno;
	(void)close(fd);
	return errnum;
}

static enum status
no_neighbour(const struct goal *goal, const struct hop *hop,
    const struct ip_addr *a, const char *why, struct error *err)
{
	char buf[ADDRESS_TEXT_SIZE];

	return error_set(err, STATUS_NOT_FOUND,
	    "cannot send IPv%d %s: the %s %s on %s %s", goal->to->family,
	    goal->text,
	    hop->gateway.family != FAMILY_NONE ? "gateway" : "neighbour",
	    address_format(a, buf), hop->ifname, why);
}

/* Watches until the kernel has the neighbour's address or gives up. */
static enum status
await_neighbour(const struct goal *goal, const struct ip_addr *a,
    struct mnl_socket *watch, struct hop *hop, struct error *err)
{
	const int64_t end = now_ms() + goal->options->wait_ms;
	struct netlink_neighbour n;
	int64_t left;
	int errnum;

	for (;;) {
		errnum = netlink_neighbour_get(hop->ifindex, a, &n);
		if (errnum != 0 && errnum != ENOENT)
			return error_set_errno(err, STATUS_SYSTEM, errnum,
			    "cannot read the neighbours of %s", hop->ifname);
		if (errnum == 0 && (n.state & NETLINK_NUD_USABLE) != 0) {
			if (n.have_mac)
				memcpy(hop->remote_mac, n.mac, MAC_OCTETS);
			return STATUS_OK;
		}
		if (errnum == 0 && (n.state & NUD_FAILED) != 0)
			return no_neighbour(goal, hop, a,
			    "does not answer the kernel's search for its "
			    "link-layer address",
			    err);
		left = end - now_ms();
		if (left <= 0)
			return no_neighbour(goal, hop, a,
			    "did not tell its link-layer address in time", err);
		errnum = netlink_watch_wait(
		    watch, left < RECHECK_MS ? (int)left : RECHECK_MS);
		if (errnum != 0)
			return error_set_errno(err, STATUS_SYSTEM, errnum,
			    "cannot watch the neighbours of %s", hop->ifname);
	}
}

static enum status
find_neighbour(const struct goal *goal, struct hop *hop, struct error *err)
{
	const struct ip_addr *a =
	    hop->gateway.family != FAMILY_NONE ? &hop->gateway : goal->to;
	struct mnl_socket *watch = NULL;
	struct netlink_neighbour n;
	enum status status;
	int errnum;

	hop->neighbour = *a;
	errnum = netlink_watch_open(&watch, RTMGRP_NEIGH);
	if (errnum != 0)
		return error_set_errno(err, STATUS_SYSTEM, errnum,
		    "cannot watch the neighbours of %s", hop->ifname);
	/* Even an entry that looks fine is made to be confirmed. */
	errnum = netlink_neighbour_use(hop->ifindex, a);
	if (errnum == EPERM &&
	    (netlink_neighbour_get(hop->ifindex, a, &n) != 0 ||
		(n.state & NETLINK_NUD_USABLE) == 0))
		errnum = nudge(hop->ifindex, a);
	if (errnum != 0 && errnum != EPERM)
		status = error_set_errno(err, STATUS_SYSTEM, errnum,
		    "cannot make the kernel look for the neighbour %s needs "
		    "to send %s (CAP_NET_ADMIN helps)",
		    hop->ifname, goal->text);
	else
		status = await_neighbour(goal, a, watch, hop, err);
	netlink_watch_close(watch);
	return status;
}

static enum status
find_hop(const struct goal *goal, struct hop *hop, struct error *err)
{
	const unsigned fi = family_index((enum family)goal->to->family);
	struct netlink_route route;
	struct netlink_link link;
	enum status status;

	status = find_route(goal, &route, err);
	if (status != STATUS_OK)
		return status;
	status = find_link(&route, &link, &hop->link_layer, err);
	if (status != STATUS_OK)
		return status;
	hop->destination = goal->internet ? (struct ip_addr){ 0 } : *goal->to;
	hop->ifindex = route.ifindex;
	hop->mtu = link.mtu;
	memcpy(hop->ifname, link.name, sizeof(hop->ifname));
	if (hop->link_layer) {
		hop->gateway = route.gateway;
		memcpy(hop->local_mac, link.mac, MAC_OCTETS);
		if (goal->options->have_mac[fi])
			memcpy(hop->remote_mac, goal->options->mac[fi],
			    MAC_OCTETS);
		else if (link.type != ARPHRD_LOOPBACK)
			status = find_neighbour(goal, hop, err);
	}
	if (status == STATUS_OK)
		hop->source = route.source;
	return status;
}

enum status
route_find(const struct route_options *o, const struct ip_addr *destination,
    struct hop *hop, struct error *err)
{
	struct goal goal;
	enum status status;

	*hop = (struct hop){ 0 };
	status = goal_make(&goal, o, destination, false, err);
	return status == STATUS_OK ? find_hop(&goal, hop, err) : status;
}

enum status
route_default(const struct route_options *o, enum family family,
    struct hop *hop, struct error *err)
{
	const struct ip_addr internet = route_internet(family);
	struct goal goal;
	enum status status;

	*hop = (struct hop){ 0 };
	status = goal_make(&goal, o, &internet, true, err);
	return status == STATUS_OK ? find_hop(&goal, hop, err) : status;
}

enum status
route_refresh(const struct route_options *o, const struct hop *old,
    struct hop *hop, struct error *err)
{
	struct route_options at_once = *o;

	at_once.wait_ms = 0;
	if (old->destination.family == FAMILY_NONE)
		return route_default(
		    &at_once, (enum family)old->source.family, hop, err);
	return route_find(&at_once, &old->destination, hop, err);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/watch.h"

#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <net/if.h>

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "prober/netlink.h"
#include "prober/netlink_watch.h"
#include "prober/watch_hop.h"

#define BEAT_NS       500000000
#define CONFIRM_BEATS 2 /* between two confirmations of a neighbour */

#define GROUPS                                                           \
	(RTMGRP_LINK | RTMGRP_NEIGH | RTMGRP_IPV4_IFADDR |               \
	    RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE | \
	    RTMGRP_IPV4_RULE | 1u << (RTNLGRP_IPV6_RULE - 1))

struct watch {
	struct mnl_socket *nl; /* (owned) */
	int timer_fd;          /* (owned) ticks every BEAT_NS */
	int epoll_fd;          /* (owned) of the two above */
	unsigned beats;
	bool catch_up;      /* things may have changed unheard */
	bool ask_routes[2]; /* by family_index() */
	watch_fn *fn;       /* of the watch_read() under way */
	void *arg;
	unsigned n;
	struct watch_hop at[WATCH_HOPS_MAX];
};

const char *
watch_kind_name(enum watch_kind kind)
{
	static const char *const names[WATCH_KIND_COUNT] = {
		[WATCH_LINK_DOWN] = "link_down",
		[WATCH_LINK_UP] = "link_up",
		[WATCH_LINK_CHANGED] = "link_changed",
		[WATCH_ADDRESS_GONE] = "address_gone",
		[WATCH_ADDRESS_BACK] = "address_back",
		[WATCH_ROUTE_CHANGED] = "route_changed",
		[WATCH_NEIGHBOUR_CHANGED] = "neighbour_changed",
		[WATCH_OVERRUN] = "overrun",
	};

	return names[kind];
}

static bool
in_use(const struct watch_hop *h)
{
	return h->hop.source.family != FAMILY_NONE;
}

/* Feeds news to one hop and tells what comes of it. */
static void
hop_news(struct watch *w, unsigned i, const struct netlink_news *news)
{
	struct watch_event event;

	if (!in_use(&w->at[i]) || !watch_hop_news(&w->at[i], news, &event))
		return;
	event.hop = i;
	w->fn(w->arg, &event);
}

static void
on_news(void *arg, const struct netlink_news *news)
{
	static const struct watch_event overrun = {
		.kind = WATCH_OVERRUN,
		.hop = WATCH_ALL_HOPS,
		.text = "the kernel had more news than could be read in time: "
			"any link, address or route may have changed",
	};
	struct watch *w = arg;
	unsigned i;

	switch (news->kind) {
	case NETLINK_NEWS_OVERRUN:
		w->catch_up = true;
		w->fn(w->arg, &overrun);
		break;
	case NETLINK_NEWS_ROUTE:
		w->ask_routes[family_index(news->family)] = true;
		break;
	case NETLINK_NEWS_LINK:
	case NETLINK_NEWS_ADDRESS:
	case NETLINK_NEWS_NEIGHBOUR:
		for (i = 0; i < w->n; i++)
			hop_news(w, i, news);
		break;
	}
}

/* Tells a hop how its link, source and neighbour are now, as if it were news
 * that had come. */
static void
catch_up(struct watch *w, unsigned i)
{
	const struct hop *hop = &w->at[i].hop;
	struct netlink_news news = { .kind = NETLINK_NEWS_LINK };

	news.gone = netlink_link_get(hop->ifindex, &news.link) != 0;
	news.link.ifindex = hop->ifindex;
	hop_news(w, i, &news);

	news = (struct netlink_news){ .kind = NETLINK_NEWS_ADDRESS };
	/* One that only a local route holds is on no interface. */
	news.gone = netlink_address_get(&hop->source, &news.address) != 0 &&
	    !route_is_local(&hop->source);
	news.address.addr = hop->source;
	hop_news(w, i, &news);

	news = (struct netlink_news){ .kind = NETLINK_NEWS_NEIGHBOUR };
	news.gone = netlink_neighbour_get(
			hop->ifindex, &hop->neighbour, &news.neighbour) != 0;
	news.neighbour.ifindex = hop->ifindex;
	news.neighbour.addr = hop->neighbour;
	hop_news(w, i, &news);
}

/* Asks which way the kernel would go, and whether it could go the hop's. */
static void
ask_way(struct watch *w, unsigned i)
{
	const struct hop *hop = &w->at[i].hop;
	const enum family family = (enum family)hop->source.family;
	const struct ip_addr to = hop->destination.family != FAMILY_NONE
	    ? hop->destination
	    : route_internet(family);
	struct netlink_route route;
	struct watch_event event;
	struct watch_way way = { 0 };

	way.errnum = netlink_route_get(&to, NULL, 0, &route);
	if (way.errnum == 0 && route.type != RTN_UNICAST &&
	    route.type != RTN_LOCAL)
		way.errnum = ENETUNREACH;
	way.ifindex = route.ifindex;
	way.gateway = route.gateway;
	(void)if_indextoname(route.ifindex, way.ifname);
	way.own = netlink_route_exists(&to, hop->ifindex) == 0;
	if (watch_hop_way(&w->at[i], &way, &event)) {
		event.hop = i;
		w->fn(w->arg, &event);
	}
}

/*
 * Makes the kernel confirm the neighbour, or look for it where it is lost;
 * without CAP_NET_ADMIN it does neither.
 */
static void
confirm(const struct hop *hop)
{
	const unsigned known = NUD_REACHABLE | NUD_STALE | NUD_DELAY;
	struct netlink_neighbour n;
	int errnum;

	if (hop->neighbour.family == FAMILY_NONE)
		return;
	errnum = netlink_neighbour_get(hop->ifindex, &hop->neighbour, &n);
	if (errnum == 0 && (n.state & known) != 0)
		(void)netlink_neighbour_confirm(hop->ifindex, &hop->neighbour);
	else if (errnum == ENOENT || (n.state & NETLINK_NUD_USABLE) == 0)
		(void)netlink_neighbour_use(hop->ifindex, &hop->neighbour);
}

static void
beat(struct watch *w)
{
	unsigned i;

	w->ask_routes[0] = w->ask_routes[1] = true;
	if (++w->beats % CONFIRM_BEATS != 0)
		return;
	for (i = 0; i < w->n; i++)
		if (in_use(&w->at[i]) && !w->at[i].link_down)
			confirm(&w->at[i].hop);
}

void
watch_read(struct watch *w, watch_fn *fn, void *arg)
{
	bool late = w->catch_up;
	uint64_t expired;
	unsigned i;

	w->fn = fn;
	w->arg = arg;
	w->catch_up = false;
	if (read(w->timer_fd, &expired, sizeof(expired)) > 0)
		beat(w);
	netlink_watch_read(w->nl, on_news, w);
	late = late || w->catch_up;
	w->catch_up = false;
	for (i = 0; i < w->n; i++) {
		if (!in_use(&w->at[i]))
			continue;
		if (late)
			catch_up(w, i);
		if (late ||
		    w->ask_routes[family_index(
			(enum family)w->at[i].hop.source.family)])
			ask_way(w, i);
	}
	w->ask_routes[0] = w->ask_routes[1] = false;
}

/* Makes one descriptor of the news and the timer. */
static enum status
open_descriptors(struct watch *w, struct error *err)
{
	const struct itimerspec every = {
		.it_interval.tv_nsec = BEAT_NS,
		.it_value.tv_nsec = BEAT_NS,
	};
	struct epoll_event wanted = { .events = EPOLLIN };
	int errnum = netlink_watch_open(&w->nl, GROUPS);

	if (errnum != 0)
		return error_set_errno(err, STATUS_SYSTEM, errnum,
		    "cannot watch the links, addresses and routes of this "
		    "host");
	w->timer_fd =
	    timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	w->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (w->timer_fd < 0 || w->epoll_fd < 0 ||
	    timerfd_settime(w->timer_fd, 0, &every, NULL) < 0 ||
	    epoll_ctl(w->epoll_fd, EPOLL_CTL_ADD, w->timer_fd, &wanted) < 0 ||
	    epoll_ctl(w->epoll_fd, EPOLL_CTL_ADD, netlink_watch_fd(w->nl),
		&wanted) < 0)
		return error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot set up the watch of the way out");
	return STATUS_OK;
}

enum status
watch_open(
    struct watch **out, const struct hop *hops, unsigned n, struct error *err)
{
	struct watch *w = calloc(1, sizeof(*w));
	enum status status;
	unsigned i;

	assert(n <= WATCH_HOPS_MAX);
	if (w == NULL)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	w->timer_fd = w->epoll_fd = -1;
	w->n = n;
	for (i = 0; i < n; i++)
		watch_hop_init(&w->at[i], &hops[i]);
	status = open_descriptors(w, err);
	if (status != STATUS_OK) {
		watch_close(w);
		return status;
	}
	/* The hops were found before anybody listened. */
	w->catch_up = true;
	for (i = 0; i < n; i++)
		if (in_use(&w->at[i]))
			ask_way(w, i);
	*out = w;
	return STATUS_OK;
}

void
watch_close(struct watch *w)
{
	if (w == NULL)
		return;
	if (w->epoll_fd >= 0)
		(void)close(w->epoll_fd);
	if (w->timer_fd >= 0)
		(void)close(w->timer_fd);
	netlink_watch_close(w->nl);
	free(w);
}

int
watch_fd(const struct watch *w)
{
	return w->epoll_fd;
}

void
watch_set_hop(struct watch *w, unsigned index, const struct hop *hop)
{
	assert(index < w->n);
	watch_hop_init(&w->at[index], hop);
	w->catch_up = true;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/watch_hop.h"

#include <sys/socket.h>
#include <net/if.h>

#include <linux/if_addr.h>
#include <linux/neighbour.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MAC_TEXT_SIZE 18

static const char *
mac_format(const uint8_t mac[static MAC_OCTETS], char buf[static MAC_TEXT_SIZE])
{
	(void)snprintf(buf, MAC_TEXT_SIZE, "%02x:%02x:%02x:%02x:%02x:%02x",
	    mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
	return buf;
}

/* Fills the event; returns true, so that it can end a function. */
static bool __attribute__((format(printf, 4, 5)))
tell(struct watch_event *event, const struct watch_hop *w, enum watch_kind kind,
    const char *fmt, ...)
{
	va_list args;

	event->kind = kind;
	event->family = (enum family)w->hop.source.family;
	va_start(args, fmt);
	(void)vsnprintf(event->text, sizeof(event->text), fmt, args);
	va_end(args);
	return true;
}

void
watch_hop_init(struct watch_hop *w, const struct hop *hop)
{
	*w = (struct watch_hop){ .hop = *hop };
	memcpy(w->local_mac, hop->local_mac, MAC_OCTETS);
	memcpy(w->remote_mac, hop->remote_mac, MAC_OCTETS);
}

static bool
link_news(struct watch_hop *w, const struct netlink_link *link, bool gone,
    struct watch_event *event)
{
	const bool up = !gone && (link->flags & IFF_UP) != 0 &&
	    (link->flags & IFF_RUNNING) != 0;
	const bool changed = w->hop.link_layer &&
	    memcmp(w->local_mac, link->mac, MAC_OCTETS) != 0;
	char mac[MAC_TEXT_SIZE];

	if (!up && w->link_down)
		return false;
	if (!up) {
		w->link_down = true;
		return tell(event, w, WATCH_LINK_DOWN, "interface %s %s",
		    w->hop.ifname,
		    gone                              ? "is gone"
			: (link->flags & IFF_UP) == 0 ? "was set down"
						      : "lost its carrier");
	}
	memcpy(w->local_mac, link->mac, MAC_OCTETS);
	if (w->link_down) {
		w->link_down = false;
		return tell(event, w, WATCH_LINK_UP, "interface %s is up again",
		    w->hop.ifname);
	}
	if (changed)
		return tell(event, w, WATCH_LINK_CHANGED,
		    "interface %s has another link-layer address: %s",
		    w->hop.ifname, mac_format(link->mac, mac));
	return false;
}

static bool
address_news(struct watch_hop *w, const struct netlink_address *a, bool gone,
    struct watch_event *event)
{
	const bool usable = !gone && netlink_address_usable(a);
	char buf[ADDRESS_TEXT_SIZE];

	if (usable != w->source_gone)
		return false;
	w->source_gone = !usable;
	(void)address_format(&a->addr, buf);
	if (usable)
		return tell(event, w, WATCH_ADDRESS_BACK,
		    "source address %s can be used again", buf);
	return tell(event, w, WATCH_ADDRESS_GONE, "source address %s %s", buf,
	    gone                                ? "was removed"
		: (a->flags & IFA_F_DEPRECATED) ? "is deprecated"
						: "is not usable");
}

/*
 * A neighbour that the kernel forgot (with a link that went down, say) is no
 * news: it will be looked for.  That it is known again is.
 */
static bool
neighbour_news(struct watch_hop *w, const struct netlink_neighbour *n,
    bool gone, struct watch_event *event)
{
	const bool failed = !gone && (n->state & NUD_FAILED) != 0;
	const bool missed = w->neighbour_unknown;
	char address[ADDRESS_TEXT_SIZE];
	char from[MAC_TEXT_SIZE], to[MAC_TEXT_SIZE];

	(void)address_format(&n->addr, address);
	if (gone || (n->state & NETLINK_NUD_USABLE) == 0 || !n->have_mac) {
		w->neighbour_unknown = true;
		if (!failed || w->neighbour_dead)
			return false;
		w->neighbour_dead = true;
		return tell(event, w, WATCH_NEIGHBOUR_CHANGED,
		    "neighbour %s on %s does not answer", address,
		    w->hop.ifname);
	}
	w->neighbour_unknown = w->neighbour_dead = false;
	if (memcmp(n->mac, w->remote_mac, MAC_OCTETS) != 0) {
		(void)mac_format(w->remote_mac, from);
		memcpy(w->remote_mac, n->mac, MAC_OCTETS);
		return tell(event, w, WATCH_NEIGHBOUR_CHANGED,
		    "neighbour %s on %s has another link-layer address: %s, "
		    "it was %s",
		    address, w->hop.ifname, mac_format(n->mac, to), from);
	}
	return missed &&
	    tell(event, w, WATCH_NEIGHBOUR_CHANGED,
		"neighbour %s on %s was found again", address, w->hop.ifname);
}

bool
watch_hop_news(struct watch_hop *w, const struct netlink_news *news,
    struct watch_event *event)
{
	switch (news->kind) {
	case NETLINK_NEWS_LINK:
		return news->link.ifindex == w->hop.ifindex &&
		    link_news(w, &news->link, news->gone, event);
	case NETLINK_NEWS_ADDRESS:
		return address_equal(&news->address.addr, &w->hop.source) &&
		    address_news(w, &news->address, news->gone, event);
	case NETLINK_NEWS_NEIGHBOUR:
		/* One that the kernel forgot it will find again. */
		return !news->gone && w->hop.neighbour.family != FAMILY_NONE &&
		    news->neighbour.ifindex == w->hop.ifindex &&
		    address_equal(&news->neighbour.addr, &w->hop.neighbour) &&
		    neighbour_news(w, &news->neighbour, news->gone, event);
	case NETLINK_NEWS_ROUTE:
	case NETLINK_NEWS_OVERRUN:
		break;
	}
	return false;
}

static bool
same_way(const struct watch_way *a, const struct watch_way *b)
{
	if (a->own != b->own || (a->errnum == 0) != (b->errnum == 0))
		return false;
	return a->errnum != 0 ||
	    (a->ifindex == b->ifindex &&
		address_equal(&a->gateway, &b->gateway));
}

/* "through 192.0.2.1 on eth0" */
static const char *
way_format(const struct watch_way *way, char *buf, size_t size)
{
	char gateway[ADDRESS_TEXT_SIZE];

	if (way->errnum != 0)
		(void)snprintf(buf, size, "none");
	else if (way->gateway.family == FAMILY_NONE)
		(void)snprintf(buf, size, "straight on %s", way->ifname);
	else
		(void)snprintf(buf, size, "through %s on %s",
		    address_format(&way->gateway, gateway), way->ifname);
	return buf;
}

bool
watch_hop_way(
    struct watch_hop *w, const struct watch_way *way, struct watch_event *event)
{
	const struct watch_way before = w->way;
	char to[ADDRESS_TEXT_SIZE], old[80], new[80];

	w->way = *way;
	if (!w->have_way || same_way(&before, way)) {
		w->have_way = true;
		return false;
	}
	(void)snprintf(to, sizeof(to), "the Internet");
	if (w->hop.destination.family != FAMILY_NONE)
		(void)address_format(&w->hop.destination, to);
	return tell(event, w, WATCH_ROUTE_CHANGED,
	    "the IPv%d route to %s changed: it was %s, now it is %s",
	    w->hop.source.family, to, way_format(&before, old, sizeof(old)),
	    way_format(way, new, sizeof(new)));
}

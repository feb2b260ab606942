/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/netlink_watch.h"

#include <sys/socket.h>

#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>

#include <errno.h>
#include <libmnl/libmnl.h>
#include <poll.h>
#include <stdint.h>

#include "prober/netlink_message.h"

#define NEWS_OCTETS   32768     /* more than the kernel puts in one datagram */
#define BUFFER_OCTETS (1 << 20) /* so that bursts of news are not lost */

int
netlink_watch_open(struct mnl_socket **out, unsigned groups)
{
	struct mnl_socket *nl =
	    mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC | SOCK_NONBLOCK);
	const int octets = BUFFER_OCTETS;
	int saved;

	if (nl == NULL)
		return errno;
	/* Without it news are lost sooner, and that is noticed. */
	(void)setsockopt(mnl_socket_get_fd(nl), SOL_SOCKET, SO_RCVBUFFORCE,
	    &octets, sizeof(octets));
	if (mnl_socket_bind(nl, groups, MNL_SOCKET_AUTOPID) < 0) {
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
netlink_watch_fd(const struct mnl_socket *nl)
{
	return mnl_socket_get_fd(nl);
}

int
netlink_watch_wait(struct mnl_socket *nl, int wait_ms)
{
	struct pollfd pfd = { .fd = mnl_socket_get_fd(nl), .events = POLLIN };
	char buf[NEWS_OCTETS];

	if (poll(&pfd, 1, wait_ms) < 0 && errno != EINTR)
		return errno;
	while (mnl_socket_recvfrom(nl, buf, sizeof(buf)) >= 0)
		continue;
	/* ENOBUFS: changes were lost, which is a change too. */
	return errno == EAGAIN || errno == ENOBUFS ? 0 : errno;
}

void
netlink_watch_read(struct mnl_socket *nl, netlink_news_fn *fn, void *arg)
{
	const struct netlink_news overrun = { .kind = NETLINK_NEWS_OVERRUN };
	_Alignas(struct nlmsghdr) char buf[NEWS_OCTETS];
	ssize_t len;

	for (;;) {
		len = mnl_socket_recvfrom(nl, buf, sizeof(buf));
		if (len >= 0)
			netlink_news_read(buf, (size_t)len, fn, arg);
		else if (errno == ENOBUFS)
			fn(arg, &overrun);
		else if (errno != EINTR)
			return;
	}
}

/* All these messages have the address family, AF_, in their first octet. */
static unsigned
message_family(const struct nlmsghdr *header)
{
	const unsigned char *first = mnl_nlmsg_get_payload(header);

	return mnl_nlmsg_get_payload_len(header) > 0 ? *first : AF_UNSPEC;
}

/* Reads one message; false if it is none of those that matter. */
static bool
news_message(const struct nlmsghdr *header, struct netlink_news *out)
{
	const unsigned family = message_family(header);

	*out = (struct netlink_news){ 0 };
	if (family == AF_INET || family == AF_INET6)
		out->family = family == AF_INET ? FAMILY_V4 : FAMILY_V6;
	switch (header->nlmsg_type) {
	case RTM_DELLINK:
		out->gone = true;
		/* FALLTHROUGH */
	case RTM_NEWLINK:
		/* AF_BRIDGE: one that only joined or left a bridge. */
		out->kind = NETLINK_NEWS_LINK;
		return family == AF_UNSPEC &&
		    netlink_message_link(header, &out->link);
	case RTM_DELADDR:
		out->gone = true;
		/* FALLTHROUGH */
	case RTM_NEWADDR:
		out->kind = NETLINK_NEWS_ADDRESS;
		return netlink_message_address(header, &out->address);
	case RTM_DELNEIGH:
		out->gone = true;
		/* FALLTHROUGH */
	case RTM_NEWNEIGH:
		out->kind = NETLINK_NEWS_NEIGHBOUR;
		return netlink_message_neighbour(header, &out->neighbour);
	case RTM_DELROUTE:
	case RTM_NEWROUTE:
	case RTM_DELRULE:
	case RTM_NEWRULE:
		out->kind = NETLINK_NEWS_ROUTE;
		return out->family != FAMILY_NONE;
	default:
		return false;
	}
}

/*
 * mnl_nlmsg_ok() takes a length of 2 GiB or more for a negative one, and the
 * walk over attributes goes on to the next multiple of four.
 */
void
netlink_news_read(const void *data, size_t len, netlink_news_fn *fn, void *arg)
{
	const uint8_t *at = data;
	const struct nlmsghdr *header;
	struct netlink_news news;
	size_t step;

	for (; len >= sizeof(*header); at += step, len -= step) {
		header = (const void *)at;
		step = ((size_t)header->nlmsg_len + 3) & ~(size_t)3;
		if (header->nlmsg_len < sizeof(*header) || step > len)
			return;
		if (news_message(header, &news))
			fn(arg, &news);
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel's messages, octet by octet, and what they mean for a hop. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <sys/socket.h>
#include <net/if.h>

#include <linux/if_addr.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include <stdlib.h>
#include <string.h>

#include "prober/watch_hop.h"

#define IFINDEX 7
#define UP      (IFF_UP | IFF_RUNNING)

static const uint8_t our_mac[MAC_OCTETS] = { 2, 0, 0, 0, 0, 1 };
static const uint8_t gateway_mac[MAC_OCTETS] = { 2, 0, 0, 0, 0, 2 };
static const uint8_t other_mac[MAC_OCTETS] = { 2, 0, 0, 0, 0, 3 };

/* A message under construction, and where its news go. */
struct fixture {
	_Alignas(4) uint8_t message[512];
	uint32_t len;
	struct watch_hop hop;
	struct watch_event event;
	unsigned news, events;
};

static struct ip_addr
address(const char *text)
{
	struct ip_addr a;

	assert_true(address_parse(text, &a));
	return a;
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct hop hop = {
		.source = address("2001:db8::1"),
		.gateway = address("fe80::1"),
		.neighbour = address("fe80::1"),
		.ifindex = IFINDEX,
		.ifname = "eth0",
		.link_layer = true,
	};

	memcpy(hop.local_mac, our_mac, MAC_OCTETS);
	memcpy(hop.remote_mac, gateway_mac, MAC_OCTETS);
	watch_hop_init(&f->hop, &hop);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	free(*state);
	return 0;
}

static void
start(struct fixture *f, uint16_t type, const void *fixed, uint32_t len)
{
	const struct nlmsghdr header = { .nlmsg_type = type };

	memset(f->message, 0, sizeof(f->message));
	memcpy(f->message, &header, sizeof(header));
	memcpy(f->message + sizeof(header), fixed, len);
	f->len = (uint32_t)sizeof(header) + len;
}

static void
add(struct fixture *f, uint16_t type, const void *data, uint16_t len)
{
	const struct rtattr attr = { .rta_len = (uint16_t)(4 + len),
		.rta_type = type };

	f->len = (f->len + 3) & ~3u;
	memcpy(f->message + f->len, &attr, sizeof(attr));
	memcpy(f->message + f->len + 4, data, len);
	f->len += 4u + len;
}

static void
on_news(void *arg, const struct netlink_news *news)
{
	struct fixture *f = arg;

	f->news++;
	f->events += watch_hop_news(&f->hop, news, &f->event);
}

/* Reads the message; returns how many events came of it. */
static unsigned
feed(struct fixture *f)
{
	f->len = (f->len + 3) & ~3u;
	memcpy(f->message, &f->len, sizeof(f->len));
	f->news = f->events = 0;
	netlink_news_read(f->message, f->len, on_news, f);
	return f->events;
}

static void
assert_tells(struct fixture *f, enum watch_kind kind, const char *text)
{
	assert_int_equal(feed(f), 1);
	assert_int_equal(f->event.kind, kind);
	assert_int_equal(f->event.family, FAMILY_V6);
	assert_string_equal(f->event.text, text);
	/* Once is enough. */
	assert_int_equal(feed(f), 0);
	assert_int_equal(f->news, 1);
}

static void
link_message(struct fixture *f, uint16_t type, int ifindex, unsigned flags,
    const uint8_t mac[static MAC_OCTETS])
{
	const struct ifinfomsg ifi = { .ifi_index = ifindex,
		.ifi_flags = flags };

	start(f, type, &ifi, sizeof(ifi));
	add(f, IFLA_ADDRESS, mac, MAC_OCTETS);
}

static void
test_link(void **state)
{
	struct fixture *f = *state;

	link_message(f, RTM_NEWLINK, IFINDEX, UP, our_mac);
	assert_int_equal(feed(f), 0);
	link_message(f, RTM_NEWLINK, IFINDEX + 1, 0, our_mac);
	assert_int_equal(feed(f), 0);
	link_message(f, RTM_NEWLINK, IFINDEX, 0, our_mac);
	assert_tells(f, WATCH_LINK_DOWN, "interface eth0 was set down");
	link_message(f, RTM_NEWLINK, IFINDEX, UP, our_mac);
	assert_tells(f, WATCH_LINK_UP, "interface eth0 is up again");
	link_message(f, RTM_NEWLINK, IFINDEX, IFF_UP, our_mac);
	assert_tells(f, WATCH_LINK_DOWN, "interface eth0 lost its carrier");
	link_message(f, RTM_NEWLINK, IFINDEX, UP, our_mac);
	assert_int_equal(feed(f), 1);
	link_message(f, RTM_NEWLINK, IFINDEX, UP, other_mac);
	assert_tells(f, WATCH_LINK_CHANGED,
	    "interface eth0 has another link-layer address: "
	    "02:00:00:00:00:03");
	link_message(f, RTM_DELLINK, IFINDEX, UP, our_mac);
	assert_tells(f, WATCH_LINK_DOWN, "interface eth0 is gone");
}

/* What leaves a bridge is not gone. */
static void
test_bridge(void **state)
{
	struct fixture *f = *state;
	const struct ifinfomsg ifi = { .ifi_family = AF_BRIDGE,
		.ifi_index = IFINDEX };

	start(f, RTM_DELLINK, &ifi, sizeof(ifi));
	assert_int_equal(feed(f), 0);
	assert_int_equal(f->news, 0);
}

static void
address_message(
    struct fixture *f, uint16_t type, const char *text, uint32_t flags)
{
	const struct ifaddrmsg ifa = { .ifa_family = AF_INET6,
		.ifa_index = IFINDEX };
	const struct ip_addr a = address(text);

	start(f, type, &ifa, sizeof(ifa));
	add(f, IFA_ADDRESS, a.octet, 16);
	add(f, IFA_FLAGS, &flags, sizeof(flags));
}

static void
test_address(void **state)
{
	struct fixture *f = *state;

	address_message(f, RTM_NEWADDR, "2001:db8::1", 0);
	assert_int_equal(feed(f), 0);
	address_message(f, RTM_DELADDR, "2001:db8::2", 0);
	assert_int_equal(feed(f), 0);
	address_message(f, RTM_DELADDR, "2001:db8::1", 0);
	assert_tells(
	    f, WATCH_ADDRESS_GONE, "source address 2001:db8::1 was removed");
	address_message(f, RTM_NEWADDR, "2001:db8::1", IFA_F_TENTATIVE);
	assert_int_equal(feed(f), 0);
	address_message(f, RTM_NEWADDR, "2001:db8::1", IFA_F_PERMANENT);
	assert_tells(f, WATCH_ADDRESS_BACK,
	    "source address 2001:db8::1 can be used again");
	address_message(f, RTM_NEWADDR, "2001:db8::1", IFA_F_DEPRECATED);
	assert_tells(
	    f, WATCH_ADDRESS_GONE, "source address 2001:db8::1 is deprecated");
	address_message(f, RTM_NEWADDR, "2001:db8::1", 0);
	assert_int_equal(feed(f), 1);
	address_message(
	    f, RTM_NEWADDR, "2001:db8::1", IFA_F_TENTATIVE | IFA_F_DADFAILED);
	assert_tells(
	    f, WATCH_ADDRESS_GONE, "source address 2001:db8::1 is not usable");
}

static void
neighbour_message(struct fixture *f, uint16_t type, uint16_t nud,
    const uint8_t *mac, uint16_t mac_len)
{
	const struct ndmsg ndm = {
		.ndm_family = AF_INET6, .ndm_ifindex = IFINDEX, .ndm_state = nud
	};
	const struct ip_addr a = address("fe80::1");

	start(f, type, &ndm, sizeof(ndm));
	add(f, NDA_DST, a.octet, 16);
	if (mac_len > 0)
		add(f, NDA_LLADDR, mac, mac_len);
}

static void
test_neighbour(void **state)
{
	struct fixture *f = *state;

	neighbour_message(f, RTM_NEWNEIGH, NUD_STALE, gateway_mac, 6);
	assert_int_equal(feed(f), 0);
	neighbour_message(f, RTM_NEWNEIGH, NUD_REACHABLE, other_mac, 6);
	assert_tells(f, WATCH_NEIGHBOUR_CHANGED,
	    "neighbour fe80::1 on eth0 has another link-layer address: "
	    "02:00:00:00:00:03, it was 02:00:00:00:00:02");
	neighbour_message(f, RTM_NEWNEIGH, NUD_FAILED, NULL, 0);
	assert_tells(f, WATCH_NEIGHBOUR_CHANGED,
	    "neighbour fe80::1 on eth0 does not answer");
	neighbour_message(f, RTM_NEWNEIGH, NUD_REACHABLE, other_mac, 6);
	assert_tells(f, WATCH_NEIGHBOUR_CHANGED,
	    "neighbour fe80::1 on eth0 was found again");
	/* Forgetting is no news, and neither is an odd address; finding
	 * is. */
	neighbour_message(f, RTM_DELNEIGH, NUD_STALE, other_mac, 6);
	assert_int_equal(feed(f), 0);
	neighbour_message(f, RTM_NEWNEIGH, NUD_REACHABLE, other_mac, 4);
	assert_int_equal(feed(f), 0);
	neighbour_message(f, RTM_NEWNEIGH, NUD_REACHABLE, other_mac, 6);
	assert_int_equal(feed(f), 1);
}

/* An address that the user gave with -G is not looked after. */
static void
test_given_neighbour(void **state)
{
	struct fixture *f = *state;

	f->hop.hop.neighbour = (struct ip_addr){ 0 };
	neighbour_message(f, RTM_NEWNEIGH, NUD_REACHABLE, other_mac, 6);
	assert_int_equal(feed(f), 0);
}

static void
test_way(void **state)
{
	struct fixture *f = *state;
	const struct watch_way first = { .ifindex = IFINDEX,
		.ifname = "eth0",
		.gateway = address("fe80::1"),
		.own = true };
	struct watch_way way = first;

	assert_false(watch_hop_way(&f->hop, &first, &f->event));
	assert_false(watch_hop_way(&f->hop, &first, &f->event));
	way.gateway = address("fe80::2");
	assert_true(watch_hop_way(&f->hop, &way, &f->event));
	assert_int_equal(f->event.kind, WATCH_ROUTE_CHANGED);
	assert_string_equal(f->event.text,
	    "the IPv6 route to the Internet changed: it was through fe80::1 on "
	    "eth0, now it is through fe80::2 on eth0");
	way.errnum = 101;
	assert_true(watch_hop_way(&f->hop, &way, &f->event));
	way.errnum = 113; /* none is none */
	way.gateway = address("fe80::3");
	assert_false(watch_hop_way(&f->hop, &way, &f->event));
	f->hop.hop.destination = address("2001:db8::53");
	assert_true(watch_hop_way(&f->hop, &first, &f->event));
	assert_string_equal(f->event.text,
	    "the IPv6 route to 2001:db8::53 changed: it was none, now it is "
	    "through fe80::1 on eth0");
}

/* Every beginning of a message: nothing is read past its end (ASan). */
static void
test_cut(void **state)
{
	struct fixture *f = *state;
	uint32_t len, full;

	neighbour_message(f, RTM_NEWNEIGH, NUD_FAILED, gateway_mac, 6);
	for (full = f->len, len = 0; len < full; len++) {
		uint8_t *copy = malloc(len + 1);

		/* Cut by the datagram, and by the message's own length. */
		memcpy(f->message, &full, sizeof(full));
		memcpy(copy, f->message, len);
		netlink_news_read(copy, len, on_news, f);
		if (len >= sizeof(len))
			memcpy(copy, &len, sizeof(len));
		netlink_news_read(copy, len, on_news, f);
		free(copy);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_link, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bridge, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_address, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_neighbour, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_given_neighbour, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_way, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_cut, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

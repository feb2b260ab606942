/* SPDX-License-Identifier: Apache-2.0 */
/* The way out of each family: route, source, gateway, MTU, raw sockets. */
#include "cli/doctor.h"

#define MTU_LEAST  1280 /* of IPv6, RFC 8200 */
#define MTU_COMMON 1500

static bool
within(const struct ip_addr *a, const char *text)
{
	struct prefix p;

	return prefix_parse(text, &p) && prefix_contains(&p, a);
}

static void
check_source(struct doctor *d, unsigned i)
{
	const struct ip_addr *a = &d->hops[i].source;
	char what[DOCTOR_WHAT_SIZE], buf[ADDRESS_TEXT_SIZE];

	(void)doctor_what(what, i, "source");
	(void)address_format(a, buf);
	if (within(a, "fe80::/10") || within(a, "169.254.0.0/16"))
		doctor_say(d, DOCTOR_FAIL, what,
		    "this host needs a global address: look at the router "
		    "advertisements or DHCP",
		    "%s is good for this link only", buf);
	else if (within(a, "fc00::/7"))
		doctor_say(d, DOCTOR_WARN, what,
		    "get a global IPv6 address, unless the network translates "
		    "prefixes",
		    "%s is unique-local: the Internet cannot answer to it",
		    buf);
	else if (within(a, "10.0.0.0/8") || within(a, "172.16.0.0/12") ||
	    within(a, "192.168.0.0/16") || within(a, "100.64.0.0/10"))
		doctor_say(d, DOCTOR_OK, what, NULL,
		    "%s, behind address translation", buf);
	else
		doctor_say(d, DOCTOR_OK, what, NULL, "%s", buf);
}

static void
check_mtu(struct doctor *d, unsigned i)
{
	const struct hop *hop = &d->hops[i];
	char what[DOCTOR_WHAT_SIZE];

	(void)doctor_what(what, i, "MTU");
	if (hop->mtu < MTU_LEAST)
		doctor_say(d, DOCTOR_FAIL, what,
		    "raise it to 1280 at least (ip link set ... mtu)",
		    "%u octets on %s: less than IPv6 needs", hop->mtu,
		    hop->ifname);
	else if (hop->mtu < MTU_COMMON)
		doctor_say(d, DOCTOR_WARN, what,
		    "nothing, if it is that of a tunnel; else raise it to 1500",
		    "%u octets on %s: long DNS answers will come over TCP",
		    hop->mtu, hop->ifname);
	else
		doctor_say(d, DOCTOR_OK, what, NULL, "%u octets on %s",
		    hop->mtu, hop->ifname);
}

static void
check_gateway(struct doctor *d, unsigned i)
{
	const struct hop *hop = &d->hops[i];
	char what[DOCTOR_WHAT_SIZE], buf[ADDRESS_TEXT_SIZE];

	(void)doctor_what(what, i, "gateway");
	if (!hop->link_layer)
		doctor_say(d, DOCTOR_OK, what, NULL,
		    "%s has no link layer and needs none", hop->ifname);
	else
		doctor_say(d, DOCTOR_OK, what, NULL,
		    "%s on %s is %02x:%02x:%02x:%02x:%02x:%02x",
		    hop->gateway.family != FAMILY_NONE
			? address_format(&hop->gateway, buf)
			: "on-link",
		    hop->ifname, hop->remote_mac[0], hop->remote_mac[1],
		    hop->remote_mac[2], hop->remote_mac[3], hop->remote_mac[4],
		    hop->remote_mac[5]);
}

static void
check_frames(struct doctor *d, unsigned i)
{
	struct hop *hop = &d->hops[i];
	char what[DOCTOR_WHAT_SIZE];
	struct error err;

	(void)doctor_what(what, i, "frames");
	if (!d->ready || trials_link(&d->trials, hop, &err) != STATUS_OK) {
		doctor_say(d, DOCTOR_FAIL, what,
		    "run as root or with CAP_NET_RAW; see the lines above",
		    "cannot be sent and captured on %s: %s", hop->ifname,
		    d->ready ? err.text : "there are no source ports");
		*hop = (struct hop){ 0 };
		return;
	}
	doctor_say(d, DOCTOR_OK, what, NULL, "can be sent and captured on %s",
	    hop->ifname);
}

static void
check_family(struct doctor *d, unsigned i)
{
	static const enum family families[2] = { FAMILY_V4, FAMILY_V6 };
	struct hop *hop = &d->hops[i];
	char what[DOCTOR_WHAT_SIZE];
	struct error err;

	if (!d->setup.worker.use_family[i])
		return;
	(void)doctor_what(what, i, "route");
	if (route_default(&d->setup.worker.route, families[i], hop, &err) !=
	    STATUS_OK) {
		*hop = (struct hop){ 0 };
		doctor_say(d, DOCTOR_FAIL, what,
		    i == 1 ? "give this host an IPv6 address, a default route "
			     "and a gateway that answers; or measure with -4"
			   : "give this host an IPv4 address, a default route "
			     "and a gateway that answers; or measure with -6",
		    "%s", err.text);
		return;
	}
	doctor_say(d, DOCTOR_OK, what, NULL, "there is a way out through %s",
	    hop->ifname);
	check_source(d, i);
	check_gateway(d, i);
	check_mtu(d, i);
	check_frames(d, i);
}

void
doctor_families(struct doctor *d)
{
	check_family(d, 0);
	check_family(d, 1);
}

void
doctor_rst(struct doctor *d)
{
	struct error err;
	bool tried = false;
	unsigned i;

	for (i = 0; i < 2; i++) {
		if (d->hops[i].source.family == FAMILY_NONE)
			continue;
		tried = true;
		if (rst_guard_try(&d->hops[i], &err) == STATUS_OK)
			continue;
		doctor_say(d, DOCTOR_WARN, "own RSTs",
		    "nothing, unless a scan is to have --rst=own", "%s",
		    err.text);
		return;
	}
	if (tried)
		doctor_say(d, DOCTOR_OK, "own RSTs", NULL,
		    "replies can be kept from the kernel for --rst=own");
}

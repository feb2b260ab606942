/* SPDX-License-Identifier: Apache-2.0 */
/*
 * template_libnet.c - the frames, built by libnet without a device.
 *
 * libnet_adv_cull_packet() insists on an open interface; what it would call,
 * libnet_pblock_coalesce(), does not, so building needs no privilege and no
 * interface.  libnet 1.1.6 writes the flow label 0xabcde as 0xadede; templates
 * have none, and stamping writes the whole word.
 */
#include "prober/template.h"

#include <libnet.h>

#include <assert.h>

#include "prober/route.h"

#define TTL               64
#define SYN_WINDOW        64240
#define TCP_OPTION_OCTETS 20
#define MTU_LEAST         576 /* RFC 791: what every IPv4 host takes */

/* What the kinds of template differ in. */
typedef bool transport_fn(libnet_t *, const struct hop *, enum family);

static size_t
ip_octets(enum family family)
{
	return family == FAMILY_V6 ? LIBNET_IPV6_H : LIBNET_IPV4_H;
}

static bool
syn_build(libnet_t *l, const struct hop *hop, enum family family)
{
	unsigned mtu = hop->mtu < MTU_LEAST ? MTU_LEAST : hop->mtu;
	size_t room = mtu - ip_octets(family) - LIBNET_TCP_H;
	uint16_t mss = room > UINT16_MAX ? UINT16_MAX : (uint16_t)room;
	const uint8_t options[TCP_OPTION_OCTETS] = {
		2, 4, (uint8_t)(mss >> 8), (uint8_t)mss, /* MSS */
		4, 2,                                    /* SACK permitted */
		8, 10, 0, 0, 0, 0, 0, 0, 0, 0,           /* timestamps */
		1,                                       /* no operation */
		3, 3, 7,                                 /* window scale */
	};

	return libnet_build_tcp_options(options, sizeof(options), l, 0) >= 0 &&
	    libnet_build_tcp(0, 0, 0, 0, TH_SYN, SYN_WINDOW, 0, 0,
		LIBNET_TCP_H + TCP_OPTION_OCTETS, NULL, 0, l, 0) >= 0;
}

static bool
rst_build(libnet_t *l, const struct hop *hop, enum family family)
{
	(void)hop;
	(void)family;
	return libnet_build_tcp(0, 0, 0, 0, TH_RST, 0, 0, 0, LIBNET_TCP_H, NULL,
		   0, l, 0) >= 0;
}

static bool
udp_build(libnet_t *l, const struct hop *hop, enum family family)
{
	(void)hop;
	(void)family;
	return libnet_build_udp(0, 53, LIBNET_UDP_H, 0, NULL, 0, l, 0) >= 0;
}

static bool
ip_build(libnet_t *l, enum family family, uint8_t proto, size_t payload)
{
	static const struct libnet_in6_addr none;

	if (family == FAMILY_V6)
		return libnet_build_ipv6(0, 0, (uint16_t)payload, proto, TTL,
			   none, none, NULL, 0, l, 0) >= 0;
	return libnet_build_ipv4((uint16_t)(LIBNET_IPV4_H + payload), 0, 0,
		   IP_DF, TTL, proto, 0, 0, 0, NULL, 0, l, 0) >= 0;
}

static bool
link_build(libnet_t *l, const struct hop *hop, enum family family)
{
	if (!hop->link_layer)
		return true;
	return libnet_build_ethernet(hop->remote_mac, hop->local_mac,
		   family == FAMILY_V6 ? ETHERTYPE_IPV6 : ETHERTYPE_IP, NULL, 0,
		   l, 0) >= 0;
}

static enum status
build(struct template *t, const struct hop *hop, enum family family,
    uint8_t proto, transport_fn *transport, size_t transport_octets,
    struct error *err)
{
	char why[LIBNET_ERRBUF_SIZE] = "";
	libnet_t *l = libnet_init(LIBNET_NONE, NULL, why);
	enum status status = STATUS_OK;
	uint8_t *packet = NULL;
	uint32_t octets = 0;

	if (l == NULL)
		return error_set(err, STATUS_SYSTEM,
		    "cannot prepare libnet for building frames: %s", why);
	if (!transport(l, hop, family) ||
	    !ip_build(l, family, proto, transport_octets) ||
	    !link_build(l, hop, family) ||
	    libnet_pblock_coalesce(l, &packet, &octets) < 0) {
		status = error_set(err, STATUS_SYSTEM,
		    "cannot build an IPv%d %s template with libnet: %s", family,
		    proto == IPPROTO_TCP ? "TCP" : "UDP", libnet_geterror(l));
		goto out;
	}
	*t = (struct template){
		.len = octets,
		.ip_at = hop->link_layer ? LIBNET_ETH_H : 0,
		.family = family,
	};
	t->transport_at = t->ip_at + ip_octets(family);
	assert(octets == t->transport_at + transport_octets);
	memcpy(t->frame, packet, octets);
out:
	if (packet != NULL)
		libnet_adv_free_packet(l, packet);
	libnet_destroy(l);
	return status;
}

enum status
template_build_syn(struct template *t, const struct hop *hop,
    enum family family, struct error *err)
{
	return build(t, hop, family, IPPROTO_TCP, syn_build,
	    LIBNET_TCP_H + TCP_OPTION_OCTETS, err);
}

enum status
template_build_rst(struct template *t, const struct hop *hop,
    enum family family, struct error *err)
{
	return build(t, hop, family, IPPROTO_TCP, rst_build, LIBNET_TCP_H, err);
}

enum status
template_build_udp(struct template *t, const struct hop *hop,
    enum family family, struct error *err)
{
	return build(t, hop, family, IPPROTO_UDP, udp_build, LIBNET_UDP_H, err);
}

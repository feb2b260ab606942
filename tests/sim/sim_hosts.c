/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/sim_hosts.h"

#include <stdlib.h>

#include "tests/sim/sim_address.h"

#define LIMIT_PER_S 5 /* questions, at servers that have a limit */

/* When a server last took questions, and how many it may take now. */
struct sim_limiter {
	struct sim_limiter *next;
	struct ip_addr server;
	uint64_t at_ns;
	uint64_t credit_ns; /* a second is LIMIT_PER_S questions */
};

void
sim_limiter_free(struct sim_limiter *l)
{
	struct sim_limiter *next;

	for (; l != NULL; l = next) {
		next = l->next;
		free(l);
	}
}

/* True if the server is being asked faster than it likes. */
static bool
too_fast(struct sim_limiter **list, const struct sim_probe *p)
{
	const struct ip_addr *server = &p->seen.flow.local.addr;
	struct sim_limiter *l = *list;

	while (l != NULL && !address_equal(&l->server, server))
		l = l->next;
	if (l == NULL) {
		if ((l = calloc(1, sizeof(*l))) == NULL)
			abort();
		*l = (struct sim_limiter){ *list, *server, p->at_ns, SIM_S };
		*list = l;
	}
	l->credit_ns += p->at_ns - l->at_ns;
	l->at_ns = p->at_ns;
	if (l->credit_ns > SIM_S)
		l->credit_ns = SIM_S;
	if (l->credit_ns < SIM_S / LIMIT_PER_S)
		return true;
	l->credit_ns -= SIM_S / LIMIT_PER_S;
	return false;
}

enum link_type
sim_link(enum family family)
{
	return family == FAMILY_V4 ? LINK_ETHERNET : LINK_RAW;
}

static void
send_packet(struct sim_net *net, uint64_t at_ns, const struct frame *packet)
{
	struct frame f = *packet;

	if (packet->octet[0] >> 4 == 4)
		f = frame_ethernet(packet);
	sim_net_frame(net, at_ns, f.octet, f.len);
}

void
sim_hosts_send(struct sim_net *net, uint64_t at_ns, const struct endpoint *from,
    const struct endpoint *to, unsigned proto, const struct frame *payload)
{
	struct frame f = *payload;

	/* Destination options, or a fragment header without fragments. */
	if (from->addr.family == FAMILY_V6 &&
	    sim_random_below(&net->random, 8) == 0) {
		f = frame_extension(proto, 0, &f);
		proto = sim_random_below(&net->random, 2) == 0
		    ? IPPROTO_DSTOPTS
		    : IPPROTO_FRAGMENT;
	}
	f = frame_ip(from, to, proto, &f);
	send_packet(net, at_ns, &f);
}

struct frame
sim_hosts_udp(const struct sim_probe *p, const struct sim_message *m)
{
	struct frame f = frame_udp(
	    &p->seen.flow.local, &p->seen.flow.remote, m->octet, m->len);

	/* A sum of zero is sent as ones (RFC 768). */
	if (f.octet[6] == 0 && f.octet[7] == 0)
		frame_set16(&f, 6, 0xffff);
	return f;
}

void
sim_hosts_datagram(struct sim_net *net, const struct sim_probe *p,
    const struct sim_message *m, bool fragment)
{
	const struct endpoint *from = &p->seen.flow.local;
	const struct endpoint *to = &p->seen.flow.remote;
	struct frame f = sim_hosts_udp(p, m);

	if (!fragment) {
		sim_hosts_send(net, p->at_ns, from, to, IPPROTO_UDP, &f);
		return;
	}
	if (from->addr.family == FAMILY_V6)
		f = frame_extension(IPPROTO_UDP, 1, &f);
	f = frame_ip(from, to,
	    from->addr.family == FAMILY_V6 ? IPPROTO_FRAGMENT : IPPROTO_UDP,
	    &f);
	if (from->addr.family == FAMILY_V4) {
		frame_set16(&f, 6, 0x2000); /* more fragments */
		frame_v4_checksum(&f, 0);
	}
	send_packet(net, p->at_ns, &f);
}

struct frame
sim_hosts_segment(const struct sim_probe *p, unsigned flags, uint32_t ack)
{
	const struct endpoint *from = &p->seen.flow.local;
	const struct endpoint *to = &p->seen.flow.remote;
	struct frame f = frame_tcp(from, to, flags, 20);

	frame_set16(&f, 8, ack >> 16);
	frame_set16(&f, 10, ack & 0xffff);
	frame_checksum(&f, 16, from, to, IPPROTO_TCP);
	return f;
}

static void
send_segment(struct sim_net *net, const struct sim_probe *p, unsigned flags,
    uint32_t ack)
{
	struct frame f = sim_hosts_segment(p, flags, ack);

	sim_hosts_send(net, p->at_ns, &p->seen.flow.local, &p->seen.flow.remote,
	    IPPROTO_TCP, &f);
}

/* A router on the way says that it cannot or must not pass the probe on. */
void
sim_hosts_icmp(struct sim_net *net, const struct sim_probe *p, bool prohibited)
{
	const bool v4 = p->seen.flow.local.addr.family == FAMILY_V4;
	const struct endpoint router = {
		.addr = sim_address(
		    v4 ? FAMILY_V4 : FAMILY_V6, SIM_OPEN, 0xfffff, 7),
	};
	struct frame quote = { .len = 0 };
	size_t least = v4 ? 28 : 48, len = p->len;
	struct frame f;

	if (sim_random_below(&net->random, 2) == 0)
		len = least; /* all that RFC 792 asks for */
	frame_put(&quote, p->packet, len);
	f = frame_icmp(&router, &p->seen.flow.remote, v4 ? 3 : 1,
	    v4 ? (prohibited ? 13 : 1) : (prohibited ? 1 : 0), &quote);
	sim_hosts_send(net, p->at_ns, &router, &p->seen.flow.remote,
	    v4 ? IPPROTO_ICMP : IPPROTO_ICMPV6, &f);
}

void
sim_hosts_syn(struct sim_net *net, const struct sim_probe *p)
{
	const uint32_t right = p->seen.tcp.seq + 1;
	enum sim_behaviour b;
	uint32_t index;

	b = sim_address_read(&p->seen.flow.local.addr, &index);
	switch (sim_address_state(
	    &p->seen.flow.local.addr, p->seen.flow.local.port)) {
	case ENDPOINT_OPEN:
		send_segment(net, p, TCP_FLAG_SYN | TCP_FLAG_ACK, right);
		break;
	case ENDPOINT_CLOSED:
		send_segment(net, p, TCP_FLAG_RST | TCP_FLAG_ACK, right);
		break;
	case ENDPOINT_UNREACHABLE:
		sim_hosts_icmp(net, p, b == SIM_ADMIN);
		break;
	default:
		if (b != SIM_BAD_RST)
			break;
		send_segment(net, p, TCP_FLAG_RST | TCP_FLAG_ACK, right + 1);
		send_segment(net, p, TCP_FLAG_RST, 0);
	}
}

/* The SOA of the zone, with authority. */
static void
answer_soa(uint16_t id, const struct dns_question *q, struct sim_message *m)
{
	sim_message_begin(m, id, DNS_FLAG_QR | DNS_FLAG_AA, q);
	sim_message_soa(m, DNS_SECTION_ANSWER, &q->name);
}

/* What a server says that is not the right one to ask. */
static void
answer_lamely(enum sim_behaviour b, uint16_t id, const struct dns_question *q,
    struct sim_message *m)
{
	const struct dns_name root = { .len = 1 };
	const struct dns_name root_server = sim_name("a.root-servers.net");

	switch (b) {
	case SIM_NS_REFUSED:
		sim_message_begin(m, id, DNS_FLAG_QR | DNS_RCODE_REFUSED, q);
		break;
	case SIM_NS_SERVFAIL:
		sim_message_begin(m, id, DNS_FLAG_QR | DNS_RCODE_SERVFAIL, q);
		break;
	case SIM_NS_NOT_AUTH:
		sim_message_begin(m, id, DNS_FLAG_QR, q);
		sim_message_soa(m, DNS_SECTION_ANSWER, &q->name);
		break;
	default: /* SIM_NS_UPWARD */
		sim_message_begin(m, id, DNS_FLAG_QR, q);
		sim_message_name(m, DNS_SECTION_AUTHORITY, &root, DNS_TYPE_NS,
		    0, &root_server);
	}
}

static void
answer_udp(struct sim_net *net, struct sim_limiter **limiter,
    const struct sim_probe *p, enum sim_behaviour b, struct sim_message *m)
{
	struct dns_msg query;
	struct dns_rr rr;
	bool edns;

	if (dns_msg_open(&query, p->seen.udp.payload, p->seen.udp.len) !=
	    DNS_MSG_OK)
		abort();
	edns = dns_msg_next(&query, &rr);
	if (b == SIM_NS_LOWER)
		dns_name_lower(&query.question.name);
	answer_soa(query.id, &query.question, m);
	if (b == SIM_NS_FORMERR && edns)
		sim_message_begin(
		    m, query.id, DNS_FLAG_QR | DNS_RCODE_FORMERR, NULL);
	else if (b == SIM_NS_TC ||
	    (b == SIM_NS_LIMIT_TC && too_fast(limiter, p)))
		sim_message_begin(
		    m, query.id, DNS_FLAG_QR | DNS_FLAG_TC, &query.question);
	else if (b == SIM_NS_LIMIT_REFUSED && too_fast(limiter, p))
		sim_message_begin(m, query.id, DNS_FLAG_QR | DNS_RCODE_REFUSED,
		    &query.question);
	else if (sim_address_state(&p->seen.flow.local.addr, 53) ==
	    ENDPOINT_LAME)
		answer_lamely(b, query.id, &query.question, m);
	sim_hosts_datagram(net, p, m, b == SIM_NS_FRAGMENT);
}

void
sim_hosts_dns(struct sim_net *net, struct sim_limiter **limiter,
    const struct sim_probe *p)
{
	struct sim_message *m;
	enum sim_behaviour b;
	uint32_t index;

	b = sim_address_read(&p->seen.flow.local.addr, &index);
	switch (sim_address_state(&p->seen.flow.local.addr, 53)) {
	case ENDPOINT_OPEN:
	case ENDPOINT_LAME:
		if ((m = malloc(sizeof(*m))) == NULL)
			abort();
		answer_udp(net, limiter, p, b, m);
		free(m);
		break;
	case ENDPOINT_UNREACHABLE:
		sim_hosts_icmp(net, p, true);
		break;
	default:
		break;
	}
}

void
sim_hosts_dns_tcp(const struct ip_addr *server, uint16_t id,
    const struct dns_question *q, struct sim_message *m)
{
	uint32_t index;

	m->len = 0;
	switch (sim_address_state(server, 53)) {
	case ENDPOINT_OPEN:
		answer_soa(id, q, m);
		break;
	case ENDPOINT_LAME:
		answer_lamely(sim_address_read(server, &index), id, q, m);
		break;
	default:
		break;
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/sim_forger.h"

#include <stdlib.h>

#include "tests/sim/sim_address.h"

#define AHEAD_NS SIM_MS /* sooner than any honest reply */

static void
strike(struct sim_net *net, const struct sim_probe *p, unsigned proto,
    const struct frame *payload)
{
	const struct endpoint *from = &p->seen.flow.local;
	struct frame f = frame_ip(from, &p->seen.flow.remote, proto, payload);

	if (sim_link((enum family)from->addr.family) == LINK_ETHERNET)
		f = frame_ethernet(&f);
	sim_net_place(net, p->at_ns + AHEAD_NS, f.octet, f.len);
}

/* The opposite of what the host would say, with a guessed number. */
static unsigned
strike_syn(struct sim_net *net, const struct sim_probe *p)
{
	const bool open = sim_address_state(&p->seen.flow.local.addr,
			      p->seen.flow.local.port) == ENDPOINT_OPEN;
	const unsigned flags =
	    TCP_FLAG_ACK | (open ? TCP_FLAG_RST : TCP_FLAG_SYN);
	struct sim_probe wrong = *p;
	struct frame f;

	f = sim_hosts_segment(
	    p, flags, (uint32_t)sim_random_next(&net->random));
	strike(net, p, IPPROTO_TCP, &f);
	f = sim_hosts_segment(p, flags, p->seen.tcp.seq);
	strike(net, p, IPPROTO_TCP, &f);
	/* Without the bit that makes the number count. */
	f = sim_hosts_segment(
	    p, flags & ~(unsigned)TCP_FLAG_ACK, p->seen.tcp.seq + 1);
	strike(net, p, IPPROTO_TCP, &f);
	wrong.seen.flow.remote.port ^= 1;
	f = sim_hosts_segment(&wrong, flags, p->seen.tcp.seq + 1);
	strike(net, p, IPPROTO_TCP, &f);
	wrong = *p;
	wrong.seen.flow.local.port ^= 1;
	f = sim_hosts_segment(&wrong, flags, p->seen.tcp.seq + 1);
	strike(net, p, IPPROTO_TCP, &f);
	return 5;
}

/* An answer that suits the forger: another address, or another state. */
static void
forged_answer(const struct dns_msg *query, uint16_t id, bool from_server,
    bool open, struct sim_message *m)
{
	const struct dns_question *q = &query->question;
	struct ip_addr a =
	    sim_address(q->type == DNS_TYPE_AAAA ? FAMILY_V6 : FAMILY_V4,
		SIM_OPEN, 0xffff0, 0);
	const unsigned flags = !from_server ? 0
	    : open                          ? DNS_RCODE_NXDOMAIN
					    : DNS_FLAG_AA;

	sim_message_begin(m, id, (uint16_t)(DNS_FLAG_QR | flags), q);
	if (q->type == DNS_TYPE_A || q->type == DNS_TYPE_AAAA)
		sim_message_rr(m, DNS_SECTION_ANSWER, &q->name, q->type,
		    a.octet, family_octets((enum family)a.family));
	else if (q->type == DNS_TYPE_SOA && !open)
		sim_message_soa(m, DNS_SECTION_ANSWER, &q->name);
}

static void
strike_message(
    struct sim_net *net, const struct sim_probe *p, const struct sim_message *m)
{
	struct frame f = sim_hosts_udp(p, m);

	strike(net, p, IPPROTO_UDP, &f);
}

static unsigned
strike_dns(struct sim_net *net, const struct sim_probe *p)
{
	struct sim_message *m = malloc(sizeof(*m));
	struct sim_probe wrong = *p;
	struct dns_msg query;
	uint32_t index;
	bool server, open;

	if (m == NULL ||
	    dns_msg_open(&query, p->seen.udp.payload, p->seen.udp.len) !=
		DNS_MSG_OK)
		abort();
	server = sim_address_read(&p->seen.flow.local.addr, &index) != SIM_NONE;
	open = sim_address_state(&p->seen.flow.local.addr, 53) == ENDPOINT_OPEN;
	forged_answer(&query, query.id ^ 1, server, open, m);
	strike_message(net, p, m);
	forged_answer(&query,
	    query.id ^ (uint16_t)(1 + sim_random_below(&net->random, 0xfffe)),
	    server, open, m);
	strike_message(net, p, m);
	forged_answer(&query, query.id, server, open, m);
	wrong.seen.flow.remote.port ^= 1;
	strike_message(net, &wrong, m);
	m->octet[2] &= 0x7f; /* a question, not a reply */
	strike_message(net, p, m);
	query.question.type ^= 0x40;
	forged_answer(&query, query.id, server, open, m);
	strike_message(net, p, m);
	query.question.type ^= 0x40;
	/* Once in a while the ID is guessed right, the letters are not; where
	 * TCP can tell who is right. */
	if ((!server || open) && sim_random_below(&net->random, 64) == 0) {
		dns_name_mix_case(
		    &query.question.name, sim_random_next(&net->random));
		query.question.name.wire[1] = p->seen.udp.payload[13] ^ 0x20;
		forged_answer(&query, query.id, server, open, m);
		strike_message(net, p, m);
	}
	free(m);
	return 5;
}

unsigned
sim_forger_strikes(struct sim_net *net, const struct sim_probe *p)
{
	return p->seen.kind == RESPONSE_TCP ? strike_syn(net, p)
					    : strike_dns(net, p);
}

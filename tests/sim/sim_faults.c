/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/sim_faults.h"

#include <netinet/in.h>

#include "tests/sim/sim_address.h"
#include "tests/sim/sim_resolver.h"

#define TICK_NS        SIM_S /* how often loop.c looks at the capture */
#define NOTICE_NS      (200 * SIM_MS) /* netlink and its reader */
#define INVENTED_INDEX 0xffff0
#define DNS_PORT       53

static bool
lasts(const struct sim_fault *f, uint64_t now_ns)
{
	return f->from_ns <= now_ns && now_ns < f->to_ns;
}

/* Nothing of that family gets past our own gateway, in or out. */
static bool
cuts_off(const struct sim_fault *f, enum family family)
{
	return f->kind == SIM_FAULT_OUTAGE ||
	    ((f->kind == SIM_FAULT_BLACK_HOLE ||
		 f->kind == SIM_FAULT_SOURCE_LOST) &&
		f->family == family);
}

static void
answer_syn(struct sim_net *net, const struct sim_probe *p, unsigned flags)
{
	struct frame f =
	    sim_hosts_segment(p, flags | TCP_FLAG_ACK, p->seen.tcp.seq + 1);

	sim_hosts_send(net, p->at_ns, &p->seen.flow.local, &p->seen.flow.remote,
	    IPPROTO_TCP, &f);
}

/* What one fault does to a SYN that it lets out; true: that was all. */
static bool
stops_syn(
    const struct sim_fault *f, struct sim_net *net, const struct sim_probe *p)
{
	const bool its_port = f->port == p->seen.flow.local.port;

	switch (f->kind) {
	case SIM_FAULT_SYN_PROXY:
		answer_syn(net, p, TCP_FLAG_SYN);
		return true;
	case SIM_FAULT_DROPPED:
		return its_port;
	case SIM_FAULT_RESET:
		if (its_port)
			answer_syn(net, p, TCP_FLAG_RST);
		return its_port;
	case SIM_FAULT_PROHIBITED:
		if (its_port)
			sim_hosts_icmp(net, p, true);
		return its_port;
	default:
		return false;
	}
}

bool
sim_faults_stop(
    struct sim_faults *all, struct sim_net *net, const struct sim_probe *p)
{
	const bool syn = p->seen.kind == RESPONSE_TCP;
	unsigned i;

	for (i = 0; i < all->n; i++) {
		const struct sim_fault *f = &all->at[i];

		if (!lasts(f, p->at_ns))
			continue;
		if (cuts_off(f, flow_family(&p->seen.flow)) ||
		    (f->kind == SIM_FAULT_UDP_53 && !syn) ||
		    (f->kind == SIM_FAULT_LOSS &&
			sim_random_permille(&all->random, f->permille)))
			return true;
	}
	for (i = 0; i < all->n && syn; i++)
		if (lasts(&all->at[i], p->at_ns) &&
		    stops_syn(&all->at[i], net, p))
			return true;
	return false;
}

bool
sim_faults_stop_tcp(
    const struct sim_faults *all, uint64_t now_ns, const struct ip_addr *to)
{
	unsigned i;

	for (i = 0; i < all->n; i++)
		if (lasts(&all->at[i], now_ns) &&
		    cuts_off(&all->at[i], (enum family)to->family))
			return true;
	return false;
}

bool
sim_faults_lose(struct sim_faults *all, uint64_t now_ns, enum family family)
{
	unsigned i;

	for (i = 0; i < all->n; i++) {
		const struct sim_fault *f = &all->at[i];

		if (!lasts(f, now_ns))
			continue;
		if (cuts_off(f, family))
			return true;
		if ((f->kind != SIM_FAULT_DEAF && f->kind != SIM_FAULT_LOSS) ||
		    !sim_random_permille(&all->random, f->permille))
			continue;
		all->lost |= f->kind == SIM_FAULT_DEAF;
		return true;
	}
	return false;
}

enum sim_temper
sim_faults_temper(const struct sim_faults *all, uint64_t now_ns,
    unsigned resolver, bool on_this_host)
{
	enum sim_temper temper = SIM_TEMPER_WELL;
	unsigned i;

	for (i = 0; i < all->n; i++) {
		const struct sim_fault *f = &all->at[i];

		if (!lasts(f, now_ns))
			continue;
		/* It asks others over the same network. */
		if (on_this_host &&
		    (f->kind == SIM_FAULT_OUTAGE ||
			f->kind == SIM_FAULT_UDP_53))
			return SIM_TEMPER_FAILS;
		if (f->resolver != resolver &&
		    f->resolver != SIM_FAULT_EVERY_RESOLVER)
			continue;
		if (f->kind == SIM_FAULT_RESOLVER_SILENT)
			return SIM_TEMPER_SILENT;
		if (f->kind == SIM_FAULT_RESOLVER_REFUSES)
			temper = SIM_TEMPER_REFUSES;
		if (f->kind == SIM_FAULT_RESOLVER_INVENTS)
			temper = SIM_TEMPER_INVENTS;
	}
	return temper;
}

void
sim_faults_invent(
    uint16_t id, const struct dns_question *q, struct sim_message *m)
{
	struct ip_addr a;

	sim_resolver_refuse(id, q, 0, m); /* NOERROR, and no more */
	if (q->type == DNS_TYPE_SOA)
		sim_message_soa(m, DNS_SECTION_ANSWER, &q->name);
	if (q->type != DNS_TYPE_A && q->type != DNS_TYPE_AAAA)
		return;
	a = sim_address(q->type == DNS_TYPE_A ? FAMILY_V4 : FAMILY_V6, SIM_OPEN,
	    INVENTED_INDEX, 0);
	sim_message_rr(m, DNS_SECTION_ANSWER, &q->name, q->type, a.octet,
	    family_octets((enum family)a.family));
}

bool
sim_faults_invented(const struct ip_addr *a)
{
	uint32_t index;

	return sim_address_read(a, &index) != SIM_NONE &&
	    index == INVENTED_INDEX;
}

static bool
source_gone(const struct sim_faults *all, uint64_t now_ns, enum family family)
{
	unsigned i;

	for (i = 0; i < all->n; i++)
		if (all->at[i].kind == SIM_FAULT_SOURCE_LOST &&
		    all->at[i].family == family &&
		    lasts(&all->at[i], now_ns - NOTICE_NS))
			return true;
	return false;
}

void
sim_faults_tell(struct sim_faults *all, uint64_t now_ns, struct engine *e,
    const struct engine_config *c)
{
	bool gone;
	unsigned i, j;

	for (i = 0; i < 2; i++) {
		gone = source_gone(all, now_ns, i == 0 ? FAMILY_V4 : FAMILY_V6);
		if (gone == all->gone[i])
			continue;
		all->gone[i] = gone;
		engine_set_source(e, now_ns, i, &c->source[i], !gone);
		for (j = 0; j < c->n_resolvers; j++)
			if (address_equal(
				&c->resolvers[j].local, &c->source[i]))
				engine_set_resolver(e, now_ns,
				    c->resolvers[j].hop, &c->source[i], !gone);
	}
	if (now_ns < all->tick_ns)
		return;
	if (all->lost)
		engine_deaf(e, all->tick_ns - TICK_NS, now_ns);
	all->lost = false;
	all->tick_ns = now_ns + TICK_NS;
}

const char *
sim_fault_name(enum sim_fault_kind kind)
{
	static const char *const names[SIM_FAULT_KINDS] = {
		"black hole",
		"outage",
		"port dropped",
		"port reset",
		"port prohibited",
		"UDP 53 blocked",
		"resolver silent",
		"resolver refuses",
		"resolver invents",
		"SYN proxy",
		"source lost",
		"deaf",
		"loss",
	};

	return names[kind];
}

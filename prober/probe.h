/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe.h - what every probe type must be able to do.
 *
 * A probe type turns one target endpoint into one frame, and one captured
 * response into one observation.  It does no I/O, reads no clock, allocates
 * nothing and keeps no state of its own, so its test calls four functions on
 * byte arrays and needs neither root nor a network.
 *
 * To add a type, add prober/probe/<name>.c with one definition,
 * `const struct probe_type probe_<name>`, and name it in prober/probe.c.
 *
 * Threads: a probe type is constant; any thread may call it.
 */
#ifndef PROBER_PROBE_H
#define PROBER_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/response.h"
#include "common/dns_msg.h"
#include "common/flow.h"
#include "common/record.h"
#include "common/status.h"
#include "common/token.h"

struct hop;
struct template;

/* Link header, IPv6 header, UDP header, the longest DNS query. */
#define PROBE_FRAME_MAX	(14 + 40 + 8 + DNS_QUERY_MAX)

/* One probe in flight.  Owned by the outstanding table (outstanding.h). */
struct probe {
	struct flow	 flow;		/* our endpoint, theirs, protocol */
	struct token	 token;		/* keyed hash, to be echoed */
	uint64_t	 sent_ns;	/* 0 until the kernel took it */
	uint8_t		 attempt;	/* 0 for the first transmission */
	/* DNS only: */
	const struct dns_question *question;	/* borrowed, lower case */
	uint16_t	 dns_flags;	/* DNS_FLAG_RD or 0 */
	bool		 edns;
	bool		 plain_case;	/* no 0x20: small letters only */
};

/* What is cut from a probe's token; the only place that says so. */
static inline uint32_t
probe_tcp_seq(const struct probe *p)
{
	return (uint32_t)p->token.w[0];
}

static inline uint32_t
probe_tcp_tsval(const struct probe *p)
{
	return (uint32_t)(p->token.w[0] >> 32);
}

static inline uint16_t
probe_dns_id(const struct probe *p)
{
	return (uint16_t)p->token.w[0];
}

static inline uint64_t
probe_case_bits(const struct probe *p)
{
	return p->plain_case ? 0 :
	    p->token.w[0] >> 16 | p->token.w[1] << 48;
}

static inline uint16_t
probe_ip_id(const struct probe *p)
{
	return (uint16_t)(p->token.w[1] >> 16);
}

static inline uint32_t
probe_flow_label(const struct probe *p)
{
	return (uint32_t)(p->token.w[1] >> 32) & 0xfffff;
}

/* Spreads local ports over the pool; any number. */
static inline uint16_t
probe_port_choice(const struct probe *p)
{
	return (uint16_t)(p->token.w[1] >> 48 ^ p->token.w[1]);
}

/* True if a response that claims flow F could be one to this probe. */
static inline bool
probe_has_flow(const struct probe *p, const struct flow *f)
{
	return p->flow.proto == f->proto &&
	    p->flow.local.port == f->local.port &&
	    p->flow.remote.port == f->remote.port &&
	    address_equal(&p->flow.remote.addr, &f->remote.addr) &&
	    address_equal(&p->flow.local.addr, &f->local.addr);
}

enum probe_match {
	PROBE_MATCH_NONE,		/* not ours: counted, then dropped */
	PROBE_MATCH_DIRECT,		/* the target answered */
	PROBE_MATCH_QUOTED,		/* an ICMP error quotes our probe */
	PROBE_MATCH_CASE,		/* DNS: right but for the 0x20 case */
	PROBE_MATCH_FRAGMENT,		/* DNS: right flow, but fragmented */
};

/* What one response to a probe shows of the endpoint. */
struct observation {
	enum endpoint_state	state;	/* OPEN, LAME, CLOSED, UNREACHABLE or
					   INDETERMINATE */
	enum reason		reason;
	bool			final;	/* no further attempt would tell more */
	/* DNS only: */
	bool			truncated;	/* TC: ask again over TCP */
	bool			edns_refused;	/* ask again without EDNS */
	bool			rate_limited;	/* REFUSED or TC: slow down */
};

struct probe_type {
	const char	*name;		/* "tcp-syn", "dns" */
	const char	*summary;	/* one line for --help */
	uint8_t		 ip_proto;	/* IPPROTO_TCP, IPPROTO_UDP, ... */

	/* Write what all frames through one hop share; at start-up. */
	enum status	(*prepare)(struct template *, const struct hop *,
			    enum family, struct error *);

	/* Write what differs for this probe; returns the frame's length,
	 * at most PROBE_FRAME_MAX. */
	size_t		(*stamp)(const struct template *,
			    const struct probe *,
			    uint8_t frame[static PROBE_FRAME_MAX]);

	/* Tell whether the response was provoked by this probe.  The flow
	 * is checked here too. */
	enum probe_match (*match)(const struct probe *,
			    const struct response *);

	/* Record what a DIRECT or QUOTED response shows.  Facts only:
	 * verdicts on reachability belong to analysis/. */
	void		(*observe)(const struct probe *,
			    const struct response *, struct observation *);
};

extern const struct probe_type	probe_tcp_syn, probe_dns;

/*
 * What a DNS message says of the server that was asked for the SOA of ZONE
 * without recursion; for probe_dns and for answers that came over TCP.  It
 * cannot know whether the question had EDNS: edns_refused is set whenever
 * the RCODE could mean that, and probe_dns clears it where there was none.
 */
void		probe_dns_observe_message(const struct dns_name *zone,
		    const uint8_t *data, size_t len, struct observation *);

/* Returns the type of that name, or NULL.  The result is static. */
const struct probe_type	*probe_type_find(const char *name);

#endif /* PROBER_PROBE_H */

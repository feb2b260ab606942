/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record.h - the evidence on one domain.
 *
 * The engine fills it, analysis/ judges it, the run file keeps it, and a
 * reader of run files fills it again: the same evidence gives the same
 * verdict wherever it comes from.  Facts only; no verdict is in here.
 *
 * Ownership: everything a record points to belongs to whoever made it
 * (usually an arena) and lives as long as the record.  Text is NUL
 * terminated; names are escaped presentation form in lower case without the
 * final dot.  Times are UTC.
 */
#ifndef COMMON_RECORD_H
#define COMMON_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/address.h"

/* How a lookup ended. */
enum lookup_status {
	LOOKUP_OK,		/* at least one record of the type */
	LOOKUP_NODATA,		/* the name exists, the type does not */
	LOOKUP_NXDOMAIN,
	LOOKUP_SERVFAIL,	/* or another RCODE that is no answer */
	LOOKUP_REFUSED,
	LOOKUP_TIMEOUT,
	LOOKUP_BOGUS_REPLY,	/* replies came, none was usable */
};

enum endpoint_state {
	ENDPOINT_OPEN,
	ENDPOINT_LAME,
	ENDPOINT_CLOSED,
	ENDPOINT_UNREACHABLE,
	ENDPOINT_SILENT,
	ENDPOINT_NOT_PROBED,
	ENDPOINT_INDETERMINATE,
};

/* Why an endpoint is in its state; REASON_NONE where the state says all. */
enum reason {
	REASON_NONE,
	/* not_probed; also REASON_NO_ROUTE, when this host has none */
	REASON_SPECIAL_PURPOSE, REASON_BLOCKLIST, REASON_CAP,
	/* unreachable: ICMP (RFC 792, 1122, 1812) and ICMPv6 (RFC 4443) */
	REASON_NET_UNREACHABLE, REASON_HOST_UNREACHABLE,
	REASON_PROTOCOL_UNREACHABLE, REASON_PORT_UNREACHABLE,
	REASON_ADMIN_PROHIBITED, REASON_NO_ROUTE, REASON_BEYOND_SCOPE,
	REASON_ADDRESS_UNREACHABLE, REASON_POLICY_FAILED,
	REASON_REJECT_ROUTE, REASON_PACKET_TOO_BIG, REASON_TIME_EXCEEDED,
	REASON_PARAMETER_PROBLEM, REASON_OTHER_ICMP,
	/* lame */
	REASON_REFUSED, REASON_SERVFAIL, REASON_NXDOMAIN,
	REASON_NOT_AUTHORITATIVE,	/* AA clear, no referral */
	REASON_UPWARD_REFERRAL, REASON_OTHER_RCODE,
	/* indeterminate */
	REASON_VANTAGE,			/* not to be measured from here */
	REASON_SEND_FAILED, REASON_CAPTURE_DROPS, REASON_TRUNCATED,
	REASON_INTERRUPTED,
	REASON_COUNT
};

enum host_use {
	USE_WEB, USE_WWW, USE_MX, USE_NS,
	USE_TENANT,			/* the Exchange Online tenant host */
};

struct record_lookup {
	const char		*name;		/* as asked */
	uint16_t		 type;		/* enum dns_type */
	enum lookup_status	 status;
	uint16_t		 rcode;		/* of the last reply, if any */
	struct ip_addr		 server;	/* family 0: none answered */
	uint8_t			 attempts;	/* queries sent */
	bool			 tcp;		/* the answer came over TCP */
	int64_t			 rtt_ns;	/* -1: not measured */
};

/* Who saw what of an endpoint in a merged run: bit 1 << i is vantages[i]. */
enum record_view {
	VIEW_REACHABLE,
	VIEW_UNREACHABLE,	/* provably; also: has no such address */
	VIEW_NOT_TESTABLE,
	VIEW_COUNT
};

#define RECORD_VANTAGES_MAX	64

struct record_views {
	uint64_t	from[VIEW_COUNT];
};

struct record_endpoint {
	struct ip_addr		 address;
	uint8_t			 proto;		/* IPPROTO_TCP or _UDP */
	uint16_t		 port;
	enum endpoint_state	 state;
	enum reason		 reason;
	uint8_t			 attempts;	/* probes sent */
	int64_t			 rtt_ns;	/* -1: not measured */
	const struct record_views *views;	/* of a merged run, else NULL */
};

struct record_host {
	const char		*name;
	enum host_use		 use;
	struct record_lookup	 lookup[2];	/* A, AAAA: family_index() */
	bool			 looked_up;	/* false: lookup[] is unset, the
						   name is no host name */
	const char		**cnames;	/* targets, in order */
	size_t			 n_cnames;
	struct record_endpoint	*endpoints;	/* by address, then port; an
						   address never probed has one
						   per port of the service */
	size_t			 n_endpoints;
};

/*
 * Why a name cannot be resolved over one family: what is wrong with the first
 * zone cut on the way down from the root that fails in it (DESIGN section 4,
 * after draft-ietf-dnsop-3901bis section 3.1).
 */
enum chain_reason {
	CHAIN_NONE,			/* nothing is, or nobody knows */
	CHAIN_NO_NS_ADDRESS,		/* no name server has any at all */
	CHAIN_MISSING_GLUE,		/* only in-domain ones have; no glue */
	CHAIN_NO_ADDRESS_FOUND,		/* one of these: nobody can tell */
	CHAIN_SIBLING_NOT_RESOLVING,	/* the servers' own zone is broken */
	CHAIN_PARENT_NOT_RESOLVABLE,	/* the root itself was out of reach */
	CHAIN_ADDRESS_SILENT,		/* silent, unreachable or closed */
	CHAIN_LAME,			/* they answer, none with authority */
	CHAIN_REASON_COUNT
};

enum resolvable {
	RESOLVABLE_YES, RESOLVABLE_NO, RESOLVABLE_INDETERMINATE,
};

struct record_chain_family {
	enum resolvable		 resolvable;
	const char		*broken_at;	/* zone; "" unless NO */
	enum chain_reason	 reason;
	const struct ip_addr	*servers;	/* of the last zone reached or
						   of the broken one */
	size_t			 n_servers;
};

/* What one vantage point of a merged run saw. */
struct record_chain_view {
	const char			*vantage;
	struct record_chain_family	 family[2];	/* family_index() */
};

/* Can a name be resolved from the root over each family alone? */
struct record_chain {
	const char			*name;	/* A-labels */
	struct record_chain_family	 family[2];	/* family_index() */
	struct record_chain_view	*views;	/* of a merged run, each
						   vantage point that walked */
	size_t				 n_views;
};

/* A name server of the domain's zone as parent and child name it. */
struct record_ns {
	const char		*name;
	bool			 at_parent, at_child;
	const struct ip_addr	*glue;		/* that the parent hands out */
	size_t			 n_glue;
};

/*
 * What a name server says when asked for the name's AAAA, where an A exists
 * (RFC 4074): `open` is a proper answer, with or without AAAA.
 */
struct record_aaaa {
	const char		*server;	/* the name server's name */
	struct record_endpoint	 endpoint;	/* UDP 53 */
};

struct record_mx {
	uint16_t	 preference;
	const char	*host;			/* "." for a null MX */
};

/* Which services count for the agreement (the `use` column). */
enum declared_use {
	DECLARED_WEB = 1,
	DECLARED_MAIL = 2,
	DECLARED_ALL = 3,
};

struct record_domain {
	const char		*name;		/* A-labels */
	const char		*group;		/* "" when none was given */
	const char		*organisation;
	unsigned		 declared;	/* enum declared_use, or-ed */

	struct record_host	*hosts;		/* by enum host_use */
	size_t			 n_hosts;

	const char		*zone;		/* "" when none was found */
	struct record_lookup	*zone_lookups;	/* NS, climbing from the name */
	size_t			 n_zone_lookups;

	struct record_lookup	 mx_lookup;
	struct record_mx	*mx;		/* all of them, null MX too */
	size_t			 n_mx;
	bool			 implicit_mx;	/* none, so the name itself */

	bool			 spf_asked;
	struct record_lookup	 spf_lookup;	/* TXT */
	const char		*spf;		/* the v=spf1 record, or "" */

	bool			 autodiscover_asked;
	struct record_lookup	 autodiscover_lookup;	/* CNAME */
	const char		*autodiscover;	/* last target, or "" */

	/* What only a run with --iterative knows. */
	bool			 iterative;
	struct record_chain	*chain;		/* the name, www, MX hosts and
						   the targets of CNAMEs */
	size_t			 n_chain;
	struct record_ns	*ns;		/* of the zone; none: the
						   parent's servers hold it */
	size_t			 n_ns;
	struct record_aaaa	*aaaa;
	size_t			 n_aaaa;

	/* What only a merged run knows: its evidence is what holds everywhere;
	   `anywhere` is the same with each endpoint at its best. */
	const char		**vantages;	/* that looked at this domain */
	size_t			 n_vantages;	/* 0: no merged run */
	const struct record_domain *anywhere;	/* NULL: no merged run */

	unsigned		 queries;	/* questions this domain cost */
	bool			 over_budget;	/* some were not asked */

	uint64_t		 started_unix_ns;
	uint64_t		 duration_ns;
};

/* The words of the run file; each table and its inverse are in record.c. */
const char	*lookup_status_name(enum lookup_status);
const char	*endpoint_state_name(enum endpoint_state);
const char	*reason_name(enum reason);		/* NULL for NONE */
const char	*host_use_name(enum host_use);
const char	*chain_reason_name(enum chain_reason);	/* NULL for NONE */
const char	*resolvable_name(enum resolvable);

/* Each returns the enum value of a word, or -1. */
int		 lookup_status_find(const char *);
int		 endpoint_state_find(const char *);
int		 reason_find(const char *);
int		 host_use_find(const char *);
int		 chain_reason_find(const char *);
int		 resolvable_find(const char *);

/* A failed lookup says nothing about the name (DESIGN section 3). */
static inline bool
lookup_failed(enum lookup_status s)
{
	return s > LOOKUP_NXDOMAIN;
}

#endif /* COMMON_RECORD_H */

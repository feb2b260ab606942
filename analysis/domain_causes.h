/* SPDX-License-Identifier: Apache-2.0 */
/*
 * domain_causes.h - what keeps a domain from being reached over both
 * families, so far as others may share it.
 *
 * A service fails where its class is dual_stack_degraded, v6_broken, v4_only,
 * v4_broken or unreachable:
 *
 *	kind			subject
 *	name_servers_no_ipv6	what the name servers' names lie below (dns is
 *				v4_only)
 *	mail_hosts_no_ipv6	the platform's suffix (mail_platform.h) or
 *				what the mail hosts' names lie below (of mail
 *				that fails)
 *	alias_no_ipv6		what the last CNAME target of the web or www
 *				name lies below (which is v4_only)
 *	address_no_answer	an address, of a service that fails, that is
 *				dead on all of its ports
 *	chain_ipv4, chain_ipv6	the zone where a name cannot be resolved from
 *				the root over that family (iterative runs)
 *
 * "Lies below": the name without its first label, unless that leaves a
 * single one.
 *
 * Threads: no state.
 */
#ifndef ANALYSIS_DOMAIN_CAUSES_H
#define ANALYSIS_DOMAIN_CAUSES_H

#include "analysis/verdict.h"
#include "common/record.h"

enum cause_kind {
	CAUSE_NAME_SERVERS_NO_IPV6,
	CAUSE_MAIL_HOSTS_NO_IPV6,
	CAUSE_ALIAS_NO_IPV6,
	CAUSE_ADDRESS_NO_ANSWER,
	CAUSE_CHAIN_IPV4,
	CAUSE_CHAIN_IPV6,
	CAUSE_KIND_COUNT
};

struct cause {
	enum cause_kind	 kind;
	const char	*subject;	/* for the time of the call */
	const char	*detail;	/* static: why a chain breaks; or "" */
};

const char	*cause_kind_name(enum cause_kind);

/* Calls SEE with each cause of the domain; some may come more than once. */
void		 domain_causes(const struct record_domain *,
		    const struct verdict *,
		    void (*see)(void *arg, const struct cause *), void *arg);

#endif /* ANALYSIS_DOMAIN_CAUSES_H */

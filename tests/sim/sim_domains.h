/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim_domains.h - domains of every kind, and what is true of each.
 *
 * A domain is put together from patterns whose class is written beside them,
 * so the truth is known before any packet flies and owes nothing to the code
 * under test.
 */
#ifndef TESTS_SIM_SIM_DOMAINS_H
#define TESTS_SIM_SIM_DOMAINS_H

#include "analysis/verdict.h"
#include "tests/sim/sim_random.h"
#include "tests/sim/sim_zone.h"

struct sim_domain {
	struct dns_name		name;
	enum service_class	service[SERVICE_COUNT];
	bool			implicit_mail;
	enum agreement		agreement;
	enum exchange_online	exchange_online;
	char			zone[32];	/* "": none can be found */
};

struct sim_domains {
	struct sim_domain	*at;	/* (owned) */
	unsigned		 n;
};

/* Makes N domains and enters their records into the zone. */
void	sim_domains_make(struct sim_domains *, struct sim_zone *, unsigned n,
	    uint64_t seed, bool rate_limited_servers);
void	sim_domains_free(struct sim_domains *);

/* The truth about a name in presentation form, or NULL. */
const struct sim_domain *sim_domains_find(const struct sim_domains *,
	    const char *name);

#endif /* TESTS_SIM_SIM_DOMAINS_H */

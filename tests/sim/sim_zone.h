/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim_zone.h - the names of the simulated Internet and their records.
 *
 * All zones are in one table.  A name with NS is a zone's apex; a name that
 * has nothing but names below it exists and has no data.
 *
 * Threads: the owner's alone.
 */
#ifndef TESTS_SIM_SIM_ZONE_H
#define TESTS_SIM_SIM_ZONE_H

#include "common/address.h"
#include "common/dns_msg.h"
#include "common/table.h"

struct sim_record {
	struct sim_record	*next;
	uint16_t		 type;
	uint16_t		 preference;	/* MX */
	struct ip_addr		 addr;		/* A, AAAA */
	struct dns_name		 target;	/* CNAME, MX, NS */
	char			 text[128];	/* TXT */
};

struct sim_node {
	struct table_node	 node;
	struct dns_name		 name;		/* lower case */
	struct sim_record	*records;	/* (owned) oldest first */
	bool			 broken;	/* nobody answers for it, nor
						   for what is below */
};

/* All zeros is an empty one. */
struct sim_zone {
	struct table	 table;
};

void	sim_zone_free(struct sim_zone *);

void	sim_zone_address(struct sim_zone *, const struct dns_name *owner,
	    const struct ip_addr *);
void	sim_zone_name(struct sim_zone *, const struct dns_name *owner,
	    uint16_t type, uint16_t preference,
	    const struct dns_name *target);
void	sim_zone_text(struct sim_zone *, const struct dns_name *owner,
	    const char *text);
/* A name without data; any other function does the same in passing. */
void	sim_zone_exists(struct sim_zone *, const struct dns_name *);
void	sim_zone_break(struct sim_zone *, const struct dns_name *);

/* Returns the name, or NULL if it does not exist. */
const struct sim_node *sim_zone_find(const struct sim_zone *,
	    const struct dns_name *);

/* The first record of a type from R on, or NULL. */
const struct sim_record *sim_record_of(const struct sim_record *r,
	    uint16_t type);

/* The apex of the zone that holds the name; false if it is broken. */
bool	sim_zone_apex(const struct sim_zone *, const struct dns_name *,
	    struct dns_name *apex);

#endif /* TESTS_SIM_SIM_ZONE_H */

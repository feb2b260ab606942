/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpl_match.h - which entry answers a question, and with what octets.
 *
 * Threads: no state.
 */
#ifndef TESTS_SCENARIO_RPL_MATCH_H
#define TESTS_SCENARIO_RPL_MATCH_H

#include "tests/scenario/rpl.h"
#include "tests/sim/sim_message.h"

/* A question as a server sees it. */
struct rpl_query {
	struct ip_addr		server;
	uint16_t		id;
	bool			tcp;
	bool			edns;
	struct dns_question	question;	/* with its letter case */
};

bool	 rpl_entry_matches(const struct rpl_entry *, const struct rpl_query *);

/*
 * The first entry that answers the question while STEP is played, or NULL
 * where there is none: then the server is silent.  Whether a server has a
 * zone we find out by the SOA, for which unbound never asks.  Where no entry
 * has it, the one for the zone's NS will do, or else any that answers from
 * within the zone with authority.
 */
const struct rpl_entry *rpl_find(const struct rpl *, unsigned step,
	    const struct rpl_query *);

/*
 * Writes the entry as a reply.  It has the ID of the question, and where it
 * repeats the question, that has the same letter case.  AA is set where it
 * goes without saying, and an entry that will do for the SOA gives one.
 */
void	 rpl_reply(const struct rpl_entry *, const struct rpl_query *,
	    struct sim_message *);

#endif /* TESTS_SCENARIO_RPL_MATCH_H */

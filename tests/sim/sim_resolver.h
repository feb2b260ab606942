/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim_resolver.h - what the recursive resolvers of the simulated Internet
 * say.
 *
 * They follow CNAMEs up to 11 times and give SERVFAIL past that, as unbound
 * does.  Some replies are odd but right: the chain behind the records it
 * leads to, or only its first link, so that the client must go on.  Which
 * ones is decided by the question, so asking again changes nothing.
 */
#ifndef TESTS_SIM_SIM_RESOLVER_H
#define TESTS_SIM_SIM_RESOLVER_H

#include "tests/sim/sim_message.h"
#include "tests/sim/sim_zone.h"

/* Does RESOLVER, of N, fail at this question where the others would not? */
bool	sim_resolver_fails(const struct dns_question *, unsigned resolver,
	    unsigned n);

/* Is the reply over UDP cut short (1) or in fragments (2)?  Else 0. */
int	sim_resolver_flaw(const struct dns_question *);

void	sim_resolver_answer(const struct sim_zone *, uint16_t id,
	    const struct dns_question *, struct sim_message *out);

/* A failure, REFUSED say, or a reply cut short. */
void	sim_resolver_refuse(uint16_t id, const struct dns_question *,
	    uint16_t flags, struct sim_message *out);

#endif /* TESTS_SIM_SIM_RESOLVER_H */

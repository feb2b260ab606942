/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outcome.h - what the engine made of a question, beside what it should.
 *
 * Compared are the RCODE, the records of the type that was asked for as a
 * set, and the CNAMEs that were passed.  Flags, TTLs and the sections behind
 * the answer are unbound's own way to serve its clients, and are not.  A
 * question that failed fits any RCODE but NOERROR and NXDOMAIN.
 *
 * Threads: no state.
 */
#ifndef TESTS_SCENARIO_OUTCOME_H
#define TESTS_SCENARIO_OUTCOME_H

#include "common/record.h"
#include "prober/answer.h"
#include "tests/scenario/rpl.h"

#define OUTCOME_TEXT_SIZE	1024
#define OUTCOME_DATA_MAX	(2 + DNS_NAME_MAX)

/* Record data of one of the types below, names in lower case. */
struct outcome_item {
	uint8_t	data[OUTCOME_DATA_MAX];
	size_t	octets;
};

struct outcome {
	struct dns_question	question;
	enum lookup_status	status;
	struct dns_name		cname[ANSWER_CNAMES_MAX];
	unsigned		n_cname;
	struct outcome_item	item[ANSWER_ADDRESSES_MAX];
	unsigned		n_item;
};

/* True for A, AAAA, NS, MX and CNAME: what the engine keeps records of. */
bool	 outcome_keeps(uint16_t type);

/* Copies an answer of the engine to QUESTION. */
void	 outcome_take(struct outcome *, const struct dns_question *,
	    enum lookup_status, const struct answer *);

/*
 * Compares as much as the entry of a CHECK_ANSWER matches by.  When it
 * differs, TEXT says what was expected and what came.
 */
bool	 outcome_check(const struct outcome *, const struct rpl_entry *,
	    char text[static OUTCOME_TEXT_SIZE]);

/*
 * True if it holds a record that no CHECK_ANSWER of its question lists,
 * where there is one: somebody made us believe it.  TEXT says which.
 */
bool	 outcome_poisoned(const struct outcome *, const struct rpl *,
	    char text[static OUTCOME_TEXT_SIZE]);

#endif /* TESTS_SCENARIO_OUTCOME_H */

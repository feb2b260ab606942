/* SPDX-License-Identifier: Apache-2.0 */
/*
 * answer_records.h - the records of an answer as they came.
 *
 * An answer keeps what a plan needs.  One whose keeps_records is set keeps
 * besides every record that was believed, in the order of the chain: the
 * CNAMEs that were followed, then the records of the type that was asked for.
 * They are as on the wire (RFC 1035 section 4.1.3), but with all names
 * written out in full, so they need no message around them.
 *
 * Threads: none.
 */
#ifndef PROBER_ANSWER_RECORDS_H
#define PROBER_ANSWER_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/dns_msg.h"
#include "prober/answer.h"

struct answer_record {
	const uint8_t	*owner;		/* a name; inside the answer */
	uint16_t	 type;
	uint32_t	 ttl;		/* seconds */
	const uint8_t	*rdata;		/* the same */
	uint16_t	 rdata_len;
};

/* Appends a record; false if its data is not of its type's shape. */
bool	 answer_records_add(struct answer *, const struct dns_msg *,
	    const struct dns_rr *);

/* Appends all that another answer has. */
void	 answer_records_copy(struct answer *, const struct answer *from);

/* Reads the record at *AT (0 at first) and moves on; false at the end. */
bool	 answer_records_next(const struct answer *, size_t *at,
	    struct answer_record *);

#endif /* PROBER_ANSWER_RECORDS_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * answer.h - what a recursive resolver's reply says.
 *
 * Follows the CNAME chain inside the message, however its records are
 * ordered, and keeps what the plan needs: addresses, MX hosts, name servers,
 * the SPF record, or the zone from the SOA of a negative answer.
 *
 * Threads: none.
 */
#ifndef PROBER_ANSWER_H
#define PROBER_ANSWER_H

#include "common/address.h"
#include "common/dns_msg.h"
#include "common/record.h"
#include "prober/names.h"

/* DESIGN section 4: what one answer may hold; the rest is not kept. */
#define ANSWER_CNAMES_MAX	11
#define ANSWER_ADDRESSES_MAX	64
#define ANSWER_MX_MAX		20
#define ANSWER_NS_MAX		13

union answer_item {
	struct ip_addr	addr;			/* A, AAAA */
	struct {
		struct name	*name;		/* MX, NS, CNAME (owned) */
		uint16_t	 preference;	/* MX */
	};
};

struct answer {
	struct name		**cnames;	/* targets in order (owned) */
	struct name		 *soa_owner;	/* zone, or NULL (owned) */
	char			 *spf;		/* or NULL (owned) */
	union answer_item	 *items;	/* (owned) */
	uint16_t		  type;		/* of the items */
	uint8_t			  n_cnames;
	uint8_t			  n_items;
};

/* True if items of a lookup of that type are names. */
static inline bool
answer_holds_names(uint16_t type)
{
	return type == DNS_TYPE_MX || type == DNS_TYPE_NS ||
	    type == DNS_TYPE_CNAME;
}

enum answer_kind {
	ANSWER_COMPLETE,	/* status is OK, NODATA or NXDOMAIN */
	ANSWER_CONTINUES,	/* ends at a CNAME: ask its target */
	ANSWER_FAILED,		/* status is SERVFAIL or REFUSED */
	ANSWER_BOGUS,		/* malformed, a referral, or a chain that is
				   too long or looped */
};

/*
 * Reads the reply to (NAME, TYPE), where NAME is the target that the chain
 * already in ANSWER has reached; appends to it.
 */
enum answer_kind answer_read(struct answer *, struct names *,
		    const struct name *name, uint16_t type,
		    struct dns_msg *, enum lookup_status *);

void		answer_free(struct answer *, struct names *);

#endif /* PROBER_ANSWER_H */

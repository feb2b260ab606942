/* SPDX-License-Identifier: Apache-2.0 */
/*
 * answer.h - what a reply says.
 *
 * Of a recursive resolver's reply the CNAME chain is followed inside the
 * message, however its records are ordered; an authoritative server is
 * believed about the name alone.  What the plan needs is kept: addresses, MX
 * hosts, name servers, the SPF record, or the zone from the SOA of a negative
 * answer.
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
	union answer_item	 *items;	/* (owned), or: */
	union answer_item	 only;		/* where there is but one */
	uint8_t			 *records;	/* answer_records.h (owned) */
	uint32_t		  records_len;
	uint16_t		  type;		/* of the items */
	uint8_t			  n_cnames;
	uint8_t			  n_items;
	bool			  keeps_records;	/* set by the caller */
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

/*
 * The same for the reply of a server with authority over ZONE: an alias, or
 * one made by a DNAME of the zone (RFC 6672), ends it with ANSWER_CONTINUES.
 */
enum answer_kind answer_read_own(struct answer *, struct names *,
		    const struct name *name, uint16_t type,
		    const struct dns_name *zone, struct dns_msg *,
		    enum lookup_status *);

/* Adds a target to the chain; false if it was there or there are too many. */
bool		answer_add_cname(struct answer *, struct name *target);

/* Copies the records, but not the chain, into an answer that has none. */
void		answer_copy(struct answer *, const struct answer *from);

/* Makes an empty one of it, which keeps records if it did before. */
void		answer_free(struct answer *, struct names *);

#endif /* PROBER_ANSWER_H */

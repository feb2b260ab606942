/* SPDX-License-Identifier: Apache-2.0 */
/*
 * referral.h - where an authoritative server sends us.
 *
 * A referral names the servers of a zone below the one that was asked (RFC
 * 1034 section 4.3.2).  Of its glue only that counts which lies inside the
 * zone of the server that sent it, for nobody else may speak for it.
 *
 * Threads: no state.
 */
#ifndef PROBER_REFERRAL_H
#define PROBER_REFERRAL_H

#include "common/address.h"
#include "common/dns_msg.h"

/* DESIGN section 4: what is kept of one. */
#define REFERRAL_NS_MAX		13
#define REFERRAL_GLUE_MAX	64

struct referral_glue {
	struct ip_addr	addr;
	uint8_t		ns;		/* whose: index into ns[] */
};

struct referral {
	struct dns_name		zone;		/* the one below */
	struct dns_name		ns[REFERRAL_NS_MAX];
	unsigned		n_ns;
	struct referral_glue	glue[REFERRAL_GLUE_MAX];
	unsigned		n_glue;
	bool			trimmed;	/* there were more */
};

enum referral_kind {
	REFERRAL_NONE,		/* no name servers but the zone's own */
	REFERRAL_DOWN,		/* to a zone below, towards the name */
	REFERRAL_UPWARD,	/* to a zone above or elsewhere */
	REFERRAL_BOGUS,		/* malformed */
};

/*
 * Reads the reply of a server of ZONE to a question for NAME, which lies in
 * the zone.  MSG is opened, and stands before its first record.
 */
enum referral_kind referral_read(struct referral *, const struct dns_msg *msg,
		    const struct dns_name *zone, const struct dns_name *name);

/*
 * Reads the answer to a question for the root's name servers as a delegation
 * of the root (RFC 8109); false if it has no address.
 */
bool		 referral_read_root(struct referral *, const struct dns_msg *);

#endif /* PROBER_REFERRAL_H */

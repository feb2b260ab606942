/* SPDX-License-Identifier: Apache-2.0 */
/*
 * evidence.h - what the endpoints and lookups of a host prove, and what they
 * leave open.
 *
 * The addresses that a service has over one family are summed up in a mark:
 * which kinds of them there are (alive, dead, special-purpose, and a host
 * that has none).  Evidence that is not complete leaves several marks
 * possible, so the sum of evidence is a set of marks, 16 bits for the 16
 * marks there are.  Two sets are added by or-ing each mark of one with each
 * of the other.  Whoever judges asks whether all marks that are left give
 * the same answer; if not, the answer is indeterminate.
 *
 * Pure; threads: no state.
 */
#ifndef ANALYSIS_EVIDENCE_H
#define ANALYSIS_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/tri.h"
#include "common/record.h"

enum mark {
	MARK_ALIVE = 1,		/* an address that answers */
	MARK_DEAD = 2,		/* one that provably does not */
	MARK_SPECIAL = 4,	/* one that must not be probed */
	MARK_HOLE = 8,		/* a host without an address */
	MARK_COUNT = 16
};

/* A set of marks: bit 1 << mark. */
#define MARKS_OF(mark)	((uint16_t)(1U << (mark)))
#define MARKS_NOTHING	MARKS_OF(0)		/* no host, no address */

#define EVIDENCE_PORTS_MAX	2

/* How a service is spoken to. */
struct evidence_kind {
	uint8_t		proto;		/* IPPROTO_TCP or _UDP */
	uint16_t	ports[EVIDENCE_PORTS_MAX];
	unsigned	n_ports;
	bool		lame_answers;	/* a lame server counts as alive */
	bool		drop_mapped;	/* an IPv4-mapped address is none */
};

extern const struct evidence_kind	evidence_web, evidence_mail,
					evidence_dns;

/* One address of a host, all its ports together. */
struct evidence_address {
	const struct ip_addr	*address;
	enum tri		 port_open[EVIDENCE_PORTS_MAX];
	enum tri		 alive;		/* on one port at least */
	bool			 special;	/* must not be probed */
};

/*
 * Walks the addresses of a host over one family; *AT is 0 before the first
 * call.  Addresses beyond the cap are passed over.  False at the end.
 */
bool	evidence_next(const struct record_host *, enum family,
	    const struct evidence_kind *, size_t *at,
	    struct evidence_address *);

/*
 * True if the host has an address of that family, as far as is known.  HOST
 * NULL (never looked up for lack of budget) is a maybe.
 */
enum tri evidence_has_address(const struct record_host *, enum family,
	    const struct evidence_kind *);

/* The marks a host may have over one family; HOST as above. */
uint16_t evidence_host(const struct record_host *, enum family,
	    const struct evidence_kind *);

/* Every mark of one or-ed with every mark of the other. */
uint16_t evidence_add(uint16_t, uint16_t);

/* Returns the first host of that use, by that name unless NULL; or NULL. */
const struct record_host *evidence_find(const struct record_domain *,
	    enum host_use, const char *name);

/* True for "localhost" and address literals: an MX that is no host name. */
bool	evidence_is_localhost(const char *name);
bool	evidence_is_literal(const char *name);

bool	evidence_is_null_mx(const struct record_mx *);

/* True if entry I names a host that no entry before it names. */
bool	evidence_first_mx(const struct record_domain *, size_t i);

/*
 * The host of MX entry I over one family: found among the hosts, or none
 * where the name is no host name, or unknown.
 */
uint16_t evidence_mx(const struct record_domain *, size_t i, enum family);
enum tri evidence_mx_has_address(const struct record_domain *, size_t i,
	    enum family, const struct evidence_kind *);

/* Entries that are not a null MX. */
size_t	evidence_count_mx(const struct record_domain *);

/*
 * True if the name can be resolved from the root over that family alone; a
 * maybe if the record has no chain for it.
 */
enum tri evidence_resolvable(const struct record_domain *, const char *name,
	    enum family);

/* The same for all names of the record together. */
enum tri evidence_all_resolvable(const struct record_domain *, enum family);

/* True if the name does not exist, as far as the DNS can say so. */
bool	evidence_no_such_domain(const struct record_domain *);

/* True if it was asked and answered, if only by "there is none". */
static inline bool
evidence_answered(const struct record_lookup *l)
{
	return l->name != NULL && !lookup_failed(l->status);
}

#endif /* ANALYSIS_EVIDENCE_H */

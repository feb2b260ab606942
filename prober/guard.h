/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guard.h - what may be probed, and the last look at every frame.
 *
 * The rule is stated once: an address may be probed if the user permitted a
 * prefix that holds it, or else if it is neither special-purpose (IANA
 * registries of special-purpose addresses, RFC 6890; for IPv6 only 2000::/3
 * less its special parts is allowed) nor on the blocklist.  Planning asks
 * guard_address() so that a record can say why nothing was sent.  The
 * transmit path asks guard_frame() on the finished bytes, whatever the plan
 * thought.
 *
 * The user's own resolvers are permitted as single addresses, for UDP and
 * TCP port 53 only; the blocklist binds them too.
 *
 * Threads: built once, then read by any thread.
 */
#ifndef PROBER_GUARD_H
#define PROBER_GUARD_H

#include <nettle/sha2.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/address.h"
#include "common/prefix.h"
#include "common/record.h"
#include "common/status.h"

struct guard;

/* Returns NULL when memory runs out. */
struct guard	*guard_new(void);
void		 guard_free(struct guard *);

/* Permits a laboratory's prefix (--permit-prefix). */
enum status	 guard_permit(struct guard *, const struct prefix *,
		    struct error *);
enum status	 guard_permit_resolver(struct guard *,
		    const struct ip_addr *, struct error *);

/*
 * Declares an address of this very host: what leaves through a card never
 * comes back to it, so it cannot be measured from here.
 */
enum status	 guard_own(struct guard *, const struct ip_addr *,
		    struct error *);

/* A control of the vantage point: permitted in frames, whatever it is. */
enum status	 guard_permit_control(struct guard *,
		    const struct ip_addr *, struct error *);

/*
 * A blocklist file: a prefix per line, '#' starts a comment.  SHA256 is that
 * of its octets.
 */
enum status	 guard_load_blocklist(struct guard *, const char *path,
		    uint8_t sha256[static SHA256_DIGEST_SIZE], struct error *);
enum status	 guard_block(struct guard *, const struct prefix *,
		    struct error *);

/*
 * Returns REASON_NONE if the address may be probed, else REASON_VANTAGE (it
 * is our own), REASON_SPECIAL_PURPOSE or REASON_BLOCKLIST.  A blocked address
 * stays blocked inside a permitted prefix.
 */
enum reason	 guard_address(const struct guard *, const struct ip_addr *);

/*
 * The same for the destination of a frame whose IP header starts at
 * LINK_OCTETS (14 for Ethernet, 0 without link layer).  A frame other than
 * those we make (TCP or UDP, no IPv4 options, no IPv6 extension header, no
 * fragment) is REASON_SPECIAL_PURPOSE.
 */
enum reason	 guard_frame(const struct guard *, const uint8_t *frame,
		    size_t len, size_t link_octets);

/*
 * True if the address is in a special-purpose prefix, permitted or not, or
 * is an ISATAP address around an IPv4 address that is.
 */
bool		 address_is_special(const struct ip_addr *);

/* What is special about it, "private use (RFC 1918)" say, or NULL. */
const char	*address_special_name(const struct ip_addr *);

#endif /* PROBER_GUARD_H */

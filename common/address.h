/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address.h - an IP address of either family.
 *
 * Octets are in network order.  An IPv4 address uses the first four and
 * leaves the rest zero, so two addresses are equal exactly when all bytes of
 * the struct are, and a hash may run over the whole of it.
 */
#ifndef COMMON_ADDRESS_H
#define COMMON_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum family {
	FAMILY_NONE = 0,
	FAMILY_V4 = 4,
	FAMILY_V6 = 6,
};

struct ip_addr {
	uint8_t	family;		/* enum family */
	uint8_t	octet[16];
};

/* Room for the text of any address and its NUL. */
#define ADDRESS_TEXT_SIZE	46

/* Bits of an address of that family: 32 or 128. */
static inline unsigned
family_bits(enum family family)
{
	return family == FAMILY_V4 ? 32 : 128;
}

/* Octets of an address of that family: 4 or 16. */
static inline size_t
family_octets(enum family family)
{
	return family == FAMILY_V4 ? 4 : 16;
}

/* Indexes two-element tables by family: IPv4 is 0, IPv6 is 1. */
static inline unsigned
family_index(enum family family)
{
	return family == FAMILY_V6;
}

static inline bool
address_equal(const struct ip_addr *a, const struct ip_addr *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

/* Orders IPv4 before IPv6 and then by octets; for qsort and tests. */
static inline int
address_compare(const struct ip_addr *a, const struct ip_addr *b)
{
	return memcmp(a, b, sizeof(*a));
}

/* Makes an address of FAMILY from its octets in network order. */
static inline struct ip_addr
address_make(enum family family, const void *octets)
{
	struct ip_addr a = { .family = (uint8_t)family };

	if (family == FAMILY_V4)
		memcpy(a.octet, octets, 4);
	else
		memcpy(a.octet, octets, 16);
	return a;
}

/*
 * Parses the text form of RFC 4291 section 2.2 or dotted quad; no zone, no
 * brackets, no leading or trailing characters.  Returns false otherwise.
 */
bool		address_parse(const char *text, struct ip_addr *out);

/* Writes the RFC 5952 or dotted-quad form; returns BUF. */
const char	*address_format(const struct ip_addr *,
		    char buf[static ADDRESS_TEXT_SIZE]);

/* The same; returns how long the text is. */
size_t		 address_write(const struct ip_addr *,
		    char buf[static ADDRESS_TEXT_SIZE]);

#endif /* COMMON_ADDRESS_H */

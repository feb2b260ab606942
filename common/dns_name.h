/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dns_name.h - domain names in wire form.
 *
 * A name is its uncompressed wire form: labels with a length octet each and
 * the empty root label at the end, 1 to 255 octets (RFC 1035 section 3.1).
 * Letter case is kept where a name was read and ignored where two are
 * compared (RFC 4343).  Only here is text turned into names and back.
 *
 * Threads: no state.
 */
#ifndef COMMON_DNS_NAME_H
#define COMMON_DNS_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DNS_NAME_MAX	255	/* octets in wire form, RFC 1035 2.3.4 */
#define DNS_LABEL_MAX	63

/* Every octet escaped as \DDD, the dots between labels, and NUL. */
#define DNS_NAME_TEXT_SIZE	1024

struct dns_name {
	uint8_t	len;			/* octets used of wire, 1 to 255 */
	uint8_t	wire[DNS_NAME_MAX];
};

/* An ASCII letter made small, anything else as it is (RFC 4343). */
static inline uint8_t
dns_lower(uint8_t octet)
{
	return octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet;
}

/*
 * Parses presentation form (RFC 1035 section 5.1: \X and \DDD escapes, the
 * final dot optional).  Returns false on an empty label, a label or name that
 * is too long, or a bad escape.
 */
bool	 dns_name_from_text(const char *text, struct dns_name *out);

/*
 * Writes presentation form without the final dot ("." for the root): lower
 * case, and every octet that is not a letter, digit, '-', '_', '*' or '/'
 * escaped as \DDD, so the text is printable ASCII and reads back as the same
 * name.  Returns BUF.
 */
char	*dns_name_to_text(const struct dns_name *,
	    char buf[static DNS_NAME_TEXT_SIZE]);

/* The same for a name in wire form, into four octets for each of its own or
 * more; returns how long the text is. */
size_t	 dns_wire_to_text(const uint8_t *wire, char *buf);

/* Octets of a name in wire form. */
static inline size_t
dns_wire_octets(const uint8_t *wire)
{
	size_t at = 0;

	while (wire[at] != 0)
		at += 1u + wire[at];
	return at + 1;
}

/* Copies a name with its ASCII letters made small; OUT may be the same. */
void	 dns_name_copy_lower(struct dns_name *out, const struct dns_name *);

static inline void
dns_name_lower(struct dns_name *name)
{
	dns_name_copy_lower(name, name);
}

/*
 * Sets the case of each letter by a bit of BITS (draft-vixie-dnsext-dns0x20),
 * 0 for small; in a name of up to 64 octets each has a bit of its own.  WIRE
 * is a name of LEN octets; OUT may be the same.
 */
void	 dns_wire_mix_case(uint8_t *out, const uint8_t *wire, size_t len,
	    uint64_t bits);

static inline void
dns_name_mix_case(struct dns_name *name, uint64_t bits)
{
	dns_wire_mix_case(name->wire, name->wire, name->len, bits);
}

/* Compares LEN octets, the case of letters ignored. */
bool	 dns_wire_equal(const uint8_t *, const uint8_t *, size_t len);

bool	 dns_name_equal(const struct dns_name *, const struct dns_name *);

/* Octet for octet, letter case included (the 0x20 check). */
bool	 dns_name_identical(const struct dns_name *,
	    const struct dns_name *);

/* True if NAME is SUFFIX or lies below it. */
bool	 dns_name_within(const struct dns_name *name,
	    const struct dns_name *suffix);

/* Labels, the root not counted. */
unsigned dns_name_labels(const struct dns_name *);

/* Drops the first label; returns false for the root.  OUT may be NAME. */
bool	 dns_name_parent(const struct dns_name *, struct dns_name *out);

/*
 * Puts LABEL (plain ASCII, 1 to 63 octets) in front.  Returns false when the
 * result would be longer than 255 octets.  OUT may be NAME.
 */
bool	 dns_name_prepend(const char *label, const struct dns_name *,
	    struct dns_name *out);

#endif /* COMMON_DNS_NAME_H */

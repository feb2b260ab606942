/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input_name.h - what a person wrote, as a domain name.
 *
 * Takes a name, with or without the final dot, in any letter case, in Unicode
 * or as A-labels; a URL, of which the host is used; or host:port.  The result
 * has two or more labels of letters, digits, '-' and '_' and gives itself when
 * it is read again.
 *
 * Unicode goes through UTS 46, non-transitional (libidn2).  ASCII does not:
 * names with "--" in odd places or with an A-label that IDNA 2008 would
 * refuse exist and are asked for as written.
 *
 * Threads: no state.
 */
#ifndef PROBER_INPUT_NAME_H
#define PROBER_INPUT_NAME_H

#include <stddef.h>

#include "common/dns_name.h"
#include "prober/input_reason.h"

/* 253 octets and the NUL. */
#define INPUT_NAME_SIZE	254

struct input_name {
	struct dns_name	name;			/* lower case */
	char		text[INPUT_NAME_SIZE];	/* A-labels, no final dot */
	size_t		len;			/* octets of text */
};

/*
 * Parses TEXT: LEN octets of valid UTF-8 without NUL and without white space
 * around it.  Returns INPUT_FINE with *out filled, or what is wrong.
 */
enum input_reason input_name_parse(const char *text, size_t len,
		    struct input_name *out);

/* The same where it is known what octets there are (input_octets.h); OCTETS may
 * have others too. */
enum input_reason input_name_parse_of(const char *text, size_t len,
		    unsigned octets, struct input_name *out);

#endif /* PROBER_INPUT_NAME_H */

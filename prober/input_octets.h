/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input_octets.h - what the octets of a text can be, for all that is asked of
 * a line of an input list.
 *
 * Threads: no state.
 */
#ifndef PROBER_INPUT_OCTETS_H
#define PROBER_INPUT_OCTETS_H

#include <stddef.h>
#include <stdint.h>

/* Each octet is one of these. */
enum input_octets {
	INPUT_OCTETS_NAME = 1,		/* letter, digit, '-', '_' or '.' */
	INPUT_OCTETS_BLANK = 2,		/* space or tab */
	INPUT_OCTETS_OTHER = 4,		/* any other printable one */
	INPUT_OCTETS_NUL = 8,
	INPUT_OCTETS_CONTROL = 16,	/* any other, and DEL */
	INPUT_OCTETS_HIGH = 32,		/* no ASCII */
};

extern const uint8_t	input_octets_class[256];

/* What there is in a text, or-ed. */
static inline unsigned
input_octets(const char *text, size_t len)
{
	unsigned found = 0;
	size_t i;

	for (i = 0; i < len; i++)
		found |= input_octets_class[(unsigned char)text[i]];
	return found;
}

#endif /* PROBER_INPUT_OCTETS_H */

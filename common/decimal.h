/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decimal.h - whole numbers in decimal, fast.
 *
 * Each function writes digits at AT, no NUL, and returns the end of them.
 *
 * Threads: no state.
 */
#ifndef COMMON_DECIMAL_H
#define COMMON_DECIMAL_H

#include <stdint.h>
#include <string.h>

/* "00" to "99", without any NUL between. */
extern const char	decimal_pairs[201];

/* 1, 10, 100 and so on. */
extern const uint32_t	decimal_powers[10];

#define DECIMAL_OCTETS_MAX	20	/* of the largest uint64_t */

/* Exactly WIDTH digits, with zeros in front; higher ones are dropped. */
static inline char *
decimal_put_padded(char *at, uint32_t value, unsigned width)
{
	char *p = at + width;

	for (; p - at >= 2; value /= 100) {
		p -= 2;
		memcpy(p, decimal_pairs + 2 * (value % 100), 2);
	}
	if (p > at)
		*at = (char)('0' + value % 10);
	return at + width;
}

static inline char *
decimal_put(char *at, uint32_t value)
{
	unsigned width;

	if (value < 10) {
		*at = (char)('0' + value);
		return at + 1;
	}
	/* 1233 / 4096 is a little more than the logarithm of 2: what comes
	   out is the width, or one less. */
	width = (unsigned)(32 - __builtin_clz(value)) * 1233 >> 12;
	width += value >= decimal_powers[width];
	return decimal_put_padded(at, value, width);
}

/* For numbers that may be longer than most. */
char	*decimal_put_longer(char *at, uint64_t value);

static inline char *
decimal_put_long(char *at, uint64_t value)
{
	return value <= UINT32_MAX ? decimal_put(at, (uint32_t)value) :
	    decimal_put_longer(at, value);
}

#endif /* COMMON_DECIMAL_H */

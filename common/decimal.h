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
	unsigned width = 1;
	uint64_t least;

	if (value < 10) {
		*at = (char)('0' + value);
		return at + 1;
	}
	for (least = 10; value >= least; least *= 10)
		width++;
	return decimal_put_padded(at, value, width);
}

#endif /* COMMON_DECIMAL_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tri.h - yes, no, or not known (Kleene's three-valued logic).
 */
#ifndef ANALYSIS_TRI_H
#define ANALYSIS_TRI_H

#include <stdbool.h>

/* In this order "and" is the lesser and "or" the greater of two. */
enum tri {
	TRI_NO,
	TRI_MAYBE,
	TRI_YES,
};

static inline enum tri
tri_of(bool b)
{
	return b ? TRI_YES : TRI_NO;
}

static inline enum tri
tri_and(enum tri a, enum tri b)
{
	return a < b ? a : b;
}

static inline enum tri
tri_or(enum tri a, enum tri b)
{
	return a > b ? a : b;
}

static inline enum tri
tri_not(enum tri a)
{
	return (enum tri)(TRI_YES - a);
}

#endif /* ANALYSIS_TRI_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * token.h - what a response must echo to be believed.
 *
 * A token is a SipHash-2-4 of 128 bits (Aumasson and Bernstein, 2012) over
 * what identifies an exchange, under a key that one run draws from the kernel
 * and never shows.  TCP sequence numbers, DNS IDs, 0x20 case bits and source
 * ports are cut from it, so a stranger who sees none of our packets can
 * guess none of them.
 */
#ifndef COMMON_TOKEN_H
#define COMMON_TOKEN_H

#include <stddef.h>
#include <stdint.h>

struct token {
	uint64_t	w[2];
};

struct token_key {
	uint64_t	k[2];
};

struct token	token_make(const struct token_key *, const void *data,
		    size_t len);

#endif /* COMMON_TOKEN_H */

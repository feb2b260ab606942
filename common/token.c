/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SipHash-2-4 with a result of 128 bits, after J.-P. Aumasson and D. J.
 * Bernstein, "SipHash: a fast short-input PRF", 2012, section 2.  Words are
 * little-endian there, so they are here on every machine.
 */
#include "common/token.h"

#include <endian.h>
#include <string.h>

struct sip {
	uint64_t v0, v1, v2, v3;
};

static inline uint64_t
rotate(uint64_t x, unsigned bits)
{
	return x << bits | x >> (64 - bits);
}

static inline uint64_t
load_le(const uint8_t *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof(word));
	return le64toh(word);
}

/* The last N octets, fewer than eight, some of them read twice; the rest of the
 * word is zero. */
static inline uint64_t
load_tail(const uint8_t *p, size_t n)
{
	uint32_t first, last;

	if (n >= 4) {
		memcpy(&first, p, sizeof(first));
		memcpy(&last, p + n - 4, sizeof(last));
		return le32toh(first) | (uint64_t)le32toh(last) << 8 * (n - 4);
	}
	return n == 0 ? 0
		      : p[0] | (uint64_t)p[n / 2] << 8 * (n / 2) |
		(uint64_t)p[n - 1] << 8 * (n - 1);
}

static inline void
sip_rounds(struct sip *s, int rounds)
{
	while (rounds-- > 0) {
		s->v0 += s->v1;
		s->v1 = rotate(s->v1, 13) ^ s->v0;
		s->v0 = rotate(s->v0, 32);
		s->v2 += s->v3;
		s->v3 = rotate(s->v3, 16) ^ s->v2;
		s->v0 += s->v3;
		s->v3 = rotate(s->v3, 21) ^ s->v0;
		s->v2 += s->v1;
		s->v1 = rotate(s->v1, 17) ^ s->v2;
		s->v2 = rotate(s->v2, 32);
	}
}

static inline void
sip_absorb(struct sip *s, uint64_t word)
{
	s->v3 ^= word;
	sip_rounds(s, 2);
	s->v0 ^= word;
}

static inline uint64_t
sip_squeeze(struct sip *s)
{
	sip_rounds(s, 4);
	return s->v0 ^ s->v1 ^ s->v2 ^ s->v3;
}

struct token
token_make(const struct token_key *key, const void *data, size_t len)
{
	const uint8_t *p = data;
	struct token token;
	struct sip s;
	size_t left;

	/* The paper's constants, "somepseudorandomlygeneratedbytes"; 0xee
	   (here), 0xee and 0xdd (below) are those of the 128-bit result. */
	s.v0 = key->k[0] ^ 0x736f6d6570736575;
	s.v1 = key->k[1] ^ 0x646f72616e646f6d ^ 0xee;
	s.v2 = key->k[0] ^ 0x6c7967656e657261;
	s.v3 = key->k[1] ^ 0x7465646279746573;

	for (left = len; left >= 8; left -= 8, p += 8)
		sip_absorb(&s, load_le(p));
	sip_absorb(&s, load_tail(p, left) | (uint64_t)len << 56);

	s.v2 ^= 0xee;
	token.w[0] = sip_squeeze(&s);
	s.v1 ^= 0xdd;
	token.w[1] = sip_squeeze(&s);
	return token;
}

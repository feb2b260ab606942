/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cursor.h - reading bytes of strangers without ever leaving the buffer.
 *
 * The error is sticky: after the first read past the end every later one
 * gives zero and `failed` stays set, so a parser reads a whole header and
 * checks once.  Nothing here allocates.
 */
#ifndef COMMON_CURSOR_H
#define COMMON_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cursor {
	const uint8_t	*base;		/* borrowed */
	size_t		 len;		/* octets in all */
	size_t		 at;		/* next octet; at <= len always */
	bool		 failed;
};

static inline struct cursor
cursor_make(const void *base, size_t len)
{
	return (struct cursor){ .base = base, .len = len };
}

static inline size_t
cursor_left(const struct cursor *c)
{
	return c->len - c->at;
}

/* Returns a pointer to N octets and moves past them, or NULL. */
static inline const uint8_t *
cursor_take(struct cursor *c, size_t n)
{
	const uint8_t *p;

	if (c->failed || n > c->len - c->at) {
		c->failed = true;
		return NULL;
	}
	p = c->base + c->at;
	c->at += n;
	return p;
}

static inline void
cursor_skip(struct cursor *c, size_t n)
{
	(void)cursor_take(c, n);
}

static inline uint8_t
cursor_u8(struct cursor *c)
{
	const uint8_t *p = cursor_take(c, 1);

	return p != NULL ? p[0] : 0;
}

/* Big-endian, as everything on the wire. */
static inline uint16_t
cursor_be16(struct cursor *c)
{
	const uint8_t *p = cursor_take(c, 2);

	if (p == NULL)
		return 0;
	return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t
cursor_be32(struct cursor *c)
{
	const uint8_t *p = cursor_take(c, 4);

	if (p == NULL)
		return 0;
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | (uint32_t)p[3];
}

#endif /* COMMON_CURSOR_H */

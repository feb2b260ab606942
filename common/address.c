/* SPDX-License-Identifier: Apache-2.0 */
#include "common/address.h"

#include <arpa/inet.h>

#include <endian.h>

#include "common/decimal.h"

/* Most texts that are no address are names: those have no colon, and an IPv4
 * address begins with a digit. */
bool
address_parse(const char *text, struct ip_addr *out)
{
	memset(out, 0, sizeof(*out));
	if (strchr(text, ':') != NULL)
		out->family = FAMILY_V6;
	else if (*text >= '0' && *text <= '9')
		out->family = FAMILY_V4;
	if (out->family != FAMILY_NONE &&
	    inet_pton(out->family == FAMILY_V4 ? AF_INET : AF_INET6, text,
		out->octet) == 1)
		return true;
	memset(out, 0, sizeof(*out));
	return false;
}

static inline char *
put_octet(char *p, uint8_t octet)
{
	if (octet < 10) {
		*p = (char)('0' + octet);
		return p + 1;
	}
	if (octet >= 100) {
		*p++ = (char)('0' + octet / 100);
		octet %= 100;
	}
	memcpy(p, decimal_pairs + 2 * octet, 2);
	return p + 2;
}

static char *
put_v4(char *p, const uint8_t *octet)
{
	p = put_octet(p, octet[0]);
	*p++ = '.';
	p = put_octet(p, octet[1]);
	*p++ = '.';
	p = put_octet(p, octet[2]);
	*p++ = '.';
	return put_octet(p, octet[3]);
}

static char *
put_group(char *p, unsigned group)
{
	static const char digits[] = "0123456789abcdef";

	if (group >= 0x1000)
		*p++ = digits[group >> 12];
	if (group >= 0x100)
		*p++ = digits[group >> 8 & 15];
	if (group >= 0x10)
		*p++ = digits[group >> 4 & 15];
	*p++ = digits[group & 15];
	return p;
}

/*
 * Finds the first of the longest runs of two or more zeros in a bit set of
 * groups; returns how many groups it has, or 0.
 */
static unsigned
longest_run(unsigned zeros, unsigned *first)
{
	unsigned starts = zeros, longer, n = 1;

	/* A longer run starts where one does and is followed by another. */
	while ((longer = starts & starts >> 1) != 0) {
		starts = longer;
		n++;
	}
	if (n < 2)
		return 0;
	*first = (unsigned)__builtin_ctz(starts);
	return n;
}

static char *
put_v6(char *p, const uint8_t *octet)
{
	unsigned zeros = 0, first = 8, run, i;
	uint16_t group[8];

	memcpy(group, octet, sizeof(group));
	for (i = 0; i < 8; i++)
		zeros |= (unsigned)(group[i] == 0) << i;
	run = longest_run(zeros, &first);
	for (i = 0; i < first; i++) {
		p = put_group(p, be16toh(group[i]));
		*p++ = ':';
	}
	if (run == 0)
		return p - 1;
	if (first == 0)
		*p++ = ':';
	for (i = first + run; i < 8; i++) {
		*p++ = ':';
		p = put_group(p, be16toh(group[i]));
	}
	if (first + run == 8)
		*p++ = ':';
	return p;
}

size_t
address_write(const struct ip_addr *a, char buf[static ADDRESS_TEXT_SIZE])
{
	static const uint8_t zero[10];
	char *end;

	if (a->family == FAMILY_V4) {
		end = put_v4(buf, a->octet);
	} else if (memcmp(a->octet, zero, sizeof(zero)) != 0) {
		end = put_v6(buf, a->octet);
	} else {
		/* Some of these have an IPv4 address at their end. */
		(void)inet_ntop(AF_INET6, a->octet, buf, ADDRESS_TEXT_SIZE);
		return strlen(buf);
	}
	*end = '\0';
	return (size_t)(end - buf);
}

const char *
address_format(const struct ip_addr *a, char buf[static ADDRESS_TEXT_SIZE])
{
	(void)address_write(a, buf);
	return buf;
}

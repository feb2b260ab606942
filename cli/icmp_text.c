/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/icmp_text.h"

/* One type of error: what its codes say, from 0. */
struct type {
	uint8_t number;
	const char *code[16];
};

/* RFC 792, 1122 section 3.2.2.1, 1812 section 5.2.7.1 */
static const struct type v4_types[] = {
	{ 3,
	    { "network unreachable", "host unreachable", "protocol unreachable",
		"port unreachable", "fragmentation needed",
		"source route failed", "network unknown", "host unknown",
		"source host isolated", "network prohibited", "host prohibited",
		"network unreachable for TOS", "host unreachable for TOS",
		"communication prohibited", "host precedence violation",
		"precedence cutoff" } },
	{ 11, { "TTL exceeded", "reassembly time exceeded" } },
	{ 12, { "bad header field", "missing option", "bad length" } },
	{ 0 },
};

/* RFC 4443 section 3 */
static const struct type v6_types[] = {
	{ 1,
	    { "no route", "communication prohibited", "beyond scope of source",
		"address unreachable", "port unreachable",
		"source address failed policy", "route rejected",
		"error in source routing header" } },
	{ 2, { "packet too big" } },
	{ 3, { "hop limit exceeded", "reassembly time exceeded" } },
	{ 4, { "bad header field", "unknown next header", "unknown option" } },
	{ 0 },
};

const char *
icmp_text(enum family family, uint8_t type, uint8_t code)
{
	const struct type *t = family == FAMILY_V4 ? v4_types : v6_types;

	while (t->number != 0 && t->number != type)
		t++;
	return code < 16 && t->code[code] != NULL ? t->code[code] : "unknown";
}

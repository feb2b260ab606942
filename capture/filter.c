/* SPDX-License-Identifier: Apache-2.0 */
#include "capture/filter.h"

#include <assert.h>
#include <stdio.h>

/*
 * ICMP: unreachable, source quench, redirect excepted, time exceeded and
 * parameter problem; ICMPv6: all types below 128.
 */
#define ICMP_ERRORS                                                \
	"icmp and (icmp[0] = 3 or icmp[0] = 4 or icmp[0] = 11 or " \
	"icmp[0] = 12)"
#define ICMP6_ERRORS "icmp6 and ip6[40] < 128"

/* The source port, where one is quoted right behind a header of ours. */
#define QUOTED \
	" and (icmp[8] != 0x45 or (icmp[28:2] >= %u and icmp[28:2] <= %u))"
#define QUOTED6                                                         \
	" and (ip6[48] & 0xf0 != 0x60 or (ip6[54] != 6 and ip6[54] != " \
	"17) or (ip6[88:2] >= %u and ip6[88:2] <= %u))"

/* Hop-by-hop, routing, fragment, authentication, destination options. */
#define EXTENSIONS                                               \
	"(ip6 and (ip6[6] = 0 or ip6[6] = 43 or ip6[6] = 44 or " \
	"ip6[6] = 51 or ip6[6] = 60))"

#define TAGGED " or ether proto 0x8100 or ether proto 0x88a8"

#define PORTS "((tcp or udp) and dst portrange %u-%u) or "

const char *
filter_text(char buf[static FILTER_TEXT_SIZE], uint16_t first, unsigned n,
    bool link_layer)
{
	int len;

	assert(n > 0 && first + n <= UINT16_MAX + 1U);
	len = snprintf(buf, FILTER_TEXT_SIZE,
	    PORTS "(" ICMP_ERRORS ") or (" ICMP6_ERRORS ") or " EXTENSIONS "%s",
	    first, first + n - 1, link_layer ? TAGGED : "");
	assert(len > 0 && len < FILTER_TEXT_SIZE);
	(void)len;
	return buf;
}

const char *
filter_text_shared(char buf[static FILTER_TEXT_SIZE], uint16_t first,
    unsigned n, bool link_layer)
{
	const unsigned last = first + n - 1;
	int len;

	assert(n > 0 && last <= UINT16_MAX);
	len = snprintf(buf, FILTER_TEXT_SIZE,
	    PORTS "(" ICMP_ERRORS QUOTED ") or (" ICMP6_ERRORS QUOTED6
		  ") or " EXTENSIONS "%s",
	    first, last, first, last, first, last, link_layer ? TAGGED : "");
	assert(len > 0 && len < FILTER_TEXT_SIZE);
	(void)len;
	return buf;
}

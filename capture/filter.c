/* SPDX-License-Identifier: Apache-2.0 */
#include "capture/filter.h"

#include <assert.h>
#include <stdio.h>

/*
 * ICMP: unreachable, source quench, redirect excepted, time exceeded and
 * parameter problem; ICMPv6: all types below 128.
 */
#define ICMP_ERRORS                                                 \
	"(icmp and (icmp[0] = 3 or icmp[0] = 4 or icmp[0] = 11 or " \
	"icmp[0] = 12)) or "                                        \
	"(icmp6 and ip6[40] < 128)"

/* Hop-by-hop, routing, fragment, authentication, destination options. */
#define EXTENSIONS                                               \
	"(ip6 and (ip6[6] = 0 or ip6[6] = 43 or ip6[6] = 44 or " \
	"ip6[6] = 51 or ip6[6] = 60))"

#define TAGGED " or ether proto 0x8100 or ether proto 0x88a8"

const char *
filter_text(char buf[static FILTER_TEXT_SIZE], uint16_t first, unsigned n,
    bool link_layer)
{
	int len;

	assert(n > 0 && first + n <= UINT16_MAX + 1U);
	len = snprintf(buf, FILTER_TEXT_SIZE,
	    "((tcp or udp) and dst portrange %u-%u) or " ICMP_ERRORS
	    " or " EXTENSIONS "%s",
	    first, first + n - 1, link_layer ? TAGGED : "");
	assert(len > 0 && len < FILTER_TEXT_SIZE);
	(void)len;
	return buf;
}

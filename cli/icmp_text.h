/* SPDX-License-Identifier: Apache-2.0 */
/*
 * icmp_text.h - ICMP errors in words.
 *
 * Threads: no state.
 */
#ifndef CLI_ICMP_TEXT_H
#define CLI_ICMP_TEXT_H

#include "common/address.h"

/*
 * What an ICMP (RFC 792, 1122, 1812) or ICMPv6 error (RFC 4443) says, "host
 * unreachable" say, in small letters without a comma; "unknown" for a type or
 * code that none of these has.
 */
const char	*icmp_text(enum family, uint8_t type, uint8_t code);

#endif /* CLI_ICMP_TEXT_H */

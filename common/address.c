/* SPDX-License-Identifier: Apache-2.0 */
#include "common/address.h"

#include <arpa/inet.h>

#include <assert.h>

struct ip_addr
address_make(enum family family, const void *octets)
{
	struct ip_addr a = { .family = (uint8_t)family };

	memcpy(a.octet, octets, family_octets(family));
	return a;
}

bool
address_parse(const char *text, struct ip_addr *out)
{
	memset(out, 0, sizeof(*out));
	if (inet_pton(AF_INET, text, out->octet) == 1) {
		out->family = FAMILY_V4;
		return true;
	}
	memset(out, 0, sizeof(*out));
	if (inet_pton(AF_INET6, text, out->octet) == 1) {
		out->family = FAMILY_V6;
		return true;
	}
	memset(out, 0, sizeof(*out));
	return false;
}

const char *
address_format(const struct ip_addr *a, char buf[static ADDRESS_TEXT_SIZE])
{
	const char *text;

	text = inet_ntop(a->family == FAMILY_V4 ? AF_INET : AF_INET6, a->octet,
	    buf, ADDRESS_TEXT_SIZE);
	assert(text != NULL);
	return text;
}

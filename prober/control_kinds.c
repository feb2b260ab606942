/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kinds of controls and their names (controls.h).
 */
#include <netinet/in.h>
#include <stdio.h>

#include "prober/engine_state.h"

static const struct {
	uint8_t proto;
	uint16_t port;
	const char *name;
} kinds[KINDS_PER_FAMILY] = {
	{ IPPROTO_UDP, 53, "udp/53" },
	{ IPPROTO_TCP, 80, "tcp/80" },
	{ IPPROTO_TCP, 443, "tcp/443" },
	{ IPPROTO_TCP, 25, "tcp/25" },
	{ IPPROTO_TCP, 53, "tcp/53" },
};

unsigned
controls_kind(const struct endpoint *to, uint8_t proto)
{
	unsigned i;

	for (i = 0; i < KINDS_PER_FAMILY; i++)
		if (kinds[i].proto == proto && kinds[i].port == to->port)
			return i +
			    KINDS_PER_FAMILY *
			    family_index((enum family)to->addr.family);
	return KIND_NONE;
}

uint8_t
controls_kind_proto(unsigned kind)
{
	return kind < KIND_RESOLVER ? kinds[kind % KINDS_PER_FAMILY].proto
				    : IPPROTO_UDP;
}

uint16_t
controls_kind_port(unsigned kind)
{
	return kind < KIND_RESOLVER ? kinds[kind % KINDS_PER_FAMILY].port : 53;
}

const char *
controls_kind_name(const struct engine *e, unsigned kind, char buf[static 64])
{
	char address[ADDRESS_TEXT_SIZE];

	if (kind < KIND_RESOLVER)
		(void)snprintf(buf, 64, "IPv%c %s",
		    kind < KINDS_PER_FAMILY ? '4' : '6',
		    kinds[kind % KINDS_PER_FAMILY].name);
	else
		(void)snprintf(buf, 64, "resolver %s",
		    address_format(
			&e->config.resolvers[kind - KIND_RESOLVER].server.addr,
			address));
	return buf;
}

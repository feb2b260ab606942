/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/stamp.h"

#include <assert.h>

#include "common/checksum.h"

#define IPV4_OCTETS 20

/* The checksum goes from right for zeroes to right for what is written. */
static uint32_t
stamp_ipv4(uint8_t *ip, const struct probe *p, size_t transport_octets)
{
	const uint16_t total = (uint16_t)(IPV4_OCTETS + transport_octets);
	uint16_t check = stamp_read16(ip + 10);
	uint32_t addresses;

	memcpy(ip + 12, p->flow.local.addr.octet, 4);
	memcpy(ip + 16, p->flow.remote.addr.octet, 4);
	addresses = checksum_add(0, ip + 12, 8);
	check = checksum_update(check, stamp_read16(ip + 2), total);
	check = checksum_update(check, 0, probe_ip_id(p));
	check = checksum_update(check, 0, (uint16_t)~checksum_fold(addresses));
	stamp_be16(ip + 2, total);
	stamp_be16(ip + 4, probe_ip_id(p));
	stamp_be16(ip + 10, check);
	return addresses;
}

static uint32_t
stamp_ipv6(uint8_t *ip, const struct probe *p, size_t transport_octets)
{
	stamp_be32(ip, 6U << 28 | probe_flow_label(p));
	stamp_be16(ip + 4, (uint16_t)transport_octets);
	memcpy(ip + 8, p->flow.local.addr.octet, 16);
	memcpy(ip + 24, p->flow.remote.addr.octet, 16);
	return checksum_add(0, ip + 8, 32);
}

uint32_t
stamp_headers(const struct template *t, const struct probe *p,
    size_t transport_octets, uint8_t *frame)
{
	uint8_t *transport = frame + t->transport_at;
	uint32_t sum;

	assert(flow_family(&p->flow) == t->family);
	memcpy(frame, t->frame, t->len);
	if (t->family == FAMILY_V6)
		sum = stamp_ipv6(frame + t->ip_at, p, transport_octets);
	else
		sum = stamp_ipv4(frame + t->ip_at, p, transport_octets);
	stamp_be16(transport, p->flow.local.port);
	stamp_be16(transport + 2, p->flow.remote.port);
	return sum + p->flow.local.port + p->flow.remote.port;
}

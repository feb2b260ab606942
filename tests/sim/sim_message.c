/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/sim_message.h"

#include <stdlib.h>
#include <string.h>

#define AT_COUNTS 4

static void
put(struct sim_message *m, const void *data, size_t len)
{
	if (len > sizeof(m->octet) - m->len)
		abort();
	if (len > 0)
		memcpy(m->octet + m->len, data, len);
	m->len += len;
}

static void
put16(struct sim_message *m, unsigned value)
{
	const uint8_t octets[2] = { (uint8_t)(value >> 8), (uint8_t)value };

	put(m, octets, 2);
}

void
sim_message_begin(struct sim_message *m, uint16_t id, uint16_t flags,
    const struct dns_question *q)
{
	m->len = 0;
	put16(m, id);
	put16(m, flags);
	put16(m, q != NULL);
	put16(m, 0);
	put16(m, 0);
	put16(m, 0);
	if (q == NULL)
		return;
	put(m, q->name.wire, q->name.len);
	put16(m, q->type);
	put16(m, q->klass);
}

void
sim_message_rr(struct sim_message *m, enum dns_section section,
    const struct dns_name *owner, uint16_t type, const void *rdata, size_t len)
{
	uint8_t *count = m->octet + AT_COUNTS + 2 + 2 * (unsigned)section;
	unsigned n = (unsigned)(count[0] << 8 | count[1]) + 1;

	count[0] = (uint8_t)(n >> 8);
	count[1] = (uint8_t)n;
	put(m, owner->wire, owner->len);
	put16(m, type);
	put16(m, 1);
	put16(m, 0);
	put16(m, 300);
	put16(m, (unsigned)len);
	put(m, rdata, len);
}

void
sim_message_name(struct sim_message *m, enum dns_section section,
    const struct dns_name *owner, uint16_t type, uint16_t preference,
    const struct dns_name *target)
{
	uint8_t rdata[2 + DNS_NAME_MAX];
	size_t at = 0;

	if (type == DNS_TYPE_MX) {
		rdata[at++] = (uint8_t)(preference >> 8);
		rdata[at++] = (uint8_t)preference;
	}
	memcpy(rdata + at, target->wire, target->len);
	sim_message_rr(m, section, owner, type, rdata, at + target->len);
}

void
sim_message_soa(struct sim_message *m, enum dns_section section,
    const struct dns_name *zone)
{
	uint8_t rdata[DNS_NAME_MAX + 21] = { 0 };

	memcpy(rdata, zone->wire, zone->len);
	sim_message_rr(
	    m, section, zone, DNS_TYPE_SOA, rdata, (size_t)zone->len + 21);
}

void
sim_message_txt(
    struct sim_message *m, const struct dns_name *owner, const char *text)
{
	size_t len = strlen(text);
	uint8_t rdata[256];

	if (len > 255)
		abort();
	rdata[0] = (uint8_t)len;
	memcpy(rdata + 1, text, len);
	sim_message_rr(
	    m, DNS_SECTION_ANSWER, owner, DNS_TYPE_TXT, rdata, len + 1);
}

struct dns_name
sim_name(const char *text)
{
	struct dns_name name;

	if (!dns_name_from_text(text, &name))
		abort();
	return name;
}

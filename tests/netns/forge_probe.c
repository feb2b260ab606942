/* SPDX-License-Identifier: Apache-2.0 */
#include <netinet/in.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "forge_bytes.h"

bool
probe_parse(struct probe_seen *p, size_t len)
{
	const uint8_t *f = p->frame, *ip = f + ETHERNET;
	unsigned proto;

	if (len < ETHERNET + V4_OCTETS + UDP || len > sizeof(p->frame))
		return false;
	p->len = (uint16_t)len;
	p->v6 = get16(f + 12) == 0x86dd;
	if (!p->v6 && (get16(f + 12) != 0x0800 || ip[0] != 0x45))
		return false;
	proto = p->v6 ? ip[6] : ip[9];
	p->tcp = proto == IPPROTO_TCP;
	p->transport_at = ETHERNET + (p->v6 ? V6_OCTETS : V4_OCTETS);
	if (len < p->transport_at + (p->tcp ? TCP : UDP + DNS + 5u))
		return false;
	p->payload_at = p->transport_at + UDP;
	p->sport = get16(f + p->transport_at);
	p->dport = get16(f + p->transport_at + 2);
	p->seq = get32(f + p->transport_at + 4);
	if (p->tcp)
		return p->dport != 53 && f[p->transport_at + 13] == FLAG_SYN;
	return proto == IPPROTO_UDP && p->dport == 53;
}

static size_t
slot_of(const struct probe_book *b, const struct probe_seen *p)
{
	uint32_t hash = p->dport;
	size_t i;

	for (i = 0; i < address_octets(p->v6); i++)
		hash = hash * 16777619u ^ target_of(p)[i];
	return hash % b->n_slots;
}

/* Of several probes to one endpoint the last to be read is kept. */
void
probe_book_read(struct probe_book *b, const char *path)
{
	FILE *file = fopen(path, "r");
	size_t room = 0;
	size_t i;

	if (file == NULL)
		err(1, "%s", path);
	*b = (struct probe_book){ 0 };
	do {
		if (b->n == room) {
			room = room * 2 + 1024;
			b->at = realloc(b->at, room * sizeof(*b->at));
			if (b->at == NULL)
				err(1, NULL);
		}
	} while (fread(&b->at[b->n], sizeof(*b->at), 1, file) == 1 && ++b->n);
	(void)fclose(file);
	if (b->n == 0)
		errx(1, "%s: no probes in it", path);
	b->n_slots = b->n * 4;
	b->by_target = calloc(b->n_slots, sizeof(*b->by_target));
	if (b->by_target == NULL)
		err(1, NULL);
	for (i = 0; i < b->n; i++)
		b->by_target[slot_of(b, &b->at[i])] = (uint32_t)(i + 1);
}

const struct probe_seen *
probe_book_any(const struct probe_book *b)
{
	return &b->at[(size_t)random() % b->n];
}

const struct probe_seen *
probe_book_like(const struct probe_book *b, const struct probe_seen *p)
{
	uint32_t index = b->by_target[slot_of(b, p)];

	if (index > 0 && same_target(&b->at[index - 1], p))
		return &b->at[index - 1];
	return probe_book_any(b);
}

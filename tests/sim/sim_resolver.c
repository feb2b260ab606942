/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/sim_resolver.h"

#include <xxhash.h>

#define CHAIN_MAX 11
#define REPLY     (DNS_FLAG_QR | DNS_FLAG_RD | DNS_FLAG_RA)

/* The names of a chain, from the question to where it ends. */
struct chain {
	struct dns_name at[CHAIN_MAX + 1];
	unsigned links;
	const struct sim_node *end; /* NULL: no such name */
	bool failed;
};

static uint64_t
dice(const struct dns_question *q, uint64_t salt)
{
	struct dns_name lower = q->name;

	dns_name_lower(&lower);
	return XXH3_64bits_withSeed(lower.wire, lower.len, salt + q->type);
}

bool
sim_resolver_fails(const struct dns_question *q, unsigned resolver, unsigned n)
{
	/* One of them fails at a few questions, never all at the same; and
	 * one trouble is enough for a question. */
	return n > 1 && resolver == dice(q, 1000) % n &&
	    dice(q, 2000) % 100 < 3 && sim_resolver_flaw(q) == 0;
}

int
sim_resolver_flaw(const struct dns_question *q)
{
	uint64_t n = dice(q, 3000) % 100;

	return n == 0 ? 1 : n == 1 ? 2 : 0;
}

static void
follow(const struct sim_zone *z, const struct dns_question *q, struct chain *c)
{
	const struct sim_record *cname;
	struct dns_name apex;

	*c = (struct chain){ .links = 0 };
	c->at[0] = q->name;
	for (;;) {
		if (!sim_zone_apex(z, &c->at[c->links], &apex))
			break;
		c->end = sim_zone_find(z, &c->at[c->links]);
		if (c->end == NULL || q->type == DNS_TYPE_CNAME)
			return;
		cname = sim_record_of(c->end->records, DNS_TYPE_CNAME);
		if (cname == NULL)
			return;
		if (c->links == CHAIN_MAX)
			break;
		c->at[++c->links] = cname->target;
	}
	c->failed = true;
}

static void
write_records(struct sim_message *m, const struct chain *c, uint16_t type)
{
	const struct dns_name *owner = &c->at[c->links];
	const struct sim_record *r;

	for (r = c->end->records; r != NULL; r = r->next) {
		if (r->type != type)
			continue;
		if (type == DNS_TYPE_TXT)
			sim_message_txt(m, owner, r->text);
		else if (type == DNS_TYPE_A || type == DNS_TYPE_AAAA)
			sim_message_rr(m, DNS_SECTION_ANSWER, owner, type,
			    r->addr.octet,
			    family_octets((enum family)r->addr.family));
		else
			sim_message_name(m, DNS_SECTION_ANSWER, owner, type,
			    r->preference, &r->target);
	}
}

static void
write_links(struct sim_message *m, const struct chain *c, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		sim_message_name(m, DNS_SECTION_ANSWER, &c->at[i],
		    DNS_TYPE_CNAME, 0, &c->at[i + 1]);
}

void
sim_resolver_answer(const struct sim_zone *z, uint16_t id,
    const struct dns_question *q, struct sim_message *m)
{
	const uint64_t odd = dice(q, 4000) % 4;
	struct dns_name apex;
	struct chain c;
	bool found;

	follow(z, q, &c);
	if (c.failed) {
		sim_resolver_refuse(id, q, DNS_RCODE_SERVFAIL, m);
		return;
	}
	if (c.links > 0 && odd == 0) {
		sim_message_begin(m, id, REPLY, q);
		write_links(m, &c, 1);
		return;
	}
	found = c.end != NULL && sim_record_of(c.end->records, q->type);
	sim_message_begin(
	    m, id, c.end != NULL ? REPLY : REPLY | DNS_RCODE_NXDOMAIN, q);
	if (found && odd == 1)
		write_records(m, &c, q->type);
	write_links(m, &c, c.links);
	if (found && odd != 1)
		write_records(m, &c, q->type);
	if (!found && sim_zone_apex(z, &c.at[c.links], &apex))
		sim_message_soa(m, DNS_SECTION_AUTHORITY, &apex);
}

void
sim_resolver_refuse(uint16_t id, const struct dns_question *q, uint16_t flags,
    struct sim_message *m)
{
	sim_message_begin(m, id, REPLY | flags, q);
}

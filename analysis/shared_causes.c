/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/shared_causes.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "analysis/evidence.h"

#define SLOTS_FIRST 1024

/* What is seen of the domain at hand. */
struct sighting {
	struct shared_causes *causes;
	bool no_memory;
};

const char *
shared_cause_kind_name(enum shared_cause_kind kind)
{
	static const char *const words[SHARED_CAUSE_KIND_COUNT] = {
		[SHARED_NAME_SERVERS_NO_IPV6] = "name_servers_no_ipv6",
		[SHARED_MAIL_HOSTS_NO_IPV6] = "mail_hosts_no_ipv6",
		[SHARED_ALIAS_NO_IPV6] = "alias_no_ipv6",
		[SHARED_ADDRESS_NO_ANSWER] = "address_no_answer",
		[SHARED_CHAIN_IPV4] = "chain_ipv4",
		[SHARED_CHAIN_IPV6] = "chain_ipv6",
	};

	return words[kind];
}

/* The slot of that hash, or the free one where it belongs. */
static struct shared_cause_slot *
find_slot(const struct shared_causes *c, uint64_t hash)
{
	size_t at = hash & (c->n_slots - 1);

	while (c->slots[at].hash != 0 && c->slots[at].hash != hash)
		at = (at + 1) & (c->n_slots - 1);
	return &c->slots[at];
}

/* Keeps a quarter of the slots free. */
static bool
grow(struct shared_causes *c)
{
	struct shared_causes bigger = *c;
	size_t i;

	if (c->n_used < c->n_slots / 4 * 3)
		return true;
	bigger.n_slots = c->n_slots > 0 ? c->n_slots * 2 : SLOTS_FIRST;
	bigger.slots = calloc(bigger.n_slots, sizeof(*bigger.slots));
	if (bigger.slots == NULL)
		return false;
	for (i = 0; i < c->n_slots; i++)
		if (c->slots[i].hash != 0)
			*find_slot(&bigger, c->slots[i].hash) = c->slots[i];
	free(c->slots);
	*c = bigger;
	return true;
}

static struct shared_cause *
new_cause(struct shared_causes *c)
{
	struct shared_cause *shared;
	size_t room = c->room > 0 ? c->room * 2 : 64;

	if (c->n_shared < c->room)
		return &c->shared[c->n_shared++];
	if ((shared = realloc(c->shared, room * sizeof(*shared))) == NULL)
		return NULL;
	if (c->room == 0)
		arena_init(&c->texts, 0);
	c->shared = shared;
	c->room = room;
	return &c->shared[c->n_shared++];
}

/* A second domain has it: from now on it has a name. */
static bool
share(struct shared_causes *c, struct shared_cause_slot *slot,
    enum shared_cause_kind kind, const char *subject, const char *detail)
{
	struct shared_cause *s = new_cause(c);

	if (s == NULL)
		return false;
	*s = (struct shared_cause){
		.kind = kind,
		.subject = arena_strdup(&c->texts, subject),
		.detail = detail,
		.domains = 2,
	};
	slot->shared = (uint32_t)c->n_shared;
	return s->subject != NULL;
}

static void
see(struct sighting *s, enum shared_cause_kind kind, const char *subject,
    const char *detail)
{
	struct shared_causes *c = s->causes;
	uint64_t hash = XXH3_64bits_withSeed(subject, strlen(subject), kind);
	struct shared_cause_slot *slot;

	hash += hash == 0;
	if (s->no_memory || !grow(c)) {
		s->no_memory = true;
		return;
	}
	slot = find_slot(c, hash);
	if (slot->hash == 0 && c->n_used == SHARED_CAUSES_MAX) {
		c->omitted++;
		return;
	}
	if (slot->last == c->domain)
		return;
	if (slot->hash == 0)
		c->n_used++;
	else if (slot->shared > 0)
		c->shared[slot->shared - 1].domains++;
	else
		s->no_memory = !share(c, slot, kind, subject, detail);
	slot->hash = hash;
	slot->last = c->domain;
}

/* The name without its first label, unless one alone would be left. */
static const char *
parent(const char *name)
{
	const char *dot = strchr(name, '.');

	return dot != NULL && strchr(dot + 1, '.') != NULL ? dot + 1 : name;
}

static bool fails(enum service_class class)
{
	return class != CLASS_DUAL_STACK && class != CLASS_V6_ONLY &&
	    class <= CLASS_UNREACHABLE;
}

static bool
lacks_ipv6(const struct record_host *h, const struct evidence_kind *k)
{
	return h->looked_up &&
	    evidence_has_address(h, FAMILY_V4, k) == TRI_YES &&
	    evidence_has_address(h, FAMILY_V6, k) == TRI_NO;
}

static void
see_dead_addresses(struct sighting *s, const struct record_host *h,
    enum family family, const struct evidence_kind *k)
{
	char text[ADDRESS_TEXT_SIZE];
	struct evidence_address a;
	size_t at = 0;

	while (evidence_next(h, family, k, &at, &a))
		if (a.alive == TRI_NO && !a.special)
			see(s, SHARED_ADDRESS_NO_ANSWER,
			    address_format(a.address, text), "");
}

static void
see_host(
    struct sighting *s, const struct record_host *h, const struct verdict *v)
{
	static const struct {
		enum service service;
		const struct evidence_kind *kind;
	} uses[] = {
		[USE_WEB] = { SERVICE_WEB, &evidence_web },
		[USE_WWW] = { SERVICE_WWW, &evidence_web },
		[USE_MX] = { SERVICE_MAIL, &evidence_mail },
		[USE_NS] = { SERVICE_DNS, &evidence_dns },
	};
	const struct evidence_kind *k;
	enum service_class class;

	if (h->use == USE_TENANT)
		return;
	k = uses[h->use].kind;
	class = v->service[uses[h->use].service].class;
	if (!fails(class))
		return;
	if (h->use == USE_MX && lacks_ipv6(h, k))
		see(s, SHARED_MAIL_HOSTS_NO_IPV6, parent(h->name), "");
	else if (class == CLASS_V4_ONLY && h->use == USE_NS && lacks_ipv6(h, k))
		see(s, SHARED_NAME_SERVERS_NO_IPV6, parent(h->name), "");
	else if (class == CLASS_V4_ONLY && h->use != USE_MX &&
	    h->n_cnames > 0 && lacks_ipv6(h, k))
		see(s, SHARED_ALIAS_NO_IPV6, parent(h->cnames[h->n_cnames - 1]),
		    "");
	see_dead_addresses(s, h, FAMILY_V4, k);
	see_dead_addresses(s, h, FAMILY_V6, k);
}

static void
see_chain(struct sighting *s, const struct record_chain *c)
{
	static const enum shared_cause_kind kinds[2] = { SHARED_CHAIN_IPV4,
		SHARED_CHAIN_IPV6 };
	unsigned i;

	for (i = 0; i < 2; i++)
		if (c->family[i].resolvable == RESOLVABLE_NO)
			see(s, kinds[i], c->family[i].broken_at,
			    chain_reason_name(c->family[i].reason));
}

bool
shared_causes_add(struct shared_causes *c, const struct record_domain *d,
    const struct verdict *v)
{
	struct sighting s = { .causes = c };
	size_t i;

	c->domain++;
	for (i = 0; i < d->n_hosts; i++)
		see_host(&s, &d->hosts[i], v);
	for (i = 0; i < d->n_chain; i++)
		see_chain(&s, &d->chain[i]);
	return !s.no_memory;
}

/* Does A come before B? */
static bool
is_before(const struct shared_cause *a, const struct shared_cause *b)
{
	if (a->domains != b->domains)
		return a->domains > b->domains;
	if (a->kind != b->kind)
		return a->kind < b->kind;
	return strcmp(a->subject, b->subject) < 0;
}

size_t
shared_causes_top(
    const struct shared_causes *c, const struct shared_cause **out, size_t max)
{
	const struct shared_cause *s;
	size_t n = 0, i, j;

	for (j = 0; j < c->n_shared; j++) {
		s = &c->shared[j];
		for (i = n; i > 0 && is_before(s, out[i - 1]); i--)
			if (i < max)
				out[i] = out[i - 1];
		if (i < max)
			out[i] = s;
		n += n < max;
	}
	return n;
}

void
shared_causes_free(struct shared_causes *c)
{
	free(c->slots);
	free(c->shared);
	if (c->room > 0)
		arena_free(&c->texts);
}

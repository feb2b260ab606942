/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/answer.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "prober/answer_records.h"

/* RFC 7208 section 3.3 joins strings without bound; no SPF record that a
 * receiver would accept is longer than a TXT record. */
#define SPF_MAX 4096

/* A reply being read: what has been found, before it is kept. */
struct reading {
	struct answer *answer;
	struct dns_msg *msg;
	struct names *names;
	uint32_t records_before; /* octets of them in the answer */
	struct dns_name at;      /* where the chain stands */
	uint16_t type;
	union answer_item items[ANSWER_ADDRESSES_MAX];
	unsigned n_items;
	char *spf;
	struct dns_name soa_owner;
	bool has_soa;
	bool has_ns;    /* in the authority section */
	bool malformed; /* a record that matters is not of its shape */
};

static unsigned
items_max(uint16_t type)
{
	switch (type) {
	case DNS_TYPE_MX:
		return ANSWER_MX_MAX;
	case DNS_TYPE_NS:
		return ANSWER_NS_MAX;
	case DNS_TYPE_CNAME:
		return 1;
	default:
		return ANSWER_ADDRESSES_MAX;
	}
}

static bool
is_spf(const char *txt)
{
	return strncasecmp(txt, "v=spf1", 6) == 0 &&
	    (txt[6] == '\0' || txt[6] == ' ');
}

static void
keep_spf(struct reading *r, const struct dns_rr *rr)
{
	char text[SPF_MAX];

	(void)dns_rr_txt(rr, text, sizeof(text));
	if (r->spf == NULL && is_spf(text))
		r->spf = strdup(text);
	r->n_items++;
}

/* Reads the data of a record; false if it is not of its type's shape. */
static bool
read_item(struct reading *r, const struct dns_rr *rr, union answer_item *item)
{
	struct dns_name name;

	switch (r->type) {
	case DNS_TYPE_A:
	case DNS_TYPE_AAAA:
		if (rr->rdata_len != (r->type == DNS_TYPE_A ? 4 : 16))
			return false;
		item->addr = address_make(
		    r->type == DNS_TYPE_A ? FAMILY_V4 : FAMILY_V6, rr->rdata);
		return true;
	case DNS_TYPE_MX:
		if (!dns_rr_mx(r->msg, rr, &item->preference, &name))
			return false;
		break;
	default:
		if (!dns_rr_name(r->msg, rr, &name))
			return false;
	}
	item->name = names_get(r->names, &name);
	return true;
}

/* True for types whose records are kept; of others it counts that they are. */
static bool
has_items(uint16_t type)
{
	return type == DNS_TYPE_A || type == DNS_TYPE_AAAA ||
	    answer_holds_names(type);
}

/* Keeps a record as it came, for those who want it so. */
static void
keep_record(struct reading *r, const struct dns_rr *rr)
{
	if (r->answer->keeps_records &&
	    !answer_records_add(r->answer, r->msg, rr))
		r->malformed = true;
}

/* Keeps a record of the type that was asked for. */
static void
keep(struct reading *r, const struct dns_rr *rr)
{
	keep_record(r, rr);
	if (r->type == DNS_TYPE_TXT) {
		if (r->n_items < UINT8_MAX)
			keep_spf(r, rr);
	} else if (!has_items(r->type)) {
		r->n_items += r->n_items < UINT8_MAX;
	} else if (r->n_items < items_max(r->type)) {
		if (read_item(r, rr, &r->items[r->n_items]))
			r->n_items++;
		else
			r->malformed = true;
	}
}

/*
 * Walks the message once.  Records at the chain's end are kept; a CNAME
 * there moves the end and returns true.  The walk is then repeated, so that
 * the order of the records does not matter.
 */
static bool
walk(struct reading *r)
{
	struct dns_rr rr;

	dns_msg_rewind(r->msg);
	while (dns_msg_next(r->msg, &rr)) {
		if (rr.section == DNS_SECTION_AUTHORITY &&
		    rr.type == DNS_TYPE_SOA && !r->has_soa) {
			dns_rr_owner(r->msg, &rr, &r->soa_owner);
			r->has_soa = true;
		}
		r->has_ns |= rr.section == DNS_SECTION_AUTHORITY &&
		    rr.type == DNS_TYPE_NS;
		if (rr.section != DNS_SECTION_ANSWER || rr.klass != 1 ||
		    !dns_rr_owner_is(r->msg, &rr, &r->at))
			continue;
		if (rr.type == r->type)
			keep(r, &rr);
		else if (rr.type == DNS_TYPE_CNAME && r->n_items == 0) {
			keep_record(r, &rr);
			r->malformed = !dns_rr_name(r->msg, &rr, &r->at);
			return !r->malformed;
		}
	}
	return false;
}

bool
answer_add_cname(struct answer *a, struct name *target)
{
	unsigned i;

	for (i = 0; i < a->n_cnames; i++)
		if (a->cnames[i] == target)
			return false;
	if (a->n_cnames == ANSWER_CNAMES_MAX)
		return false;
	a->cnames = realloc(a->cnames, (i + 1) * sizeof(struct name *));
	if (a->cnames == NULL)
		abort();
	a->cnames[a->n_cnames++] = name_ref(target);
	return true;
}

static bool
add_cname(struct answer *a, struct names *names, const struct dns_name *to)
{
	struct name *n = names_get(names, to);
	bool added = answer_add_cname(a, n);

	names_put(names, n);
	return added;
}

/* Forgets what a bogus reply added to the chain. */
static void
cut_chain(struct answer *a, struct names *names, unsigned length)
{
	while (a->n_cnames > length)
		names_put(names, a->cnames[--a->n_cnames]);
}

static enum lookup_status
rcode_status(const struct dns_msg *m)
{
	switch (dns_msg_full_rcode(m)) {
	case DNS_RCODE_NOERROR:
		return LOOKUP_OK;
	case DNS_RCODE_NXDOMAIN:
		return LOOKUP_NXDOMAIN;
	case DNS_RCODE_REFUSED:
		return LOOKUP_REFUSED;
	default:
		return LOOKUP_SERVFAIL;
	}
}

/* Most answers have one item, and need no memory of their own for it. */
static void
set_items(struct answer *a, const union answer_item *items, unsigned n)
{
	size_t octets = n * sizeof(*items);

	a->items = n == 1 ? &a->only : malloc(octets);
	if (a->items == NULL)
		abort();
	memcpy(a->items, items, octets);
}

/* Moves what was found into the answer. */
static void
take(struct answer *a, struct reading *r)
{
	if (has_items(r->type) && r->n_items > 0)
		set_items(a, r->items, r->n_items);
	a->n_items = (uint8_t)r->n_items;
	a->type = r->type;
	a->spf = r->spf;
	if (r->has_soa)
		a->soa_owner = names_get(r->names, &r->soa_owner);
}

static void
drop(struct reading *r)
{
	unsigned i;

	if (answer_holds_names(r->type))
		for (i = 0; i < r->n_items; i++)
			names_put(r->names, r->items[i].name);
	free(r->spf);
	r->answer->records_len = r->records_before;
}

static void
begin(struct reading *r, struct answer *a, struct dns_msg *msg,
    struct names *names, const struct name *name, uint16_t type)
{
	r->answer = a;
	r->records_before = a->records_len;
	r->msg = msg;
	r->names = names;
	name_expand(name, &r->at);
	r->type = type;
	r->n_items = 0;
	r->spf = NULL;
	r->has_soa = r->has_ns = r->malformed = false;
}

enum answer_kind
answer_read(struct answer *a, struct names *names, const struct name *name,
    uint16_t type, struct dns_msg *msg, enum lookup_status *status)
{
	unsigned before = a->n_cnames;
	struct reading r;

	*status = rcode_status(msg);
	if (lookup_failed(*status))
		return ANSWER_FAILED;
	begin(&r, a, msg, names, name, type);
	while (walk(&r))
		if (!add_cname(a, names, &r.at))
			goto bogus;
	if (msg->error != DNS_MSG_OK || r.malformed)
		goto bogus;
	/* A referral (RFC 2308 section 2.2) is not for us to follow. */
	if (*status == LOOKUP_OK && r.n_items == 0 && r.has_ns && !r.has_soa &&
	    a->n_cnames == before)
		goto bogus;
	take(a, &r);
	if (*status != LOOKUP_OK || r.n_items > 0)
		return ANSWER_COMPLETE;
	*status = LOOKUP_NODATA;
	return a->n_cnames > before && !r.has_soa ? ANSWER_CONTINUES
						  : ANSWER_COMPLETE;
bogus:
	drop(&r);
	cut_chain(a, names, before);
	return ANSWER_BOGUS;
}

/*
 * Reads the records at the name and no others.  A CNAME, or one made of a
 * DNAME between the zone and the name, goes into OWN->alias.
 */
struct own {
	struct reading reading;
	const struct dns_name *zone;
	struct dns_name alias;
	bool has_alias;
	bool has_others; /* answers about other names */
};

/* The name with its end, the DNAME's owner, replaced by the target. */
static bool
substitute(const struct dns_name *name, const struct dns_name *owner,
    const struct dns_name *target, struct dns_name *out)
{
	size_t kept = (size_t)(name->len - owner->len);

	if (kept + target->len > DNS_NAME_MAX)
		return false;
	memcpy(out->wire, name->wire, kept);
	memcpy(out->wire + kept, target->wire, target->len);
	out->len = (uint8_t)(kept + target->len);
	return true;
}

static void
read_dname(struct own *o, const struct dns_rr *rr)
{
	struct reading *r = &o->reading;
	struct dns_name owner, target;

	dns_rr_owner(r->msg, rr, &owner);
	if (o->has_alias || !dns_name_within(&r->at, &owner) ||
	    dns_name_equal(&r->at, &owner) || !dns_name_within(&owner, o->zone))
		return;
	o->has_alias = dns_rr_name(r->msg, rr, &target) &&
	    substitute(&r->at, &owner, &target, &o->alias);
	r->malformed |= !o->has_alias;
}

static void
read_alias(struct own *o, const struct dns_rr *rr)
{
	struct reading *r = &o->reading;

	keep_record(r, rr);
	if (o->has_alias)
		return;
	o->has_alias = dns_rr_name(r->msg, rr, &o->alias);
	r->malformed |= !o->has_alias;
}

static void
read_own(struct own *o)
{
	struct reading *r = &o->reading;
	struct dns_rr rr;

	while (dns_msg_next(r->msg, &rr)) {
		if (rr.section == DNS_SECTION_AUTHORITY &&
		    rr.type == DNS_TYPE_SOA && !r->has_soa) {
			dns_rr_owner(r->msg, &rr, &r->soa_owner);
			r->has_soa = dns_name_within(&r->at, &r->soa_owner) &&
			    dns_name_within(&r->soa_owner, o->zone);
		}
		if (rr.section != DNS_SECTION_ANSWER || rr.klass != 1)
			continue;
		if (rr.type == DNS_TYPE_DNAME)
			read_dname(o, &rr);
		else if (!dns_rr_owner_is(r->msg, &rr, &r->at))
			o->has_others = true;
		else if (rr.type == r->type)
			keep(r, &rr);
		else if (rr.type == DNS_TYPE_CNAME)
			read_alias(o, &rr);
	}
}

enum answer_kind
answer_read_own(struct answer *a, struct names *names, const struct name *name,
    uint16_t type, const struct dns_name *zone, struct dns_msg *msg,
    enum lookup_status *status)
{
	struct own o;
	struct reading *r = &o.reading;

	*status = rcode_status(msg);
	if (lookup_failed(*status))
		return ANSWER_FAILED;
	o.zone = zone;
	o.has_alias = o.has_others = false;
	begin(r, a, msg, names, name, type);
	read_own(&o);
	/* What only speaks of other names is no answer, nor a denial. */
	if (msg->error != DNS_MSG_OK || r->malformed ||
	    (r->n_items == 0 &&
		(o.has_alias ? !add_cname(a, names, &o.alias)
			     : o.has_others))) {
		drop(r);
		return ANSWER_BOGUS;
	}
	take(a, r);
	if (r->n_items > 0)
		*status = LOOKUP_OK;
	else if (*status == LOOKUP_OK)
		*status = LOOKUP_NODATA;
	return a->n_cnames > 0 ? ANSWER_CONTINUES : ANSWER_COMPLETE;
}

void
answer_copy(struct answer *a, const struct answer *from)
{
	unsigned i;

	a->type = from->type;
	a->n_items = from->n_items;
	if (from->items != NULL) {
		set_items(a, from->items, from->n_items);
		for (i = 0; answer_holds_names(a->type) && i < a->n_items; i++)
			name_ref(a->items[i].name);
	}
	if (from->soa_owner != NULL)
		a->soa_owner = name_ref(from->soa_owner);
	if (from->spf != NULL && (a->spf = strdup(from->spf)) == NULL)
		abort();
	answer_records_copy(a, from);
}

void
answer_free(struct answer *a, struct names *names)
{
	unsigned i;

	cut_chain(a, names, 0);
	if (answer_holds_names(a->type))
		for (i = 0; i < a->n_items; i++)
			names_put(names, a->items[i].name);
	names_put(names, a->soa_owner);
	free(a->cnames);
	if (a->items != &a->only)
		free(a->items);
	free(a->spf);
	free(a->records);
	*a = (struct answer){ .keeps_records = a->keeps_records };
}

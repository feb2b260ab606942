/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/scenario/outcome.h"

#include <stdarg.h>
#include <stdio.h>

/* Text that grows; what does not fit is cut off. */
struct text {
	char *at;
	size_t room;
};

__attribute__((format(printf, 2, 3))) static void
append(struct text *t, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(t->at, t->room, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= t->room)
		n = (int)t->room - 1;
	t->at += n;
	t->room -= (size_t)n;
}

static void
append_name(struct text *t, const struct dns_name *name)
{
	char text[DNS_NAME_TEXT_SIZE];

	append(t, " %s", dns_name_to_text(name, text));
}

/* Data without compression as a name; OFFSET octets stand before it. */
static void
append_item(struct text *t, uint16_t type, const struct outcome_item *item)
{
	size_t offset = type == DNS_TYPE_MX ? 2 : 0;
	char text[ADDRESS_TEXT_SIZE];
	struct dns_name name;
	struct ip_addr a;

	if (type == DNS_TYPE_A || type == DNS_TYPE_AAAA) {
		a = address_make(
		    type == DNS_TYPE_A ? FAMILY_V4 : FAMILY_V6, item->data);
		append(t, " %s", address_format(&a, text));
		return;
	}
	name.len = (uint8_t)(item->octets - offset);
	memcpy(name.wire, item->data + offset, name.len);
	append_name(t, &name);
}

bool
outcome_keeps(uint16_t type)
{
	return type == DNS_TYPE_A || type == DNS_TYPE_AAAA ||
	    answer_holds_names(type);
}

static void
append_octets(struct outcome_item *item, const uint8_t *data, size_t octets)
{
	memcpy(item->data + item->octets, data, octets);
	item->octets += octets;
}

static struct outcome_item
item_of_answer(uint16_t type, const union answer_item *from)
{
	struct outcome_item item = { .octets = 0 };
	uint8_t preference[2];

	if (!answer_holds_names(type)) {
		append_octets(&item, from->addr.octet,
		    family_octets((enum family)from->addr.family));
		return item;
	}
	if (type == DNS_TYPE_MX) {
		preference[0] = (uint8_t)(from->preference >> 8);
		preference[1] = (uint8_t)from->preference;
		append_octets(&item, preference, sizeof(preference));
	}
	append_octets(&item, from->name->wire, from->name->len);
	return item;
}

/* Whether so many octets can be data of that type. */
static bool
fits(uint16_t type, size_t octets)
{
	switch (type) {
	case DNS_TYPE_A:
		return octets == 4;
	case DNS_TYPE_AAAA:
		return octets == 16;
	case DNS_TYPE_MX:
		return octets > 2 && octets <= 2 + DNS_NAME_MAX;
	default:
		return octets > 0 && octets <= DNS_NAME_MAX;
	}
}

static bool
item_of_record(const struct rpl_record *r, struct outcome_item *item)
{
	size_t i;

	item->octets = 0;
	if (!fits(r->type, r->data_octets))
		return false;
	append_octets(item, r->data, r->data_octets);
	if (answer_holds_names(r->type))
		for (i = r->type == DNS_TYPE_MX ? 2 : 0; i < item->octets; i++)
			item->data[i] = dns_lower(item->data[i]);
	return true;
}

/* True if it is a record of what the question asks for. */
static bool
is_asked_for(const struct rpl_record *r, const struct dns_question *q)
{
	return r->section == DNS_SECTION_ANSWER && r->type == q->type &&
	    r->klass == q->klass;
}

static bool
same(const struct outcome_item *a, const struct outcome_item *b)
{
	return a->octets == b->octets &&
	    memcmp(a->data, b->data, a->octets) == 0;
}

static bool
lists(const struct rpl_entry *e, const struct dns_question *q,
    const struct outcome_item *item)
{
	const struct rpl_record *r;
	struct outcome_item other;

	for (r = e->records; r != NULL; r = r->next)
		if (is_asked_for(r, q) && item_of_record(r, &other) &&
		    same(&other, item))
			return true;
	return false;
}

static bool
holds(const struct outcome *o, const struct outcome_item *item)
{
	unsigned i;

	for (i = 0; i < o->n_item; i++)
		if (same(&o->item[i], item))
			return true;
	return false;
}

void
outcome_take(struct outcome *o, const struct dns_question *q,
    enum lookup_status status, const struct answer *a)
{
	unsigned i;

	o->question = *q;
	o->status = status;
	o->n_cname = o->n_item = 0;
	if (a == NULL)
		return;
	for (i = 0; i < a->n_cnames; i++)
		o->cname[o->n_cname++] = name_value(a->cnames[i]);
	if (outcome_keeps(q->type))
		for (i = 0; i < a->n_items; i++)
			o->item[o->n_item++] =
			    item_of_answer(q->type, &a->items[i]);
}

/* Whether the name exists, does not, or that is not to be had. */
static bool
rcode_matches(enum lookup_status status, unsigned rcode)
{
	switch (rcode) {
	case DNS_RCODE_NOERROR:
		return status == LOOKUP_OK || status == LOOKUP_NODATA;
	case DNS_RCODE_NXDOMAIN:
		return status == LOOKUP_NXDOMAIN;
	default:
		return lookup_failed(status);
	}
}

/* The CNAME of a name in the expected answer, or NULL. */
static const struct rpl_record *
cname_of(const struct rpl_entry *e, const struct dns_name *name)
{
	const struct rpl_record *r;

	for (r = e->records; r != NULL; r = r->next)
		if (r->section == DNS_SECTION_ANSWER &&
		    r->type == DNS_TYPE_CNAME &&
		    fits(r->type, r->data_octets) &&
		    dns_name_equal(&r->owner, name))
			return r;
	return NULL;
}

static unsigned
expected_chain(const struct rpl_entry *e, const struct dns_question *q,
    struct dns_name chain[ANSWER_CNAMES_MAX])
{
	const struct dns_name *at = &q->name;
	const struct rpl_record *r;
	unsigned n = 0;

	if (q->type == DNS_TYPE_CNAME)
		return 0;
	while (n < ANSWER_CNAMES_MAX && (r = cname_of(e, at)) != NULL) {
		chain[n].len = (uint8_t)r->data_octets;
		memcpy(chain[n].wire, r->data, chain[n].len);
		dns_name_lower(&chain[n]);
		at = &chain[n++];
	}
	return n;
}

static bool
chain_matches(const struct outcome *o, const struct rpl_entry *e)
{
	struct dns_name chain[ANSWER_CNAMES_MAX];
	unsigned n = expected_chain(e, &o->question, chain), i;

	for (i = 0; i < n && i < o->n_cname; i++)
		if (!dns_name_equal(&chain[i], &o->cname[i]))
			return false;
	return n == o->n_cname;
}

/* Of types that the engine keeps no records of: are there any? */
static bool
items_match(const struct outcome *o, const struct rpl_entry *e)
{
	const struct rpl_record *r;
	struct outcome_item item;
	bool any = false;
	unsigned i;

	for (r = e->records; r != NULL; r = r->next) {
		if (!is_asked_for(r, &o->question))
			continue;
		any = true;
		if (outcome_keeps(r->type) &&
		    !(item_of_record(r, &item) && holds(o, &item)))
			return false;
	}
	for (i = 0; i < o->n_item; i++)
		if (!lists(e, &o->question, &o->item[i]))
			return false;
	return any == (o->status == LOOKUP_OK);
}

static void
append_question(struct text *t, const struct dns_question *q)
{
	char name[DNS_NAME_TEXT_SIZE], type[16];

	append(t, "%s %s: ", dns_name_to_text(&q->name, name),
	    dns_type_name(q->type, type));
}

static void
explain(const struct outcome *o, const struct rpl_entry *e, char *text)
{
	struct text t = { text, OUTCOME_TEXT_SIZE };
	struct dns_name chain[ANSWER_CNAMES_MAX];
	const struct rpl_record *r;
	struct outcome_item item;
	char buf[16];
	unsigned i, n = expected_chain(e, &o->question, chain);

	append_question(&t, &o->question);
	append(&t, "expected %s", dns_rcode_name(e->flags & 15U, buf));
	for (i = 0; i < n; i++)
		append_name(&t, &chain[i]);
	for (r = e->records; r != NULL; r = r->next)
		if (is_asked_for(r, &o->question) && outcome_keeps(r->type) &&
		    item_of_record(r, &item))
			append_item(&t, r->type, &item);
	append(&t, "; got %s", lookup_status_name(o->status));
	for (i = 0; i < o->n_cname; i++)
		append_name(&t, &o->cname[i]);
	for (i = 0; i < o->n_item; i++)
		append_item(&t, o->question.type, &o->item[i]);
}

bool
outcome_check(const struct outcome *o, const struct rpl_entry *e,
    char text[static OUTCOME_TEXT_SIZE])
{
	bool as_expected = true;

	if ((e->match & RPL_MATCH_RCODE) != 0)
		as_expected = rcode_matches(o->status, e->flags & 15U);
	if ((e->match & RPL_MATCH_ANSWER) != 0 && !lookup_failed(o->status))
		as_expected &= chain_matches(o, e) && items_match(o, e);
	if (!as_expected)
		explain(o, e, text);
	return as_expected;
}

bool
outcome_poisoned(const struct outcome *o, const struct rpl *rpl,
    char text[static OUTCOME_TEXT_SIZE])
{
	struct text t = { text, OUTCOME_TEXT_SIZE };
	bool listed[ANSWER_ADDRESSES_MAX] = { false }, judged = false;
	const struct rpl_step *s;
	unsigned i;

	for (s = rpl->steps; s != NULL; s = s->next) {
		if (s->kind != RPL_CHECK_ANSWER || s->entry == NULL ||
		    !s->entry->has_question || s->entry->hex != NULL ||
		    s->entry->question.type != o->question.type ||
		    !dns_name_equal(
			&s->entry->question.name, &o->question.name))
			continue;
		judged = true;
		for (i = 0; i < o->n_item; i++)
			listed[i] |= lists(s->entry, &o->question, &o->item[i]);
	}
	for (i = 0; judged && i < o->n_item; i++) {
		if (listed[i])
			continue;
		append_question(&t, &o->question);
		append(&t, "nobody may be told");
		append_item(&t, o->question.type, &o->item[i]);
		return true;
	}
	return false;
}

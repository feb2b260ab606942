/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record_read.h"

#include <netinet/in.h>

#include <stdlib.h>
#include <string.h>

#include "analysis/json_field.h"
#include "analysis/record_read_views.h"
#include "common/dns_msg.h"

static int
find_type(const char *word)
{
	static const uint16_t known[] = { DNS_TYPE_A, DNS_TYPE_NS,
		DNS_TYPE_CNAME, DNS_TYPE_SOA, DNS_TYPE_MX, DNS_TYPE_TXT,
		DNS_TYPE_AAAA, DNS_TYPE_DNAME, DNS_TYPE_OPT };
	char buf[16], *end;
	unsigned long n;
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(word, dns_type_name(known[i], buf)) == 0)
			return known[i];
	if (strncmp(word, "TYPE", 4) != 0 || word[4] < '0' || word[4] > '9')
		return -1;
	n = strtoul(word + 4, &end, 10);
	return *end == '\0' && n <= UINT16_MAX ? (int)n : -1;
}

static int
find_protocol(const char *word)
{
	if (strcmp(word, "tcp") == 0)
		return IPPROTO_TCP;
	return strcmp(word, "udp") == 0 ? IPPROTO_UDP : -1;
}

static int
find_declared(const char *word)
{
	if (strcmp(word, "mail+web") == 0)
		return DECLARED_ALL;
	if (strcmp(word, "mail") == 0)
		return DECLARED_MAIL;
	return strcmp(word, "web") == 0 ? DECLARED_WEB : -1;
}

static int64_t
read_rtt(struct json_field *f, struct json_tree *from)
{
	if (json_field_is_null(from, "rtt_ms"))
		return -1;
	return (int64_t)json_field_ms(f, from, "rtt_ms");
}

static void
read_lookup(
    struct json_field *f, struct json_tree *from, struct record_lookup *l)
{
	l->name = json_field_text(f, from, "name");
	l->type = (uint16_t)json_field_word(f, from, "type", find_type);
	l->status = (enum lookup_status)json_field_word(
	    f, from, "status", lookup_status_find);
	l->rcode = (uint16_t)json_field_uint(f, from, "rcode", UINT16_MAX);
	if (!json_field_is_null(from, "server"))
		l->server = json_field_address(f, from, "server");
	l->attempts = (uint8_t)json_field_uint(f, from, "attempts", UINT8_MAX);
	l->tcp = json_field_bool(f, from, "tcp");
	l->rtt_ns = read_rtt(f, from);
}

/* A lookup under its own key; one that was not asked is null. */
static void
read_named_lookup(
    struct json_field *f, struct json_tree *from, struct record_lookup *l)
{
	size_t before;

	if (json_field_is_null(from, "lookup"))
		return;
	from = json_field_object(f, from, "lookup");
	before = json_field_enter(f, "lookup", -1);
	if (from != NULL)
		read_lookup(f, from, l);
	json_field_leave(f, before);
}

static void
read_endpoint(
    struct json_field *f, struct json_tree *from, struct record_endpoint *e)
{
	const char *reason = "reason";

	e->address = json_field_address(f, from, "address");
	if (json_field_uint(f, from, "family", 6) != e->address.family)
		json_field_fail(
		    f, STATUS_MALFORMED, "family", "not that of the address");
	e->proto = (uint8_t)json_field_word(f, from, "protocol", find_protocol);
	e->port = (uint16_t)json_field_uint(f, from, "port", UINT16_MAX);
	e->state = (enum endpoint_state)json_field_word(
	    f, from, "state", endpoint_state_find);
	if (!json_field_is_null(from, reason))
		e->reason =
		    (enum reason)json_field_word(f, from, reason, reason_find);
	e->attempts = (uint8_t)json_field_uint(f, from, "attempts", UINT8_MAX);
	e->rtt_ns = read_rtt(f, from);
}

typedef void read_element_fn(struct json_field *, struct json_tree *, void *);

/*
 * Reads an array of objects, each into its element of SIZE octets; EXTRA
 * more elements are left empty behind them.
 */
static void *
read_array(struct json_field *f, struct json_tree *from, const char *key,
    read_element_fn *fn, size_t size, size_t extra, size_t *n)
{
	struct json_tree *array = json_field_array(f, from, key), *value;
	char *elements;
	size_t i, before;

	*n = 0;
	if (array == NULL)
		return NULL;
	elements = arena_array(f->arena, array->n + extra, size);
	if (elements == NULL) {
		json_field_fail(f, STATUS_NO_MEMORY, key, "out of memory");
		return NULL;
	}
	for (i = 0, value = array->first; value != NULL;
	     i++, value = value->next) {
		before = json_field_enter(f, key, (int)i);
		if (value->kind == JSON_TREE_OBJECT)
			fn(f, value, elements + i * size);
		else
			json_field_fail(
			    f, STATUS_MALFORMED, "", "not an object");
		json_field_leave(f, before);
	}
	*n = array->n;
	return elements;
}

static void
read_endpoint_element(struct json_field *f, struct json_tree *from, void *arg)
{
	read_endpoint(f, from, arg);
}

static void
read_lookup_element(struct json_field *f, struct json_tree *from, void *arg)
{
	read_lookup(f, from, arg);
}

static void
read_mx_element(struct json_field *f, struct json_tree *from, void *arg)
{
	struct record_mx *mx = arg;

	mx->preference =
	    (uint16_t)json_field_uint(f, from, "preference", UINT16_MAX);
	mx->host = json_field_text(f, from, "host");
}

static void
read_host(struct json_field *f, struct json_tree *from, struct record_host *h)
{
	struct record_lookup *lookups;
	size_t n;

	h->name = json_field_text(f, from, "host");
	h->use = (enum host_use)json_field_word(f, from, "use", host_use_find);
	lookups = read_array(
	    f, from, "lookups", read_lookup_element, sizeof(*lookups), 0, &n);
	if (n == 2)
		memcpy(h->lookup, lookups, sizeof(h->lookup));
	else if (n != 0)
		json_field_fail(f, STATUS_MALFORMED, "lookups",
		    "not two (A and AAAA) or none");
	h->looked_up = n == 2;
	h->cnames = json_field_texts(f, from, "cnames", &h->n_cnames);
	h->endpoints = read_array(f, from, "endpoints", read_endpoint_element,
	    sizeof(*h->endpoints), 0, &h->n_endpoints);
}

static void
read_host_element(struct json_field *f, struct json_tree *from, void *arg)
{
	struct record_host *h = arg;

	read_host(f, from, h);
	if (h->use == USE_TENANT)
		json_field_fail(f, STATUS_MALFORMED, "use",
		    "the tenant host belongs under mail");
}

/* The room for it is behind the other hosts. */
static void
read_tenant(
    struct json_field *f, struct json_tree *mail, struct record_domain *d)
{
	size_t before;

	if (json_field_is_null(mail, "tenant"))
		return;
	mail = json_field_object(f, mail, "tenant");
	before = json_field_enter(f, "tenant", -1);
	if (mail != NULL) {
		read_host(f, mail, &d->hosts[d->n_hosts]);
		if (d->hosts[d->n_hosts++].use != USE_TENANT)
			json_field_fail(
			    f, STATUS_MALFORMED, "use", "not tenant");
	}
	json_field_leave(f, before);
}

static void
read_zone(struct json_field *f, struct json_tree *from, struct record_domain *d)
{
	struct json_tree *zone = json_field_object(f, from, "zone");
	size_t before = json_field_enter(f, "zone", -1);

	if (zone != NULL) {
		d->zone = json_field_text(f, zone, "name");
		d->zone_lookups =
		    read_array(f, zone, "lookups", read_lookup_element,
			sizeof(*d->zone_lookups), 0, &d->n_zone_lookups);
	}
	json_field_leave(f, before);
}

/* The inverse of write_answer() in record_json.c. */
static const char *
read_answer(struct json_field *f, struct json_tree *from, const char *key,
    const char *name, bool *asked, struct record_lookup *l)
{
	const char *text = "";
	size_t before;

	if (json_field_is_null(from, key))
		return "";
	from = json_field_object(f, from, key);
	before = json_field_enter(f, key, -1);
	if (from != NULL) {
		*asked = true;
		read_named_lookup(f, from, l);
		text = json_field_text(f, from, name);
	}
	json_field_leave(f, before);
	return text;
}

static void
read_mail(struct json_field *f, struct json_tree *from, struct record_domain *d)
{
	struct json_tree *mail = json_field_object(f, from, "mail");
	size_t before = json_field_enter(f, "mail", -1);

	if (mail != NULL) {
		read_named_lookup(f, mail, &d->mx_lookup);
		d->mx = read_array(f, mail, "mx", read_mx_element,
		    sizeof(*d->mx), 0, &d->n_mx);
		d->implicit_mx = json_field_bool(f, mail, "implicit_mx");
		d->spf = read_answer(
		    f, mail, "spf", "record", &d->spf_asked, &d->spf_lookup);
		d->autodiscover = read_answer(f, mail, "autodiscover", "target",
		    &d->autodiscover_asked, &d->autodiscover_lookup);
		if (json_field_ok(f))
			read_tenant(f, mail, d);
	}
	json_field_leave(f, before);
}

/* Addresses as texts, of FAMILY alone unless it is FAMILY_NONE. */
static const struct ip_addr *
read_addresses(struct json_field *f, struct json_tree *from, const char *key,
    enum family family, size_t *n)
{
	struct json_tree *array = json_field_array(f, from, key), *value;
	struct ip_addr *out;
	size_t i;

	*n = 0;
	if (array == NULL)
		return NULL;
	*n = array->n;
	out = arena_array(f->arena, *n, sizeof(*out));
	if (out == NULL) {
		json_field_fail(f, STATUS_NO_MEMORY, key, "out of memory");
		return NULL;
	}
	for (i = 0, value = array->first; value != NULL;
	     i++, value = value->next) {
		if (value->kind != JSON_TREE_TEXT ||
		    !address_parse(value->text, &out[i]))
			json_field_fail(
			    f, STATUS_MALFORMED, key, "not all addresses");
		else if (family != FAMILY_NONE && out[i].family != family)
			json_field_fail(
			    f, STATUS_MALFORMED, key, "not of the family");
	}
	return out;
}

static void
read_chain_family(struct json_field *f, struct json_tree *from, const char *key,
    enum family family, struct record_chain_family *c)
{
	struct json_tree *object = json_field_object(f, from, key);
	size_t before = json_field_enter(f, key, -1);
	bool broken;

	c->resolvable = (enum resolvable)json_field_word(
	    f, object, "resolvable", resolvable_find);
	c->broken_at = json_field_is_null(object, "broken_at")
	    ? ""
	    : json_field_text(f, object, "broken_at");
	if (!json_field_is_null(object, "reason"))
		c->reason = (enum chain_reason)json_field_word(
		    f, object, "reason", chain_reason_find);
	broken = c->resolvable == RESOLVABLE_NO;
	if (broken != (c->broken_at[0] != '\0') ||
	    broken != (c->reason != CHAIN_NONE))
		json_field_fail(f, STATUS_MALFORMED, "resolvable",
		    "at odds with broken_at or reason");
	c->servers =
	    read_addresses(f, object, "servers", family, &c->n_servers);
	json_field_leave(f, before);
}

static void
read_chain_view(struct json_field *f, struct json_tree *from, void *arg)
{
	struct record_chain_view *v = arg;

	v->vantage = json_field_text(f, from, "vantage");
	read_chain_family(f, from, "ipv4", FAMILY_V4, &v->family[0]);
	read_chain_family(f, from, "ipv6", FAMILY_V6, &v->family[1]);
}

static void
read_chain_element(struct json_field *f, struct json_tree *from, void *arg)
{
	struct record_chain *c = arg;

	c->name = json_field_text(f, from, "name");
	read_chain_family(f, from, "ipv4", FAMILY_V4, &c->family[0]);
	read_chain_family(f, from, "ipv6", FAMILY_V6, &c->family[1]);
	if (json_tree_get(from, "vantages") != NULL)
		c->views = read_array(f, from, "vantages", read_chain_view,
		    sizeof(*c->views), 0, &c->n_views);
}

static void
read_ns_element(struct json_field *f, struct json_tree *from, void *arg)
{
	struct record_ns *ns = arg;

	ns->name = json_field_text(f, from, "name");
	ns->at_parent = json_field_bool(f, from, "at_parent");
	ns->at_child = json_field_bool(f, from, "at_child");
	ns->glue = read_addresses(f, from, "glue", FAMILY_NONE, &ns->n_glue);
}

static void
read_aaaa_element(struct json_field *f, struct json_tree *from, void *arg)
{
	struct record_aaaa *a = arg;
	struct json_tree *endpoint = json_field_object(f, from, "endpoint");
	size_t before = json_field_enter(f, "endpoint", -1);

	if (endpoint != NULL)
		read_endpoint(f, endpoint, &a->endpoint);
	json_field_leave(f, before);
	a->server = json_field_text(f, from, "server");
}

/* What only a run with --iterative knows: all of it is there, or nothing. */
static void
read_iterative(
    struct json_field *f, struct json_tree *root, struct record_domain *d)
{
	d->iterative = json_tree_get(root, "chain") != NULL ||
	    json_tree_get(root, "ns") != NULL ||
	    json_tree_get(root, "aaaa_answers") != NULL;
	if (!d->iterative)
		return;
	d->chain = read_array(f, root, "chain", read_chain_element,
	    sizeof(*d->chain), 0, &d->n_chain);
	d->ns = read_array(
	    f, root, "ns", read_ns_element, sizeof(*d->ns), 0, &d->n_ns);
	d->aaaa = read_array(f, root, "aaaa_answers", read_aaaa_element,
	    sizeof(*d->aaaa), 0, &d->n_aaaa);
}

static void
read_domain(
    struct json_field *f, struct json_tree *root, struct record_domain *d)
{
	if (strcmp(json_field_text(f, root, "type"), "domain") != 0)
		json_field_fail(f, STATUS_MALFORMED, "type", "not domain");
	d->name = json_field_text(f, root, "name");
	d->group = json_field_text(f, root, "group");
	d->organisation = json_field_text(f, root, "organisation");
	d->declared = (unsigned)json_field_word(f, root, "use", find_declared);
	d->hosts = read_array(f, root, "hosts", read_host_element,
	    sizeof(*d->hosts), 1, &d->n_hosts);
	read_zone(f, root, d);
	read_mail(f, root, d);
	read_iterative(f, root, d);
	if (json_tree_get(root, "vantages") != NULL)
		record_read_views(f, root, d);
	d->queries = (unsigned)json_field_uint(f, root, "queries", INT32_MAX);
	d->over_budget = json_field_bool(f, root, "over_budget");
	d->started_unix_ns = json_field_time(f, root, "started");
	d->duration_ns = json_field_ms(f, root, "duration_ms");
}

enum status
record_read(const char *text, size_t len, uint64_t line, struct arena *arena,
    struct record_domain *d, struct error *err)
{
	struct json_field f = { .arena = arena, .err = err, .line = line };
	struct json_tree *root;

	memset(d, 0, sizeof(*d));
	if ((root = json_field_parse(&f, text, len)) != NULL)
		read_domain(&f, root, d);
	return f.status;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record_json.h"

#include <netinet/in.h>

#include <assert.h>
#include <string.h>

#include "analysis/record_views.h"
#include "common/dns_msg.h"

static const char *const declared_words[] = {
	[DECLARED_WEB] = "web",
	[DECLARED_MAIL] = "mail",
	[DECLARED_ALL] = "mail+web",
};

/* A word of our own, which needs no escape; NULL is written as null. */
static inline void
write_word(struct json_writer *w, const char *key, const char *word)
{
	if (word != NULL)
		json_writer_plain(w, key, word, strlen(word));
	else
		json_writer_null(w, key);
}

static void
write_address(struct json_writer *w, const char *key, const struct ip_addr *a)
{
	char text[ADDRESS_TEXT_SIZE];

	if (a->family == FAMILY_NONE)
		json_writer_null(w, key);
	else
		json_writer_plain(w, key, text, address_write(a, text));
}

static void
write_rtt(struct json_writer *w, int64_t rtt_ns)
{
	if (rtt_ns < 0)
		json_writer_null(w, "rtt_ms");
	else
		json_writer_ms(w, "rtt_ms", (uint64_t)rtt_ns);
}

static void
write_lookup(
    struct json_writer *w, const char *key, const struct record_lookup *l)
{
	char type[16];

	if (l->name == NULL) {
		json_writer_null(w, key);
		return;
	}
	json_writer_object(w, key);
	json_writer_text(w, "name", l->name);
	write_word(w, "type", dns_type_name(l->type, type));
	write_word(w, "status", lookup_status_name(l->status));
	json_writer_uint(w, "rcode", l->rcode);
	write_address(w, "server", &l->server);
	json_writer_uint(w, "attempts", l->attempts);
	json_writer_bool(w, "tcp", l->tcp);
	write_rtt(w, l->rtt_ns);
	json_writer_end(w);
}

static void
write_texts(
    struct json_writer *w, const char *key, const char *const *texts, size_t n)
{
	size_t i;

	json_writer_array(w, key);
	for (i = 0; i < n; i++)
		json_writer_text(w, NULL, texts[i]);
	json_writer_end(w);
}

/* Who saw what, by name. */
static void
write_views(struct json_writer *w, const struct record_domain *d,
    const uint64_t from[VIEW_COUNT])
{
	unsigned view;
	size_t i;

	for (view = 0; view < VIEW_COUNT; view++) {
		json_writer_array(w, record_view_name((enum record_view)view));
		for (i = 0; i < d->n_vantages; i++)
			if (from[view] & UINT64_C(1) << i)
				json_writer_text(w, NULL, d->vantages[i]);
		json_writer_end(w);
	}
}

static void
write_endpoint(struct json_writer *w, const char *key,
    const struct record_domain *d, const struct record_endpoint *e)
{
	assert(e->proto == IPPROTO_TCP || e->proto == IPPROTO_UDP);
	json_writer_object(w, key);
	write_address(w, "address", &e->address);
	json_writer_uint(w, "family", e->address.family);
	write_word(w, "protocol", e->proto == IPPROTO_TCP ? "tcp" : "udp");
	json_writer_uint(w, "port", e->port);
	write_word(w, "state", endpoint_state_name(e->state));
	write_word(w, "reason", reason_name(e->reason));
	json_writer_uint(w, "attempts", e->attempts);
	write_rtt(w, e->rtt_ns);
	if (e->views != NULL)
		write_views(w, d, e->views->from);
	json_writer_end(w);
}

static void
write_host(struct json_writer *w, const char *key,
    const struct record_domain *d, const struct record_host *h)
{
	size_t i;

	json_writer_object(w, key);
	json_writer_text(w, "host", h->name);
	write_word(w, "use", host_use_name(h->use));
	json_writer_array(w, "lookups");
	for (i = 0; i < 2 && h->looked_up; i++)
		write_lookup(w, NULL, &h->lookup[i]);
	json_writer_end(w);
	write_texts(w, "cnames", h->cnames, h->n_cnames);
	json_writer_array(w, "endpoints");
	for (i = 0; i < h->n_endpoints; i++)
		write_endpoint(w, NULL, d, &h->endpoints[i]);
	json_writer_end(w);
	json_writer_end(w);
}

static void
write_hosts(struct json_writer *w, const struct record_domain *d)
{
	size_t i;

	json_writer_array(w, "hosts");
	for (i = 0; i < d->n_hosts; i++)
		if (d->hosts[i].use != USE_TENANT)
			write_host(w, NULL, d, &d->hosts[i]);
	json_writer_end(w);
}

static void
write_zone(struct json_writer *w, const struct record_domain *d)
{
	size_t i;

	json_writer_object(w, "zone");
	json_writer_text(w, "name", d->zone);
	json_writer_array(w, "lookups");
	for (i = 0; i < d->n_zone_lookups; i++)
		write_lookup(w, NULL, &d->zone_lookups[i]);
	json_writer_end(w);
	json_writer_end(w);
}

/* A lookup and the one text it gave; null if it was not asked. */
static void
write_answer(struct json_writer *w, const char *key, bool asked,
    const struct record_lookup *l, const char *name, const char *value)
{
	if (!asked) {
		json_writer_null(w, key);
		return;
	}
	json_writer_object(w, key);
	write_lookup(w, "lookup", l);
	json_writer_text(w, name, value);
	json_writer_end(w);
}

static void
write_mail(struct json_writer *w, const struct record_domain *d)
{
	const struct record_host *last = NULL;
	size_t i;

	json_writer_object(w, "mail");
	write_lookup(w, "lookup", &d->mx_lookup);
	json_writer_array(w, "mx");
	for (i = 0; i < d->n_mx; i++) {
		json_writer_object(w, NULL);
		json_writer_uint(w, "preference", d->mx[i].preference);
		json_writer_text(w, "host", d->mx[i].host);
		json_writer_end(w);
	}
	json_writer_end(w);
	json_writer_bool(w, "implicit_mx", d->implicit_mx);
	write_answer(w, "spf", d->spf_asked, &d->spf_lookup, "record", d->spf);
	write_answer(w, "autodiscover", d->autodiscover_asked,
	    &d->autodiscover_lookup, "target", d->autodiscover);
	if (d->n_hosts > 0)
		last = &d->hosts[d->n_hosts - 1];
	if (last != NULL && last->use == USE_TENANT)
		write_host(w, "tenant", d, last);
	else
		json_writer_null(w, "tenant");
	json_writer_end(w);
}

static void
write_addresses(
    struct json_writer *w, const char *key, const struct ip_addr *a, size_t n)
{
	size_t i;

	json_writer_array(w, key);
	for (i = 0; i < n; i++)
		write_address(w, NULL, &a[i]);
	json_writer_end(w);
}

static void
write_chain_family(
    struct json_writer *w, const char *key, const struct record_chain_family *f)
{
	bool broken = f->resolvable == RESOLVABLE_NO;

	assert(broken == (f->broken_at[0] != '\0'));
	assert(broken == (f->reason != CHAIN_NONE));
	json_writer_object(w, key);
	write_word(w, "resolvable", resolvable_name(f->resolvable));
	json_writer_text(w, "broken_at", broken ? f->broken_at : NULL);
	write_word(w, "reason", chain_reason_name(f->reason));
	write_addresses(w, "servers", f->servers, f->n_servers);
	json_writer_end(w);
}

static void
write_chain(struct json_writer *w, const struct record_chain *c)
{
	size_t i;

	json_writer_object(w, NULL);
	json_writer_text(w, "name", c->name);
	write_chain_family(w, "ipv4", &c->family[0]);
	write_chain_family(w, "ipv6", &c->family[1]);
	if (c->n_views > 0)
		json_writer_array(w, "vantages");
	for (i = 0; i < c->n_views; i++) {
		json_writer_object(w, NULL);
		json_writer_text(w, "vantage", c->views[i].vantage);
		write_chain_family(w, "ipv4", &c->views[i].family[0]);
		write_chain_family(w, "ipv6", &c->views[i].family[1]);
		json_writer_end(w);
	}
	if (c->n_views > 0)
		json_writer_end(w);
	json_writer_end(w);
}

/* What only a run with --iterative knows. */
static void
write_iterative(struct json_writer *w, const struct record_domain *d)
{
	size_t i;

	json_writer_array(w, "chain");
	for (i = 0; i < d->n_chain; i++)
		write_chain(w, &d->chain[i]);
	json_writer_end(w);
	json_writer_array(w, "ns");
	for (i = 0; i < d->n_ns; i++) {
		json_writer_object(w, NULL);
		json_writer_text(w, "name", d->ns[i].name);
		json_writer_bool(w, "at_parent", d->ns[i].at_parent);
		json_writer_bool(w, "at_child", d->ns[i].at_child);
		write_addresses(w, "glue", d->ns[i].glue, d->ns[i].n_glue);
		json_writer_end(w);
	}
	json_writer_end(w);
	json_writer_array(w, "aaaa_answers");
	for (i = 0; i < d->n_aaaa; i++) {
		json_writer_object(w, NULL);
		json_writer_text(w, "server", d->aaaa[i].server);
		write_endpoint(w, "endpoint", d, &d->aaaa[i].endpoint);
		json_writer_end(w);
	}
	json_writer_end(w);
}

static void
write_families(struct json_writer *w, const struct verdict *v)
{
	const struct service_verdict *s;
	unsigned i;

	json_writer_object(w, "families");
	for (i = 0; i < SERVICE_COUNT; i++) {
		s = &v->service[i];
		if (s->class == CLASS_NOT_APPLICABLE) {
			json_writer_null(w, service_name((enum service)i));
			continue;
		}
		json_writer_object(w, service_name((enum service)i));
		write_word(w, "ipv4", family_state_name(s->family[0]));
		write_word(w, "ipv6", family_state_name(s->family[1]));
		json_writer_end(w);
	}
	json_writer_end(w);
}

/* What only the verdict on a merged run has. */
static void
write_merged(struct json_writer *w, const struct record_domain *d,
    const struct verdict *v)
{
	static const char *const families[2] = { "ipv4", "ipv6" };
	uint64_t from[2][VIEW_COUNT];
	unsigned i, j;

	json_writer_object(w, "anywhere");
	write_word(w, "agreement", agreement_name(v->agreement_anywhere));
	for (i = 0; i < SERVICE_COUNT; i++)
		write_word(w, service_name((enum service)i),
		    service_class_name(v->anywhere[i]));
	json_writer_end(w);
	json_writer_object(w, "everywhere");
	write_word(w, "agreement", agreement_name(v->agreement_everywhere));
	for (i = 0; i < SERVICE_COUNT; i++)
		write_word(w, service_name((enum service)i),
		    service_class_name(v->everywhere[i]));
	json_writer_end(w);
	json_writer_object(w, "vantages");
	for (i = 0; i < SERVICE_COUNT; i++) {
		record_views_service(d, (enum service)i, from);
		json_writer_object(w, service_name((enum service)i));
		for (j = 0; j < 2; j++) {
			json_writer_object(w, families[j]);
			write_views(w, d, from[j]);
			json_writer_end(w);
		}
		json_writer_end(w);
	}
	json_writer_end(w);
}

static void
write_verdict(struct json_writer *w, const struct record_domain *d,
    const struct verdict *v)
{
	unsigned i;

	json_writer_object(w, "verdict");
	write_word(w, "agreement", agreement_name(v->agreement));
	json_writer_array(w, "reasons");
	for (i = 0; i < v->n_reasons; i++)
		json_writer_text(w, NULL, v->reasons[i]);
	json_writer_end(w);
	for (i = 0; i < SERVICE_COUNT; i++)
		write_word(w, service_name((enum service)i),
		    service_class_name(v->service[i].class));
	write_families(w, v);
	json_writer_bool(w, "mail_implicit", v->mail_implicit);
	write_word(
	    w, "ipv6_only_client", ipv6_only_client_name(v->ipv6_only_client));
	write_word(w, "mail_platform", v->mail_platform);
	write_word(
	    w, "exchange_online", exchange_online_name(v->exchange_online));
	json_writer_object(w, "internet_nl");
	for (i = 0; i < INTERNET_NL_TEST_COUNT; i++)
		write_word(w, internet_nl_test_name((enum internet_nl_test)i),
		    internet_nl_status_name(v->internet_nl[i]));
	json_writer_end(w);
	if (v->merged)
		write_merged(w, d, v);
	json_writer_end(w);
}

static void
write_findings(struct json_writer *w, const struct verdict *v)
{
	size_t i;

	json_writer_array(w, "findings");
	for (i = 0; i < v->n_findings; i++) {
		json_writer_object(w, NULL);
		write_word(w, "code", finding_code_name(v->findings[i].code));
		json_writer_text(w, "host", v->findings[i].host);
		json_writer_text(w, "detail", v->findings[i].detail);
		json_writer_end(w);
	}
	json_writer_end(w);
	json_writer_uint(w, "findings_omitted", v->findings_omitted);
}

void
record_json_write(struct json_writer *w, const struct record_domain *d,
    const struct verdict *v)
{
	assert(d->declared >= DECLARED_WEB && d->declared <= DECLARED_ALL);
	json_writer_object(w, NULL);
	write_word(w, "type", "domain");
	json_writer_text(w, "name", d->name);
	json_writer_text(w, "group", d->group);
	json_writer_text(w, "organisation", d->organisation);
	write_word(w, "use", declared_words[d->declared]);
	write_verdict(w, d, v);
	if (d->n_vantages > 0)
		write_texts(w, "vantages", d->vantages, d->n_vantages);
	write_hosts(w, d);
	write_zone(w, d);
	write_mail(w, d);
	if (d->iterative)
		write_iterative(w, d);
	write_findings(w, v);
	json_writer_uint(w, "queries", d->queries);
	json_writer_bool(w, "over_budget", d->over_budget);
	json_writer_time(w, "started", d->started_unix_ns);
	json_writer_ms(w, "duration_ms", d->duration_ns);
	json_writer_end(w);
	json_writer_newline(w);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/findings.h"

#include <netinet/in.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "analysis/evidence.h"
#include "analysis/service.h"
#include "common/dns_msg.h"

#define CNAMES_MAX 11 /* that are followed */

/* Whatever is in DETAIL: printable ASCII, and two dots where it was cut. */
static void
tidy(struct finding *f, bool cut)
{
	char *c;

	for (c = f->detail; *c != '\0'; c++)
		if (*c < 0x20 || *c > 0x7e)
			*c = '?';
	if (cut)
		memcpy(c - 2, "..", 2);
}

void
findings_add(struct verdict *v, enum finding_code code, const char *host,
    const char *fmt, ...)
{
	struct finding *f = &v->findings[v->n_findings];
	va_list ap;
	int len;

	if (v->n_findings == VERDICT_FINDINGS_MAX) {
		v->findings_omitted++;
		return;
	}
	v->n_findings++;
	f->code = code;
	f->host = host;
	va_start(ap, fmt);
	len = vsnprintf(f->detail, sizeof(f->detail), fmt, ap);
	va_end(ap);
	tidy(f, len >= (int)sizeof(f->detail));
}

void
findings_add_addresses(struct verdict *v, enum finding_code code,
    const char *host, const struct ip_addr *first, size_t n)
{
	char text[ADDRESS_TEXT_SIZE];

	if (n == 1)
		findings_add(v, code, host, "%s", address_format(first, text));
	else if (n > 1)
		findings_add(v, code, host, "%s and %zu more",
		    address_format(first, text), n - 1);
}

static void
on_domain(const struct record_domain *d, struct verdict *v)
{
	bool exists = !evidence_no_such_domain(d);

	if (!exists)
		findings_add(v, FINDING_NO_SUCH_DOMAIN, d->name,
		    "the name does not exist");
	if (exists && v->service[SERVICE_DNS].class == CLASS_NONE)
		findings_add(v, FINDING_NO_NAME_SERVERS, d->name,
		    "no name server with an address");
	if (v->mail_implicit &&
	    (d->implicit_mx ||
		v->service[SERVICE_MAIL].class != CLASS_INDETERMINATE))
		findings_add(v, FINDING_IMPLICIT_MX, d->name,
		    "no MX record: the name's own addresses take mail");
	if (d->over_budget)
		findings_add(v, FINDING_OVER_BUDGET, d->name,
		    "some questions were not asked");
}

static void
on_mail(const struct record_domain *d, struct verdict *v)
{
	size_t i, others = evidence_count_mx(d);
	const char *host;

	if (others > 0 && others < d->n_mx)
		findings_add(v, FINDING_NULL_MX_WITH_OTHER_MX, d->name,
		    "a null MX must be the only one (RFC 7505)");
	for (i = 0; i < d->n_mx; i++) {
		host = d->mx[i].host;
		if (evidence_is_null_mx(&d->mx[i]) || !evidence_first_mx(d, i))
			continue;
		if (evidence_is_localhost(host))
			findings_add(v, FINDING_MX_IS_LOCALHOST, host,
			    "preference %u", (unsigned)d->mx[i].preference);
		else if (evidence_is_literal(host))
			findings_add(v, FINDING_MX_IS_ADDRESS, host,
			    "preference %u", (unsigned)d->mx[i].preference);
		else if (evidence_mx_has_address(
			     d, i, FAMILY_V4, &evidence_mail) == TRI_NO &&
		    evidence_mx_has_address(d, i, FAMILY_V6, &evidence_mail) ==
			TRI_NO)
			findings_add(v, FINDING_MX_WITHOUT_ADDRESS, host,
			    "preference %u", (unsigned)d->mx[i].preference);
	}
}

static void
on_alias(const struct record_host *h, struct verdict *v)
{
	bool mx = h->use == USE_MX;

	if (h->n_cnames > 0 && (mx || h->use == USE_NS))
		findings_add(v, mx ? FINDING_MX_IS_CNAME : FINDING_NS_IS_CNAME,
		    h->name, "%zu CNAME record%s (RFC 2181 section 10.3)",
		    h->n_cnames, h->n_cnames > 1 ? "s" : "");
	if (h->n_cnames >= CNAMES_MAX && h->lookup[0].status != LOOKUP_OK &&
	    h->lookup[1].status != LOOKUP_OK)
		findings_add(v, FINDING_CNAME_TOO_LONG, h->name,
		    "followed %zu CNAME records, no address", h->n_cnames);
}

/* The TCP port of an address is as good as shut. */
static bool
is_tcp_dead(const struct record_host *h, const struct ip_addr *address)
{
	const struct record_endpoint *e;
	size_t i;

	for (i = 0; i < h->n_endpoints; i++) {
		e = &h->endpoints[i];
		if (e->proto == IPPROTO_TCP &&
		    address_equal(&e->address, address))
			return e->state == ENDPOINT_CLOSED ||
			    e->state == ENDPOINT_SILENT ||
			    e->state == ENDPOINT_UNREACHABLE;
	}
	return false;
}

/* A server that answers over UDP must do so over TCP (RFC 7766 section 5). */
static void
on_tcp(const struct record_host *h, struct verdict *v)
{
	const struct ip_addr *first = NULL;
	const struct record_endpoint *e;
	size_t i, n = 0;

	for (i = 0; i < h->n_endpoints; i++) {
		e = &h->endpoints[i];
		if (e->proto != IPPROTO_UDP || e->state != ENDPOINT_OPEN ||
		    !is_tcp_dead(h, &e->address))
			continue;
		first = first != NULL ? first : &e->address;
		n++;
	}
	findings_add_addresses(v, FINDING_DNS_TCP_CLOSED, h->name, first, n);
}

static void
on_name_server(const struct record_host *h, struct verdict *v)
{
	char text[ADDRESS_TEXT_SIZE];
	const struct record_endpoint *e;
	size_t i;

	if (evidence_has_address(h, FAMILY_V4, &evidence_dns) == TRI_NO &&
	    evidence_has_address(h, FAMILY_V6, &evidence_dns) == TRI_NO)
		findings_add(v, FINDING_NS_WITHOUT_ADDRESS, h->name, "%s", "");
	for (i = 0; i < h->n_endpoints; i++) {
		e = &h->endpoints[i];
		if (e->state == ENDPOINT_LAME) {
			findings_add(v, FINDING_NS_LAME, h->name, "%s: %s",
			    address_format(&e->address, text),
			    e->reason != REASON_NONE ? reason_name(e->reason)
						     : "lame");
			break;
		}
	}
}

/* One finding for all endpoints of the host with this reason. */
static void
on_not_probed(const struct record_host *h, enum reason reason,
    enum finding_code code, struct verdict *v)
{
	const struct record_endpoint *e, *first = NULL, *last = NULL;
	size_t i, n = 0;

	for (i = 0; i < h->n_endpoints; i++) {
		e = &h->endpoints[i];
		if (e->state != ENDPOINT_NOT_PROBED || e->reason != reason ||
		    (last != NULL &&
			address_equal(&e->address, &last->address)))
			continue;
		first = first != NULL ? first : e;
		last = e;
		n++;
	}
	findings_add_addresses(
	    v, code, h->name, n > 0 ? &first->address : NULL, n);
}

/* The ports are not the same although both families work. */
static void
on_ports(const struct record_host *h, const struct service_verdict *s,
    struct verdict *v)
{
	bool alive = s->family[0] == FAMILY_REACHABLE &&
	    (s->family[1] == FAMILY_REACHABLE ||
		s->family[1] == FAMILY_DEGRADED);
	uint16_t port;

	if (alive && service_port_mismatch(h, &port) == TRI_YES)
		findings_add(v, FINDING_PORT_MISMATCH, h->name,
		    "port %u is open over IPv4 only", (unsigned)port);
}

static void
on_lookup(const struct record_lookup *l, struct verdict *v)
{
	char type[16];

	if (l->name != NULL && lookup_failed(l->status))
		findings_add(v, FINDING_LOOKUP_FAILED, l->name, "%s: %s",
		    dns_type_name(l->type, type),
		    lookup_status_name(l->status));
}

static void
on_host(const struct record_domain *d, const struct record_host *h,
    struct verdict *v)
{
	/* The name's own addresses again: all is said of the website. */
	if (h->use == USE_MX && d->implicit_mx)
		return;
	on_alias(h, v);
	if (h->use == USE_NS) {
		on_name_server(h, v);
		on_tcp(h, v);
	}
	if (h->use == USE_WEB)
		on_ports(h, &v->service[SERVICE_WEB], v);
	if (h->use == USE_WWW)
		on_ports(h, &v->service[SERVICE_WWW], v);
	on_not_probed(
	    h, REASON_SPECIAL_PURPOSE, FINDING_SPECIAL_PURPOSE_ADDRESS, v);
	on_not_probed(h, REASON_CAP, FINDING_ADDRESSES_OVER_CAP, v);
	if (h->looked_up) {
		on_lookup(&h->lookup[0], v);
		on_lookup(&h->lookup[1], v);
	}
}

void
findings_collect(const struct record_domain *d, struct verdict *v)
{
	size_t i;

	on_domain(d, v);
	on_mail(d, v);
	for (i = 0; i < d->n_hosts; i++)
		on_host(d, &d->hosts[i], v);
	if (d->iterative)
		findings_iterative(d, v);
	for (i = 0; i < d->n_zone_lookups; i++)
		on_lookup(&d->zone_lookups[i], v);
	on_lookup(&d->mx_lookup, v);
	if (d->spf_asked)
		on_lookup(&d->spf_lookup, v);
	if (d->autodiscover_asked)
		on_lookup(&d->autodiscover_lookup, v);
}

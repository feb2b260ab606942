/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/sim_domains.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/sim_message.h"
#include "tests/sim/sim_patterns.h"

#define SHARED_MX 40
#define CHAIN_MAX 11
#define EXCHANGE  "mail.protection.outlook.com"
#define SPF       "v=spf1 include:spf.protection.outlook.com -all"

struct maker {
	struct sim_zone *zone;
	struct sim_random random;
	uint32_t hosts; /* made so far */
	const struct sim_pattern *mx[SHARED_MX];
	const struct sim_pattern *servers; /* a set of them for each */
	unsigned n_servers;
};

__attribute__((format(printf, 1, 2))) static struct dns_name
name_of(const char *format, ...)
{
	char text[300];
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	return sim_name(text);
}

static struct dns_name
below(const char *label, const struct dns_name *name)
{
	struct dns_name longer;

	if (!dns_name_prepend(label, name, &longer))
		abort();
	return longer;
}

/* Gives a host all the addresses of a pattern. */
static void
give_addresses(
    struct maker *m, const struct dns_name *host, const struct sim_pattern *p)
{
	uint32_t index = m->hosts++;
	struct ip_addr a;
	unsigned i;

	for (i = 0; i < SIM_PATTERN_MAX; i++) {
		if (p->v4[i] != SIM_NONE) {
			a = sim_address(FAMILY_V4, p->v4[i], index, i);
			sim_zone_address(m->zone, host, &a);
		}
		if (p->v6[i] != SIM_NONE) {
			a = sim_address(FAMILY_V6, p->v6[i], index, i);
			sim_zone_address(m->zone, host, &a);
		}
	}
}

static const struct sim_pattern *
host_pattern(struct maker *m)
{
	/* Half of all are as they should be. */
	if (sim_random_below(&m->random, 2) == 0)
		return &sim_host_patterns[0];
	return &sim_host_patterns[sim_random_below(
	    &m->random, sim_host_patterns_n)];
}

static const struct sim_pattern *
web_pattern(struct maker *m)
{
	if (sim_random_below(&m->random, 8) == 0)
		return &sim_port_patterns[sim_random_below(
		    &m->random, sim_port_patterns_n)];
	return host_pattern(m);
}

/* The servers of one pattern, ns0 to ns2, one name each. */
static void
make_servers(struct maker *m, unsigned set)
{
	const struct sim_pattern *p = &m->servers[set];
	struct sim_pattern one;
	struct dns_name host;
	unsigned i;

	for (i = 0; i < SIM_PATTERN_MAX; i++) {
		if (p->v4[i] == SIM_NONE && p->v6[i] == SIM_NONE)
			continue;
		one = (struct sim_pattern){ { p->v4[i] }, { p->v6[i] },
			p->class };
		host = name_of("ns%u.s%u.dns.sim", i, set);
		give_addresses(m, &host, &one);
	}
}

static void
delegate(struct maker *m, const struct dns_name *zone, unsigned set)
{
	const struct sim_pattern *p = &m->servers[set];
	struct dns_name host;
	unsigned i;

	for (i = 0; i < SIM_PATTERN_MAX; i++) {
		if (p->v4[i] == SIM_NONE && p->v6[i] == SIM_NONE)
			continue;
		host = name_of("ns%u.s%u.dns.sim", i, set);
		sim_zone_name(m->zone, zone, DNS_TYPE_NS, 0, &host);
	}
}

static void
make_shared(struct maker *m)
{
	static const char *const zones[] = { "sim", "com", "outlook.com" };
	struct dns_name name;
	unsigned i;

	for (i = 0; i < m->n_servers; i++)
		make_servers(m, i);
	for (i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		name = sim_name(zones[i]);
		delegate(m, &name, 0);
	}
	for (i = 0; i < SHARED_MX; i++) {
		m->mx[i] = &sim_host_patterns[i % sim_host_patterns_n];
		name = name_of("mx%u.mail.sim", i);
		give_addresses(m, &name, m->mx[i]);
	}
}

/*
 * FROM leads over LINKS aliases to a host of that pattern; without addresses
 * the last alias dangles.
 */
static void
make_chain(struct maker *m, const struct dns_name *from, unsigned links,
    const struct sim_pattern *p)
{
	struct dns_name at = *from, to;
	char label[8];
	unsigned i;

	for (i = 1; i <= links; i++) {
		(void)snprintf(label, sizeof(label), "c%u", i);
		to = below(label, from);
		sim_zone_name(m->zone, &at, DNS_TYPE_CNAME, 0, &to);
		at = to;
	}
	give_addresses(m, &at, p);
}

static void
make_www(struct maker *m, struct sim_domain *d, bool alias)
{
	struct dns_name www = below("www", &d->name);
	const struct sim_pattern *p = web_pattern(m);
	unsigned links;

	switch (sim_random_below(&m->random, 4)) {
	case 0:
		if (alias)
			break;
		sim_zone_name(m->zone, &www, DNS_TYPE_CNAME, 0, &d->name);
		d->service[SERVICE_WWW] = d->service[SERVICE_WEB];
		return;
	case 1:
		links = 1 + (unsigned)sim_random_below(&m->random, CHAIN_MAX);
		make_chain(m, &www, links, p);
		d->service[SERVICE_WWW] = p->class;
		return;
	case 2:
		d->service[SERVICE_WWW] = CLASS_NONE;
		return;
	default:
		break;
	}
	give_addresses(m, &www, p);
	d->service[SERVICE_WWW] = p->class;
}

static struct dns_name
tenant_name(const struct dns_name *name)
{
	char label[DNS_NAME_TEXT_SIZE], *c;

	(void)dns_name_to_text(name, label);
	for (c = label; *c != '\0'; c++)
		if (*c == '.')
			*c = '-';
	return name_of("%s." EXCHANGE, label);
}

static void
add_mx(struct maker *m, const struct sim_domain *d, uint16_t preference,
    const struct dns_name *host)
{
	sim_zone_name(m->zone, &d->name, DNS_TYPE_MX, preference, host);
}

/* The tenant host, with IPv6 ON or not. */
static struct dns_name
make_tenant(struct maker *m, const struct sim_domain *d, bool on)
{
	static const struct sim_pattern both = { { SIM_OPEN }, { SIM_OPEN },
		CLASS_DUAL_STACK };
	static const struct sim_pattern one = { { SIM_OPEN }, { SIM_NONE },
		CLASS_V4_ONLY };
	struct dns_name host = tenant_name(&d->name);

	give_addresses(m, &host, on ? &both : &one);
	return host;
}

/* Mail by a shared host. */
static void
make_shared_mail(struct maker *m, struct sim_domain *d)
{
	unsigned i = (unsigned)sim_random_below(&m->random, SHARED_MX);
	struct dns_name host = name_of("mx%u.mail.sim", i);

	add_mx(m, d, 10, &host);
	d->service[SERVICE_MAIL] = m->mx[i]->class;
}

static void
make_own_mail(struct maker *m, struct sim_domain *d)
{
	struct dns_name host = below("mx", &d->name);
	const struct sim_pattern *p = host_pattern(m);

	add_mx(m, d, 10, &host);
	make_chain(m, &host, (unsigned)sim_random_below(&m->random, 3), p);
	d->service[SERVICE_MAIL] = p->class;
}

/* Shared hosts 0 and 14 take mail: one of them over IPv4 alone. */
static void
make_uneven_mail(struct maker *m, struct sim_domain *d)
{
	struct dns_name a = sim_name("mx0.mail.sim");
	struct dns_name b = sim_name("mx14.mail.sim");

	add_mx(m, d, 10, &a);
	add_mx(m, d, 20, &b);
	d->service[SERVICE_MAIL] = CLASS_DUAL_STACK_DEGRADED;
}

static void
make_exchange(struct maker *m, struct sim_domain *d, bool on)
{
	struct dns_name host = make_tenant(m, d, on);

	add_mx(m, d, 0, &host);
	sim_zone_text(m->zone, &d->name, SPF);
	d->service[SERVICE_MAIL] = on ? CLASS_DUAL_STACK : CLASS_V4_ONLY;
	d->exchange_online =
	    on ? EXCHANGE_ONLINE_IPV6_ON : EXCHANGE_ONLINE_IPV6_OFF;
}

/* Mail goes elsewhere first; BY_SPF or by autodiscover it shows. */
static void
make_filtered(struct maker *m, struct sim_domain *d, bool by_spf, bool on)
{
	struct dns_name from = below("autodiscover", &d->name);
	struct dns_name step = below("ad", &d->name);
	struct dns_name to = sim_name("autodiscover.outlook.com");

	make_shared_mail(m, d);
	(void)make_tenant(m, d, on);
	if (by_spf) {
		sim_zone_text(m->zone, &d->name, "some other text");
		sim_zone_text(m->zone, &d->name, SPF);
	} else {
		sim_zone_name(m->zone, &from, DNS_TYPE_CNAME, 0, &step);
		sim_zone_name(m->zone, &step, DNS_TYPE_CNAME, 0, &to);
	}
	d->exchange_online = on ? EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_ON
				: EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_OFF;
}

static void
make_mail(struct maker *m, struct sim_domain *d, const struct sim_pattern *web)
{
	unsigned kind = (unsigned)sim_random_below(&m->random, 20);
	struct dns_name root = { .len = 1 };

	d->exchange_online = EXCHANGE_ONLINE_NOT_USED;
	switch (kind) {
	case 0:
		add_mx(m, d, 0, &root);
		d->service[SERVICE_MAIL] = CLASS_NOT_APPLICABLE;
		break;
	case 1:
		make_uneven_mail(m, d);
		break;
	case 2:
	case 3:
		make_exchange(m, d, kind == 2);
		break;
	case 4:
	case 5:
	case 6:
	case 7:
		make_filtered(m, d, kind < 6, kind % 2 == 0);
		break;
	case 8: /* an SPF record is no tenant */
		make_shared_mail(m, d);
		sim_zone_text(m->zone, &d->name, SPF);
		break;
	case 9:
	case 10: /* no MX: the name's own addresses, if they fit */
		if (web >= sim_host_patterns &&
		    web < sim_host_patterns + sim_host_patterns_n) {
			d->service[SERVICE_MAIL] = web->class;
			d->implicit_mail = web->class != CLASS_NONE;
			break;
		}
		/* FALLTHROUGH */
	case 11:
	case 12:
	case 13:
		make_own_mail(m, d);
		break;
	default:
		make_shared_mail(m, d);
	}
}

static void
all_services(struct sim_domain *d, enum service_class class)
{
	unsigned i;

	for (i = 0; i < SERVICE_COUNT; i++)
		d->service[i] = class;
	d->exchange_online = class == CLASS_NONE
	    ? EXCHANGE_ONLINE_NOT_USED
	    : EXCHANGE_ONLINE_INDETERMINATE;
}

/* A name that is an alias: mail goes where it leads. */
static void
make_alias(struct maker *m, struct sim_domain *d)
{
	unsigned links = 1 + (unsigned)sim_random_below(&m->random, 12);
	const struct sim_pattern *p = host_pattern(m);

	make_chain(m, &d->name, links, p);
	d->service[SERVICE_WEB] = d->service[SERVICE_MAIL] = p->class;
	d->implicit_mail = p->class != CLASS_NONE;
	d->exchange_online = EXCHANGE_ONLINE_NOT_USED;
	if (links <= CHAIN_MAX)
		return;
	/* Too long for any resolver: nothing is known but of www. */
	all_services(d, CLASS_INDETERMINATE);
	d->implicit_mail = false;
	d->zone[0] = '\0';
}

static enum agreement
agreement_of(const struct sim_domain *d)
{
	enum service_class web = d->service[SERVICE_WEB];
	enum service_class mail = d->service[SERVICE_MAIL];
	bool web_absent = web == CLASS_NONE;
	bool mail_absent = mail == CLASS_NONE || mail == CLASS_NOT_APPLICABLE ||
	    d->implicit_mail;

	if ((web != CLASS_DUAL_STACK && web != CLASS_INDETERMINATE &&
		!web_absent) ||
	    (mail != CLASS_DUAL_STACK && mail != CLASS_INDETERMINATE &&
		!mail_absent))
		return AGREEMENT_NON_COMPLIANT;
	if (web == CLASS_INDETERMINATE ||
	    (mail == CLASS_INDETERMINATE && !mail_absent))
		return AGREEMENT_INDETERMINATE;
	return web_absent && mail_absent ? AGREEMENT_NOT_APPLICABLE
					 : AGREEMENT_COMPLIANT;
}

static void
make_ordinary(struct maker *m, struct sim_domain *d, bool is_www)
{
	const struct sim_pattern *p = web_pattern(m);

	sim_zone_exists(m->zone, &d->name);
	give_addresses(m, &d->name, p);
	d->service[SERVICE_WEB] = p->class;
	make_mail(m, d, p);
	if (is_www)
		d->service[SERVICE_WWW] = CLASS_NOT_APPLICABLE;
	else
		make_www(m, d, false);
}

static void
make_domain(struct maker *m, struct sim_domain *d, unsigned i)
{
	static const char *const shapes[] = { "d%u.sim", "d%u.sim",
		"dept.d%u.sim", "a.b.c.d%u.sim", "www.d%u.sim" };
	unsigned kind = (unsigned)sim_random_below(&m->random, 100);
	unsigned set = (unsigned)sim_random_below(&m->random, m->n_servers);
	unsigned shape = (unsigned)sim_random_below(&m->random, 5);
	struct dns_name zone = name_of("d%u.sim", i);
	char text[64];

	if (kind >= 6 && kind < 14)
		shape = 2; /* a zone's apex cannot be an alias */
	(void)snprintf(text, sizeof(text), shapes[shape], i);
	d->name = sim_name(text);
	if (kind < 3) {
		all_services(d, CLASS_NONE);
		if (shape == 4)
			d->service[SERVICE_WWW] = CLASS_NOT_APPLICABLE;
		d->agreement = AGREEMENT_NOT_APPLICABLE;
		return;
	}
	(void)snprintf(d->zone, sizeof(d->zone), "d%u.sim", i);
	delegate(m, &zone, set);
	d->service[SERVICE_DNS] = m->servers[set].class;
	if (kind < 6) {
		sim_zone_break(m->zone, &zone);
		all_services(d, CLASS_INDETERMINATE);
		if (shape == 4)
			d->service[SERVICE_WWW] = CLASS_NOT_APPLICABLE;
		d->zone[0] = '\0';
	} else if (kind < 14) {
		make_alias(m, d);
		make_www(m, d, true);
	} else {
		make_ordinary(m, d, shape == 4);
	}
	d->agreement = agreement_of(d);
}

void
sim_domains_make(struct sim_domains *ds, struct sim_zone *zone, unsigned n,
    uint64_t seed, bool rate_limited_servers)
{
	struct maker m = {
		.zone = zone,
		.random = { seed },
		.servers = rate_limited_servers ? sim_limited_patterns
						: sim_server_patterns,
		.n_servers = rate_limited_servers ? sim_limited_patterns_n
						  : sim_server_patterns_n,
	};
	unsigned i;

	make_shared(&m);
	ds->at = calloc(n, sizeof(*ds->at));
	if (ds->at == NULL)
		abort();
	ds->n = n;
	for (i = 0; i < n; i++)
		make_domain(&m, &ds->at[i], i);
}

void
sim_domains_free(struct sim_domains *ds)
{
	free(ds->at);
}

const struct sim_domain *
sim_domains_find(const struct sim_domains *ds, const char *name)
{
	const char *d =
	    strncmp(name, "d", 1) == 0 && name[1] >= '0' && name[1] <= '9'
	    ? name
	    : strstr(name, ".d");
	unsigned i;

	if (d == NULL || sscanf(d + strspn(d, ".d"), "%u", &i) != 1 ||
	    i >= ds->n)
		return NULL;
	return &ds->at[i];
}

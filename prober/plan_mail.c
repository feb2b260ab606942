/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of a plan that concerns mail: who takes it, and whether Exchange
 * Online stands behind that.
 */
#include <string.h>

#include "prober/plan.h"

#define SPF_OF_EXCHANGE "include:spf.protection.outlook.com"
#define TENANT_SUFFIX   "mail.protection.outlook.com"

/* An MX target that names no host: an address, or this very machine. */
static bool
is_no_host(const struct name *n)
{
	char text[DNS_NAME_TEXT_SIZE];
	struct dns_name plain = name_value(n);
	struct ip_addr literal;

	(void)dns_name_to_text(&plain, text);
	return strcmp(text, "localhost") == 0 || address_parse(text, &literal);
}

static void
add_mx_hosts(struct engine *e, struct plan *p, uint64_t now_ns)
{
	const struct answer *a = &p->mx->answer;
	unsigned i, j;

	for (i = 0; i < a->n_items; i++) {
		struct name *n = a->items[i].name;

		for (j = 0; j < i; j++)
			if (a->items[j].name == n)
				break;
		if (j < i || n->len == 1)
			continue; /* listed twice, or a null MX */
		if (is_no_host(n))
			(void)plan_add_host(p, n, USE_MX);
		else
			plan_look_up(e, p, n, USE_MX, now_ns);
	}
}

/*
 * Who takes mail.  Without MX that is the name itself if it has, or may have,
 * addresses (RFC 5321 section 5.1).
 */
static void
find_mail(struct engine *e, struct plan *p, uint64_t now_ns)
{
	const struct plan_host *web = &p->hosts[0];
	unsigned i;

	if (p->mail_known || !plan_settled(p->mx))
		return;
	if (p->mx == NULL || p->mx->status != LOOKUP_NODATA) {
		p->mail_known = true;
		if (p->mx != NULL && lookup_ok(p->mx))
			add_mx_hosts(e, p, now_ns);
		return;
	}
	if (!plan_settled(web->lookup[0]) || !plan_settled(web->lookup[1]))
		return;
	p->mail_known = true;
	for (i = 0; i < 2; i++)
		if (web->lookup[i] == NULL ||
		    web->lookup[i]->status == LOOKUP_OK ||
		    lookup_failed((enum lookup_status)web->lookup[i]->status))
			p->implicit_mx = true;
	if (p->implicit_mx)
		plan_look_up(e, p, p->name, USE_MX, now_ns);
}

static bool
has_mx_host(const struct plan *p)
{
	size_t i;

	for (i = 0; i < p->n_hosts; i++)
		if (p->hosts[i].use == USE_MX)
			return true;
	return false;
}

/* Asks for the signs of Exchange Online, and of a domain without mail. */
static void
ask_exchange(struct engine *e, struct plan *p, uint64_t now_ns)
{
	struct name *autodiscover;

	if (!p->mail_known || p->exchange_asked)
		return;
	p->exchange_asked = true;
	if (!has_mx_host(p))
		return;
	p->spf = plan_want(e, p, p->name, DNS_TYPE_TXT, false, now_ns);
	if (p->implicit_mx)
		return;
	autodiscover = plan_below(e, "autodiscover", p->name);
	if (autodiscover == NULL)
		return;
	p->autodiscover[p->n_autodiscover++] =
	    plan_want(e, p, autodiscover, DNS_TYPE_CNAME, false, now_ns);
	names_put(&e->names, autodiscover);
}

static bool
within_outlook(const struct name *n)
{
	struct dns_name plain = name_value(n), outlook;

	return dns_name_from_text("outlook.com", &outlook) &&
	    dns_name_within(&plain, &outlook);
}

/* The host that Exchange Online gives each accepted domain. */
static struct name *
tenant_host(struct engine *e, const struct plan *p)
{
	char label[DNS_NAME_TEXT_SIZE], *c;
	struct dns_name plain = name_value(p->name), suffix, host;

	(void)dns_name_to_text(&plain, label);
	for (c = label; *c != '\0'; c++)
		if (*c == '.')
			*c = '-';
	if (!dns_name_from_text(TENANT_SUFFIX, &suffix) ||
	    !dns_name_prepend(label, &suffix, &host))
		return NULL;
	return names_get(&e->names, &host);
}

/* Follows autodiscover; true once its last target is known. */
static bool
follow_autodiscover(
    struct engine *e, struct plan *p, uint64_t now_ns, bool *outlook)
{
	struct lookup *last;
	struct name *target;

	*outlook = false;
	for (;;) {
		if (p->n_autodiscover == 0)
			return true;
		last = p->autodiscover[p->n_autodiscover - 1];
		if (!plan_settled(last))
			return false;
		if (last == NULL || !lookup_ok(last))
			return true;
		target = last->answer.items[0].name;
		*outlook = within_outlook(target);
		if (*outlook || p->n_autodiscover == PLAN_AUTODISCOVER_MAX)
			return true;
		p->autodiscover[p->n_autodiscover++] =
		    plan_want(e, p, target, DNS_TYPE_CNAME, true, now_ns);
	}
}

static void
find_tenant(struct engine *e, struct plan *p, uint64_t now_ns)
{
	bool outlook, spf;
	struct name *host;

	if (!p->exchange_asked || p->tenant_known || !plan_settled(p->spf) ||
	    !follow_autodiscover(e, p, now_ns, &outlook))
		return;
	p->tenant_known = true;
	spf = p->spf != NULL && p->spf->answer.spf != NULL &&
	    strcasestr(p->spf->answer.spf, SPF_OF_EXCHANGE) != NULL;
	if (!spf && !outlook)
		return;
	if ((host = tenant_host(e, p)) == NULL)
		return;
	plan_look_up(e, p, host, USE_TENANT, now_ns);
	names_put(&e->names, host);
}

void
plan_mail(struct engine *e, struct plan *p, uint64_t now_ns)
{
	find_mail(e, p, now_ns);
	ask_exchange(e, p, now_ns);
	find_tenant(e, p, now_ns);
}

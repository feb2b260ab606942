/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/domain_causes.h"

#include <string.h>

#include "analysis/evidence.h"
#include "analysis/mail_platform.h"

/* Who is told. */
struct witness {
	void (*see)(void *arg, const struct cause *);
	void *arg;
};

const char *
cause_kind_name(enum cause_kind kind)
{
	static const char *const words[CAUSE_KIND_COUNT] = {
		[CAUSE_NAME_SERVERS_NO_IPV6] = "name_servers_no_ipv6",
		[CAUSE_MAIL_HOSTS_NO_IPV6] = "mail_hosts_no_ipv6",
		[CAUSE_ALIAS_NO_IPV6] = "alias_no_ipv6",
		[CAUSE_ADDRESS_NO_ANSWER] = "address_no_answer",
		[CAUSE_CHAIN_IPV4] = "chain_ipv4",
		[CAUSE_CHAIN_IPV6] = "chain_ipv6",
	};

	return words[kind];
}

static void
tell(const struct witness *w, enum cause_kind kind, const char *subject,
    const char *detail)
{
	w->see(w->arg, &(struct cause){ kind, subject, detail });
}

/* The name without its first label, unless one alone would be left. */
static const char *
parent(const char *name)
{
	const char *dot = strchr(name, '.');

	return dot != NULL && strchr(dot + 1, '.') != NULL ? dot + 1 : name;
}

static const char *
mail_subject(const char *host)
{
	const char *suffix = mail_platform_suffix(host);

	return suffix != NULL ? suffix : parent(host);
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
tell_dead_addresses(const struct witness *w, const struct record_host *h,
    enum family family, const struct evidence_kind *k)
{
	char text[ADDRESS_TEXT_SIZE];
	struct evidence_address a;
	size_t at = 0;

	while (evidence_next(h, family, k, &at, &a))
		if (a.alive == TRI_NO && !a.special)
			tell(w, CAUSE_ADDRESS_NO_ANSWER,
			    address_format(a.address, text), "");
}

static void
tell_host(const struct witness *w, const struct record_host *h,
    const struct verdict *v)
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
		tell(w, CAUSE_MAIL_HOSTS_NO_IPV6, mail_subject(h->name), "");
	else if (class == CLASS_V4_ONLY && h->use == USE_NS && lacks_ipv6(h, k))
		tell(w, CAUSE_NAME_SERVERS_NO_IPV6, parent(h->name), "");
	else if (class == CLASS_V4_ONLY && h->use != USE_MX &&
	    h->n_cnames > 0 && lacks_ipv6(h, k))
		tell(w, CAUSE_ALIAS_NO_IPV6, parent(h->cnames[h->n_cnames - 1]),
		    "");
	tell_dead_addresses(w, h, FAMILY_V4, k);
	tell_dead_addresses(w, h, FAMILY_V6, k);
}

static void
tell_chain(const struct witness *w, const struct record_chain *c)
{
	static const enum cause_kind kinds[2] = { CAUSE_CHAIN_IPV4,
		CAUSE_CHAIN_IPV6 };
	unsigned i;

	for (i = 0; i < 2; i++)
		if (c->family[i].resolvable == RESOLVABLE_NO)
			tell(w, kinds[i], c->family[i].broken_at,
			    chain_reason_name(c->family[i].reason));
}

void
domain_causes(const struct record_domain *d, const struct verdict *v,
    void (*see)(void *arg, const struct cause *), void *arg)
{
	const struct witness w = { see, arg };
	size_t i;

	for (i = 0; i < d->n_hosts; i++)
		tell_host(&w, &d->hosts[i], v);
	for (i = 0; i < d->n_chain; i++)
		tell_chain(&w, &d->chain[i]);
}

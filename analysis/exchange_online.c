/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/exchange_online.h"

#include <string.h>
#include <strings.h>

#include "analysis/evidence.h"
#include "analysis/mail_platform.h"

#define SPF_INCLUDE  "include:spf.protection.outlook.com"
#define AUTODISCOVER "outlook.com"

/* The platform of data/mail-platforms.csv that has the flag. */
#define PLATFORM "exchange_online"

static bool
is_exchange_online(const struct record_mx *mx)
{
	const char *platform = mail_platform_of_host(mx->host);

	return platform != NULL && strcmp(platform, PLATFORM) == 0;
}

bool
exchange_online_spf(const char *spf)
{
	size_t len;

	for (; *spf != '\0'; spf += len) {
		spf += strspn(spf, " ");
		len = strcspn(spf, " ");
		if (len > 0 && strchr("+-~?", *spf) != NULL) {
			spf++;
			len--;
		}
		if (len == strlen(SPF_INCLUDE) &&
		    strncasecmp(spf, SPF_INCLUDE, len) == 0)
			return true;
	}
	return false;
}

/* What a question that may not have been asked says; ANSWER if it was. */
static enum tri
sign(const struct record_domain *d, bool asked,
    const struct record_lookup *lookup, bool answer)
{
	if (!asked)
		return d->over_budget ? TRI_MAYBE : TRI_NO;
	if (lookup_failed(lookup->status))
		return TRI_MAYBE;
	return tri_of(answer);
}

static enum tri
shows_signs(const struct record_domain *d)
{
	return tri_or(sign(d, d->spf_asked, &d->spf_lookup,
			  d->spf != NULL && exchange_online_spf(d->spf)),
	    sign(d, d->autodiscover_asked, &d->autodiscover_lookup,
		d->autodiscover != NULL &&
		    mail_platform_within(d->autodiscover, AUTODISCOVER)));
}

static enum exchange_online
choose(enum tri v6, enum exchange_online on, enum exchange_online off)
{
	if (v6 == TRI_MAYBE)
		return EXCHANGE_ONLINE_INDETERMINATE;
	return v6 == TRI_YES ? on : off;
}

/* The mail goes elsewhere first; is there a tenant behind it? */
static enum exchange_online
judge_behind_filter(const struct record_domain *d)
{
	const struct record_host *tenant;
	enum tri signs = shows_signs(d), v4, v6, used;

	tenant = evidence_find(d, USE_TENANT, NULL);
	v4 = evidence_has_address(tenant, FAMILY_V4, &evidence_mail);
	v6 = evidence_has_address(tenant, FAMILY_V6, &evidence_mail);
	used = tri_and(signs, tri_or(v4, v6));
	if (used == TRI_NO)
		return EXCHANGE_ONLINE_NOT_USED;
	if (used == TRI_MAYBE)
		return EXCHANGE_ONLINE_INDETERMINATE;
	return choose(v6, EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_ON,
	    EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_OFF);
}

enum exchange_online
exchange_online_judge(const struct record_domain *d)
{
	enum tri v6 = TRI_YES;
	size_t i, n = 0;

	if (d->n_mx == 0 && !evidence_answered(&d->mx_lookup) &&
	    !evidence_no_such_domain(d))
		return EXCHANGE_ONLINE_INDETERMINATE;
	if (evidence_count_mx(d) == 0)
		return EXCHANGE_ONLINE_NOT_USED;
	for (i = 0; i < d->n_mx; i++)
		if (is_exchange_online(&d->mx[i])) {
			v6 = tri_and(v6,
			    evidence_mx_has_address(
				d, i, FAMILY_V6, &evidence_mail));
			n++;
		}
	if (n == 0)
		return judge_behind_filter(d);
	return choose(v6, EXCHANGE_ONLINE_IPV6_ON, EXCHANGE_ONLINE_IPV6_OFF);
}

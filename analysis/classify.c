/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/classify.h"

#include <string.h>

#include "analysis/agreement.h"
#include "analysis/evidence.h"
#include "analysis/exchange_online.h"
#include "analysis/findings.h"
#include "analysis/internet_nl.h"
#include "analysis/mail_platform.h"
#include "analysis/service.h"
#include "analysis/tri.h"

#define V6_ALIVE (1U << FAMILY_REACHABLE | 1U << FAMILY_DEGRADED)

static enum tri
alive_over_ipv6(const struct service_sets *s)
{
	if (!(s->family[1] & V6_ALIVE))
		return TRI_NO;
	return s->family[1] & ~V6_ALIVE ? TRI_MAYBE : TRI_YES;
}

/* Can the name of the website and the names it is an alias of be resolved? */
static enum tri
web_resolvable(const struct record_domain *d)
{
	const struct record_host *h = evidence_find(d, USE_WEB, NULL);
	enum tri all = evidence_resolvable(d, d->name, FAMILY_V6);
	size_t i;

	for (i = 0; h != NULL && i < h->n_cnames; i++)
		all = tri_and(
		    all, evidence_resolvable(d, h->cnames[i], FAMILY_V6));
	return all;
}

/*
 * Only a walk from the root can prove a yes.  Without one a no is proven where
 * every name server is beyond reach, or the website is.
 */
static enum ipv6_only_client
judge_ipv6_only_client(const struct record_domain *d,
    const struct service_sets sets[SERVICE_COUNT])
{
	static const enum ipv6_only_client words[] = {
		[TRI_NO] = IPV6_ONLY_CLIENT_NO,
		[TRI_MAYBE] = IPV6_ONLY_CLIENT_INDETERMINATE,
		[TRI_YES] = IPV6_ONLY_CLIENT_YES,
	};
	enum tri names = d->iterative
	    ? web_resolvable(d)
	    : tri_and(TRI_MAYBE, alive_over_ipv6(&sets[SERVICE_DNS]));

	return words[tri_and(names, alive_over_ipv6(&sets[SERVICE_WEB]))];
}

/* Did the port rule alone take dual_stack away from the website? */
static bool
lost_by_port(const struct service_verdict *web)
{
	return web->class == CLASS_DUAL_STACK_DEGRADED &&
	    web->family[0] == FAMILY_REACHABLE &&
	    web->family[1] == FAMILY_REACHABLE;
}

static void
judge(const struct record_domain *d, const struct classify_options *opt,
    struct verdict *v)
{
	struct service_sets sets[SERVICE_COUNT];
	unsigned i;

	memset(v, 0, sizeof(*v));
	for (i = 0; i < SERVICE_COUNT; i++)
		service_judge(d, (enum service)i, &v->service[i], &sets[i]);
	v->port_mismatch = lost_by_port(&v->service[SERVICE_WEB]);
	v->mail_implicit = d->n_mx == 0 && evidence_answered(&d->mx_lookup) &&
	    v->service[SERVICE_MAIL].class != CLASS_NONE;
	v->ipv6_only_client = judge_ipv6_only_client(d, sets);
	v->mail_platform = mail_platform_of_domain(d);
	v->exchange_online = exchange_online_judge(d);
	agreement_judge(d, opt->policy, v);
	internet_nl_judge(d, v->internet_nl);
	findings_collect(d, v);
}

/*
 * V says what holds everywhere and becomes the verdict on the merged run:
 * where ANYWHERE says otherwise it depends on the vantage point.
 */
static void
merge(struct verdict *v, const struct verdict *anywhere)
{
	struct service_verdict *s;
	unsigned i, j;

	v->merged = true;
	v->agreement_everywhere = v->agreement;
	v->agreement_anywhere = anywhere->agreement;
	for (i = 0; i < SERVICE_COUNT; i++) {
		s = &v->service[i];
		v->everywhere[i] = s->class;
		v->anywhere[i] = anywhere->service[i].class;
		if (v->everywhere[i] != v->anywhere[i])
			s->class = v->everywhere[i] == CLASS_INDETERMINATE ||
				v->anywhere[i] == CLASS_INDETERMINATE
			    ? CLASS_INDETERMINATE
			    : CLASS_VANTAGE_DEPENDENT;
		for (j = 0; j < 2; j++)
			if (s->family[j] != anywhere->service[i].family[j])
				s->family[j] = FAMILY_INDETERMINATE;
	}
	if (v->agreement_everywhere != v->agreement_anywhere)
		v->agreement =
		    v->agreement_everywhere == AGREEMENT_INDETERMINATE ||
			v->agreement_anywhere == AGREEMENT_INDETERMINATE
		    ? AGREEMENT_INDETERMINATE
		    : AGREEMENT_VANTAGE_DEPENDENT;
	if (v->ipv6_only_client != anywhere->ipv6_only_client)
		v->ipv6_only_client = IPV6_ONLY_CLIENT_INDETERMINATE;
	for (i = 0; i < INTERNET_NL_TEST_COUNT; i++)
		if (v->internet_nl[i] != anywhere->internet_nl[i])
			v->internet_nl[i] = INTERNET_NL_NOT_TESTED;
}

void
classify(const struct record_domain *d, const struct classify_options *opt,
    struct verdict *v)
{
	struct verdict anywhere;

	judge(d, opt, v);
	if (d->anywhere == NULL)
		return;
	judge(d->anywhere, opt, &anywhere);
	merge(v, &anywhere);
}

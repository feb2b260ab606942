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

#define V6_ALIVE (1U << FAMILY_REACHABLE | 1U << FAMILY_DEGRADED)

/*
 * A no is proven when the website or every name server cannot be reached; a
 * yes would need the whole chain from the root, which is not measured.
 */
static enum ipv6_only_client
judge_ipv6_only_client(const struct service_sets sets[SERVICE_COUNT])
{
	if (!(sets[SERVICE_WEB].family[1] & V6_ALIVE) ||
	    !(sets[SERVICE_DNS].family[1] & V6_ALIVE))
		return IPV6_ONLY_CLIENT_NO;
	return IPV6_ONLY_CLIENT_INDETERMINATE;
}

/* Did the port rule alone take dual_stack away from the website? */
static bool
lost_by_port(const struct service_verdict *web)
{
	return web->class == CLASS_DUAL_STACK_DEGRADED &&
	    web->family[0] == FAMILY_REACHABLE &&
	    web->family[1] == FAMILY_REACHABLE;
}

void
classify(const struct record_domain *d, const struct classify_options *opt,
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
	v->ipv6_only_client = judge_ipv6_only_client(sets);
	v->mail_platform = mail_platform_of_domain(d);
	v->exchange_online = exchange_online_judge(d);
	agreement_judge(d, opt->policy, v);
	internet_nl_judge(d, v->internet_nl);
	findings_collect(d, v);
}

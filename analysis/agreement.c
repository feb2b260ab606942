/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/agreement.h"

#include <assert.h>
#include <stdio.h>

/* What a class means for the agreement. */
enum weight {
	WEIGHT_FAILS,
	WEIGHT_MEETS,
	WEIGHT_ABSENT,
	WEIGHT_UNKNOWN,
};

static const enum weight weights[CLASS_COUNT] = {
	[CLASS_DUAL_STACK] = WEIGHT_MEETS,
	[CLASS_DUAL_STACK_DEGRADED] = WEIGHT_FAILS,
	[CLASS_V6_BROKEN] = WEIGHT_FAILS,
	[CLASS_V4_ONLY] = WEIGHT_FAILS,
	[CLASS_V4_BROKEN] = WEIGHT_FAILS,
	[CLASS_V6_ONLY] = WEIGHT_FAILS, /* but see weigh() */
	[CLASS_UNREACHABLE] = WEIGHT_FAILS,
	[CLASS_NONE] = WEIGHT_ABSENT,
	[CLASS_NOT_APPLICABLE] = WEIGHT_ABSENT,
	[CLASS_INDETERMINATE] = WEIGHT_UNKNOWN,
	[CLASS_VANTAGE_DEPENDENT] = WEIGHT_UNKNOWN,
};

/* The services that count, and the use that must be declared for each. */
static const struct {
	enum service service;
	enum declared_use use;
} counted[] = {
	{ SERVICE_WEB, DECLARED_WEB },
	{ SERVICE_MAIL, DECLARED_MAIL },
};

static enum weight
weigh(const struct verdict *v, enum service service, enum policy policy)
{
	enum service_class class = v->service[service].class;

	if (service == SERVICE_MAIL && v->mail_implicit)
		return WEIGHT_ABSENT;
	if (policy == POLICY_V6 && class == CLASS_V6_ONLY)
		return WEIGHT_MEETS;
	return weights[class];
}

static char *
next_reason(struct verdict *v)
{
	assert(v->n_reasons < VERDICT_REASONS_MAX);
	return v->reasons[v->n_reasons++];
}

static void
give_reasons(struct verdict *v, enum service service)
{
	(void)snprintf(next_reason(v), VERDICT_REASON_SIZE, "%s_%s",
	    service_name(service),
	    service_class_name(v->service[service].class));
	if (service == SERVICE_WEB && v->port_mismatch)
		(void)snprintf(
		    next_reason(v), VERDICT_REASON_SIZE, "port_mismatch");
}

void
agreement_judge(
    const struct record_domain *d, enum policy policy, struct verdict *v)
{
	unsigned n[] = { 0, 0, 0, 0 }; /* by enum weight */
	enum weight weight;
	size_t i;

	for (i = 0; i < sizeof(counted) / sizeof(counted[0]); i++) {
		if (!(d->declared & counted[i].use))
			continue;
		weight = weigh(v, counted[i].service, policy);
		n[weight]++;
		if (weight == WEIGHT_FAILS)
			give_reasons(v, counted[i].service);
	}
	if (n[WEIGHT_FAILS] > 0)
		v->agreement = AGREEMENT_NON_COMPLIANT;
	else if (n[WEIGHT_UNKNOWN] > 0)
		v->agreement = AGREEMENT_INDETERMINATE;
	else if (n[WEIGHT_MEETS] > 0)
		v->agreement = AGREEMENT_COMPLIANT;
	else
		v->agreement = AGREEMENT_NOT_APPLICABLE;
}

const char *
agreement_policy_name(enum policy policy)
{
	return policy == POLICY_V6 ? "v6" : "v4v6";
}

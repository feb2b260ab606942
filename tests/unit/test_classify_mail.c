/* SPDX-License-Identifier: Apache-2.0 */
/* Mail, the agreement, and the findings on mail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "analysis/classify.h"
#include "tests/unit/record_builder.h"

#define NAME "example.nl"
#define MX1  "mx1.example.nl"
#define MX2  "mx2.example.nl"

static const struct classify_options both = { .policy = POLICY_BOTH };
static const struct classify_options v6 = { .policy = POLICY_V6 };

static bool
has_finding(const struct verdict *v, enum finding_code code)
{
	size_t i;

	for (i = 0; i < v->n_findings; i++)
		if (v->findings[i].code == code)
			return true;
	return false;
}

/* Two mail exchanges; their class. */
static const char *
mail_class(const char *v4a, const char *v6a, const char *v4b, const char *v6b)
{
	struct record_builder b;
	struct verdict v;

	builder_init(&b, NAME);
	builder_mx(&b, 10, MX1, v4a, v6a);
	builder_mx(&b, 20, MX2, v4b, v6b);
	classify(&b.d, &both, &v);
	builder_free(&b);
	return service_class_name(v.service[SERVICE_MAIL].class);
}

static void
test_every_host(void **state)
{
	(void)state;
	assert_string_equal(mail_class("o", "o", "o", "o"), "dual_stack");
	assert_string_equal(
	    mail_class("o", "o", "o", ""), "dual_stack_degraded");
	assert_string_equal(
	    mail_class("o", "o", "o", "s"), "dual_stack_degraded");
	assert_string_equal(mail_class("o", "", "o", ""), "v4_only");
	assert_string_equal(mail_class("o", "c", "o", ""), "v6_broken");
	assert_string_equal(mail_class("o", "p", "o", ""), "v6_broken");
	assert_string_equal(mail_class("", "o", "", "o"), "v6_only");
	assert_string_equal(mail_class("x", "x", "x", "x"), "none");
	assert_string_equal(mail_class("o", "o", "o", "!"), "indeterminate");
	assert_string_equal(mail_class("o", "", "o", "!"), "indeterminate");
	assert_string_equal(
	    mail_class("o", "o c", "o", "!"), "dual_stack_degraded");
	assert_string_equal(
	    mail_class("o", "o i", "o", ""), "dual_stack_degraded");
}

static void
test_no_host_names(void **state)
{
	struct record_builder b;
	struct verdict v;

	(void)state;
	builder_init(&b, NAME);
	builder_mx(&b, 10, MX1, "o", "o");
	builder_mx(&b, 20, "localhost", NULL, NULL);
	builder_mx_entry(&b, 30, "192.0.2.1");
	classify(&b.d, &both, &v);
	assert_int_equal(
	    v.service[SERVICE_MAIL].class, CLASS_DUAL_STACK_DEGRADED);
	assert_true(has_finding(&v, FINDING_MX_IS_LOCALHOST));
	assert_true(has_finding(&v, FINDING_MX_IS_ADDRESS));
	assert_false(has_finding(&v, FINDING_MX_WITHOUT_ADDRESS));
	builder_free(&b);
}

static void
test_findings(void **state)
{
	struct record_builder b;
	struct record_host *h;
	struct verdict v;
	const char *target = "elsewhere.example";

	(void)state;
	builder_init(&b, NAME);
	builder_mx(&b, 10, MX1, "x", "x");
	builder_mx(&b, 20, MX2, "p", "o k");
	h = builder_host(&b, USE_NS, "ns." NAME, "l", "!");
	h->cnames = &target;
	h->n_cnames = 1;
	(void)builder_host(&b, USE_NS, "ns2." NAME, "", "x");
	b.d.over_budget = true;
	classify(&b.d, &both, &v);
	assert_true(has_finding(&v, FINDING_MX_WITHOUT_ADDRESS));
	assert_true(has_finding(&v, FINDING_SPECIAL_PURPOSE_ADDRESS));
	assert_true(has_finding(&v, FINDING_ADDRESSES_OVER_CAP));
	assert_true(has_finding(&v, FINDING_NS_IS_CNAME));
	assert_true(has_finding(&v, FINDING_NS_LAME));
	assert_true(has_finding(&v, FINDING_NS_WITHOUT_ADDRESS));
	assert_true(has_finding(&v, FINDING_LOOKUP_FAILED));
	assert_true(has_finding(&v, FINDING_OVER_BUDGET));
	assert_int_equal(v.n_findings, 8);
	assert_int_equal(v.findings_omitted, 0);
	builder_free(&b);
}

static void
test_too_many_findings(void **state)
{
	struct record_builder b;
	struct record_host *h;
	const char *target = "x.example";
	struct verdict v;
	unsigned i;

	(void)state;
	builder_init(&b, NAME);
	for (i = 0; i < 40; i++) {
		h = builder_host(&b, USE_NS, "ns." NAME, "l", "!");
		h->cnames = &target;
		h->n_cnames = 1;
	}
	classify(&b.d, &both, &v);
	assert_int_equal(v.n_findings, VERDICT_FINDINGS_MAX);
	assert_int_equal(v.findings_omitted, 120 - VERDICT_FINDINGS_MAX);
	builder_free(&b);
}

static void
test_null_mx(void **state)
{
	struct record_builder b;
	struct verdict v;

	(void)state;
	builder_init(&b, NAME);
	(void)builder_host(&b, USE_WEB, NAME, "oo", "oo");
	builder_mx_entry(&b, 0, ".");
	classify(&b.d, &both, &v);
	assert_int_equal(v.service[SERVICE_MAIL].class, CLASS_NOT_APPLICABLE);
	assert_int_equal(v.agreement, AGREEMENT_COMPLIANT);
	assert_string_equal(v.mail_platform, "none");
	builder_mx(&b, 10, MX1, "o", "");
	classify(&b.d, &both, &v);
	assert_int_equal(v.service[SERVICE_MAIL].class, CLASS_V4_ONLY);
	assert_true(has_finding(&v, FINDING_NULL_MX_WITH_OTHER_MX));
	assert_int_equal(v.agreement, AGREEMENT_NON_COMPLIANT);
	builder_free(&b);
}

static void
test_implicit_mx(void **state)
{
	struct record_builder b;
	struct verdict v;

	(void)state;
	builder_init(&b, NAME);
	(void)builder_host(&b, USE_WEB, NAME, "oo", "oo");
	(void)builder_host(&b, USE_MX, NAME, "o", "c");
	b.d.implicit_mx = true;
	classify(&b.d, &both, &v);
	assert_int_equal(v.service[SERVICE_MAIL].class, CLASS_V6_BROKEN);
	assert_true(v.mail_implicit);
	assert_true(has_finding(&v, FINDING_IMPLICIT_MX));
	assert_int_equal(v.agreement, AGREEMENT_COMPLIANT);
	b.d.declared = DECLARED_MAIL;
	classify(&b.d, &both, &v);
	assert_int_equal(v.agreement, AGREEMENT_NOT_APPLICABLE);
	builder_free(&b);
}

static void
test_no_mx(void **state)
{
	struct record_builder b;
	struct verdict v;

	(void)state;
	builder_init(&b, NAME);
	(void)builder_host(&b, USE_WEB, NAME, "", "");
	classify(&b.d, &both, &v);
	assert_int_equal(v.service[SERVICE_MAIL].class, CLASS_NONE);
	assert_false(v.mail_implicit);
	b.d.mx_lookup.status = LOOKUP_TIMEOUT;
	classify(&b.d, &both, &v);
	assert_int_equal(v.service[SERVICE_MAIL].class, CLASS_INDETERMINATE);
	assert_string_equal(v.mail_platform, "indeterminate");
	assert_int_equal(v.exchange_online, EXCHANGE_ONLINE_INDETERMINATE);
	builder_free(&b);
}

static void
test_mx_not_asked(void **state)
{
	struct record_builder b;
	struct verdict v;

	(void)state;
	builder_init(&b, NAME);
	builder_mx(&b, 10, MX1, "o", "o");
	builder_mx_entry(&b, 20, MX2); /* beyond the budget */
	classify(&b.d, &both, &v);
	assert_int_equal(v.service[SERVICE_MAIL].class, CLASS_INDETERMINATE);
	builder_free(&b);
}

struct agreement_case {
	const char *web4, *web6, *mx4, *mx6;
	unsigned declared;
	const struct classify_options *options;
	enum agreement agreement;
	const char *reasons[2];
};

static const struct agreement_case agreement_cases[] = {
	{ "oo", "oo", "o", "o", 3, &both, AGREEMENT_COMPLIANT, { 0 } },
	{ "oo", "oo", "o", "", 3, &both, AGREEMENT_NON_COMPLIANT,
	    { "mail_v4_only" } },
	{ "oo", "oo", "o", "", 1, &both, AGREEMENT_COMPLIANT, { 0 } },
	{ "oo", "", "o", "o", 2, &both, AGREEMENT_COMPLIANT, { 0 } },
	{ "oo", "", "o", "c", 3, &both, AGREEMENT_NON_COMPLIANT,
	    { "web_v4_only", "mail_v6_broken" } },
	{ "", "", "o", "o", 3, &both, AGREEMENT_COMPLIANT, { 0 } },
	{ "", "", NULL, NULL, 3, &both, AGREEMENT_NOT_APPLICABLE, { 0 } },
	{ "", "", "o", "o", 1, &both, AGREEMENT_NOT_APPLICABLE, { 0 } },
	{ "", "oo", "", "o", 3, &both, AGREEMENT_NON_COMPLIANT,
	    { "web_v6_only", "mail_v6_only" } },
	{ "", "oo", "", "o", 3, &v6, AGREEMENT_COMPLIANT, { 0 } },
	{ "oo", "", "", "o", 3, &v6, AGREEMENT_NON_COMPLIANT,
	    { "web_v4_only" } },
	{ "oo", "ii", "o", "o", 3, &both, AGREEMENT_INDETERMINATE, { 0 } },
	{ "oo", "ii", "o", "", 3, &both, AGREEMENT_NON_COMPLIANT,
	    { "mail_v4_only" } },
	{ "oo", "ii", "o", "o", 2, &both, AGREEMENT_COMPLIANT, { 0 } },
	{ "oo", "oo cc", "o", "o", 3, &both, AGREEMENT_NON_COMPLIANT,
	    { "web_dual_stack_degraded" } },
};

static void
test_agreement(void **state)
{
	const struct agreement_case *c;
	struct record_builder b;
	struct verdict v;
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(agreement_cases) / sizeof(*c); i++) {
		c = &agreement_cases[i];
		builder_init(&b, NAME);
		b.d.declared = c->declared;
		(void)builder_host(&b, USE_WEB, NAME, c->web4, c->web6);
		if (c->mx4 != NULL)
			builder_mx(&b, 10, MX1, c->mx4, c->mx6);
		classify(&b.d, c->options, &v);
		if (v.agreement != c->agreement)
			fail_msg(
			    "case %zu: %s", i, agreement_name(v.agreement));
		for (n = 0; n < 2 && c->reasons[n] != NULL; n++)
			assert_string_equal(v.reasons[n], c->reasons[n]);
		assert_int_equal(v.n_reasons, n);
		builder_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_host),
		cmocka_unit_test(test_no_host_names),
		cmocka_unit_test(test_findings),
		cmocka_unit_test(test_too_many_findings),
		cmocka_unit_test(test_null_mx),
		cmocka_unit_test(test_implicit_mx),
		cmocka_unit_test(test_no_mx),
		cmocka_unit_test(test_mx_not_asked),
		cmocka_unit_test(test_agreement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

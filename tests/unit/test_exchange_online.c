/* SPDX-License-Identifier: Apache-2.0 */
/* Mail platforms, and the IPv6 flag of Exchange Online. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "analysis/exchange_online.h"
#include "analysis/mail_platform.h"
#include "tests/unit/record_builder.h"

#define NAME "example.nl"
#define EXO  "example-nl.mail.protection.outlook.com"

static void
test_suffixes(void **state)
{
	static const char *const cases[][2] = {
		{ EXO, "exchange_online" },
		{ "example-nl.a-v1.mx.microsoft", "exchange_online" },
		{ "x.mail.protection.office365.us", "exchange_online" },
		{ "x.mail.protection.partner.outlook.cn", "exchange_online" },
		{ "outlook-com.olc.protection.outlook.com",
		    "outlook_consumer" },
		{ "alt1.aspmx.l.google.com", "google" },
		{ "aspmx.l.google.com", "google" },
		{ "notaspmx.l.google.com", NULL },
		{ "mx.example.nl", NULL },
	};
	const char *got;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		got = mail_platform_of_host(cases[i][0]);
		if (cases[i][1] == NULL)
			assert_null(got);
		else
			assert_string_equal(got, cases[i][1]);
	}
}

static void
test_platform(void **state)
{
	struct record_builder b;

	(void)state;
	builder_init(&b, NAME);
	assert_string_equal(mail_platform_of_domain(&b.d), "none");
	b.d.mx_lookup.status = LOOKUP_SERVFAIL;
	assert_string_equal(mail_platform_of_domain(&b.d), "indeterminate");
	builder_mx_entry(&b, 20, "mx.example.nl");
	assert_string_equal(mail_platform_of_domain(&b.d), "other");
	builder_mx_entry(&b, 30, EXO);
	assert_string_equal(mail_platform_of_domain(&b.d), "exchange_online");
	builder_mx_entry(&b, 25, "mx1.x.pphosted.com");
	assert_string_equal(mail_platform_of_domain(&b.d), "proofpoint");
	builder_free(&b);
}

static void
test_spf(void **state)
{
	(void)state;
	assert_true(exchange_online_spf(
	    "v=spf1 include:spf.protection.outlook.com -all"));
	assert_true(
	    exchange_online_spf("v=spf1  ?INCLUDE:SPF.protection.Outlook.com"));
	assert_false(exchange_online_spf(
	    "v=spf1 include:spf.protection.outlook.com.example -all"));
	assert_false(exchange_online_spf(
	    "v=spf1 xinclude:spf.protection.outlook.com -all"));
	assert_false(exchange_online_spf("v=spf1 - -all"));
	assert_false(exchange_online_spf(""));
}

static void
test_direct(void **state)
{
	static const struct {
		const char *v6, *other;
		enum exchange_online want;
	} cases[] = {
		{ "o", NULL, EXCHANGE_ONLINE_IPV6_ON },
		{ "s", NULL, EXCHANGE_ONLINE_IPV6_ON },
		{ "", NULL, EXCHANGE_ONLINE_IPV6_OFF },
		{ "!", NULL, EXCHANGE_ONLINE_INDETERMINATE },
		{ "o", "", EXCHANGE_ONLINE_IPV6_OFF },
		{ "!", "", EXCHANGE_ONLINE_IPV6_OFF },
		{ "o", "o", EXCHANGE_ONLINE_IPV6_ON },
	};
	struct record_builder b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		builder_init(&b, NAME);
		builder_mx(&b, 5, "mx.example.nl", "o", "");
		builder_mx(&b, 10, EXO, "o", cases[i].v6);
		if (cases[i].other != NULL)
			builder_mx(&b, 20, "example-nl.a-v1.mx.microsoft", "o",
			    cases[i].other);
		assert_int_equal(exchange_online_judge(&b.d), cases[i].want);
		builder_free(&b);
	}
}

struct filter_case {
	const char *spf, *autodiscover; /* NULL: not asked;
	                                   "!": failed */
	const char *tenant4, *tenant6;  /* NULL: no host */
	enum exchange_online want;
};

#define SPF  "v=spf1 include:spf.protection.outlook.com -all"
#define AUTO "autodiscover.outlook.com"

static const struct filter_case filter_cases[] = {
	{ SPF, "", "+", "+", EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_ON },
	{ SPF, "", "+", "", EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_OFF },
	{ "", AUTO, "+", "+", EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_ON },
	{ "", AUTO, "", "+", EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_ON },
	{ SPF, AUTO, "x", "x", EXCHANGE_ONLINE_NOT_USED },
	{ SPF, AUTO, "+", "!", EXCHANGE_ONLINE_INDETERMINATE },
	{ SPF, AUTO, "!", "!", EXCHANGE_ONLINE_INDETERMINATE },
	{ SPF, AUTO, NULL, NULL, EXCHANGE_ONLINE_INDETERMINATE },
	{ "", "", NULL, NULL, EXCHANGE_ONLINE_NOT_USED },
	{ NULL, NULL, NULL, NULL, EXCHANGE_ONLINE_NOT_USED },
	{ "!", "", "+", "+", EXCHANGE_ONLINE_INDETERMINATE },
	{ "!", AUTO, "+", "+", EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_ON },
	{ "!", "!", "x", "x", EXCHANGE_ONLINE_NOT_USED },
	{ "", "autodiscover.notoutlook.com", "+", "+",
	    EXCHANGE_ONLINE_NOT_USED },
};

static bool
asked(struct record_lookup *lookup, const char **text, const char *answer)
{
	if (answer == NULL)
		return false;
	*lookup = builder_lookup(NAME, DNS_TYPE_TXT,
	    *answer == '!'        ? LOOKUP_TIMEOUT
		: *answer != '\0' ? LOOKUP_OK
				  : LOOKUP_NODATA);
	*text = *answer == '!' ? "" : answer;
	return true;
}

static void
test_behind_filter(void **state)
{
	const struct filter_case *c;
	struct record_builder b;
	enum exchange_online got;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(filter_cases) / sizeof(*c); i++) {
		c = &filter_cases[i];
		builder_init(&b, NAME);
		builder_mx(&b, 10, "mx.filter.example", "o", "o");
		b.d.spf_asked = asked(&b.d.spf_lookup, &b.d.spf, c->spf);
		b.d.autodiscover_asked = asked(&b.d.autodiscover_lookup,
		    &b.d.autodiscover, c->autodiscover);
		if (c->tenant4 != NULL)
			(void)builder_host(
			    &b, USE_TENANT, EXO, c->tenant4, c->tenant6);
		got = exchange_online_judge(&b.d);
		if (got != c->want)
			fail_msg("case %zu: %s", i, exchange_online_name(got));
		builder_free(&b);
	}
}

static void
test_no_mail(void **state)
{
	struct record_builder b;

	(void)state;
	builder_init(&b, NAME);
	assert_int_equal(exchange_online_judge(&b.d), EXCHANGE_ONLINE_NOT_USED);
	builder_mx_entry(&b, 0, ".");
	assert_int_equal(exchange_online_judge(&b.d), EXCHANGE_ONLINE_NOT_USED);
	builder_free(&b);
	builder_init(&b, NAME);
	b.d.mx_lookup.status = LOOKUP_TIMEOUT;
	assert_int_equal(
	    exchange_online_judge(&b.d), EXCHANGE_ONLINE_INDETERMINATE);
	builder_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_suffixes),
		cmocka_unit_test(test_platform),
		cmocka_unit_test(test_spf),
		cmocka_unit_test(test_direct),
		cmocka_unit_test(test_behind_filter),
		cmocka_unit_test(test_no_mail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

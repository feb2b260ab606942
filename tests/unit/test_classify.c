/* SPDX-License-Identifier: Apache-2.0 */
/* The family and service tables of DESIGN section 3, cell by cell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "analysis/classify.h"
#include "tests/unit/record_builder.h"

#define NAME "example.nl"

static const struct classify_options both = { .policy = POLICY_BOTH };

/* One web host; its class and the states of its families. */
static void
check_web(const char *v4, const char *v6, const char *class, const char *state4,
    const char *state6)
{
	struct record_builder b;
	struct verdict v;
	const struct service_verdict *s = &v.service[SERVICE_WEB];

	builder_init(&b, NAME);
	(void)builder_host(&b, USE_WEB, NAME, v4, v6);
	classify(&b.d, &both, &v);
	if (strcmp(service_class_name(s->class), class) != 0)
		fail_msg("'%s' and '%s': %s, not %s", v4, v6,
		    service_class_name(s->class), class);
	if (state4 != NULL)
		assert_string_equal(family_state_name(s->family[0]), state4);
	if (state6 != NULL)
		assert_string_equal(family_state_name(s->family[1]), state6);
	builder_free(&b);
}

static void
test_service_table(void **state)
{
	static const struct {
		const char *spec, *name;
	} rows[] = {
		{ "oo oo", "reachable" },
		{ "oo cc", "degraded" },
		{ "cc ss", "unreachable" },
		{ "pp", "special_purpose" },
		{ "", "no_address" },
	};
	static const char *const cells[5][5] = {
		{ "dual_stack", "dual_stack_degraded", "v6_broken", "v6_broken",
		    "v4_only" },
		{ "dual_stack_degraded", "dual_stack_degraded", "v6_broken",
		    "v6_broken", "v4_only" },
		{ "v4_broken", "v4_broken", "unreachable", "unreachable",
		    "unreachable" },
		{ "v4_broken", "v4_broken", "unreachable", "unreachable",
		    "unreachable" },
		{ "v6_only", "v6_only", "unreachable", "unreachable", "none" },
	};
	unsigned i, j;

	(void)state;
	for (i = 0; i < 5; i++)
		for (j = 0; j < 5; j++)
			check_web(rows[i].spec, rows[j].spec, cells[i][j],
			    rows[i].name, rows[j].name);
}

static void
test_family_states(void **state)
{
	static const struct {
		const char *v6, *state;
	} cases[] = {
		{ "oc", "reachable" },
		{ "co so", "reachable" },
		{ "oo pp", "degraded" },
		{ "cc pp", "unreachable" },
		{ "uu", "unreachable" },
		{ "oo kk", "reachable" },
		{ "ii", "indeterminate" },
		{ "oi", "reachable" },
		{ "oo ii", "indeterminate" },
		{ "oo cc ii", "degraded" },
		{ "cc ii", "indeterminate" },
		{ "ci", "indeterminate" },
		{ "bb", "indeterminate" },
		{ "nn", "indeterminate" },
		{ "pp ii", "indeterminate" },
		{ "!", "indeterminate" },
		{ "+", "indeterminate" },
		{ "x", "no_address" },
		{ "mm", "special_purpose" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct record_builder b;
		struct verdict v;
		const char *got;

		builder_init(&b, NAME);
		(void)builder_host(&b, USE_WEB, NAME, "oo", cases[i].v6);
		classify(&b.d, &both, &v);
		got = family_state_name(v.service[SERVICE_WEB].family[1]);
		if (strcmp(got, cases[i].state) != 0)
			fail_msg("'%s': %s", cases[i].v6, got);
		builder_free(&b);
	}
}

static void
test_indeterminate(void **state)
{
	(void)state;
	/* What is not known changes the class ... */
	check_web("oo", "oo ii", "indeterminate", "reachable", NULL);
	check_web("oo", "!", "indeterminate", NULL, NULL);
	check_web("!", "oo", "indeterminate", NULL, NULL);
	check_web("!", "", "indeterminate", NULL, NULL);
	check_web("nn", "oo", "indeterminate", NULL, NULL);
	/* ... or does not. */
	check_web("oo", "oo cc ii", "dual_stack_degraded", NULL, "degraded");
	check_web(
	    "oo cc", "oo ii", "dual_stack_degraded", NULL, "indeterminate");
	check_web("cc", "oo ii", "v4_broken", NULL, "indeterminate");
	check_web("oo ii", "", "v4_only", "indeterminate", NULL);
	check_web("cc", "pp cc", "unreachable", NULL, NULL);
	check_web("", "oo ii", "v6_only", NULL, "indeterminate");
}

static void
test_port_mismatch(void **state)
{
	(void)state;
	check_web("oo", "oc", "dual_stack_degraded", "reachable", "reachable");
	check_web("oo oo", "co cs", "dual_stack_degraded", NULL, NULL);
	check_web("oo oc", "oc", "dual_stack", NULL, NULL);
	check_web("oc", "oo", "dual_stack", NULL, NULL);
	check_web("oo", "oc oo", "dual_stack", NULL, NULL);
	check_web("oo", "oi", "indeterminate", "reachable", "reachable");
	check_web("oi", "oc", "indeterminate", NULL, NULL);
	check_web("oi", "oo", "dual_stack", NULL, NULL);
	check_web("oo cc", "oc", "dual_stack_degraded", NULL, NULL);
}

static void
test_port_mismatch_told(void **state)
{
	struct record_builder b;
	struct verdict v;

	(void)state;
	builder_init(&b, NAME);
	(void)builder_host(&b, USE_WEB, NAME, "oo", "co");
	classify(&b.d, &both, &v);
	assert_true(v.port_mismatch);
	assert_int_equal(v.agreement, AGREEMENT_NON_COMPLIANT);
	assert_int_equal(v.n_reasons, 2);
	assert_string_equal(v.reasons[0], "web_dual_stack_degraded");
	assert_string_equal(v.reasons[1], "port_mismatch");
	assert_int_equal(v.n_findings, 1);
	assert_int_equal(v.findings[0].code, FINDING_PORT_MISMATCH);
	assert_string_equal(
	    v.findings[0].detail, "port 80 is open over IPv4 only");
	builder_free(&b);
}

static enum service_class
www_class(const char *name, const char *v4, const char *v6)
{
	struct record_builder b;
	struct verdict v;

	builder_init(&b, name);
	if (v4 != NULL)
		(void)builder_host(&b, USE_WWW, "www.example.nl", v4, v6);
	classify(&b.d, &both, &v);
	builder_free(&b);
	return v.service[SERVICE_WWW].class;
}

static void
test_www(void **state)
{
	(void)state;
	assert_int_equal(www_class(NAME, "oo", "oo"), CLASS_DUAL_STACK);
	assert_int_equal(
	    www_class(NAME, "oo", "co"), CLASS_DUAL_STACK_DEGRADED);
	assert_int_equal(www_class(NAME, "x", "x"), CLASS_NONE);
	assert_int_equal(
	    www_class("www.example.nl", NULL, NULL), CLASS_NOT_APPLICABLE);
	assert_int_equal(www_class(NAME, NULL, NULL), CLASS_INDETERMINATE);
}

static void
test_no_such_domain(void **state)
{
	struct record_builder b;
	struct verdict v;
	unsigned i;

	(void)state;
	builder_init(&b, NAME);
	(void)builder_host(&b, USE_WEB, NAME, "x", "x");
	(void)builder_host(&b, USE_WWW, "www.example.nl", "!", "!");
	(void)builder_host(&b, USE_NS, "ns.nl", "o", "o");
	b.d.mx_lookup.status = LOOKUP_NXDOMAIN;
	classify(&b.d, &both, &v);
	for (i = 0; i < SERVICE_COUNT; i++)
		assert_int_equal(v.service[i].class, CLASS_NONE);
	assert_int_equal(v.agreement, AGREEMENT_NOT_APPLICABLE);
	assert_int_equal(v.ipv6_only_client, IPV6_ONLY_CLIENT_NO);
	assert_int_equal(v.findings[0].code, FINDING_NO_SUCH_DOMAIN);
	assert_string_equal(v.mail_platform, "none");
	builder_free(&b);
}

static enum service_class
dns_class(const char *v4a, const char *v6a, const char *v4b, const char *v6b)
{
	struct record_builder b;
	struct verdict v;

	builder_init(&b, NAME);
	(void)builder_host(&b, USE_NS, "ns1." NAME, v4a, v6a);
	(void)builder_host(&b, USE_NS, "ns2." NAME, v4b, v6b);
	classify(&b.d, &both, &v);
	builder_free(&b);
	return v.service[SERVICE_DNS].class;
}

static void
test_dns(void **state)
{
	(void)state;
	assert_int_equal(dns_class("o", "o", "o", "o"), CLASS_DUAL_STACK);
	assert_int_equal(dns_class("o", "o", "o", ""), CLASS_DUAL_STACK);
	assert_int_equal(
	    dns_class("o", "o", "o", "l"), CLASS_DUAL_STACK_DEGRADED);
	assert_int_equal(dns_class("o", "l", "o", "s"), CLASS_V6_BROKEN);
	assert_int_equal(dns_class("o", "", "o", "x"), CLASS_V4_ONLY);
	assert_int_equal(dns_class("o", "o", "o", "!"), CLASS_INDETERMINATE);
	assert_int_equal(dns_class("s", "o", "c", "!"), CLASS_V4_BROKEN);
	assert_int_equal(dns_class("", "", "", ""), CLASS_NONE);
}

/* TCP port 53, in whatever state and order, is nothing to the verdict. */
static void
test_dns_tcp(void **state)
{
	static const char letters[] = "ocsulin";
	static const char *const classes[] = { ['o'] = "dual_stack",
		['l'] = "v6_broken",
		['s'] = "v6_broken",
		['i'] = "indeterminate" };
	static const char udp[] = "olsi";
	struct record_endpoint swap;
	struct record_builder b;
	char spec[3] = "";
	struct verdict v;
	unsigned i, j, k;

	(void)state;
	for (i = 0; udp[i] != '\0'; i++)
		for (j = 0; letters[j] != '\0'; j++) {
			struct record_host *h;

			spec[0] = udp[i];
			spec[1] = letters[j];
			builder_init(&b, NAME);
			h = builder_host(&b, USE_NS, "ns." NAME, "oc", spec);
			for (k = 0; k < 2; k++) {
				classify(&b.d, &both, &v);
				assert_string_equal(
				    service_class_name(
					v.service[SERVICE_DNS].class),
				    classes[(unsigned char)udp[i]]);
				assert_int_equal(
				    v.internet_nl[INTERNET_NL_WEB_NS_REACH],
				    udp[i] == 's'       ? INTERNET_NL_FAILED
					: udp[i] == 'i' ? INTERNET_NL_NOT_TESTED
							: INTERNET_NL_PASSED);
				swap = h->endpoints[2];
				h->endpoints[2] = h->endpoints[3];
				h->endpoints[3] = swap;
			}
			builder_free(&b);
		}
}

static enum service_class
zone_class(const char *zone, enum lookup_status status)
{
	struct record_builder b;
	struct verdict v;

	builder_init(&b, NAME);
	(void)builder_host(&b, USE_WEB, NAME, "oo", "oo");
	b.d.zone = zone;
	b.d.zone_lookups[0].status = status;
	classify(&b.d, &both, &v);
	builder_free(&b);
	return v.service[SERVICE_DNS].class;
}

static void
test_dns_zone(void **state)
{
	(void)state;
	assert_int_equal(zone_class("", LOOKUP_SERVFAIL), CLASS_INDETERMINATE);
	assert_int_equal(zone_class("", LOOKUP_NODATA), CLASS_NONE);
	assert_int_equal(zone_class(NAME, LOOKUP_OK), CLASS_INDETERMINATE);
}

static enum ipv6_only_client
client(const char *web, const char *dns)
{
	struct record_builder b;
	struct verdict v;

	builder_init(&b, NAME);
	(void)builder_host(&b, USE_WEB, NAME, "oo", web);
	(void)builder_host(&b, USE_NS, "ns." NAME, "o", dns);
	classify(&b.d, &both, &v);
	builder_free(&b);
	return v.ipv6_only_client;
}

static void
test_ipv6_only_client(void **state)
{
	(void)state;
	assert_int_equal(client("oo", "o"), IPV6_ONLY_CLIENT_INDETERMINATE);
	assert_int_equal(
	    client("oo cc", "o l"), IPV6_ONLY_CLIENT_INDETERMINATE);
	assert_int_equal(client("oo", "l"), IPV6_ONLY_CLIENT_NO);
	assert_int_equal(client("oo", ""), IPV6_ONLY_CLIENT_NO);
	assert_int_equal(client("", "o"), IPV6_ONLY_CLIENT_NO);
	assert_int_equal(client("cc", "o"), IPV6_ONLY_CLIENT_NO);
	assert_int_equal(client("ii", "o"), IPV6_ONLY_CLIENT_INDETERMINATE);
	assert_int_equal(client("oo", "!"), IPV6_ONLY_CLIENT_INDETERMINATE);
}

/* The chains of the name and of the alias of its website, and the website. */
static enum ipv6_only_client
iterative_client(const char *name, const char *alias, const char *web)
{
	struct record_builder b;
	struct record_host *h;
	struct verdict v;

	builder_init(&b, NAME);
	h = builder_host(&b, USE_WEB, NAME, "oo", web);
	h->cnames = &(const char *){ "alias.example" };
	h->n_cnames = alias != NULL;
	(void)builder_host(&b, USE_NS, "ns." NAME, "o", "s");
	builder_chain(&b, "mx." NAME, "yes", "nl lame");
	if (name != NULL)
		builder_chain(&b, NAME, "nl lame", name);
	if (alias != NULL && alias[0] != '\0')
		builder_chain(&b, "alias.example", "?", alias);
	classify(&b.d, &both, &v);
	builder_free(&b);
	return v.ipv6_only_client;
}

static void
test_ipv6_only_client_iterative(void **state)
{
	static const struct {
		const char *name, *alias, *web, *want;
	} cases[] = {
		{ "yes", NULL, "oo", "yes" },
		{ "yes", NULL, "oo cc", "yes" }, /* degraded: it gets through */
		{ "yes", "yes", "oo", "yes" },
		{ "yes", NULL, "cc", "no" },
		{ "yes", NULL, "", "no" },
		{ "yes", NULL, "ii", "indeterminate" },
		{ "yes", "nl no_ns_address", "oo", "no" },
		{ "nl no_ns_address", "yes", "oo", "no" },
		{ "nl no_ns_address", NULL, "ii", "no" },
		{ "?", NULL, "oo", "indeterminate" },
		{ "?", NULL, "cc", "no" },
		{ "?", "nl lame", "!", "no" },
		{ "yes", "?", "oo", "indeterminate" },
		{ "yes", "", "oo", "indeterminate" }, /* no chain for it */
		{ NULL, NULL, "oo", "indeterminate" },
	};
	const char *got;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		got = ipv6_only_client_name(iterative_client(
		    cases[i].name, cases[i].alias, cases[i].web));
		if (strcmp(got, cases[i].want) != 0)
			fail_msg("case %zu: %s", i, got);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_service_table),
		cmocka_unit_test(test_family_states),
		cmocka_unit_test(test_indeterminate),
		cmocka_unit_test(test_port_mismatch),
		cmocka_unit_test(test_port_mismatch_told),
		cmocka_unit_test(test_www),
		cmocka_unit_test(test_no_such_domain),
		cmocka_unit_test(test_dns),
		cmocka_unit_test(test_dns_tcp),
		cmocka_unit_test(test_dns_zone),
		cmocka_unit_test(test_ipv6_only_client),
		cmocka_unit_test(test_ipv6_only_client_iterative),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

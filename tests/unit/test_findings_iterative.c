/* SPDX-License-Identifier: Apache-2.0 */
/* Chains, delegation, answers for AAAA and DNS over TCP as findings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "analysis/classify.h"
#include "tests/unit/record_builder.h"

#define NAME "example.nl"
#define NS   "ns." NAME

static const struct classify_options both = { .policy = POLICY_BOTH };

/* All findings of the record as lines "code host: detail". */
static void
check(const struct record_builder *b, const char *want)
{
	char text[2048] = "";
	struct verdict v;
	size_t i, used = 0;

	classify(&b->d, &both, &v);
	for (i = 0; i < v.n_findings; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used,
		    "%s %s: %s\n", finding_code_name(v.findings[i].code),
		    v.findings[i].host, v.findings[i].detail);
	assert_string_equal(text, want);
}

static void
test_chains(void **state)
{
	struct record_builder b;
	char zone[128];

	(void)state;
	builder_init(&b, NAME);
	(void)builder_host(&b, USE_NS, NS, "o", "o");
	builder_chain(&b, NAME, "yes", "nl missing_glue");
	builder_chain(&b, "www." NAME, "?", "yes");
	builder_chain(&b, "mx." NAME, ". parent_not_resolvable", "nl lame");
	check(&b,
	    "chain_broken_ipv6 example.nl: nl: missing_glue\n"
	    "chain_broken_ipv4 mx.example.nl: .: parent_not_resolvable\n"
	    "chain_broken_ipv6 mx.example.nl: nl: lame\n");
	builder_free(&b);

	/* A long name leaves room for the reason; nothing odd comes through. */
	builder_init(&b, NAME);
	(void)builder_host(&b, USE_NS, NS, "o", "o");
	(void)snprintf(zone, sizeof(zone), "%060d sibling_not_resolving", 0);
	builder_chain(&b, NAME, zone, "\x1b[2J\xc3\xa9 lame");
	check(&b,
	    "chain_broken_ipv4 example.nl: "
	    "00000000000000000000000000000000000000000000000000: "
	    "sibling_not_resolving\n"
	    "chain_broken_ipv6 example.nl: ?[2J??: lame\n");
	builder_free(&b);
}

static void
test_ns_set(void **state)
{
	static const struct {
		const char *where[3]; /* of ns1, ns2 and ns3 */
		const char *want;
	} cases[] = {
		{ { "pc", "pc", "pc" }, "" },
		{ { "pc", "p", "c" },
		    "ns_set_differs example.nl: parent only: ns2.x; child "
		    "only: ns3.x\n" },
		{ { "pc", "p", "p" },
		    "ns_set_differs example.nl: parent only: ns2.x ns3.x\n" },
		{ { "c", "pc", "" },
		    "ns_set_differs example.nl: child only: ns1.x\n" },
		{ { "p", "p", "" }, "" }, /* the child was not heard */
		{ { "c", "c", "c" }, "" },
	};
	static const char *const names[] = { "ns1.x", "ns2.x", "ns3.x" };
	struct record_builder b;
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		builder_init(&b, NAME);
		(void)builder_host(&b, USE_NS, NS, "o", "o");
		for (j = 0; j < 3; j++)
			builder_ns(&b, names[j], cases[i].where[j], "");
		check(&b, cases[i].want);
		builder_free(&b);
	}
}

static void
test_long_ns_set(void **state)
{
	static const char long_name[] =
	    "a-name-server-with-quite-a-long-name.of-somebody.example";
	struct record_builder b;

	(void)state;
	builder_init(&b, NAME);
	(void)builder_host(&b, USE_NS, NS, "o", "o");
	builder_ns(&b, "ns.x", "pc", "");
	builder_ns(&b, long_name, "p", "");
	builder_ns(&b, long_name, "c", "");
	check(&b,
	    "ns_set_differs example.nl: parent only: "
	    "a-name-server-with-quite-a-long-name.of-somebody.example; "
	    "child ..\n");
	builder_free(&b);
}

/* The addresses of the name server are 198.18.0.1 and 2001:db8::2. */
static void
test_glue(void **state)
{
	static const struct {
		const char *ns, *v4, *v6, *where, *glue, *want;
	} cases[] = {
		{ NS, "o", "o", "pc", "198.18.0.1 2001:db8::2", "" },
		{ NS, "o", "", "pc", "198.18.0.1 2001:db8::2",
		    "glue_only_at_parent ns.example.nl: 2001:db8::2\n" },
		{ NS, "o", "x", "pc", "198.18.0.1 2001:db8::2 2001:db8::3",
		    "glue_only_at_parent ns.example.nl: 2001:db8::2 and 1 "
		    "more\n" },
		{ NS, "o", "o", "pc", "198.18.0.1",
		    "glue_missing_at_parent ns.example.nl: 2001:db8::2\n" },
		{ NS, "o", "o", "pc", "2001:db8::2",
		    "glue_missing_at_parent ns.example.nl: 198.18.0.1\n" },
		{ NS, "o", "o", "pc", "198.18.0.1 2001:db8::3",
		    "glue_differs ns.example.nl: 2001:db8::3 is at the parent "
		    "only\n" },
		{ NS, "o", "o o", "pc", "198.18.0.1 2001:db8::2",
		    "glue_differs ns.example.nl: 2001:db8::3 is at the child "
		    "only\n" },
		/* out of the zone no glue is due */
		{ "ns.example.net", "o", "o", "pc", "", "" },
		{ "ns.not-example.nl", "o", "o", "pc", "", "" },
		{ "ns.example.net", "o", "o", "pc", "198.18.0.9",
		    "glue_differs ns.example.net: 198.18.0.9 is at the parent "
		    "only\n" },
		/* what is not known proves nothing */
		{ NS, "o", "!", "pc", "198.18.0.1 2001:db8::2",
		    "lookup_failed ns.example.nl: AAAA: timeout\n" },
		{ NS, "o", "+", "pc", "198.18.0.1 2001:db8::2", "" },
		{ NS, "o", "+", "pc", "198.18.0.1", "" },
		/* not the parent's at all */
		{ NS, "o", "o", "c", "", "" },
		/* TCP counts no address twice */
		{ NS, "oo", "oo", "pc", "198.18.0.1 2001:db8::2", "" },
	};
	struct record_builder b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		builder_init(&b, NAME);
		(void)builder_host(
		    &b, USE_NS, cases[i].ns, cases[i].v4, cases[i].v6);
		builder_ns(&b, cases[i].ns, cases[i].where, cases[i].glue);
		check(&b, cases[i].want);
		builder_free(&b);
	}
}

/* What an address of a name server that serves the zone says for AAAA. */
static void
test_aaaa(void **state)
{
	static const struct {
		char letter;
		enum reason reason;
		const char *code;
	} cases[] = {
		{ 'o', REASON_NONE, NULL },
		{ 'l', REASON_NXDOMAIN, "aaaa_nxdomain" },
		{ 'l', REASON_SERVFAIL, "aaaa_servfail" },
		{ 'l', REASON_REFUSED, "aaaa_refused" },
		{ 'l', REASON_NOT_AUTHORITATIVE, NULL },
		{ 's', REASON_NONE, "aaaa_silent" },
		{ 'u', REASON_ADMIN_PROHIBITED, "aaaa_silent" },
		{ 'i', REASON_VANTAGE, NULL },
		{ 'b', REASON_BLOCKLIST, NULL },
	};
	const struct record_host *h;
	struct record_builder b;
	char want[128];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		builder_init(&b, NAME);
		h = builder_host(&b, USE_NS, NS, "o", "o");
		builder_aaaa(&b, NS, h->endpoints[0].address, cases[i].letter);
		builder_aaaa(&b, NS, h->endpoints[1].address, cases[i].letter);
		b.d.aaaa[0].endpoint.reason = cases[i].reason;
		b.d.aaaa[1].endpoint.reason = cases[i].reason;
		(void)snprintf(want, sizeof(want),
		    "%s ns.example.nl: 198.18.0.1 and 1 more\n", cases[i].code);
		check(&b, cases[i].code != NULL ? want : "");
		builder_free(&b);
	}
}

/* Only who serves the zone is to blame, and each address for itself. */
static void
test_aaaa_servers(void **state)
{
	const struct record_host *one, *two;
	struct record_builder b;

	(void)state;
	builder_init(&b, NAME);
	one = builder_host(&b, USE_NS, "ns1.x", "o", "s");
	two = builder_host(&b, USE_NS, "ns2.x", "oc", "oc");
	builder_aaaa(&b, "ns1.x", one->endpoints[0].address, 's');
	builder_aaaa(&b, "ns1.x", one->endpoints[1].address, 's');
	builder_aaaa(&b, "ns2.x", two->endpoints[0].address, 'o');
	builder_aaaa(&b, "ns2.x", two->endpoints[2].address, 'l');
	builder_aaaa(&b, "ns3.x", two->endpoints[0].address, 's');
	check(&b,
	    "dns_tcp_closed ns2.x: 198.18.0.3 and 1 more\n"
	    "aaaa_silent ns1.x: 198.18.0.1\n"
	    "aaaa_refused ns2.x: 2001:db8::4\n");
	builder_free(&b);
}

static void
test_tcp(void **state)
{
	static const struct {
		const char *v4, *v6, *want;
	} cases[] = {
		{ "oo", "oo", "" },
		{ "oc", "oo", "dns_tcp_closed ns.example.nl: 198.18.0.1\n" },
		{ "oo", "os", "dns_tcp_closed ns.example.nl: 2001:db8::2\n" },
		{ "ou", "os",
		    "dns_tcp_closed ns.example.nl: 198.18.0.1 and 1 more\n" },
		{ "sc", "ii", "" }, /* where UDP is shut that says enough */
		{ "oi", "on", "" },
		{ "o", "o", "" },
	};
	struct record_builder b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		builder_init(&b, NAME);
		(void)builder_host(&b, USE_NS, NS, cases[i].v4, cases[i].v6);
		check(&b, cases[i].want);
		builder_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chains),
		cmocka_unit_test(test_ns_set),
		cmocka_unit_test(test_long_ns_set),
		cmocka_unit_test(test_glue),
		cmocka_unit_test(test_aaaa),
		cmocka_unit_test(test_aaaa_servers),
		cmocka_unit_test(test_tcp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

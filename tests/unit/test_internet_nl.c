/* SPDX-License-Identifier: Apache-2.0 */
/* Every case of internet.nl's IPv6 tests that ports and names decide. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "analysis/internet_nl.h"
#include "tests/unit/record_builder.h"

#define NAME "example.nl"

/* p passed, f failed, w warning, i info, - not tested: one per test. */
static void
check(size_t n, const enum internet_nl_status *got, const char *want)
{
	static const char letters[] = "pfwi-";
	char text[4] = "";
	size_t i;

	for (i = 0; want[i] != '\0'; i++)
		text[i] = letters[got[i]];
	if (strcmp(text, want) != 0)
		fail_msg("case %zu: %s, not %s", n, text, want);
}

/* IPv6 of up to three servers; address and reach. */
static const struct {
	const char *ns[3];
	const char *want;
} ns_cases[] = {
	{ { "", "", "" }, "f-" },
	{ { "x", "m" }, "f-" },    /* mapped is none */
	{ { "o", "", "" }, "fp" }, /* only one */
	{ { "o" }, "fp" },
	{ { "s", "" }, "ff" },
	{ { "o", "o" }, "pp" },
	{ { "o", "o", "" }, "pp" },
	{ { "o", "l" }, "pp" }, /* any reply will do */
	{ { "o", "o s" }, "pf" },
	{ { "o", "c" }, "pf" },
	{ { "o", "p" }, "pf" }, /* special: there, and dead */
	{ { "o", "m" }, "fp" },
	{ { "o", "o i" }, "p-" },
	{ { "o", "s", "!" }, "pf" },
	{ { "o", "!" }, "--" },
	{ { "o", "o", "!" }, "p-" },
	{ { "!", "" }, "f-" }, /* two it cannot become */
	{ { "!", "!" }, "--" },
};

static void
test_name_servers(void **state)
{
	static const char *const names[] = { "ns1.x", "ns2.x", "ns3.x" };
	enum internet_nl_status got[INTERNET_NL_TEST_COUNT];
	struct record_builder b;
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(ns_cases) / sizeof(ns_cases[0]); i++) {
		builder_init(&b, NAME);
		for (j = 0; j < 3 && ns_cases[i].ns[j] != NULL; j++)
			(void)builder_host(
			    &b, USE_NS, names[j], "o", ns_cases[i].ns[j]);
		internet_nl_judge(&b.d, got);
		check(i, got + INTERNET_NL_WEB_NS_ADDRESS, ns_cases[i].want);
		check(i, got + INTERNET_NL_MAIL_NS_ADDRESS, ns_cases[i].want);
		builder_free(&b);
	}
}

static void
test_no_name_servers(void **state)
{
	enum internet_nl_status got[INTERNET_NL_TEST_COUNT];
	struct record_builder b;

	(void)state;
	builder_init(&b, NAME);
	b.d.zone = "";
	b.d.zone_lookups[0].status = LOOKUP_NODATA;
	internet_nl_judge(&b.d, got);
	check(0, got + INTERNET_NL_WEB_NS_ADDRESS, "f-");
	b.d.zone_lookups[0].status = LOOKUP_TIMEOUT;
	internet_nl_judge(&b.d, got);
	check(1, got + INTERNET_NL_WEB_NS_ADDRESS, "--");
	builder_free(&b);
}

/* Address, reach and similar. */
static const struct {
	const char *v4, *v6, *want;
} web_cases[] = {
	{ "oo", "", "f--" },
	{ "oo", "x", "f--" },
	{ "oo", "mm", "f--" }, /* mapped is none */
	{ "oo", "oo", "pp-" },
	{ "oo", "oo co", "pp-" }, /* one port will do */
	{ "oo", "oo cs", "pf-" },
	{ "oo", "cc", "pf-" }, /* all dead: not compared */
	{ "oo", "pp", "pf-" },
	{ "oo", "oo mm", "pp-" },
	{ "", "oo", "pp-" },   /* no A */
	{ "cc", "oo", "ppf" }, /* A, all dead */
	{ "pp", "oo", "ppf" },
	{ "oo", "oc", "ppf" },
	{ "oc", "oo", "ppf" },    /* either way */
	{ "oc co", "oo", "pp-" }, /* over all addresses */
	{ "oo", "oo cc", "pf-" },
	{ "oo", "oc cc", "pff" },
	{ "oo", "!", "---" },
	{ "!", "oo", "pp-" },
	{ "oo", "ii", "p--" },
	{ "oo", "oo ii", "p--" },
	{ "oo", "oi", "pp-" },
	{ "oi", "oc", "pp-" },
	{ "oc", "io", "ppf" },
};

static void
test_web(void **state)
{
	enum internet_nl_status got[INTERNET_NL_TEST_COUNT];
	struct record_builder b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(web_cases) / sizeof(web_cases[0]); i++) {
		builder_init(&b, NAME);
		(void)builder_host(
		    &b, USE_WEB, NAME, web_cases[i].v4, web_cases[i].v6);
		internet_nl_judge(&b.d, got);
		check(i, got + INTERNET_NL_WEB_WS_ADDRESS, web_cases[i].want);
		builder_free(&b);
	}
}

/* IPv6 of up to three mail exchanges; address and reach. */
static const struct {
	const char *mx[3];
	const char *want;
} mx_cases[] = {
	{ { "o", "o", "o" }, "pp" },
	{ { "o", "" }, "fp" },
	{ { "s", "" }, "ff" },
	{ { "", "" }, "f-" },
	{ { "x" }, "f-" },
	{ { "m" }, "f-" },
	{ { "o", "c" }, "pf" },
	{ { "o", "p" }, "pf" },
	{ { "o", "!" }, "--" },
	{ { "o", "i" }, "p-" },
	{ { "", "!" }, "f-" },
	{ { "s", "!" }, "-f" },
};

static void
test_mx(void **state)
{
	static const char *const names[] = { "mx1.x", "mx2.x", "mx3.x" };
	enum internet_nl_status got[INTERNET_NL_TEST_COUNT];
	struct record_builder b;
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(mx_cases) / sizeof(mx_cases[0]); i++) {
		builder_init(&b, NAME);
		for (j = 0; j < 3 && mx_cases[i].mx[j] != NULL; j++)
			builder_mx(&b, 10, names[j], "o", mx_cases[i].mx[j]);
		internet_nl_judge(&b.d, got);
		check(i, got + INTERNET_NL_MAIL_MX_ADDRESS, mx_cases[i].want);
		builder_free(&b);
	}
}

/* The first ten by name count, whatever their preference. */
static void
test_ten_mx(void **state)
{
	static const char *const names[] = { "l.x", "k.x", "j.x", "i.x", "h.x",
		"g.x", "f.x", "e.x", "d.x", "c.x", "b.x", "a.x" };
	enum internet_nl_status got[INTERNET_NL_TEST_COUNT];
	struct record_builder b;
	size_t i;

	(void)state;
	builder_init(&b, NAME);
	for (i = 0; i < 12; i++)
		builder_mx(&b, (uint16_t)i, names[i], "o", i < 2 ? "" : "o");
	internet_nl_judge(&b.d, got);
	check(0, got + INTERNET_NL_MAIL_MX_ADDRESS, "pp");
	builder_mx(&b, 1, "aa.x", "o", "");
	internet_nl_judge(&b.d, got);
	check(1, got + INTERNET_NL_MAIL_MX_ADDRESS, "fp");
	builder_free(&b);
}

/* What stands in the MX set: n a null MX, l localhost, a an address literal,
   h a host with AAAA, z a root target with a preference. */
static const struct {
	const char *mx, *web4, *web6, *spf;
	const char *want;
} special_cases[] = {
	{ "n", "oo", "", "", "--" },
	{ "n", "", "oo", "", "--" },
	{ "n", "", "", "", "i-" },
	{ "n", "x", "mm", "", "i-" },
	{ "n", "", "!", "", "--" },
	{ "nh", "oo", "", "", "w-" },
	{ "nl", "", "", "", "i-" },
	{ "l", "oo", "", "", "--" },
	{ "l", "oo", "", "v=spf1 -all", "i-" },
	{ "lh", "oo", "", "", "pp" },
	{ "ah", "oo", "", "", "fp" },
	{ "a", "oo", "", "", "f-" },
	{ "z", "oo", "", "", "f-" },
	{ "", "oo", "", "v=spf1 -all", "i-" },
	{ "", "", "oo", "v=spf1 -all", "i-" },
	{ "", "oo", "", "v=spf1 mx -all", "--" },
	{ "", "oo", "", "", "--" },
	{ "", "", "", "v=spf1 -all", "--" },
	{ "!", "oo", "", "v=spf1 -all", "--" },
};

static void
add_mx(struct record_builder *b, const char *letters)
{
	for (; *letters != '\0'; letters++)
		switch (*letters) {
		case 'n':
			builder_mx_entry(b, 0, ".");
			break;
		case 'z':
			builder_mx_entry(b, 10, ".");
			break;
		case 'l':
			builder_mx(b, 10, "localhost", NULL, NULL);
			break;
		case 'a':
			builder_mx(b, 10, "192.0.2.1", NULL, NULL);
			break;
		case 'h':
			builder_mx(b, 10, "mx.x", "o", "o");
			break;
		default:
			b->d.mx_lookup.status = LOOKUP_TIMEOUT;
		}
}

static void
test_special_mx(void **state)
{
	enum internet_nl_status got[INTERNET_NL_TEST_COUNT];
	struct record_builder b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(special_cases) / sizeof(*special_cases); i++) {
		builder_init(&b, NAME);
		(void)builder_host(&b, USE_WEB, NAME, special_cases[i].web4,
		    special_cases[i].web6);
		add_mx(&b, special_cases[i].mx);
		b.d.spf_asked = true;
		b.d.spf_lookup = builder_lookup(NAME, DNS_TYPE_TXT, LOOKUP_OK);
		b.d.spf = special_cases[i].spf;
		internet_nl_judge(&b.d, got);
		check(i, got + INTERNET_NL_MAIL_MX_ADDRESS,
		    special_cases[i].want);
		builder_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_name_servers),
		cmocka_unit_test(test_no_name_servers),
		cmocka_unit_test(test_web),
		cmocka_unit_test(test_mx),
		cmocka_unit_test(test_ten_mx),
		cmocka_unit_test(test_special_mx),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "common/dns_name.h"

static struct dns_name
name(const char *text)
{
	struct dns_name n;

	assert_true(dns_name_from_text(text, &n));
	return n;
}

/* TEXT in, and what is written back for it. */
static void
assert_text(const char *text, const char *back)
{
	char buf[DNS_NAME_TEXT_SIZE];
	struct dns_name n = name(text);

	assert_string_equal(dns_name_to_text(&n, buf), back);
	assert_int_equal(dns_wire_to_text(n.wire, buf), strlen(back));
	assert_int_equal(dns_wire_octets(n.wire), n.len);
}

static void
wire_form(void **state)
{
	struct dns_name n = name("www.Example.nl");

	(void)state;
	assert_int_equal(n.len, 16);
	assert_memory_equal(n.wire, "\3www\7Example\2nl", 16);
	n = name(".");
	assert_int_equal(n.len, 1);
	assert_int_equal(n.wire[0], 0);
}

static void
text_forms(void **state)
{
	(void)state;
	assert_text(".", ".");
	assert_text("example.nl", "example.nl");
	assert_text("example.nl.", "example.nl");
	assert_text("EXAMPLE.NL", "example.nl");
	assert_text("_dmarc.xn--bcher-kva.nl", "_dmarc.xn--bcher-kva.nl");
	assert_text(
	    "*.0/25.2.0.192.in-addr.arpa", "*.0/25.2.0.192.in-addr.arpa");
	assert_text("a\\.b.nl", "a\\046b.nl");
	assert_text("\\097\\b.nl", "ab.nl");
	assert_text("a b.nl", "a\\032b.nl");
	assert_text("\\000\\255.nl", "\\000\\255.nl");
	assert_text("\"';<>&\\\\,", "\\034\\039\\059\\060\\062\\038\\092\\044");
}

static void
bad_text(void **state)
{
	static const char *const texts[] = { "", "..", ".nl", "a..nl", "nl..",
		"\\", "a\\", "\\1", "\\12", "\\12x", "\\256", "\\999" };
	struct dns_name n;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_false(dns_name_from_text(texts[i], &n));
}

/* Every octet, escaped by number, comes back as itself but in lower case. */
static void
every_octet(void **state)
{
	char text[16], back[DNS_NAME_TEXT_SIZE];
	struct dns_name n, again;
	unsigned octet;
	const char *p;

	(void)state;
	for (octet = 0; octet < 256; octet++) {
		(void)snprintf(text, sizeof(text), "\\%03u.nl", octet);
		n = name(text);
		assert_int_equal(n.len, 6);
		assert_int_equal(n.wire[0], 1);
		assert_int_equal(n.wire[1], octet);
		(void)dns_name_to_text(&n, back);
		for (p = back; *p != '\0'; p++)
			assert_true(*p > ' ' && *p < 0x7f);
		again = name(back);
		dns_name_lower(&n);
		assert_true(dns_name_identical(&n, &again));
	}
}

/* Puts N labels of LEN octets, each but the last with its dot, in BUF. */
static char *
labels(char *buf, unsigned n, unsigned len)
{
	char *p = buf;

	for (; n > 0; n--) {
		memset(p, 'a', len);
		p += len;
		*p++ = '.';
	}
	p[-1] = '\0';
	return buf;
}

static void
limits(void **state)
{
	char text[512], buf[DNS_NAME_TEXT_SIZE];
	struct dns_name n;

	(void)state;
	assert_true(dns_name_from_text(labels(text, 1, 63), &n));
	assert_false(dns_name_from_text(labels(text, 1, 64), &n));

	/* 127 labels of one octet make 255 octets with the root. */
	n = name(labels(text, 127, 1));
	assert_int_equal(n.len, DNS_NAME_MAX);
	assert_int_equal(dns_name_labels(&n), 127);
	assert_string_equal(dns_name_to_text(&n, buf), text);
	assert_false(dns_name_from_text(labels(text, 128, 1), &n));

	/* 3 * 64 + 62 + 1 = 255. */
	(void)labels(text, 3, 63);
	(void)strcat(text, ".");
	(void)labels(text + strlen(text), 1, 61);
	n = name(text);
	assert_int_equal(n.len, DNS_NAME_MAX);
	(void)strcat(text, "a");
	assert_false(dns_name_from_text(text, &n));
}

/* The longest text there is: all octets escaped. */
static void
longest_text(void **state)
{
	char buf[DNS_NAME_TEXT_SIZE];
	struct dns_name n = { .len = DNS_NAME_MAX };
	size_t at;

	(void)state;
	memset(n.wire, 0xff, sizeof(n.wire));
	for (at = 0; at < 192; at += 64)
		n.wire[at] = 63;
	n.wire[192] = 61;
	n.wire[254] = 0;
	assert_int_equal(
	    strlen(dns_name_to_text(&n, buf)), 4 * (3 * 63 + 61) + 3);
}

static void
equality(void **state)
{
	struct dns_name a = name("www.Example.NL"), b = name("WWW.example.nl");

	(void)state;
	assert_true(dns_name_equal(&a, &b));
	assert_false(dns_name_identical(&a, &b));
	assert_true(dns_name_identical(&a, &a));
	/* '[' is '{' without the bit that makes a letter small. */
	a = name("\\[.nl");
	b = name("\\{.nl");
	assert_false(dns_name_equal(&a, &b));
	/* The same octets cut into other labels. */
	a = name("a\\001b");
	b = name("a.b");
	assert_int_equal(a.len, b.len);
	assert_false(dns_name_equal(&a, &b));
}

static void
within(void **state)
{
	struct dns_name nl = name("nl"), root = name(".");
	struct dns_name domain = name("Example.nl"),
			www = name("www.example.NL");
	struct dns_name other = name("notexample.nl");
	struct dns_name trick = name("x\\007example.nl");

	(void)state;
	assert_true(dns_name_within(&www, &domain));
	assert_true(dns_name_within(&domain, &domain));
	assert_true(dns_name_within(&domain, &nl));
	assert_true(dns_name_within(&domain, &root));
	assert_true(dns_name_within(&root, &root));
	assert_false(dns_name_within(&domain, &www));
	assert_false(dns_name_within(&root, &nl));
	assert_false(dns_name_within(&other, &domain));
	assert_false(dns_name_within(&trick, &domain));
}

static void
parent_and_prepend(void **state)
{
	struct dns_name n = name("www.example.nl"), want = name("example.nl");
	char text[512];

	(void)state;
	assert_true(dns_name_parent(&n, &n));
	assert_true(dns_name_identical(&n, &want));
	assert_true(dns_name_prepend("www", &n, &n));
	want = name("www.example.nl");
	assert_true(dns_name_identical(&n, &want));
	assert_int_equal(dns_name_labels(&n), 3);

	n = name("nl");
	assert_true(dns_name_parent(&n, &n));
	assert_int_equal(n.len, 1);
	assert_int_equal(dns_name_labels(&n), 0);
	assert_false(dns_name_parent(&n, &n));

	assert_false(dns_name_prepend("", &n, &n));
	assert_false(dns_name_prepend(labels(text, 1, 64), &n, &n));
	assert_true(dns_name_prepend(labels(text, 1, 63), &n, &n));

	n = name(labels(text, 126, 1)); /* 253 octets */
	assert_false(dns_name_prepend("aa", &n, &n));
	assert_true(dns_name_prepend("a", &n, &n));
	assert_int_equal(n.len, DNS_NAME_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wire_form),
		cmocka_unit_test(text_forms),
		cmocka_unit_test(bad_text),
		cmocka_unit_test(every_octet),
		cmocka_unit_test(limits),
		cmocka_unit_test(longest_text),
		cmocka_unit_test(equality),
		cmocka_unit_test(within),
		cmocka_unit_test(parent_and_prepend),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

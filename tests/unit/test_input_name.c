/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "prober/input_name.h"

/* WANT is the name that TEXT gives, or '!' and the word of the reason. */
static void
expect(const char *text, const char *want)
{
	enum input_reason reason;
	struct input_name name;

	reason = input_name_parse(text, strlen(text), &name);
	if (want[0] == '!') {
		assert_string_equal(input_reason_name(reason), want + 1);
		return;
	}
	assert_string_equal(input_reason_name(reason), "fine");
	assert_string_equal(name.text, want);
	assert_int_equal(name.len, strlen(want));
}

static void
hosts(void **state)
{
	(void)state;
	expect("example.nl", "example.nl");
	expect("Example.NL.", "example.nl");
	expect("_dmarc.example.nl", "_dmarc.example.nl");
	expect("example.nl:443", "example.nl");
	expect("example.nl:", "example.nl");
	expect("example.nl/a/b", "example.nl");
}

static void
urls(void **state)
{
	(void)state;
	expect("https://www.example.nl:8443/path?q#f", "www.example.nl");
	expect("//example.nl/", "example.nl");
	expect("http://user:p@ss@example.nl?q", "example.nl");
	expect("ftp://example.nl#x", "example.nl");
	expect("https://m\xc3\xbcnchen.de/stra\xc3\x9f"
	       "e",
	    "xn--mnchen-3ya.de");
	expect("file:///etc/passwd", "!no_host");
	expect("https://", "!no_host");
	expect("/x", "!no_host");
	expect(":80", "!no_host");
	expect("example.nl:x", "!bad_port");
	expect("example.nl:65536", "!bad_port");
	expect("example.nl:123456", "!bad_port");
}

static void
addresses(void **state)
{
	(void)state;
	expect("192.0.2.1", "!ip_address");
	expect("192.0.2.1.", "!ip_address");
	expect("192.0.2.0/24", "!ip_address");
	expect("2001:db8::1", "!ip_address");
	expect("2001:db8::/32", "!ip_address");
	expect("[2001:db8::1]:53", "!ip_address");
	expect("http://[::1]/", "!ip_address");
	expect("1.2.3", "!numeric_tld");
}

static void
other_things(void **state)
{
	(void)state;
	expect("x@example.nl", "!e_mail_address");
	expect("mailto:x@example.nl", "!e_mail_address");
	expect("*", "!wildcard");
	expect("*.example.nl", "!wildcard");
	expect("a b.nl", "!bad_character");
	expect("a%62.nl", "!bad_character");
	expect("a\\b.nl", "!bad_character");
	expect("\"a.nl\"", "!bad_character");
}

static void
labels(void **state)
{
	(void)state;
	expect("-rf.nl", "!leading_hyphen");
	expect("--help", "!leading_hyphen");
	expect("a.-b.nl", "!leading_hyphen");
	expect("a-.nl", "a-.nl");
	expect(".", "!empty_label");
	expect("..", "!empty_label");
	expect(".a.nl", "!empty_label");
	expect("a..nl", "!empty_label");
	expect("a.nl..", "!empty_label");
	expect("localhost", "!single_label");
	expect("nl.", "!single_label");
}

/* TEXT repeated until LEN octets, then TAIL. */
static const char *
repeat(char *out, const char *text, size_t len, const char *tail)
{
	size_t i;

	for (i = 0; i < len; i++)
		out[i] = text[i % strlen(text)];
	(void)strcpy(out + len, tail);
	return out;
}

static void
lengths(void **state)
{
	char text[1200], want[300];

	(void)state;
	expect(repeat(text, "a", 63, ".nl"), text);
	expect(repeat(text, "a", 64, ".nl"), "!label_too_long");
	expect(repeat(want, "abcdefghi.", 250, "com"), want);
	expect(repeat(text, "abcdefghi.", 250, "com."), want);
	expect(repeat(text, "abcdefghi.", 250, "info"), "!name_too_long");
	expect(repeat(text, "a", 1000, ".nl"), "!label_too_long");
	expect(repeat(text, "\xc3\xbc", 1020, ".nl"), "!name_too_long");
	expect(repeat(text, "\xc3\xbc", 200, ".nl"), "!label_too_long");
}

static void
idn(void **state)
{
	(void)state;
	expect("M\xc3\x9cNCHEN.de", "xn--mnchen-3ya.de");
	expect("fa\xc3\x9f.de", "xn--fa-hia.de");
	/* An ideographic full stop. */
	expect("\xe6\x97\xa5\xe6\x9c\xac\xe3\x80\x82jp", "xn--wgv71a.jp");
	expect("_dmarc.m\xc3\xbcnchen.de", "_dmarc.xn--mnchen-3ya.de");
	/* A leading accent; a full-width digit; a soft hyphen. */
	expect("\xcc\x81"
	       "a.nl",
	    "!bad_idn");
	expect("\xef\xbc\x91.2.3.4", "!ip_address");
	expect("\xc2\xad.nl", "!empty_label");
}

/* ASCII is left alone, also where IDNA 2008 would object. */
static void
ascii_as_written(void **state)
{
	(void)state;
	expect("xn--0.nl", "xn--0.nl");
	expect("r3---sn.a.nl", "r3---sn.a.nl");
	expect("ab--cd.nl", "ab--cd.nl");
}

static void
reasons_have_words(void **state)
{
	int i, j;

	(void)state;
	for (i = 0; i < INPUT_REASON_COUNT; i++) {
		assert_non_null(input_reason_text((enum input_reason)i));
		for (j = 0; j < i; j++)
			assert_string_not_equal(
			    input_reason_name((enum input_reason)i),
			    input_reason_name((enum input_reason)j));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts),
		cmocka_unit_test(urls),
		cmocka_unit_test(addresses),
		cmocka_unit_test(other_things),
		cmocka_unit_test(labels),
		cmocka_unit_test(lengths),
		cmocka_unit_test(idn),
		cmocka_unit_test(ascii_as_written),
		cmocka_unit_test(reasons_have_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

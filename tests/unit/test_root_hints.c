/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "prober/guard.h"
#include "prober/root_hints.h"

#define SHIPPED TEST_DATA "/../data/named.root"

static void
check_server(const struct root_server *s, const char *name, const char *v4,
    const char *v6)
{
	const char *const want[2] = { v4, v6 };
	char text[DNS_NAME_TEXT_SIZE];
	unsigned i;

	assert_string_equal(dns_name_to_text(&s->name, text), name);
	for (i = 0; i < 2; i++)
		if (want[i] == NULL)
			assert_int_equal(s->addr[i].family, FAMILY_NONE);
		else
			assert_string_equal(
			    address_format(&s->addr[i], text), want[i]);
}

static void
check_read(struct root_hints *h, const char *text)
{
	struct error err;

	if (root_hints_read(h, text, strlen(text), &err) != STATUS_OK)
		fail_msg("%s", err.text);
}

/* All that the form allows: order, case, TTLs, classes, comments, blanks. */
static void
test_forms(void **state)
{
	struct root_hints h;

	(void)state;
	check_read(&h,
	    "; a comment\r\n"
	    "\n"
	    "b.root.example. 6w in aaaa 2001:db8::b ; of b\n"
	    ".  3600000  IN  NS  A.ROOT.EXAMPLE.\n"
	    "\tNS b.root.example\n"
	    "A.root.EXAMPLE. IN 5 A 192.0.2.1\n"
	    "  AAAA 2001:DB8:0::a\n"
	    ". NS c.root.example.\n"
	    ". NS c.root.example.\n"
	    "   \t;");
	assert_int_equal(h.n, 3);
	check_server(&h.server[0], "b.root.example", NULL, "2001:db8::b");
	check_server(
	    &h.server[1], "a.root.example", "192.0.2.1", "2001:db8::a");
	check_server(&h.server[2], "c.root.example", NULL, NULL);
}

#define NS ". NS a.example\n"

static void
test_bad(void **state)
{
	static const struct {
		const char *text, *sentence;
	} cases[] = {
		{ "",
		    "root hints: there is no name server of the root with an "
		    "address in it" },
		{ NS,
		    "root hints: there is no name server of the root with an "
		    "address in it" },
		{ NS "a.example A 192.0.2.1\nb.example A 192.0.2.2\n\n",
		    "root hints, line 3: \"b.example\" is no name server of "
		    "the root: no NS record names it" },
		{ NS "a.example A 2001:db8::1\n",
		    "root hints, line 2: \"2001:db8::1\" is no IPv4 address" },
		{ NS "a.example AAAA 192.0.2.1\n",
		    "root hints, line 2: \"192.0.2.1\" is no IPv6 address" },
		{ NS "a.example A 192.0.2.1\n\nA.example A 192.0.2.2\n",
		    "root hints, line 4: \"192.0.2.2\" is a second address of "
		    "the same host" },
		{ "nl. NS a.example\n",
		    "root hints, line 1: \"a.example\" serves another zone "
		    "than the root" },
		{ ". NS a..example\n",
		    "root hints, line 1: \"a..example\" is no host name" },
		{ "a..example A 192.0.2.1\n",
		    "root hints, line 1: \"a..example\" is no domain name" },
		{ NS "a.example 5 IN A\n",
		    "root hints, line 2: the record lacks a type or a value" },
		{ "a.example\n",
		    "root hints, line 1: the record lacks a type or a value" },
		{ NS "a.example A 192.0.2.1 192.0.2.2\n",
		    "root hints, line 2: \"192.0.2.2\" is one word too many" },
		{ ". SOA a.example\n",
		    "root hints, line 1: \"SOA\" is none of the types NS, A "
		    "and AAAA" },
		{ ". CH NS\n",
		    "root hints, line 1: \"CH\" is none of the types NS, A "
		    "and AAAA" },
		{ "$ORIGIN example.\n",
		    "root hints, line 1: \"$ORIGIN\" is a directive; give "
		    "plain records" },
		{ " NS a.example\n",
		    "root hints, line 1: \"NS\" belongs to no name" },
	};
	struct root_hints h;
	struct error err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(root_hints_read(&h, cases[i].text,
				     strlen(cases[i].text), &err),
		    STATUS_MALFORMED);
		assert_string_equal(err.text, cases[i].sentence);
	}
	assert_int_equal(
	    root_hints_read(&h, ".\0 NS a", 8, &err), STATUS_MALFORMED);
	assert_string_equal(
	    err.text, "root hints, line 1: \".\" has a NUL octet behind it");
}

static void
test_too_many(void **state)
{
	char text[2048] = "a0.example A 192.0.2.1\n";
	size_t at = strlen(text);
	struct root_hints h;
	struct error err;
	unsigned i;

	(void)state;
	for (i = 0; i < ROOT_SERVERS_MAX; i++)
		at += (size_t)snprintf(
		    text + at, sizeof(text) - at, ". NS a%u.example\n", i);
	check_read(&h, text);
	assert_int_equal(h.n, ROOT_SERVERS_MAX);
	(void)snprintf(text + at, sizeof(text) - at, ". NS b.example\n");
	assert_int_equal(
	    root_hints_read(&h, text, strlen(text), &err), STATUS_MALFORMED);
	assert_string_equal(err.text,
	    "root hints, line 28: \"b.example\" is one root server too many");
	(void)snprintf(text + at, sizeof(text) - at, "b.example A 192.0.2.2\n");
	assert_int_equal(
	    root_hints_read(&h, text, strlen(text), &err), STATUS_MALFORMED);
	assert_string_equal(err.text,
	    "root hints, line 28: \"192.0.2.2\" is of one host too many");
}

static void
test_file_errors(void **state)
{
	char path[] = "/tmp/reach46-test-XXXXXX", want[128];
	int fd = mkstemp(path);
	struct root_hints h;
	struct error err;

	(void)state;
	assert_int_equal(
	    root_hints_load(&h, "/nonexistent/hints", &err), STATUS_NOT_FOUND);
	assert_string_equal(err.text,
	    "cannot read the root hints /nonexistent/hints: there is no such "
	    "file");
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "\n\n. NS\n", 7), 7);
	(void)close(fd);
	assert_int_equal(root_hints_load(&h, path, &err), STATUS_MALFORMED);
	(void)snprintf(want, sizeof(want),
	    "%s, line 3: the record lacks a type or a value", path);
	assert_string_equal(err.text, want);
	(void)unlink(path);
}

/* Thirteen servers, an address of each family, none of them special. */
static void
test_builtin(void **state)
{
	char text[DNS_NAME_TEXT_SIZE], want[] = "?.root-servers.net";
	struct root_hints h;
	struct error err;
	size_t i;

	(void)state;
	assert_int_equal(root_hints_builtin(&h, &err), STATUS_OK);
	assert_int_equal(h.n, 13);
	for (i = 0; i < h.n; i++) {
		want[0] = (char)('a' + i);
		assert_string_equal(
		    dns_name_to_text(&h.server[i].name, text), want);
		assert_int_equal(h.server[i].addr[0].family, FAMILY_V4);
		assert_int_equal(h.server[i].addr[1].family, FAMILY_V6);
		assert_false(address_is_special(&h.server[i].addr[0]));
		assert_false(address_is_special(&h.server[i].addr[1]));
	}
}

/* The hash is that of the text, and the program carries the file as it is. */
static void
test_sha256(void **state)
{
	static const char text[] = NS "a.example A 192.0.2.1\n";
	uint8_t want[SHA256_DIGEST_SIZE];
	struct root_hints file, carried;
	struct sha256_ctx ctx;
	struct error err;

	(void)state;
	check_read(&file, text);
	sha256_init(&ctx);
	sha256_update(&ctx, sizeof(text) - 1, (const uint8_t *)text);
	sha256_digest(&ctx, sizeof(want), want);
	assert_memory_equal(file.sha256, want, sizeof(want));
	assert_int_equal(root_hints_load(&file, SHIPPED, &err), STATUS_OK);
	assert_int_equal(root_hints_builtin(&carried, &err), STATUS_OK);
	assert_memory_equal(file.sha256, carried.sha256, sizeof(want));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_file_errors),
		cmocka_unit_test(test_builtin),
		cmocka_unit_test(test_sha256),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

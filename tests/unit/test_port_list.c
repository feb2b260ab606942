/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "prober/port_list.h"

static struct port_list
ports_of(const char *text)
{
	struct port_list l;
	struct error err;

	if (port_list_parse(&l, text, &err) != STATUS_OK)
		fail_msg("%s: %s", text, err.text);
	return l;
}

static void
check_ports(const char *text, const char *want)
{
	struct port_list l = ports_of(text);
	char got[256] = "";
	size_t used = 0;
	uint32_t i;

	for (i = 0; i < l.n; i++)
		used += (size_t)snprintf(got + used, sizeof(got) - used, "%s%u",
		    i > 0 ? " " : "", l.port[i]);
	assert_string_equal(got, want);
	port_list_free(&l);
}

static void
test_good(void **state)
{
	struct port_list l;

	(void)state;
	check_ports("80", "80");
	check_ports("443,80", "80 443");
	check_ports("80,443,8000-8003", "80 443 8000 8001 8002 8003");
	check_ports("3-5,4,5-6,080", "3 4 5 6 80");
	check_ports("65535", "65535");
	l = ports_of("1-65535");
	assert_int_equal(l.n, 65535);
	port_list_free(&l);
}

static void
test_bad(void **state)
{
	static const char *const bad[] = { "", ",", "80,", ",80", "0", "65536",
		"80-", "-80", "90-80", "80 ", " 80", "http", "80;443", "80--81",
		"99999999999999999999", "1-65536", "80,443,", "\033[2J" };
	struct port_list l;
	struct error err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (port_list_parse(&l, bad[i], &err) != STATUS_USAGE)
			fail_msg("\"%s\" was taken", bad[i]);
		assert_null(strchr(err.text, '\033'));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

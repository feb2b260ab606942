/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <netinet/in.h>

#include <stdio.h>
#include <string.h>

#include "prober/controls_file.h"
#include "prober/guard.h"

#define HEADER "address,protocol,port,expect,operator\n"

static enum status
read_text(struct control_list *list, const char *text, struct error *err)
{
	return control_list_read(list, text, strlen(text), err);
}

static void
test_good(void **state)
{
	struct control_list list;
	struct error err;

	(void)state;
	assert_int_equal(read_text(&list,
			     "# a comment\r\n" HEADER "\n"
			     "2001:db8::1,udp,53,answer,\"Example, Inc\"\n"
			     "192.0.2.1,tcp,25,silence,",
			     &err),
	    STATUS_OK);
	assert_int_equal(list.n, 2);
	assert_int_equal(list.item[0].endpoint.addr.family, FAMILY_V6);
	assert_int_equal(list.item[0].endpoint.port, 53);
	assert_int_equal(list.item[0].proto, IPPROTO_UDP);
	assert_true(list.item[0].expect_answer);
	assert_string_equal(list.item[0].operator, "Example, Inc");
	assert_int_equal(list.item[1].proto, IPPROTO_TCP);
	assert_false(list.item[1].expect_answer);
	assert_string_equal(list.item[1].operator, "");
	control_list_free(&list);
	control_list_free(&list);
}

static void
test_bad(void **state)
{
	static const struct {
		const char *text, *sentence;
	} cases[] = {
		{ "", "list of controls: there is no control in it" },
		{ HEADER, "list of controls: there is no control in it" },
		{ "address,port\n",
		    "list of controls, line 1: a list of controls starts with "
		    "the header address,protocol,port,expect,operator" },
		{ HEADER "2001:db8::1,tcp,80,answer\n",
		    "list of controls, line 2: 4 fields where 5 are due" },
		{ HEADER "\n#\nexample.nl,tcp,80,answer,x\n",
		    "list of controls, line 4: \"example.nl\" is no IP "
		    "address" },
		{ HEADER "192.0.2.1,icmp,80,answer,x\n",
		    "list of controls, line 2: protocol \"icmp\" is neither "
		    "tcp nor udp" },
		{ HEADER "192.0.2.1,tcp,0,answer,x\n",
		    "list of controls, line 2: \"0\" is no port from 1 to "
		    "65535" },
		{ HEADER "192.0.2.1,tcp,65536,answer,x\n",
		    "list of controls, line 2: \"65536\" is no port from 1 to "
		    "65535" },
		{ HEADER "192.0.2.1,tcp,80x,answer,x\n",
		    "list of controls, line 2: \"80x\" is no port from 1 to "
		    "65535" },
		{ HEADER "192.0.2.1,tcp,80,yes,x\n",
		    "list of controls, line 2: expect \"yes\" is neither "
		    "answer nor silence" },
		{ HEADER "192.0.2.1,tcp,80,answer,"
			 "an operator with much too long a name\n",
		    "list of controls, line 2: the operator's name is over 31 "
		    "octets" },
		{ HEADER "192.0.2.1,tcp,80,answer,x\n"
			 "192.0.2.1,udp,80,answer,x\n"
			 "192.0.2.1,tcp,80,silence,x\n",
		    "list of controls, line 4: the same endpoint as in line "
		    "2" },
		{ HEADER "\"192.0.2.1,tcp,80,silence,x\n",
		    "list of controls, line 2: the quotes do not match" },
	};
	struct control_list list;
	struct error err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
		    read_text(&list, cases[i].text, &err), STATUS_MALFORMED);
		assert_string_equal(err.text, cases[i].sentence);
		assert_null(list.item);
	}
}

static void
test_too_many(void **state)
{
	static char text[CONTROLS_MAX * 40 + 200];
	struct control_list list;
	struct error err;
	size_t at = strlen(HEADER);
	unsigned i;

	(void)state;
	memcpy(text, HEADER, at);
	for (i = 0; i < CONTROLS_MAX; i++)
		at += (size_t)snprintf(text + at, sizeof(text) - at,
		    "192.0.2.1,tcp,%u,answer,x\n", i + 1);
	assert_int_equal(read_text(&list, text, &err), STATUS_OK);
	assert_int_equal(list.n, CONTROLS_MAX);
	control_list_free(&list);
	(void)snprintf(
	    text + at, sizeof(text) - at, "192.0.2.2,tcp,1,answer,x\n");
	assert_int_equal(read_text(&list, text, &err), STATUS_MALFORMED);
	assert_string_equal(
	    err.text, "list of controls, line 1026: more than 1024 controls");
}

static void
test_no_file(void **state)
{
	struct control_list list;
	struct error err;

	(void)state;
	assert_int_not_equal(
	    control_list_load(&list, "/nonexistent/controls", &err), STATUS_OK);
	assert_non_null(strstr(err.text, "/nonexistent/controls"));
}

/*
 * The shipped list: each kind has controls of both sorts, but there are none
 * for mail; who should answer is an ordinary address, who should not is not.
 */
static void
test_builtin(void **state)
{
	unsigned answer[2][2] = { { 0 } }, silence[2][2] = { { 0 } };
	struct control_list list;
	struct error err;
	size_t i;

	(void)state;
	assert_int_equal(control_list_builtin(&list, &err), STATUS_OK);
	for (i = 0; i < list.n; i++) {
		const struct control *c = &list.item[i];
		const unsigned fi =
		    family_index((enum family)c->endpoint.addr.family);
		const bool udp = c->proto == IPPROTO_UDP;

		assert_int_not_equal(
		    c->expect_answer, address_is_special(&c->endpoint.addr));
		assert_false(c->expect_answer && c->endpoint.port == 25);
		assert_true(!udp || c->endpoint.port == 53);
		(c->expect_answer ? answer : silence)[fi][udp]++;
	}
	for (i = 0; i < 2; i++) {
		assert_int_equal(answer[i][true], 13 + 8);
		assert_int_equal(answer[i][false], 13 + 8 + 2 + 8);
		assert_int_equal(silence[i][true], 1);
		assert_int_equal(silence[i][false], 4);
	}
	control_list_free(&list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_no_file),
		cmocka_unit_test(test_builtin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

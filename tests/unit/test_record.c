/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "common/record.h"

/* Every value has a word, and the word leads back to it. */
static void
test_words(void **state)
{
	int i;

	(void)state;
	for (i = LOOKUP_OK; i <= LOOKUP_BOGUS_REPLY; i++)
		assert_int_equal(lookup_status_find(
				     lookup_status_name((enum lookup_status)i)),
		    i);
	for (i = ENDPOINT_OPEN; i <= ENDPOINT_INDETERMINATE; i++)
		assert_int_equal(endpoint_state_find(endpoint_state_name(
				     (enum endpoint_state)i)),
		    i);
	for (i = REASON_NONE + 1; i < REASON_COUNT; i++)
		assert_int_equal(reason_find(reason_name((enum reason)i)), i);
	for (i = USE_WEB; i <= USE_TENANT; i++)
		assert_int_equal(
		    host_use_find(host_use_name((enum host_use)i)), i);
	for (i = CHAIN_NONE + 1; i < CHAIN_REASON_COUNT; i++)
		assert_int_equal(
		    chain_reason_find(chain_reason_name((enum chain_reason)i)),
		    i);
	for (i = RESOLVABLE_YES; i <= RESOLVABLE_INDETERMINATE; i++)
		assert_int_equal(
		    resolvable_find(resolvable_name((enum resolvable)i)), i);
}

static void
test_no_words(void **state)
{
	(void)state;
	assert_null(reason_name(REASON_NONE));
	assert_int_equal(reason_find(""), -1);
	assert_int_equal(lookup_status_find("OK"), -1);
	assert_int_equal(endpoint_state_find("opened"), -1);
	assert_int_equal(host_use_find("ope"), -1);
	assert_null(chain_reason_name(CHAIN_NONE));
	assert_int_equal(chain_reason_find("none"), -1);
	assert_int_equal(resolvable_find("maybe"), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_no_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

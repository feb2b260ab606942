/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/scenario/differences.h"

static struct arena arena;
static struct difference *list;
static struct error err;

static enum status
load(const char *text)
{
	char path[] = "/tmp/differences.XXXXXX";
	int fd = mkstemp(path);
	enum status status;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	(void)close(fd);
	arena_init(&arena, 0);
	status = differences_load(&list, &arena, path, &err);
	(void)unlink(path);
	return status;
}

static void
reads_the_table(void **state)
{
	const struct difference *d;

	(void)state;
	assert_int_equal(load("# a comment\n\n"
			      "one\tskip\tneeds a cache\r\n"
			      "  two   differs  has  a reason"),
	    STATUS_OK);
	d = differences_find(list, "one");
	assert_non_null(d);
	assert_int_equal(d->kind, DIFFERENCE_SKIP);
	assert_string_equal(d->reason, "needs a cache");
	d = differences_find(list, "two");
	assert_non_null(d);
	assert_int_equal(d->kind, DIFFERENCE_DIFFERS);
	assert_string_equal(d->reason, "has  a reason");
	assert_null(differences_find(list, "on"));
	arena_free(&arena);
}

static void
wants_a_reason_for_each(void **state)
{
	static const char *const wrong[] = { "one skip\n", "one\n",
		"one maybe it is\n", "one skip why\n# fine\none differs so\n" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(load(wrong[i]), STATUS_MALFORMED);
		assert_non_null(strstr(err.text, i == 3 ? "line 3" : "line 1"));
		arena_free(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_table),
		cmocka_unit_test(wants_a_reason_for_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "prober/input_list.h"
#include "prober/input_repeats.h"

/* Names that are letters, in the order of lines. */
static void
look(struct input_repeats *r, const char *names, const char *want)
{
	uint32_t line = 0, first;
	enum seen seen;

	for (; *names != '\0'; names++, want++) {
		seen = input_repeats_look(r, names, 1, ++line, &first);
		if (*want == '-')
			assert_int_equal(seen, SEEN_NEW);
		else
			assert_int_equal(seen, SEEN_BEFORE);
		assert_int_equal(
		    first, *want == '-' ? line : (uint32_t)(*want - '0'));
	}
}

static void
test_known_the_second_time(void **state)
{
	struct input_repeats r;
	int i;

	(void)state;
	input_repeats_init(&r, (struct token_key){ { 46, 64 } });
	look(&r, "abacb", "--1-2");
	/* It was not read to its end, so nothing is known. */
	input_repeats_rewind(&r);
	for (i = 0; i < 3; i++) {
		look(&r, "xyxxzy", "--11-2");
		input_repeats_learnt(&r);
		assert_int_equal(r.seen.size, 0);
		input_repeats_rewind(&r);
		look(&r, "xyx", "--1");
		input_repeats_rewind(&r);
	}
	input_repeats_free(&r);
}

static enum input_kind
read_all(struct input_list *list, char *kinds, struct error *err)
{
	struct input_item item;
	enum input_kind kind;

	while ((kind = input_list_next(list, &item, err)) <= INPUT_DUPLICATE)
		*kinds++ = kind == INPUT_TARGET ? 't' : 'd';
	*kinds = '\0';
	return kind;
}

/* What was learnt of one list must not be told of another. */
static void
test_changed_list(void **state)
{
	char path[] = "/tmp/test_input_repeats.XXXXXX", kinds[8];
	int fd = mkstemp(path);
	struct input_list *list;
	struct error err;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "a.nl\nb.nl\na.nl\n", 15), 15);
	assert_int_equal(input_list_open(&list, path, &err), STATUS_OK);
	assert_int_equal(read_all(list, kinds, &err), INPUT_END);
	assert_string_equal(kinds, "ttd");
	assert_int_equal(input_list_rewind(list, &err), STATUS_OK);
	assert_int_equal(read_all(list, kinds, &err), INPUT_END);
	assert_string_equal(kinds, "ttd");
	assert_int_equal(pwrite(fd, "b", 1, 0), 1);
	assert_int_equal(input_list_rewind(list, &err), STATUS_OK);
	assert_int_equal(read_all(list, kinds, &err), INPUT_FAILED);
	assert_non_null(strstr(err.text, "was changed"));
	input_list_close(list);
	(void)close(fd);
	assert_int_equal(unlink(path), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_the_second_time),
		cmocka_unit_test(test_changed_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

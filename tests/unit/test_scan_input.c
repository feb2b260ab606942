/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/scan_input.h"

static void
write_list(char path[static 32], const char *text)
{
	int fd;

	strcpy(path, "/tmp/scan_input.XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(close(fd), 0);
}

static void
expect(struct scan_input *in, enum input_kind kind, const char *name,
    unsigned declared)
{
	struct input_item item;
	struct error err;

	assert_int_equal(scan_input_next(in, &item, &err), kind);
	if (name == NULL)
		return;
	assert_string_equal(item.name.text, name);
	if (kind == INPUT_TARGET)
		assert_int_equal(item.declared, declared);
}

/* The first line of a name speaks for the uses of all its lines. */
static void
test_uses_add_up(void **unused)
{
	struct scan_input in;
	struct error err;
	char path[32];

	(void)unused;
	write_list(path,
	    "domain,use\na.nl,web\nb.nl,mail\nc.nl,web\nb.nl,mail\n"
	    "a.nl,mail\n");
	assert_int_equal(scan_input_open(&in, path, &err), STATUS_OK);
	assert_int_equal(in.counts.targets, 3);
	assert_int_equal(in.counts.duplicates, 2);
	expect(&in, INPUT_TARGET, "a.nl", DECLARED_ALL);
	expect(&in, INPUT_TARGET, "b.nl", DECLARED_MAIL);
	expect(&in, INPUT_TARGET, "c.nl", DECLARED_WEB);
	expect(&in, INPUT_DUPLICATE, "b.nl", 0);
	expect(&in, INPUT_DUPLICATE, "a.nl", 0);
	expect(&in, INPUT_END, NULL, 0);
	scan_input_close(&in);
	(void)unlink(path);
}

/* A pipe cannot be read twice, and is. */
static void
test_pipe(void **unused)
{
	struct scan_input in;
	struct error err;
	int ends[2];

	(void)unused;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "a.nl\nb.nl\n", 10), 10);
	assert_int_equal(close(ends[1]), 0);
	assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
	assert_int_equal(close(ends[0]), 0);
	assert_int_equal(scan_input_open(&in, "-", &err), STATUS_OK);
	assert_int_equal(in.counts.targets, 2);
	/* printf 'a.nl\nb.nl\n' | sha256sum */
	assert_string_equal(in.sha256,
	    "e3a671396028621cfd3c44eb07d9a9dc002904534771a84abb28c64363daf418");
	expect(&in, INPUT_TARGET, "a.nl", DECLARED_ALL);
	expect(&in, INPUT_TARGET, "b.nl", DECLARED_ALL);
	expect(&in, INPUT_END, NULL, 0);
	scan_input_close(&in);
}

static void
test_missing(void **unused)
{
	struct scan_input in;
	struct error err;

	(void)unused;
	assert_int_not_equal(
	    scan_input_open(&in, "/nowhere/list.csv", &err), STATUS_OK);
	assert_non_null(strstr(err.text, "/nowhere/list.csv"));
	scan_input_close(&in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_uses_add_up),
		cmocka_unit_test(test_pipe),
		cmocka_unit_test(test_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

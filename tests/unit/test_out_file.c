/* SPDX-License-Identifier: Apache-2.0 */
/* A file that is written whole, or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sys/stat.h>

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/out_file.h"

/* A directory of its own, in which the test stands. */
static int
setup(void **state)
{
	static char dir[64];

	(void)snprintf(dir, sizeof(dir), "/tmp/reach46-out-file.XXXXXX");
	*state = mkdtemp(dir);
	return *state != NULL ? chdir(*state) : -1;
}

static int
teardown(void **state)
{
	char command[128];

	(void)snprintf(command, sizeof(command), "rm -r %s", (char *)*state);
	return chdir("/") != 0 || system(command) != 0 ? -1 : 0;
}

static void
put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void
expect(const char *path, const char *wanted)
{
	char text[64] = "";
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	(void)fread(text, 1, sizeof(text) - 1, file);
	(void)fclose(file);
	assert_string_equal(text, wanted);
}

static unsigned
count_files(void)
{
	DIR *dir = opendir(".");
	unsigned n = 0;

	assert_non_null(dir);
	while (readdir(dir) != NULL)
		n++;
	(void)closedir(dir);
	return n - 2; /* "." and ".." */
}

/* Writes NEW to PATH, in a command that ends as STATUS. */
static enum status
write_file(const char *path, const char *new, enum status status)
{
	struct out_file o;
	struct error err;

	assert_int_equal(out_file_open(&o, path, &err), STATUS_OK);
	assert_true(fputs(new, o.file) >= 0);
	return out_file_close(&o, status, &err);
}

static void
test_whole(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(write_file("new", "1", STATUS_OK), STATUS_OK);
	expect("new", "1");
	assert_int_equal(chmod("new", 0640), 0);
	assert_int_equal(write_file("new", "2", STATUS_OK), STATUS_OK);
	expect("new", "2");
	assert_int_equal(stat("new", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(count_files(), 1);
}

static void
test_none(void **state)
{
	(void)state;
	put("old", "old");
	assert_int_equal(
	    write_file("old", "new", STATUS_MALFORMED), STATUS_MALFORMED);
	expect("old", "old");
	assert_int_equal(
	    write_file("none", "new", STATUS_MALFORMED), STATUS_MALFORMED);
	assert_int_equal(access("none", F_OK), -1);
	assert_int_equal(
	    write_file("/dev/full", "new", STATUS_OK), STATUS_SYSTEM);
}

static void
test_link(void **state)
{
	struct stat st;

	(void)state;
	put("target", "old");
	assert_int_equal(symlink("target", "link"), 0);
	assert_int_equal(write_file("link", "new", STATUS_OK), STATUS_OK);
	expect("target", "new");
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
}

static void
test_run_file(void **state)
{
	struct out_file o;
	struct error err;

	(void)state;
	put("run", "{\"type\":\"run\",\"schema\":1}\n");
	put("run.zst", "\x28\xb5\x2f\xfd");
	assert_int_equal(symlink("run", "run-link"), 0);
	assert_int_equal(out_file_open(&o, "run", &err), STATUS_USAGE);
	assert_int_equal(out_file_open(&o, "run.zst", &err), STATUS_USAGE);
	assert_int_equal(out_file_open(&o, "run-link", &err), STATUS_USAGE);
	assert_int_equal(out_file_open(&o, "no/such", &err), STATUS_SYSTEM);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(test_none, setup, teardown),
		cmocka_unit_test_setup_teardown(test_link, setup, teardown),
		cmocka_unit_test_setup_teardown(test_run_file, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

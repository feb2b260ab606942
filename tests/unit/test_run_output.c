/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run file that may not grow past any one octet, or of which any one write
 * or sync fails: only whole lines stay, and going on gives the very file that
 * an endless disk would have held.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "analysis/run_seal.h"
#include "analysis/run_write.h"
#include "cli/run_output.h"

#define LINES    8
#define TEXT_MAX 4096

static char path[] = "/tmp/reach46-output-XXXXXX";

/* The disk: which of its calls fails, and whether all after it do. */
static struct {
	unsigned calls, fails_at; /* from 1; 0: none fails */
	bool for_good;
	size_t most;        /* octets in one write; 0: all */
	unsigned synced[2]; /* files and directories */
} disk;

static bool
disk_fails(void)
{
	errno = EIO;
	disk.calls++;
	return disk.fails_at != 0 &&
	    (disk.calls == disk.fails_at ||
		(disk.for_good && disk.calls > disk.fails_at));
}

/* These stand before those of the C library; nothing is really synced. */
ssize_t
write(int fd, const void *buf, size_t n)
{
	if (disk.most != 0 && n > disk.most)
		n = disk.most;
	return disk_fails() ? -1 : syscall(SYS_write, fd, buf, n);
}

int
fsync(int fd)
{
	struct stat st;

	assert_int_equal(fstat(fd, &st), 0);
	disk.synced[S_ISDIR(st.st_mode)]++;
	return disk_fails() ? -1 : 0;
}

int
ftruncate(int fd, off_t octets)
{
	return disk_fails() ? -1 : (int)syscall(SYS_ftruncate, fd, octets);
}

static void
allow_octets(rlim_t octets)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = octets;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
write_line(struct run_output *o, unsigned i)
{
	run_write_duplicate(
	    &o->writer, &(struct run_duplicate){ i, 1000u << i, "example.nl" });
	run_output_line(o);
}

/* The lines from FIRST on; EACH of them reach the kernel at a time. */
static void
write_lines(struct run_output *o, unsigned first, unsigned each)
{
	unsigned i;

	for (i = first; i < LINES; i++) {
		write_line(o, i);
		if (i % each == 0)
			run_output_flush(o);
	}
}

static size_t
read_back(char text[static TEXT_MAX])
{
	FILE *f = fopen(path, "rb");
	size_t len;

	assert_non_null(f);
	len = fread(text, 1, TEXT_MAX, f);
	assert_true(len < TEXT_MAX);
	(void)fclose(f);
	return len;
}

static size_t
whole_file(char text[static TEXT_MAX])
{
	struct run_output o;
	struct error err;

	(void)unlink(path);
	assert_int_equal(run_output_open(&o, path, &err), STATUS_OK);
	write_lines(&o, 0, 1);
	assert_int_equal(run_output_close(&o, &err), STATUS_OK);
	return read_back(text);
}

/* Reads LEN octets of whole lines: how many, and the check of the last. */
static unsigned
check_lines(const char *text, size_t len, uint64_t *check)
{
	const char *end = text + len, *lf;
	unsigned n;

	*check = 0;
	for (n = 0; text < end; n++, text = lf + 1) {
		lf = memchr(text, '\n', (size_t)(end - text));
		assert_non_null(lf);
		assert_true(run_seal_holds(text, (size_t)(lf - text), check));
	}
	return n;
}

static void
fill_up(rlim_t octets, unsigned each)
{
	struct run_output o;
	struct error err;

	(void)unlink(path);
	assert_int_equal(run_output_open(&o, path, &err), STATUS_OK);
	allow_octets(octets);
	write_lines(&o, 0, each);
	assert_int_equal(run_output_close(&o, &err), STATUS_SYSTEM);
	allow_octets(RLIM_INFINITY);
	assert_non_null(strstr(err.text, "File too large; it keeps"));
}

static void
go_on(size_t octets, unsigned line, uint64_t check)
{
	struct run_output o;
	struct error err;
	bool found;

	assert_int_equal(run_output_reopen(&o, path, &found, &err), STATUS_OK);
	assert_true(found);
	assert_int_equal(run_output_cut(&o, octets, check, &err), STATUS_OK);
	write_lines(&o, line, 1);
	assert_int_equal(run_output_close(&o, &err), STATUS_OK);
}

static void
test_full_everywhere(void **state)
{
	char whole[TEXT_MAX], text[TEXT_MAX];
	size_t len = whole_file(whole), octets, limit;
	unsigned each, line;
	uint64_t check;

	(void)state;
	for (each = 1; each <= 3; each++)
		for (limit = 0; limit < len; limit++) {
			fill_up(limit, each);
			octets = read_back(text);
			assert_true(octets <= limit);
			assert_memory_equal(text, whole, octets);
			line = check_lines(text, octets, &check);
			assert_null(
			    memchr(whole + octets, '\n', limit - octets));
			go_on(octets, line, check);
			assert_int_equal(read_back(text), len);
			assert_memory_equal(text, whole, len);
		}
}

/* A run on that disk, synced as a scan does; false if nothing failed. */
static bool
run_on_disk(unsigned fails_at, bool for_good, size_t most)
{
	struct run_output o;
	enum status status;
	struct error err;

	(void)unlink(path);
	assert_int_equal(run_output_open(&o, path, &err), STATUS_OK);
	disk.calls = disk.synced[0] = disk.synced[1] = 0;
	disk.fails_at = fails_at;
	disk.for_good = for_good;
	disk.most = most;
	write_line(&o, 0);
	run_output_sync(&o);
	write_lines(&o, 1, 3);
	status = run_output_close(&o, &err);
	disk.fails_at = 0;
	disk.most = 0;
	if (disk.calls < fails_at) {
		assert_int_equal(status, STATUS_OK);
		assert_int_equal(disk.synced[0], 2);
		assert_int_equal(disk.synced[1], 2);
		return false;
	}
	assert_int_equal(status, STATUS_SYSTEM);
	assert_non_null(strstr(err.text, path));
	assert_non_null(strstr(err.text, "Input/output error; it keeps"));
	return true;
}

/* What is there is a beginning of WHOLE, and the rest of it can follow. */
static void
recover(const char *whole, size_t len, bool torn)
{
	char text[TEXT_MAX], *lf;
	size_t octets = read_back(text);
	unsigned line;
	uint64_t check;

	assert_memory_equal(text, whole, octets);
	assert_true(torn || octets < len);
	if (torn) {
		lf = memrchr(text, '\n', octets);
		octets = lf == NULL ? 0 : (size_t)(lf + 1 - text);
	}
	line = check_lines(text, octets, &check);
	go_on(octets, line, check);
	assert_int_equal(read_back(text), len);
	assert_memory_equal(text, whole, len);
}

/* Any call may fail; it alone, or it and all after it. */
static void
test_failing_everywhere(void **state)
{
	static const size_t most[] = { 0, 1, 7, 100 };
	unsigned at, for_good, n = 0;
	char whole[TEXT_MAX];
	size_t len = whole_file(whole), i;

	(void)state;
	for (i = 0; i < sizeof(most) / sizeof(most[0]); i++)
		for (for_good = 0; for_good < 2; for_good++, n += at)
			for (at = 1; run_on_disk(at, for_good, most[i]); at++)
				recover(whole, len, for_good);
	assert_true(n > 1000);
}

/* What comes after an error is not written, however much it is. */
static void
test_error_stays(void **state)
{
	char text[TEXT_MAX];
	struct run_output o;
	struct error err;
	unsigned i;

	(void)state;
	(void)unlink(path);
	assert_int_equal(run_output_open(&o, path, &err), STATUS_OK);
	allow_octets(100);
	write_lines(&o, 0, 1);
	assert_int_equal(o.status, STATUS_SYSTEM);
	allow_octets(RLIM_INFINITY);
	for (i = 0; i < 1000; i++)
		write_lines(&o, 0, LINES);
	assert_int_equal(run_output_close(&o, &err), STATUS_SYSTEM);
	assert_true(read_back(text) <= 100);
}

/* The check depends on all that stands before it. */
static void
test_seal(void **state)
{
	static const char line[] = "{\"type\":\"a\",\"check\":\"0\"}";
	char text[TEXT_MAX], *second;
	size_t len = whole_file(text);
	uint64_t check = 0, before;

	(void)state;
	assert_int_equal(check_lines(text, len, &check), LINES);
	assert_false(run_seal_holds(line, sizeof(line) - 1, &check));
	assert_false(run_seal_holds("", 0, &check));
	second = strchr(text, '\n') + 1;
	len = (size_t)(strchr(second, '\n') - second);
	check = before = 0;
	assert_false(run_seal_holds(second, len, &check));
	assert_int_equal(check, before);
}

static int
make_path(void **state)
{
	(void)state;
	return close(mkstemp(path));
}

static int
remove_path(void **state)
{
	(void)state;
	return unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_full_everywhere),
		cmocka_unit_test(test_failing_everywhere),
		cmocka_unit_test(test_error_stays),
		cmocka_unit_test(test_seal),
	};

	return cmocka_run_group_tests(tests, make_path, remove_path);
}

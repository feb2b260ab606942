/* SPDX-License-Identifier: Apache-2.0 */
/* Whole, torn, foreign and compressed run files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#include "analysis/run_facts.h"
#include "analysis/run_file.h"
#include "analysis/run_seal.h"
#include "common/json_writer.h"

#define RUN     "{\"type\":\"run\",\"schema\":1}\n"
#define DOMAIN  "{\"type\":\"domain\",\"name\":\"a\"}\n"
#define RESUME  "{\"type\":\"resume\"}\n"
#define LATER   "{\"type\":\"later\"}\n"
#define SUMMARY "{\"type\":\"summary\",\"complete\":true}\n"
#define STOPPED "{\"type\":\"summary\",\"complete\":false}\n"

/* What reading a file came to: a letter per line, then how it ended. */
struct outcome {
	char types[64];
	enum status status;
	bool complete, torn;
	uint64_t altered;
	struct error err;
};

static struct outcome
read_file(const void *data, size_t len)
{
	static const char letters[] = "rdeuvsmo";
	char path[] = "/tmp/reach46-test-XXXXXX";
	struct outcome o = { .types = "" };
	struct run_file *rf;
	struct run_line line;
	size_t n = 0;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, data, len), len);
	(void)close(fd);
	assert_int_equal(run_file_open(&rf, path, &o.err), STATUS_OK);
	while ((o.status = run_file_next(rf, &line, &o.err)) == STATUS_OK &&
	    line.type != RUN_LINE_END) {
		assert_int_equal(line.number, n + 1);
		assert_int_equal(line.text[0], '{');
		assert_int_equal(line.text[line.len - 1], '}');
		o.types[n++] = letters[line.type];
	}
	o.complete = run_file_complete(rf);
	o.torn = run_file_torn(rf);
	o.altered = run_file_altered(rf);
	run_file_close(rf);
	(void)unlink(path);
	return o;
}

static void
check(const char *text, const char *types, enum status status, bool complete,
    bool torn)
{
	struct outcome o = read_file(text, strlen(text));

	assert_string_equal(o.types, types);
	assert_int_equal(o.status, status);
	assert_int_equal(o.complete, complete);
	assert_int_equal(o.torn, torn);
}

static void
test_plain(void **state)
{
	(void)state;
	check(RUN DOMAIN DOMAIN SUMMARY, "rdds", STATUS_OK, true, false);
	check(RUN DOMAIN RESUME SUMMARY, "rdms", STATUS_OK, true, false);
	check(RUN DOMAIN LATER, "rdo", STATUS_OK, false, false);
	check(RUN STOPPED, "rs", STATUS_OK, false, false);
	check(RUN SUMMARY DOMAIN, "rsd", STATUS_OK, false, false);
	check(RUN DOMAIN "{\"type\":\"dom", "rd", STATUS_OK, false, true);
	check(RUN SUMMARY "{", "rs", STATUS_OK, false, true);
	check("", "", STATUS_OK, false, false);
	check("hello\n", "", STATUS_MALFORMED, false, false);
	check(DOMAIN, "", STATUS_MALFORMED, false, false);
	check(RUN "\n" DOMAIN, "r", STATUS_MALFORMED, false, false);
}

static void
test_compressed(void **state)
{
	const char *first = RUN DOMAIN, *second = DOMAIN SUMMARY;
	char packed[1024];
	struct outcome o;
	size_t n;

	(void)state;
	/* Two frames, as a resumed run leaves them. */
	n = ZSTD_compress(packed, sizeof(packed), first, strlen(first), 3);
	n += ZSTD_compress(
	    packed + n, sizeof(packed) - n, second, strlen(second), 3);
	o = read_file(packed, n);
	assert_string_equal(o.types, "rdds");
	assert_true(o.complete);
	o = read_file(packed, n - 3);
	assert_int_equal(o.status, STATUS_OK);
	assert_true(o.torn);
	assert_false(o.complete);
	memset(packed + 8, 0xff, 16);
	o = read_file(packed, n);
	assert_int_equal(o.status, STATUS_MALFORMED);
}

/* LINES with their checks, as a scan writes them. */
static char *
seal(const char *const *lines, size_t n, size_t *len)
{
	struct json_writer w;
	uint64_t check = 0;
	size_t i, start;
	char *text;

	json_writer_init(&w);
	for (i = 0; i < n; i++) {
		start = w.len;
		json_writer_object(&w, NULL);
		json_writer_text(&w, "type", lines[i]);
		json_writer_end(&w);
		json_writer_newline(&w);
		run_seal_write(&w, start, &check);
	}
	assert_true(json_writer_ok(&w));
	text = malloc(w.len);
	assert_non_null(text);
	memcpy(text, w.buf, w.len);
	*len = w.len;
	json_writer_free(&w);
	return text;
}

/* What was changed in a file is told, and what has no checks is let be. */
static void
test_altered(void **state)
{
	static const char *const lines[] = { "run", "domain", "vantage",
		"domain", "summary" };
	size_t len, half;
	char *text = seal(lines, 5, &len);

	(void)state;
	assert_int_equal(read_file(text, len).altered, 0);
	half = (size_t)(strstr(text, "vantage") - text);
	text[half] = 'V';
	assert_int_equal(read_file(text, len).altered, 3);
	text[half] = 'v';
	text[strlen("{\"type\":\"run\",\"check\":\"")] ^= 1;
	assert_int_equal(read_file(text, len).altered, 1);
	free(text);
	text = seal(lines, 1, &len);
	text = realloc(text, len + strlen(DOMAIN));
	assert_non_null(text);
	memcpy(text + len, DOMAIN, strlen(DOMAIN));
	assert_int_equal(read_file(text, len + strlen(DOMAIN)).altered, 2);
	free(text);
	assert_int_equal(read_file(RUN DOMAIN, strlen(RUN DOMAIN)).altered, 0);
}

/* Lines longer than any buffer, so that they cross every edge. */
static void
test_long_lines(void **state)
{
	const size_t len = 3 * 1024 * 1024;
	char *text = malloc(len + 512), *at;
	struct outcome o;

	(void)state;
	assert_non_null(text);
	at = stpcpy(text, RUN "{\"type\":\"domain\",\"name\":\"");
	memset(at, 'a', len);
	at = stpcpy(at + len, "\"}\n" DOMAIN SUMMARY);
	o = read_file(text, (size_t)(at - text));
	assert_string_equal(o.types, "rdds");
	assert_true(o.complete);
	free(text);
	text = calloc(1, RUN_FILE_LINE_MAX + 1024 * 1024);
	assert_non_null(text);
	memset(text, 'a', RUN_FILE_LINE_MAX + 1024 * 1024);
	o = read_file(text, RUN_FILE_LINE_MAX + 1024 * 1024);
	assert_int_equal(o.status, STATUS_MALFORMED);
	assert_non_null(strstr(o.err.text, "line 1: longer than"));
	free(text);
}

static void
test_missing(void **state)
{
	struct run_file *rf;
	struct error err;

	(void)state;
	assert_int_equal(
	    run_file_open(&rf, "/nonexistent/run", &err), STATUS_NOT_FOUND);
	assert_null(rf);
	assert_string_equal(
	    err.text, "opening /nonexistent/run: No such file or directory");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_compressed),
		cmocka_unit_test(test_altered),
		cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every kind of line we write, with random and hostile contents, is valid by
 * docs/record.schema.json; a real validator says so (check_schema.py).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analysis/classify.h"
#include "analysis/record_json.h"
#include "analysis/run_seal.h"
#include "analysis/run_write.h"
#include "tests/unit/record_random.h"

#define RECORDS 300
#define SCHEMA  TEST_DATA "/../docs/record.schema.json"

extern char **environ;

static void
write_first_lines(struct json_writer *w)
{
	static const struct run_option options[] = {
		{ "rate", "10000" },
		{ "resolver", "2001:db8::53" },
		{ "resolver", "192.0.2.53" },
		{ "quiet", NULL },
		{ "verbose", NULL },
		{ "verbose", NULL },
	};
	static const char sha[] = "0123456789abcdef0123456789abcdef"
				  "0123456789abcdef0123456789abcdef";
	uint64_t check = 0;
	size_t start;

	run_write_header(w,
	    &(struct run_header){ .vantage = "a\nb",
		.options = options,
		.n_options = 6,
		.seed = INT64_MAX,
		.input_sha256 = sha,
		.settings_sha256 = sha,
		.started_unix_ns = 1795305760123456789 });
	run_write_header(w,
	    &(struct run_header){ .vantage = "",
		.notes = "with notes",
		.input_sha256 = sha,
		.settings_sha256 = sha,
		.content_sha256 = { sha, sha, sha },
		.unchecked_vantage = true });
	run_write_input_error(w,
	    &(struct run_input_error){
		1, "bad_name", "a label is too long", "\xff\x1b[2J\"" });
	run_write_duplicate(w, &(struct run_duplicate){ 9, 2, "a.example" });
	start = w->len;
	run_write_resume(w, &(struct run_resume){ 1, 2, 3 });
	run_seal_write(w, start, &check);
}

static void
write_last_lines(struct json_writer *w)
{
	static const struct run_counter received[] = { { "ok", 7 },
		{ "bad_checksum", 0 } };

	run_write_vantage(w,
	    &(struct run_vantage){
		1, 6, "tcp", 25, false, 4, 1, "silent controls" });
	run_write_vantage(w,
	    &(struct run_vantage){ .healthy = true, .detail = "link is up" });
	run_write_summary(w,
	    &(struct run_summary){ .complete = true,
		.domains = 12,
		.received = received,
		.n_received = 2,
		.duration_ns = 123456789 });
	run_write_summary(w, &(struct run_summary){ .complete = false });
}

static void
write_records(struct json_writer *w)
{
	static const struct classify_options options = { POLICY_BOTH };
	struct record_random r = { .seed = 1 };
	struct verdict v;
	unsigned i;

	for (i = 0; i < RECORDS; i++) {
		random_record(&r);
		classify(&r.b.d, &options, &v);
		record_json_write(w, &r.b.d, &v);
		builder_free(&r.b);
	}
}

/* Returns the exit status of the validator. */
static int
validate(const char *path)
{
	char *argv[] = { "python3", TEST_DATA "/unit/check_schema.py", SCHEMA,
		(char *)(uintptr_t)path, NULL };
	int status;
	pid_t pid;

	assert_int_equal(
	    posix_spawn(&pid, "/usr/bin/python3", NULL, NULL, argv, environ),
	    0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
validate_text(const char *text, size_t len, int want)
{
	char path[] = "/tmp/reach46-test-XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, len), len);
	(void)close(fd);
	assert_int_equal(validate(path), want);
	(void)unlink(path);
}

static void
test_all_lines(void **state)
{
	struct json_writer w;

	(void)state;
	json_writer_init(&w);
	write_first_lines(&w);
	write_records(&w);
	write_last_lines(&w);
	assert_true(json_writer_ok(&w));
	validate_text(w.buf, w.len, 0);
	json_writer_free(&w);
}

/* The validator does say no. */
static void
test_refused(void **state)
{
	static const char extra[] =
	    "{\"type\":\"duplicate\",\"line\":9,\"name\":\"a\","
	    "\"first_line\":2,\"extra\":0}\n";
	static const char unknown[] = "{\"type\":\"unheard-of\"}\n";

	(void)state;
	validate_text(extra, sizeof(extra) - 1, 1);
	validate_text(unknown, sizeof(unknown) - 1, 1);
	validate_text("", 0, 1);
}

static void
test_golden(void **state)
{
	(void)state;
	assert_int_equal(validate(TEST_DATA "/golden/report.jsonl"), 0);
	assert_int_equal(
	    validate(TEST_DATA "/golden/report_iterative.jsonl"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_lines),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_golden),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

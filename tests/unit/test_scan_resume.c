/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Run files to go on with: torn at every octet, damaged at every octet,
 * edited, foreign, of other lists and options, in use.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/run_script.h"

#define LINES_MAX 16

static char run_path[] = "/tmp/reach46-resume-XXXXXX";
static char list_path[] = "/tmp/reach46-list-XXXXXX";

/* What trying to go on with a file came to. */
struct outcome {
	enum status status;
	struct scan_resume resume;
	struct error err;
};

static struct outcome
try_with(const void *data, size_t len, const char *list, const char *option)
{
	struct report_totals *totals = report_new();
	struct scan_settings settings;
	struct scan_input input;
	struct run_output file;
	struct outcome o;
	bool found;

	write_file(run_path, data, len);
	write_file(list_path, list, strlen(list));
	make_settings(&settings, option);
	assert_int_equal(scan_input_open(&input, list_path, &o.err), STATUS_OK);
	assert_int_equal(
	    run_output_reopen(&file, run_path, &found, &o.err), STATUS_OK);
	assert_true(found);
	o.status = scan_resume_read(
	    &o.resume, &file, &input, &settings, &judge, totals, &o.err);
	assert_int_equal(run_output_close(&file, &o.err), STATUS_OK);
	scan_input_close(&input);
	scan_settings_free(&settings);
	report_free(totals);
	return o;
}

static struct outcome
try(const void *data, size_t len)
{
	struct outcome o = try_with(data, len, LIST, NULL);

	scan_resume_free(&o.resume);
	return o;
}

static void
refused(const char *text, const char *why)
{
	struct outcome o = try(text, strlen(text));

	assert_int_equal(o.status, STATUS_USAGE);
	if (strstr(o.err.text, why) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", o.err.text, why);
}

/* Octets of the whole lines among the first LEN; *LINES of them. */
static size_t
whole_lines(const char *text, size_t len, unsigned *lines)
{
	size_t i, whole = 0;

	*lines = 0;
	for (i = 0; i < len; i++)
		if (text[i] == '\n') {
			whole = i + 1;
			++*lines;
		}
	return whole;
}

static void
test_what_is_done(void **state)
{
	char text[TEXT_MAX];
	size_t len = make_run(text, list_path, "acErs");
	struct outcome o = try_with(text, len, LIST, NULL);

	(void)state;
	assert_int_equal(o.status, STATUS_OK);
	assert_int_equal(o.resume.found.domains, 2);
	assert_int_equal(o.resume.found.input_errors, 1);
	assert_int_equal(o.resume.found.duplicates, 0);
	assert_int_equal(o.resume.resumed, 1);
	assert_int_equal(o.resume.octets, len);
	assert_int_equal(o.resume.dropped_octets, 0);
	assert_int_equal(o.resume.seed, 46);
	assert_false(o.resume.complete);
	assert_true(scan_resume_done(&o.resume, 1));
	assert_true(scan_resume_done(&o.resume, 2));
	assert_false(scan_resume_done(&o.resume, 3));
	assert_false(scan_resume_done(&o.resume, 4));
	assert_true(scan_resume_done(&o.resume, 5));
	assert_false(scan_resume_done(&o.resume, 6));
	assert_false(scan_resume_done(&o.resume, 7));
	scan_resume_free(&o.resume);
}

static void
test_complete(void **state)
{
	static const struct {
		const char *script;
		bool complete;
	} cases[] = { { "abcdEDS", true }, { "asbcrdDsES", true },
		{ "abcdED", false }, { "abcdEDs", false }, { "abcEDS", false },
		{ "abcdES", false }, { "abcSdED", false } };
	char text[TEXT_MAX];
	struct outcome o;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		o = try(text, make_run(text, list_path, cases[i].script));
		assert_int_equal(o.status, STATUS_OK);
		assert_int_equal(o.resume.complete, cases[i].complete);
	}
}

/* A file may end anywhere; what is whole counts. */
static void
test_torn_everywhere(void **state)
{
	char text[TEXT_MAX];
	size_t len = make_run(text, list_path, "aEsrbDcdS"), cut, whole;
	struct outcome o;
	unsigned lines;

	(void)state;
	for (cut = 0; cut <= len; cut++) {
		whole = whole_lines(text, cut, &lines);
		o = try(text, cut);
		assert_int_equal(o.status, STATUS_OK);
		assert_int_equal(o.resume.octets, whole);
		assert_int_equal(o.resume.dropped_octets, cut - whole);
		assert_int_equal(o.resume.complete, cut == len);
		assert_int_equal(o.resume.found.domains,
		    (lines > 1) + (lines > 5) + (lines > 7) + (lines > 8));
	}
}

/* Any octet may be wrong: nothing from its line on is ever believed. */
static void
test_damaged_everywhere(void **state)
{
	static const char wrong[] = { 1, 0x20, (char)0x80 };
	char text[TEXT_MAX];
	size_t len = make_run(text, list_path, "aEbD"), at, i, whole;
	struct outcome o;
	unsigned lines;
	char right;

	(void)state;
	for (at = 0; at < len; at++)
		for (i = 0; i < sizeof(wrong); i++) {
			whole = whole_lines(text, at, &lines);
			right = text[at];
			text[at] ^= wrong[i];
			o = try(text, len);
			if (at == len - 1)
				assert_int_equal(o.resume.octets, whole);
			else
				assert_int_equal(o.status, STATUS_USAGE);
			text[at] = right;
		}
}

/* Where a power cut left a hole the file ends; no run starts with one. */
static void
test_holes(void **state)
{
	char text[TEXT_MAX], copy[TEXT_MAX];
	size_t len = make_run(text, list_path, "aEbD"), at, whole;
	struct outcome o;
	unsigned lines;

	(void)state;
	for (at = 0; at < len; at++) {
		whole = whole_lines(text, at, &lines);
		memcpy(copy, text, len);
		memset(copy + at, 0, len - at < 512 ? len - at : 512);
		o = try(copy, len);
		if (lines > 0) {
			assert_int_equal(o.status, STATUS_OK);
			assert_int_equal(o.resume.octets, whole);
			assert_int_equal(o.resume.dropped_octets, len - whole);
		} else if (o.status == STATUS_OK) {
			assert_int_equal(o.resume.octets, 0);
		}
	}
}

/* Whole lines that were removed, doubled, moved or brought from elsewhere. */
static void
test_rearranged(void **state)
{
	char text[TEXT_MAX], other[TEXT_MAX], out[2 * TEXT_MAX];
	char *line[LINES_MAX], *more[LINES_MAX];
	unsigned n = 0, m = 0;

	(void)state;
	(void)make_run(text, list_path, "abcd");
	(void)make_run(other, list_path, "dcba");
	for (line[0] = strtok(text, "\n"); line[n] != NULL;)
		line[++n] = strtok(NULL, "\n");
	for (more[0] = strtok(other, "\n"); more[m] != NULL;)
		more[++m] = strtok(NULL, "\n");
	(void)sprintf(out, "%s\n%s\n%s\n", line[0], line[2], line[3]);
	refused(out, "line 2: its check is wrong");
	(void)sprintf(out, "%s\n%s\n%s\n", line[0], line[1], line[1]);
	refused(out, "line 3: its check is wrong");
	(void)sprintf(out, "%s\n%s\n%s\n", line[0], line[1], line[3]);
	refused(out, "line 3: its check is wrong");
	(void)sprintf(out, "%s\n%s\n%s\n", line[0], line[1], more[2]);
	refused(out, "line 3: its check is wrong");
	(void)sprintf(out, "%s\n%s\n\n%s\n", line[0], line[1], line[2]);
	refused(out, "line 3: not a line of a run file");
}

/* Sealed well, and still not of this run. */
static void
test_not_of_this_list(void **state)
{
	static const struct {
		const char *script, *why;
	} cases[] = {
		{ "az", "line 3: it is of no line of this list" },
		{ "aba", "line 4: the same stands further up" },
		{ "EaE", "line 4: the same stands further up" },
		{ "DD", "line 3: the same stands further up" },
		{ "aH", "line 3: a second header" },
		{ "a?", "line 3: of a kind that is not known here" },
	};
	char text[TEXT_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		(void)make_run(text, list_path, cases[i].script);
		refused(text, cases[i].why);
	}
}

static void
test_other_list_or_options(void **state)
{
	char text[TEXT_MAX];
	size_t len = make_run(text, list_path, "ab");
	struct outcome o;

	(void)state;
	o = try_with(text, len, LIST "e.nl\n", NULL);
	assert_int_equal(o.status, STATUS_USAGE);
	assert_non_null(strstr(o.err.text, "it is of another list"));
	scan_resume_free(&o.resume);
	o = try_with(text, len, LIST, "-P2");
	assert_int_equal(o.status, STATUS_USAGE);
	assert_non_null(strstr(o.err.text,
	    "it was started with --probes 3, which changes results, and now "
	    "it is 2"));
	scan_resume_free(&o.resume);
	o = try_with(text, len, LIST, "-6");
	assert_non_null(
	    strstr(o.err.text, "--ipv6-only not given, which changes"));
	scan_resume_free(&o.resume);
	o = try_with(text, len, LIST, "-R192.0.2.53");
	assert_non_null(strstr(o.err.text, "is 2001:db8::53#53,192.0.2.53#53"));
	scan_resume_free(&o.resume);
	o = try_with(text, len, LIST, "-r5");
	assert_int_equal(o.status, STATUS_OK);
	scan_resume_free(&o.resume);
}

static void
test_foreign(void **state)
{
	(void)state;
	refused("hello\n", "it is no run file");
	refused("hello", "it is no run file");
	refused("{}\n", "it is no run file");
	refused("{\"type\":\"domain\"}\n", "it is no run file");
	refused("\x28\xb5\x2f\xfd and more", "it is no run file");
	refused("{\"type\":\"run\",\"schema\":2}\n", "line 1: ");
	assert_int_equal(try("", 0).status, STATUS_OK);
}

/* One file, one process; and only a file that is one. */
static void
test_exclusive(void **state)
{
	struct run_output first, second;
	char link_path[64];
	struct error err;
	bool found;

	(void)state;
	(void)unlink(run_path);
	assert_int_equal(
	    run_output_reopen(&first, run_path, &found, &err), STATUS_OK);
	assert_false(found);
	assert_int_equal(run_output_open(&first, run_path, &err), STATUS_OK);
	assert_int_equal(
	    run_output_open(&second, run_path, &err), STATUS_USAGE);
	assert_int_equal(
	    run_output_reopen(&second, run_path, &found, &err), STATUS_SYSTEM);
	assert_non_null(strstr(err.text, "is in use by another reach46"));
	assert_int_equal(run_output_close(&first, &err), STATUS_OK);
	assert_int_equal(
	    run_output_reopen(&second, run_path, &found, &err), STATUS_OK);
	assert_true(found);
	assert_int_equal(run_output_close(&second, &err), STATUS_OK);
	(void)snprintf(link_path, sizeof(link_path), "%s-link", run_path);
	assert_int_equal(symlink(run_path, link_path), 0);
	assert_int_equal(
	    run_output_reopen(&first, link_path, &found, &err), STATUS_USAGE);
	assert_non_null(strstr(err.text, "is a symbolic link"));
	(void)unlink(link_path);
	assert_int_equal(mkfifo(link_path, 0600), 0);
	assert_int_equal(
	    run_output_reopen(&first, link_path, &found, &err), STATUS_USAGE);
	assert_non_null(strstr(err.text, "is no regular file"));
	(void)unlink(link_path);
}

/* The list is never its own run file, under whatever name. */
static void
test_list_itself(void **state)
{
	struct scan_input input;
	char link_path[64];
	struct error err;

	(void)state;
	write_file(list_path, LIST, strlen(LIST));
	(void)snprintf(link_path, sizeof(link_path), "%s-link", list_path);
	assert_int_equal(link(list_path, link_path), 0);
	assert_int_equal(scan_input_open(&input, list_path, &err), STATUS_OK);
	assert_true(scan_input_is(&input, list_path));
	assert_true(scan_input_is(&input, link_path));
	assert_false(scan_input_is(&input, run_path));
	assert_false(scan_input_is(&input, "/nonexistent"));
	scan_input_close(&input);
	(void)unlink(link_path);
}

static int
make_paths(void **state)
{
	(void)state;
	return close(mkstemp(run_path)) | close(mkstemp(list_path));
}

static int
remove_paths(void **state)
{
	(void)state;
	return unlink(run_path) | unlink(list_path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_done),
		cmocka_unit_test(test_complete),
		cmocka_unit_test(test_torn_everywhere),
		cmocka_unit_test(test_damaged_everywhere),
		cmocka_unit_test(test_holes),
		cmocka_unit_test(test_rearranged),
		cmocka_unit_test(test_not_of_this_list),
		cmocka_unit_test(test_other_list_or_options),
		cmocka_unit_test(test_foreign),
		cmocka_unit_test(test_exclusive),
		cmocka_unit_test(test_list_itself),
	};

	return cmocka_run_group_tests(tests, make_paths, remove_paths);
}

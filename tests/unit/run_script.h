/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_script.h - small run files for tests, a letter per line.
 */
#ifndef TESTS_UNIT_RUN_SCRIPT_H
#define TESTS_UNIT_RUN_SCRIPT_H

#include <fcntl.h>
#include <unistd.h>

#include "analysis/record_json.h"
#include "analysis/run_seal.h"
#include "cli/scan_header.h"
#include "tests/unit/record_builder.h"

#define LIST      "a.nl\nno name!\nb.nl\na.nl\nc.nl\nd.nl\n"
#define TEXT_MAX  32768

static const struct classify_options judge = { .policy = POLICY_BOTH };

static inline void
write_file(const char *path, const void *data, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, data, len), len);
	assert_int_equal(close(fd), 0);
}

/* OPTION is an argument more, or NULL. */
static inline void
make_settings(struct scan_settings *settings, const char *option)
{
	char *argv[] = { "scan", "-R", "2001:db8::53",
		(char *)(uintptr_t)option, NULL };
	struct scan_options o;
	struct scan_setup setup;
	struct error err;

	assert_int_equal(
	    scan_options_parse(option == NULL ? 3 : 4, argv, &o, &err),
	    STATUS_OK);
	assert_int_equal(scan_setup_make(&setup, &o, NULL, &err), STATUS_OK);
	scan_settings_make(settings, &o, &setup);
	scan_setup_free(&setup);
	scan_options_free(&o);
}

static inline void
begin(struct json_writer *w, const char *list_path)
{
	struct scan_settings settings;
	struct scan_input input;
	struct error err;

	json_writer_init(w);
	write_file(list_path, LIST, strlen(LIST));
	make_settings(&settings, NULL);
	assert_int_equal(scan_input_open(&input, list_path, &err), STATUS_OK);
	run_write_header(w,
	    &(struct run_header){ .vantage = "here",
		.options = settings.options,
		.n_options = settings.n,
		.seed = 46,
		.input_sha256 = input.sha256,
		.settings_sha256 = settings.sha256 });
	scan_input_close(&input);
	scan_settings_free(&settings);
}

static inline void
seal(struct json_writer *w, uint64_t *check, size_t *start)
{
	run_seal_write(w, *start, check);
	*start = w->len;
}

static inline void
write_domain(struct json_writer *w, const char *name)
{
	struct record_builder b;
	struct verdict verdict;

	builder_init(&b, name);
	classify(&b.d, &judge, &verdict);
	record_json_write(w, &b.d, &verdict);
	builder_free(&b);
}

/*
 * Writes a run file to TEXT: the header, with the hash of LIST, which is
 * written to LIST_PATH; then a line for each letter of SCRIPT.  Returns its
 * length.
 *
 *	a-d z	the domain of that name	E	an input error of line 2
 *	D	a duplicate of line 4	r	a resume
 *	s	a summary, incomplete	S	the same, complete
 *	H	a header again		?	a line of another kind
 */
static inline size_t
make_run(char text[static TEXT_MAX], const char *list_path,
    const char *script)
{
	char name[] = "a.nl";
	struct json_writer w;
	uint64_t check = 0;
	size_t start = 0, len;

	begin(&w, list_path);
	seal(&w, &check, &start);
	for (; *script != '\0'; script++) {
		name[0] = *script;
		if (*script == 'E')
			run_write_input_error(
			    &w, &(struct run_input_error){ 2, "r", "d", "no" });
		else if (*script == 'D')
			run_write_duplicate(
			    &w, &(struct run_duplicate){ 4, 1, "a.nl" });
		else if (*script == 'r')
			run_write_resume(
			    &w, &(struct run_resume){ .domains = 1 });
		else if (*script == 's' || *script == 'S')
			run_write_summary(&w,
			    &(struct run_summary){
				.complete = *script == 'S' });
		else if (*script == 'H')
			run_write_header(&w,
			    &(struct run_header){ .vantage = "",
				.input_sha256 = "",
				.settings_sha256 = "" });
		else if (*script == '?') {
			json_writer_object(&w, NULL);
			json_writer_text(&w, "type", "unheard-of");
			json_writer_end(&w);
			json_writer_newline(&w);
		} else {
			write_domain(&w, name);
		}
		seal(&w, &check, &start);
	}
	assert_true(json_writer_ok(&w) && w.len < TEXT_MAX);
	memcpy(text, w.buf, w.len);
	text[len = w.len] = '\0';
	json_writer_free(&w);
	return len;
}

#endif /* TESTS_UNIT_RUN_SCRIPT_H */

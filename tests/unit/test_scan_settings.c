/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which options make a run another run: those that change results, the
 * resolvers however they were found, and what is in the files.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/run_read.h"
#include "cli/scan_header.h"
#include "cli/scan_settings.h"

#define WORDS_MAX 8
#define DATA      TEST_DATA "/../data/"
#define BLOCKED   "8.8.8.0/24\n"
#define UNBLOCKED "8.8.4.0/24\n"
#define CONTROLS  "address,protocol,port,expect,operator\n"
#define ONE       CONTROLS "192.0.2.1,tcp,80,answer,a\n"
#define TWO       ONE "192.0.2.2,tcp,80,answer,b\n"
#define HINTS     ". NS a.x\na.x A 198.41.0.4\na.x AAAA 2001:503:ba3e::2:30\n"

/* The working directory of the test holds these. */
static char directory[] = "/tmp/reach46-settings-XXXXXX";
static const struct {
	const char *name, *text;
} files[] = {
	{ "block", BLOCKED },
	{ "block-copy", BLOCKED },
	{ "block-other", UNBLOCKED },
	{ "controls", ONE },
	{ "controls-copy", ONE },
	{ "controls-other", TWO },
	{ "hints", HINTS },
};

#define FILES (sizeof(files) / sizeof(files[0]))

/* A scan that was started with some options. */
struct started {
	struct scan_options options;
	struct root_hints hints;
	struct scan_setup setup;
	struct scan_settings settings;
};

/* After '~' the resolvers of LINE are those of the system. */
static void
start(struct started *s, const char *line)
{
	char words[256], *argv[WORDS_MAX + 1], *rest;
	bool of_system = *line == '~';
	struct error err;
	int argc = 0;

	memset(s, 0, sizeof(*s));
	(void)snprintf(words, sizeof(words), "scan %s", line + of_system);
	argv[0] = strtok_r(words, " ", &rest);
	while (argv[argc] != NULL && ++argc < WORDS_MAX)
		argv[argc] = strtok_r(NULL, " ", &rest);
	if (scan_options_parse(argc, argv, &s->options, &err) != STATUS_OK ||
	    scan_setup_hints(&s->hints, &s->options, &err) != STATUS_OK ||
	    scan_setup_make(&s->setup, &s->options, &s->hints, &err) !=
		STATUS_OK)
		fail_msg("%s: %s", line, err.text);
	if (of_system)
		s->options.resolver.n = 0;
	scan_settings_make(&s->settings, &s->options, &s->setup);
}

static void
end(struct started *s)
{
	scan_settings_free(&s->settings);
	scan_setup_free(&s->setup);
	scan_options_free(&s->options);
}

/* Writes the header of a run and reads it back. */
static void
header(const struct started *s, struct arena *arena, struct run_header *h)
{
	struct run_line line = { .type = RUN_LINE_RUN, .number = 1 };
	struct run_output out = { .fd = -1 };
	const struct scan_input in = { .list = NULL };
	struct error err;

	json_writer_init(&out.writer);
	scan_write_header(&out, &s->options, &s->settings, &in, 0);
	line.text = out.writer.buf;
	line.len = out.writer.len;
	if (run_read_header(&line, arena, h, &err) != STATUS_OK)
		fail_msg("%s", err.text);
	json_writer_free(&out.writer);
}

/* Goes on with a run of THEN by the options NOW; SENTENCE NULL: it may. */
static void
check(const char *then, const char *now, const char *sentence)
{
	struct started first, second;
	struct run_header h;
	struct arena arena;
	struct error err;
	enum status status;

	arena_init(&arena, 0);
	start(&first, then);
	start(&second, now);
	header(&first, &arena, &h);
	status = scan_settings_match(&second.settings, &h, &err);
	if (sentence == NULL && status != STATUS_OK)
		fail_msg("%s | %s: %s", then, now, err.text);
	if (sentence != NULL && status != STATUS_USAGE)
		fail_msg("%s | %s: accepted", then, now);
	if (sentence != NULL)
		assert_string_equal(err.text, sentence);
	end(&first);
	end(&second);
	arena_free(&arena);
}

static char *
was_and_is(const char *option, const char *then, const char *now)
{
	static char text[512];

	(void)snprintf(text, sizeof(text),
	    "it was started with --%s %s, which changes results, and now it "
	    "is %s: give the same again",
	    option, then, now);
	return text;
}

/* The SHA-256 of a text in hexadecimal digits. */
static void
digits(char out[static 2 * SHA256_DIGEST_SIZE + 1], const char *text)
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx hash;

	sha256_init(&hash);
	sha256_update(&hash, strlen(text), (const uint8_t *)text);
	sha256_digest(&hash, sizeof(digest), digest);
	hex_text(out, digest, sizeof(digest));
}

/* The same for contents; NULL: none. */
static char *
held_and_holds(const char *option, const char *then, const char *now)
{
	char sha256[2 * SHA256_DIGEST_SIZE + 1];
	char was[40] = "none", is[40] = "none";

	if (then != NULL) {
		digits(sha256, then);
		(void)snprintf(was, sizeof(was), "of SHA-256 %.16s...", sha256);
	}
	if (now != NULL) {
		digits(sha256, now);
		(void)snprintf(is, sizeof(is), "of SHA-256 %.16s...", sha256);
	}
	return was_and_is(option, was, is);
}

/* A file of data/. */
static const char *
shipped(const char *path)
{
	static char text[65536];
	FILE *f = fopen(path, "rb");
	size_t len;

	assert_non_null(f);
	len = fread(text, 1, sizeof(text) - 1, f);
	assert_true(len > 0 && len < sizeof(text) - 1);
	text[len] = '\0';
	(void)fclose(f);
	return text;
}

static void
test_options(void **state)
{
	(void)state;
	check("-R ::1 -P 3", "-P 3 -R ::1", NULL);
	check("-R ::1 -r 5 a", "-R ::1 -r 6 b", NULL);
	check("-R ::1", "-R ::1 -P 4", was_and_is("probes", "3", "4"));
	check("-R ::1", "-R ::1 -6",
	    was_and_is("ipv6-only", "not given", "given"));
}

static void
test_resolvers(void **state)
{
	(void)state;
	check("-R ::1", "-R ::1 -R ::2",
	    was_and_is("resolver", "::1#53", "::1#53,::2#53"));
	check("~-R ::1", "~-R ::1", NULL);
	check("~-R ::1", "~-R ::2", was_and_is("resolver", "::1#53", "::2#53"));
	check("~-R ::1", "-R ::1", NULL);
	check("-R ::1", "~-R ::1", NULL);
}

static void
test_blocklist(void **state)
{
	static const char option[] = "blocklist-file";

	(void)state;
	check("-R ::1 -b block", "-R ::1 -b block", NULL);
	check("-R ::1 -b block", "-R ::1 -b block-copy", NULL);
	check("-R ::1 -b block", "-R ::1 -b block-other",
	    held_and_holds(option, BLOCKED, UNBLOCKED));
	check(
	    "-R ::1 -b block", "-R ::1", held_and_holds(option, BLOCKED, NULL));
	check(
	    "-R ::1", "-R ::1 -b block", held_and_holds(option, NULL, BLOCKED));
}

static void
test_controls(void **state)
{
	static const char option[] = "controls";
	static const char own[] = DATA "controls.csv";

	(void)state;
	check("-R ::1 --controls controls", "-R ::1 --controls controls-copy",
	    NULL);
	check("-R ::1 --controls controls", "-R ::1 --controls controls-other",
	    held_and_holds(option, ONE, TWO));
	check("-R ::1 --controls none", "-R ::1 --controls controls",
	    held_and_holds(option, NULL, ONE));
	check("-R ::1", "-R ::1 --controls " DATA "controls.csv", NULL);
	check("-R ::1", "-R ::1 --controls none",
	    held_and_holds(option, shipped(own), NULL));
}

static void
test_iterative(void **state)
{
	static const char own[] = DATA "named.root";

	(void)state;
	check("--iterative", "--iterative -r 5", NULL);
	check("--iterative", "-R ::1",
	    was_and_is("iterative", "given", "not given"));
	check("-R ::1", "--iterative",
	    was_and_is("iterative", "not given", "given"));
	check(
	    "--iterative", "--iterative --root-hints " DATA "named.root", NULL);
	check("--iterative", "--iterative --root-hints hints",
	    held_and_holds("root-hints", shipped(own), HINTS));
	check("--iterative --root-hints hints",
	    "--iterative --root-hints hints", NULL);
}

/* The header has the whole hashes, of what there is. */
static void
test_header(void **state)
{
	char want[2 * SHA256_DIGEST_SIZE + 1];
	struct run_header h;
	struct arena arena;
	struct started s;

	(void)state;
	arena_init(&arena, 0);
	start(&s, "-R ::1 --controls none");
	header(&s, &arena, &h);
	assert_null(h.content_sha256[RUN_BLOCKLIST]);
	assert_null(h.content_sha256[RUN_CONTROLS]);
	assert_null(h.content_sha256[RUN_ROOT_HINTS]);
	end(&s);
	start(&s, "--iterative --root-hints hints -b block");
	header(&s, &arena, &h);
	digits(want, BLOCKED);
	assert_string_equal(h.content_sha256[RUN_BLOCKLIST], want);
	digits(want, shipped(DATA "controls.csv"));
	assert_string_equal(h.content_sha256[RUN_CONTROLS], want);
	digits(want, HINTS);
	assert_string_equal(h.content_sha256[RUN_ROOT_HINTS], want);
	end(&s);
	arena_free(&arena);
}

static int
make_files(void **state)
{
	size_t i;
	FILE *f;

	(void)state;
	if (mkdtemp(directory) == NULL || chdir(directory) != 0)
		return -1;
	for (i = 0; i < FILES; i++) {
		if ((f = fopen(files[i].name, "w")) == NULL)
			return -1;
		(void)fputs(files[i].text, f);
		(void)fclose(f);
	}
	return 0;
}

static int
remove_files(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < FILES; i++)
		(void)unlink(files[i].name);
	return rmdir(directory);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_resolvers),
		cmocka_unit_test(test_blocklist),
		cmocka_unit_test(test_controls),
		cmocka_unit_test(test_iterative),
		cmocka_unit_test(test_header),
	};

	return cmocka_run_group_tests(tests, make_files, remove_files);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Run files after a power cut.  On the disk is some beginning of what was
 * written; the file may be longer, and of its last block any sectors may be
 * missing.  What is missing reads as NUL.  The header was synced.
 *
 *	test_power_cut			a run of random records
 *	test_power_cut RUN LIST		a real one, complete, of that list
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include "analysis/record_json.h"
#include "analysis/run_read.h"
#include "cli/scan_header.h"
#include "tests/unit/chance.h"
#include "tests/unit/record_random.h"

#define CUTS          200
#define NAMES         150
#define BLOCK_OCTETS  4096
#define SECTOR_OCTETS 512
#define FRAME_OCTETS  65536

static const struct classify_options judge = { .policy = POLICY_BOTH };

static char made_run[] = "/tmp/reach46-run-XXXXXX";
static char made_list[] = "/tmp/reach46-list-XXXXXX";
static char cut_path[] = "/tmp/reach46-cut-XXXXXX";
static const char *run_path = made_run, *list_path = made_list;

/* The complete run, in memory with room for NULs behind it. */
static struct {
	char *text; /* (owned) */
	size_t len, header_len;
	struct scan_settings settings; /* the hash alone */
} run;

/* Names, each tenth twice, and now and then a line that is none. */
static void
make_list(void)
{
	FILE *f = fopen(made_list, "w");
	unsigned i;

	assert_non_null(f);
	for (i = 0; i < NAMES; i++) {
		(void)fprintf(f, "n%u.example\n", i);
		if (i % 10 == 0)
			(void)fprintf(f, "no name!\nn%u.example\n", i);
	}
	assert_int_equal(fclose(f), 0);
}

static void
write_domain(struct run_output *o, struct record_random *r, const char *name)
{
	struct verdict verdict;

	random_record(r);
	r->b.d.name = name;
	classify(&r->b.d, &judge, &verdict);
	record_json_write(&o->writer, &r->b.d, &verdict);
	builder_free(&r->b);
	run_output_line(o);
}

/* Writes all but the header, as a scan does. */
static void
write_lines(struct run_output *o, struct scan_input *in)
{
	const struct run_summary summary = { .complete = true };
	struct record_random r = { .seed = 46 };
	struct input_item item;
	enum input_kind kind;
	struct error err;

	while ((kind = scan_input_next(in, &item, &err)) <= INPUT_DUPLICATE)
		if (kind == INPUT_TARGET)
			write_domain(o, &r, item.name.text);
		else if (kind == INPUT_ERROR)
			scan_write_input_error(o, &item);
		else
			scan_write_duplicate(o, &item);
	run_write_summary(&o->writer, &summary);
	run_output_line(o);
}

static void
make_run(void)
{
	char *argv[] = { "scan", "-R", "2001:db8::53", NULL };
	struct scan_settings settings;
	struct scan_options options;
	struct scan_setup setup;
	struct run_output o;
	struct scan_input in;
	struct error err;

	make_list();
	assert_int_equal(
	    scan_options_parse(3, argv, &options, &err), STATUS_OK);
	assert_int_equal(
	    scan_setup_make(&setup, &options, NULL, &err), STATUS_OK);
	scan_settings_make(&settings, &options, &setup);
	scan_setup_free(&setup);
	assert_int_equal(scan_input_open(&in, made_list, &err), STATUS_OK);
	(void)unlink(made_run);
	assert_int_equal(run_output_open(&o, made_run, &err), STATUS_OK);
	scan_write_header(&o, &options, &settings, &in, 0);
	write_lines(&o, &in);
	assert_int_equal(run_output_close(&o, &err), STATUS_OK);
	scan_input_close(&in);
	scan_settings_free(&settings);
	scan_options_free(&options);
}

static void
read_whole(void)
{
	FILE *f = fopen(run_path, "rb");
	struct stat st;

	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &st), 0);
	run.len = (size_t)st.st_size;
	run.text = calloc(1, run.len + 2 * BLOCK_OCTETS);
	assert_non_null(run.text);
	assert_int_equal(fread(run.text, 1, run.len, f), run.len);
	(void)fclose(f);
	run.header_len = (size_t)(strchr(run.text, '\n') + 1 - run.text);
}

/* The settings that the run was started with. */
static void
read_settings(void)
{
	const struct run_line line = { RUN_LINE_RUN, run.text,
		run.header_len - 1, 1 };
	struct run_header header;
	struct arena arena;
	struct error err;

	arena_init(&arena, 0);
	assert_int_equal(
	    run_read_header(&line, &arena, &header, &err), STATUS_OK);
	(void)snprintf(run.settings.sha256, sizeof(run.settings.sha256), "%s",
	    header.settings_sha256);
	arena_free(&arena);
}

static void
write_cut(const void *data, size_t len)
{
	int fd = open(cut_path, O_WRONLY | O_TRUNC | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, data, len), len);
	assert_int_equal(close(fd), 0);
}

/* Octets of the lines that are whole before AT. */
static size_t
whole_lines(size_t at)
{
	const char *lf = memrchr(run.text, '\n', at);

	return lf == NULL ? 0 : (size_t)(lf + 1 - run.text);
}

static bool
is_type(const char *line, const char *type)
{
	char start[40];
	int len = snprintf(start, sizeof(start), "{\"type\":\"%s\",", type);

	return strncmp(line, start, (size_t)len) == 0;
}

/* The lines among the first octets, which are whole ones. */
static struct run_found
count_lines(size_t octets)
{
	struct run_found n = { 0 };
	const char *line, *end = run.text + octets;

	for (line = run.text; line < end; line = strchr(line, '\n') + 1) {
		n.domains += is_type(line, "domain");
		n.input_errors += is_type(line, "input_error");
		n.duplicates += is_type(line, "duplicate");
	}
	return n;
}

static uint64_t
count_done(const struct scan_resume *resume)
{
	uint64_t n = 0;
	uint32_t line;

	for (line = 0; line < resume->n_lines; line++)
		n += scan_resume_done(resume, line);
	return n;
}

/* What the file says is done must be what stood before octet LOST. */
static void
check_cut(const char *data, size_t len, size_t lost)
{
	const size_t octets = whole_lines(lost);
	const struct run_found want = count_lines(octets);
	struct report_totals *totals = report_new();
	struct scan_resume resume;
	struct run_output file;
	struct scan_input in;
	struct error err;
	bool found;

	write_cut(data, len);
	assert_int_equal(scan_input_open(&in, list_path, &err), STATUS_OK);
	assert_int_equal(
	    run_output_reopen(&file, cut_path, &found, &err), STATUS_OK);
	if (scan_resume_read(&resume, &file, &in, &run.settings, &judge, totals,
		&err) != STATUS_OK)
		fail_msg("cut at %zu: %s", lost, err.text);
	assert_int_equal(resume.octets, octets);
	assert_int_equal(resume.dropped_octets, len - octets);
	assert_int_equal(resume.found.domains, want.domains);
	assert_int_equal(resume.found.input_errors, want.input_errors);
	assert_int_equal(resume.found.duplicates, want.duplicates);
	assert_int_equal(count_done(&resume),
	    want.domains + want.input_errors + want.duplicates);
	assert_int_equal(resume.complete, octets == run.len);
	assert_int_equal(run_output_close(&file, &err), STATUS_OK);
	scan_resume_free(&resume);
	scan_input_close(&in);
	report_free(totals);
}

/* A place behind the header, which was synced. */
static size_t
any_place(void)
{
	return run.header_len + chance_below(run.len - run.header_len);
}

/* The octets before a random place, and up to 4096 NULs behind some. */
static void
test_any_beginning(void **state)
{
	char *copy = malloc(run.len + BLOCK_OCTETS);
	unsigned i;

	(void)state;
	assert_non_null(copy);
	for (i = 0; i < CUTS; i++) {
		size_t at = any_place();
		size_t nuls = i % 2 * (1 + chance_below(BLOCK_OCTETS));

		memcpy(copy, run.text, at);
		memset(copy + at, 0, nuls);
		check_cut(copy, at + nuls, at);
	}
	check_cut(run.text, run.len, run.len);
	check_cut(run.text, run.len + BLOCK_OCTETS, run.len);
	free(copy);
}

/* The file ends with a block of which some sectors are missing. */
static void
test_torn_block(void **state)
{
	char *copy = malloc(run.len);
	size_t block, end, at, lost;
	unsigned i;

	(void)state;
	assert_non_null(copy);
	for (i = 0; i < CUTS; i++) {
		block = any_place() / BLOCK_OCTETS * BLOCK_OCTETS;
		end = lost = block + BLOCK_OCTETS;
		if (end > run.len || block < run.header_len)
			continue;
		memcpy(copy, run.text, end);
		for (at = end; at > block;) {
			at -= SECTOR_OCTETS;
			if (chance_below(2) == 0)
				continue;
			memset(copy + at, 0, SECTOR_OCTETS);
			lost = at;
		}
		check_cut(copy, end, lost);
	}
	free(copy);
}

static size_t
compress(char **packed)
{
	size_t size = run.len + BLOCK_OCTETS, len = 0, at, n;

	*packed = calloc(1, size);
	assert_non_null(*packed);
	for (at = 0; at < run.len; at += n) {
		n = run.len - at < FRAME_OCTETS ? run.len - at : FRAME_OCTETS;
		len += ZSTD_compress(
		    *packed + len, size - len, run.text + at, n, 1);
	}
	return len;
}

/* Reads LEN octets: no line but those that were written, none complete. */
static void
check_packed(const char *data, size_t len)
{
	const char *at = run.text;
	enum status status;
	struct run_file *rf;
	struct run_line line;
	struct error err;

	write_cut(data, len);
	assert_int_equal(run_file_open(&rf, cut_path, &err), STATUS_OK);
	while ((status = run_file_next(rf, &line, &err)) == STATUS_OK &&
	    line.type != RUN_LINE_END) {
		assert_memory_equal(line.text, at, line.len);
		at += line.len + 1;
	}
	assert_true(at < run.text + run.len);
	assert_true(status == STATUS_OK || status == STATUS_MALFORMED);
	assert_false(status == STATUS_OK && run_file_complete(rf));
	run_file_close(rf);
}

/* The same run, compressed, is read as far as it goes. */
static void
test_compressed(void **state)
{
	char *packed, *copy;
	size_t len = compress(&packed), at, nuls;
	unsigned i;

	(void)state;
	copy = malloc(len + BLOCK_OCTETS);
	assert_non_null(copy);
	for (i = 0; i < CUTS; i++) {
		at = chance_below(len);
		nuls = i % 2 * (1 + chance_below(BLOCK_OCTETS));
		memcpy(copy, packed, at);
		memset(copy + at, 0, nuls);
		check_packed(copy, at + nuls);
	}
	free(copy);
	free(packed);
}

static int
set_up(void **state)
{
	(void)state;
	if (close(mkstemp(cut_path)) | close(mkstemp(made_run)) |
	    close(mkstemp(made_list)))
		return -1;
	if (run_path == made_run)
		make_run();
	read_whole();
	read_settings();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	free(run.text);
	return unlink(cut_path) | unlink(made_run) | unlink(made_list);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_beginning),
		cmocka_unit_test(test_torn_block),
		cmocka_unit_test(test_compressed),
	};

	if (argc == 3) {
		run_path = argv[1];
		list_path = argv[2];
	}
	return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scan_resume.h"

#include <sys/random.h>
#include <sys/stat.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/record_read.h"
#include "analysis/run_read.h"
#include "analysis/run_seal.h"
#include "prober/seen_names.h"

/* How every run file starts. */
#define RUN_START "{\"type\":\"run\","

#define NO_LINE 0

/* What a line of the list is; the last is added once it has its record. */
enum {
	LINE_TARGET = 1,
	LINE_ERROR = 2,
	LINE_DUPLICATE = 4,
	LINE_DONE = 8,
};

/* A run file being read. */
struct reading {
	struct scan_resume *resume;
	const struct run_output *file;
	const struct scan_input *input;
	const struct scan_settings *settings;
	const struct classify_options *judge;
	struct report_totals *totals;
	struct seen_names names; /* (owned) targets, with their lines */
	struct arena arena;      /* (owned) of one line */
	struct error *err;
};

static enum status
refuse(const struct reading *r, const struct run_line *line, const char *why)
{
	return error_set(r->err, STATUS_MALFORMED, "line %llu: %s",
	    (unsigned long long)line->number, why);
}

/* Reads the list to its end and starts it again. */
static enum status
learn_list(struct reading *r, struct scan_input *in)
{
	static const uint8_t kinds[] = {
		[INPUT_TARGET] = LINE_TARGET,
		[INPUT_ERROR] = LINE_ERROR,
		[INPUT_DUPLICATE] = LINE_DUPLICATE,
	};
	struct scan_resume *s = r->resume;
	enum seen seen = SEEN_NEW;
	struct input_item item;
	enum input_kind kind;
	uint32_t first;

	s->n_lines = (size_t)in->counts.lines + 1;
	if ((s->lines = calloc(s->n_lines, 1)) == NULL)
		return error_set(r->err, STATUS_NO_MEMORY, "out of memory");
	while ((kind = scan_input_next(in, &item, r->err)) <= INPUT_DUPLICATE) {
		if (item.line >= s->n_lines)
			return error_set(r->err, STATUS_SYSTEM,
			    "the list changed while it was read");
		s->lines[item.line] = kinds[kind];
		if (kind == INPUT_TARGET)
			seen = seen_names_add(&r->names, item.name.text,
			    strlen(item.name.text), item.line, &first);
		if (seen == SEEN_NO_MEMORY)
			return error_set(
			    r->err, STATUS_NO_MEMORY, "out of memory");
	}
	if (kind == INPUT_FAILED)
		return STATUS_SYSTEM;
	return scan_input_rewind(in, r->err);
}

/* Notes that a line of the list, of that kind, has its record. */
static enum status
mark(struct reading *r, const struct run_line *line, uint64_t of, uint8_t kind)
{
	struct scan_resume *s = r->resume;

	if (of >= s->n_lines || (s->lines[of] & kind) == 0)
		return refuse(r, line, "it is of no line of this list");
	if ((s->lines[of] & LINE_DONE) != 0)
		return refuse(r, line, "the same stands further up");
	s->lines[of] |= LINE_DONE;
	return STATUS_OK;
}

static enum status
accept_header(struct reading *r, const struct run_line *line)
{
	struct run_header h;
	enum status status;

	if (line->number != 1)
		return refuse(r, line, "a second header");
	status = run_read_header(line, &r->arena, &h, r->err);
	if (status != STATUS_OK)
		return status;
	r->resume->seed = h.seed;
	if (strcmp(h.input_sha256, r->input->sha256) != 0)
		return error_set(r->err, STATUS_USAGE,
		    "it is of another list, or this list was changed since: "
		    "give the list it was started with");
	return scan_settings_match(r->settings, &h, r->err);
}

static enum status
accept_domain(struct reading *r, const struct run_line *line)
{
	struct record_domain record;
	struct verdict verdict;
	enum status status;
	uint32_t first;

	status = record_read(
	    line->text, line->len, line->number, &r->arena, &record, r->err);
	if (status != STATUS_OK)
		return status;
	if (seen_names_add(&r->names, record.name, strlen(record.name), NO_LINE,
		&first) == SEEN_NO_MEMORY)
		return error_set(r->err, STATUS_NO_MEMORY, "out of memory");
	if ((status = mark(r, line, first, LINE_TARGET)) != STATUS_OK)
		return status;
	r->resume->found.domains++;
	classify(&record, r->judge, &verdict);
	return report_add(r->totals, &record, &verdict, r->err);
}

static enum status
accept_input_error(struct reading *r, const struct run_line *line)
{
	struct run_input_error e;
	enum status status = run_read_input_error(line, &r->arena, &e, r->err);

	r->resume->found.input_errors++;
	return status == STATUS_OK ? mark(r, line, e.line, LINE_ERROR) : status;
}

static enum status
accept_duplicate(struct reading *r, const struct run_line *line)
{
	struct run_duplicate d;
	enum status status = run_read_duplicate(line, &r->arena, &d, r->err);

	r->resume->found.duplicates++;
	return status == STATUS_OK ? mark(r, line, d.line, LINE_DUPLICATE)
				   : status;
}

static enum status
accept_line(struct reading *r, const struct run_line *line)
{
	struct scan_resume *s = r->resume;

	if (!run_seal_holds(line->text, line->len, &s->check))
		return refuse(r, line,
		    "its check is wrong, so something was edited, damaged, "
		    "removed or put in here");
	arena_reset(&r->arena);
	s->complete = false;
	switch (line->type) {
	case RUN_LINE_RUN:
		return accept_header(r, line);
	case RUN_LINE_DOMAIN:
		return accept_domain(r, line);
	case RUN_LINE_INPUT_ERROR:
		return accept_input_error(r, line);
	case RUN_LINE_DUPLICATE:
		return accept_duplicate(r, line);
	case RUN_LINE_SUMMARY:
		s->complete = run_facts_is_complete(line);
		return STATUS_OK;
	case RUN_LINE_RESUME:
		s->resumed++;
		return STATUS_OK;
	case RUN_LINE_VANTAGE:
		return STATUS_OK;
	default:
		return refuse(r, line, "of a kind that is not known here");
	}
}

/* True if a NUL stands before the end of the line at that offset. */
static bool
is_hole(int fd, uint64_t at)
{
	const char *nul, *lf;
	char buf[4096];
	ssize_t n;

	while ((n = pread(fd, buf, sizeof(buf), (off_t)at)) > 0) {
		nul = memchr(buf, '\0', (size_t)n);
		lf = memchr(buf, '\n', (size_t)n);
		if (nul != NULL || lf != NULL)
			return nul != NULL && (lf == NULL || nul < lf);
		at += (uint64_t)n;
	}
	return false;
}

/* Accepts line after line, until the end or a hole. */
static enum status
read_lines(struct reading *r, struct run_file *rf)
{
	struct scan_resume *s = r->resume;
	struct run_line line;
	enum status status;

	while ((status = run_file_next(rf, &line, r->err)) == STATUS_OK &&
	    line.type != RUN_LINE_END &&
	    (status = accept_line(r, &line)) == STATUS_OK)
		s->octets += line.len + 1;
	if (status == STATUS_MALFORMED && s->octets > 0 &&
	    is_hole(r->file->fd, s->octets))
		return STATUS_OK;
	return status;
}

/* Tells run files, and the beginnings of one, from all others. */
static enum status
check_start(const struct reading *r)
{
	char start[sizeof(RUN_START) - 1];
	ssize_t n = pread(r->file->fd, start, sizeof(start), 0);

	if (n < 0)
		return error_set_errno(
		    r->err, STATUS_SYSTEM, errno, "reading %s", r->file->path);
	if (memcmp(start, RUN_START, (size_t)n) == 0)
		return STATUS_OK;
	return error_set(r->err, STATUS_MALFORMED,
	    "it is no run file (or a compressed one: unpack that first)");
}

static enum status
read_file(struct reading *r)
{
	struct scan_resume *s = r->resume;
	struct run_file *rf;
	enum status status;
	struct stat st;

	if ((status = check_start(r)) != STATUS_OK)
		return status;
	status = run_file_open_fd(&rf, r->file->fd, r->file->path, r->err);
	if (status != STATUS_OK)
		return status;
	status = read_lines(r, rf);
	run_file_close(rf);
	if (status != STATUS_OK)
		return status;
	if (fstat(r->file->fd, &st) < 0)
		return error_set_errno(r->err, STATUS_SYSTEM, errno,
		    "looking at %s", r->file->path);
	s->dropped_octets = (uint64_t)st.st_size - s->octets;
	s->complete &= scan_input_adds_up(r->input, &s->found);
	return STATUS_OK;
}

enum status
scan_resume_read(struct scan_resume *s, const struct run_output *file,
    struct scan_input *in, const struct scan_settings *settings,
    const struct classify_options *judge, struct report_totals *totals,
    struct error *err)
{
	struct error why;
	struct reading r = {
		.resume = s,
		.file = file,
		.input = in,
		.settings = settings,
		.judge = judge,
		.totals = totals,
		.err = &why,
	};
	struct token_key key;
	enum status status;

	*s = (struct scan_resume){ .octets = 0 };
	if (getrandom(&key, sizeof(key), 0) != sizeof(key))
		return error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot draw a key from the kernel");
	seen_names_init(&r.names, key);
	arena_init(&r.arena, 0);
	status = learn_list(&r, in);
	if (status == STATUS_OK)
		status = read_file(&r);
	seen_names_clear(&r.names);
	arena_free(&r.arena);
	if (status == STATUS_USAGE || status == STATUS_MALFORMED)
		return error_set(err, STATUS_USAGE,
		    "cannot go on with %.200s: %s; or choose another output "
		    "file "
		    "to start anew",
		    file->path, why.text);
	if (status != STATUS_OK)
		*err = why;
	return status;
}

void
scan_resume_free(struct scan_resume *s)
{
	free(s->lines);
	s->lines = NULL;
}

bool
scan_resume_done(const struct scan_resume *s, uint32_t line)
{
	return line < s->n_lines && (s->lines[line] & LINE_DONE) != 0;
}

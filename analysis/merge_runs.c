/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/merge_runs.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "analysis/merge.h"
#include "analysis/merge_spill.h"
#include "analysis/record_json.h"
#include "analysis/record_read.h"
#include "analysis/run_facts.h"
#include "analysis/run_read.h"

#define NO_SHA256 \
	"0000000000000000000000000000000000000000000000000000000000000000"

struct merger {
	const char *const *paths;
	size_t n;
	const struct classify_options *judge;
	const struct merge_output *out;
	struct run_file *files[RECORD_VANTAGES_MAX];
	struct run_merged runs[RECORD_VANTAGES_MAX];
	struct run_facts facts[RECORD_VANTAGES_MAX];
	struct merge_spill spill;
	struct arena headers; /* texts of runs[] */
	struct arena arena;   /* of the domain at hand */
	uint64_t domains, errors, duplicates;
};

static void
line_done(struct merger *m)
{
	m->out->line(m->out->arg);
}

/* Says of which run an error is. */
static enum status
blame(const struct merger *m, size_t run, enum status st, struct error *err)
{
	const struct error why = *err;

	if (st == STATUS_OK)
		return st;
	return error_set(err, st, "%.200s: %.300s", m->paths[run], why.text);
}

static bool
is_taken(const struct merger *m, size_t run, const char *name)
{
	size_t i;

	for (i = 0; i < run; i++)
		if (strcmp(m->runs[i].vantage, name) == 0)
			return true;
	return false;
}

/* The vantage's name, with a number behind it if there was one before. */
static const char *
own_name(struct merger *m, size_t run, const char *vantage)
{
	size_t size = strlen(vantage) + 8;
	char *name = arena_alloc(&m->headers, size);
	unsigned i = 2;

	if (name == NULL)
		return NULL;
	(void)snprintf(name, size, "%s", vantage);
	while (is_taken(m, run, name))
		(void)snprintf(name, size, "%s-%u", vantage, i++);
	return name;
}

static enum status
open_run(struct merger *m, size_t run, struct error *err)
{
	struct run_header h;
	struct run_line line;
	enum status st = run_file_open(&m->files[run], m->paths[run], err);

	if (st == STATUS_OK)
		st = run_file_next(m->files[run], &line, err);
	if (st == STATUS_OK && line.type != RUN_LINE_RUN)
		st = error_set(err, STATUS_MALFORMED, "it is empty");
	if (st == STATUS_OK)
		st = run_read_header(&line, &m->headers, &h, err);
	if (st == STATUS_OK && run_read_is_merged(&line))
		st = error_set(err, STATUS_MALFORMED,
		    "it is a merged run; merge the runs it was made of");
	if (st != STATUS_OK)
		return st;
	m->runs[run] = (struct run_merged){
		.vantage = own_name(m, run, h.vantage),
		.started_unix_ns = h.started_unix_ns,
		.seed = h.seed,
		.input_sha256 = h.input_sha256,
		.settings_sha256 = h.settings_sha256,
		.unchecked_vantage = h.unchecked_vantage,
	};
	if (m->runs[run].vantage == NULL)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	return STATUS_OK;
}

static void
write_header(struct merger *m)
{
	char vantage[1024] = "";
	struct run_header h = {
		.vantage = vantage,
		.input_sha256 = m->runs[0].input_sha256,
		.settings_sha256 = NO_SHA256,
		.started_unix_ns = m->runs[0].started_unix_ns,
		.merged = m->runs,
		.n_merged = m->n,
	};
	size_t i, len;

	for (i = 0; i < m->n; i++) {
		len = strlen(vantage);
		(void)snprintf(vantage + len, sizeof(vantage) - len, "%s%s",
		    i > 0 ? "+" : "", m->runs[i].vantage);
		if (strcmp(m->runs[i].input_sha256, h.input_sha256) != 0)
			h.input_sha256 = NO_SHA256;
		if (m->runs[i].started_unix_ns < h.started_unix_ns)
			h.started_unix_ns = m->runs[i].started_unix_ns;
		h.unchecked_vantage |= m->runs[i].unchecked_vantage;
	}
	run_write_header(m->out->w, &h);
	line_done(m);
}

static enum status
read_record(struct merger *m, const struct run_line *line,
    struct record_domain *d, struct error *err)
{
	enum status st =
	    record_read(line->text, line->len, line->number, &m->arena, d, err);

	if (st == STATUS_OK && d->n_vantages > 0)
		return error_set(err, STATUS_MALFORMED,
		    "line %llu: of a merged run; merge the runs it was made "
		    "of",
		    (unsigned long long)line->number);
	return st;
}

/* Lines of the first run that are no domains come along. */
static enum status
copy_line(struct merger *m, const struct run_line *line, struct error *err)
{
	struct run_input_error e;
	struct run_duplicate d;
	enum status st = STATUS_OK;

	if (line->type == RUN_LINE_INPUT_ERROR) {
		st = run_read_input_error(line, &m->arena, &e, err);
		if (st == STATUS_OK)
			run_write_input_error(m->out->w, &e);
		m->errors++;
	} else if (line->type == RUN_LINE_DUPLICATE) {
		st = run_read_duplicate(line, &m->arena, &d, err);
		if (st == STATUS_OK)
			run_write_duplicate(m->out->w, &d);
		m->duplicates++;
	} else {
		return st;
	}
	if (st == STATUS_OK)
		line_done(m);
	return st;
}

/* FIRST is the record of the first run, or NULL; LINES those of others. */
static enum status
write_domain(struct merger *m, const struct record_domain *first,
    const struct merge_line *lines, struct error *err)
{
	struct merge_part parts[RECORD_VANTAGES_MAX];
	struct record_domain *d, merged;
	struct run_line line;
	struct verdict v;
	enum status st;
	size_t n = 0;

	if (first != NULL)
		parts[n++] = (struct merge_part){ m->runs[0].vantage, first };
	for (; lines != NULL; lines = lines->next) {
		if ((d = arena_alloc(&m->arena, sizeof(*d))) == NULL)
			return error_set(
			    err, STATUS_NO_MEMORY, "out of memory");
		st = merge_spill_read(&m->spill, lines, &m->arena, &line, err);
		if (st == STATUS_OK)
			st = blame(
			    m, lines->run, read_record(m, &line, d, err), err);
		if (st != STATUS_OK)
			return st;
		parts[n++] =
		    (struct merge_part){ m->runs[lines->run].vantage, d };
	}
	if (!merge_records(parts, n, &m->arena, &merged))
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	classify(&merged, m->judge, &v);
	record_json_write(m->out->w, &merged, &v);
	line_done(m);
	m->domains++;
	return STATUS_OK;
}

/* One domain line of a run: the first is merged at once, others wait. */
static enum status
take_domain(struct merger *m, size_t run, const struct run_line *line,
    struct error *err)
{
	struct record_domain d;
	enum status st = read_record(m, line, &d, err);

	if (st != STATUS_OK)
		return blame(m, run, st, err);
	if (run > 0)
		return merge_spill_add(
		    &m->spill, d.name, (unsigned)run, line, err);
	return write_domain(m, &d, merge_spill_take(&m->spill, d.name), err);
}

static enum status
read_run(struct merger *m, size_t run, struct error *err)
{
	struct run_line line;
	enum status st;

	while ((st = run_file_next(m->files[run], &line, err)) == STATUS_OK &&
	    line.type != RUN_LINE_END) {
		arena_reset(&m->arena);
		if (line.type == RUN_LINE_DOMAIN)
			st = take_domain(m, run, &line, err);
		else
			st = run_facts_read(&m->facts[run], &line, err);
		if (st == STATUS_OK && run == 0)
			st = copy_line(m, &line, err);
		if (st != STATUS_OK)
			break;
	}
	m->facts[run].complete = run_file_complete(m->files[run]);
	/* In the merged run it could not be seen any more. */
	if (st == STATUS_OK && run_file_altered(m->files[run]) > 0)
		st = error_set(err, STATUS_MALFORMED,
		    "line %" PRIu64 " is not as it was written: the file was "
		    "damaged or edited",
		    run_file_altered(m->files[run]));
	return st;
}

/* Those that the first run does not have. */
static enum status
write_rest(struct merger *m, struct error *err)
{
	const struct merge_name *name;
	enum status st = STATUS_OK;

	for (name = m->spill.first; name != NULL && st == STATUS_OK;
	     name = name->next) {
		if (name->lines == NULL)
			continue;
		arena_reset(&m->arena);
		st = write_domain(m, NULL, name->lines, err);
	}
	return st;
}

static void
write_summary(struct merger *m)
{
	struct run_summary s = { .complete = true };
	const struct run_facts *f;
	size_t i;

	s.domains = s.measured = s.input.targets = m->domains;
	s.input.errors = m->errors;
	s.input.duplicates = m->duplicates;
	s.input.lines = m->domains + m->errors + m->duplicates;
	for (i = 0; i < m->n; i++) {
		f = &m->facts[i];
		s.complete &= f->complete;
		s.sent.total += f->sent;
		s.refused_sends += f->refused_sends;
		s.capture.received += f->captured;
		s.capture.dropped += f->capture_dropped;
		if (f->loss_permille > s.loss_permille)
			s.loss_permille = f->loss_permille;
		if (f->duration_ns > s.duration_ns)
			s.duration_ns = f->duration_ns;
	}
	run_write_summary(m->out->w, &s);
	line_done(m);
}

static enum status
merge(struct merger *m, struct error *err)
{
	enum status st = merge_spill_open(&m->spill, err);
	size_t i;

	for (i = 0; i < m->n && st == STATUS_OK; i++)
		st = blame(m, i, open_run(m, i, err), err);
	for (i = 1; i < m->n && st == STATUS_OK; i++)
		st = read_run(m, i, err);
	if (st == STATUS_OK) {
		write_header(m);
		st = read_run(m, 0, err);
	}
	if (st == STATUS_OK)
		st = write_rest(m, err);
	if (st == STATUS_OK)
		write_summary(m);
	return st;
}

enum status
merge_runs(const char *const *paths, size_t n,
    const struct classify_options *judge, const struct merge_output *out,
    struct error *err)
{
	struct merger m = {
		.paths = paths, .n = n, .judge = judge, .out = out
	};
	enum status st;
	size_t i;

	arena_init(&m.headers, 0);
	arena_init(&m.arena, 0);
	st = merge(&m, err);
	for (i = 0; i < n; i++)
		run_file_close(m.files[i]);
	merge_spill_close(&m.spill);
	arena_free(&m.arena);
	arena_free(&m.headers);
	return st;
}

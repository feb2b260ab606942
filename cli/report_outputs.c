/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/report_outputs.h"

#include <string.h>

#include "analysis/report_csv.h"
#include "analysis/report_sqlite.h"
#include "cli/page_file.h"

static enum status
csv_domain(void *out, const struct run_facts *facts,
    const struct record_domain *d, const struct verdict *v, struct error *err)
{
	(void)facts;
	(void)err;
	report_csv_row(out, d, v);
	return STATUS_OK;
}

static enum status
csv_endpoints_domain(void *out, const struct run_facts *facts,
    const struct record_domain *d, const struct verdict *v, struct error *err)
{
	(void)facts;
	(void)v;
	(void)err;
	report_csv_endpoints_rows(out, d);
	return STATUS_OK;
}

static enum status
internet_nl_domain(void *out, const struct run_facts *facts,
    const struct record_domain *d, const struct verdict *v, struct error *err)
{
	(void)facts;
	if (report_internet_nl_add(out, d->name, v))
		return STATUS_OK;
	return error_set(err, STATUS_NO_MEMORY, "out of memory");
}

static enum status
sqlite_domain(void *out, const struct run_facts *facts,
    const struct record_domain *d, const struct verdict *v, struct error *err)
{
	(void)err;
	report_sqlite_domain(out, facts, d, v);
	return STATUS_OK;
}

static enum status
open_html(struct report_outputs *o, const struct report_options *opt,
    struct error *err)
{
	enum status st;

	if (opt->html == NULL)
		return STATUS_OK;
	if ((st = page_file_open(&o->page, opt->html, err)) != STATUS_OK)
		return st;
	o->html = report_html_new(o->page.file);
	if (o->html == NULL)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	return STATUS_OK;
}

static void
add_sink(struct report_outputs *o,
    enum status (*domain)(void *, const struct run_facts *,
	const struct record_domain *, const struct verdict *, struct error *),
    void *arg)
{
	o->sinks[o->n_sinks++] =
	    (struct report_sink){ .domain = domain, .arg = arg };
}

/* PATH NULL: nothing is opened. */
static enum status
open_file(struct report_outputs *o, struct out_file *file, const char *path,
    struct error *err)
{
	if (path == NULL)
		return STATUS_OK;
	o->stdout_taken |= strcmp(path, "-") == 0;
	return out_file_open(file, path, err);
}

enum status
report_outputs_open(struct report_outputs *o, const struct report_options *opt,
    struct error *err)
{
	enum status st;

	*o = (struct report_outputs){ .stdout_taken = opt->json };
	st = open_file(o, &o->csv, opt->csv, err);
	if (st == STATUS_OK)
		st = open_file(o, &o->csv_endpoints, opt->csv_endpoints, err);
	if (st == STATUS_OK)
		st = open_file(o, &o->internet_nl_file, opt->internet_nl, err);
	if (st == STATUS_OK)
		st = open_html(o, opt, err);
	if (st == STATUS_OK && opt->sqlite != NULL)
		st = report_sqlite_open(
		    &o->sqlite, opt->sqlite, opt->judge.policy, err);
	if (st != STATUS_OK)
		return st;
	if (o->csv.file != NULL) {
		report_csv_header(o->csv.file);
		add_sink(o, csv_domain, o->csv.file);
	}
	if (o->csv_endpoints.file != NULL) {
		report_csv_endpoints_header(o->csv_endpoints.file);
		add_sink(o, csv_endpoints_domain, o->csv_endpoints.file);
	}
	o->internet_nl.out = o->internet_nl_file.file;
	if (o->internet_nl.out != NULL)
		add_sink(o, internet_nl_domain, &o->internet_nl);
	if (o->sqlite != NULL)
		add_sink(o, sqlite_domain, o->sqlite);
	if (o->html != NULL)
		add_sink(o, report_html_domain, o->html);
	return STATUS_OK;
}

enum status
report_outputs_run_done(struct report_outputs *o, const char *path,
    const struct run_facts *facts, struct error *err)
{
	if (o->sqlite != NULL)
		report_sqlite_run(o->sqlite, path, facts);
	if (o->internet_nl.out != NULL &&
	    !report_internet_nl_end(&o->internet_nl, facts))
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	return STATUS_OK;
}

enum status
report_outputs_finish(struct report_outputs *o,
    const struct report_trend_run *runs, size_t n, struct error *err)
{
	if (o->html == NULL)
		return STATUS_OK;
	return report_html_end(o->html, runs, n, err);
}

enum status
report_outputs_close(
    struct report_outputs *o, enum status st, struct error *err)
{
	enum status closed;
	struct error why;

	if (o->sqlite != NULL) {
		closed = report_sqlite_close(o->sqlite, st == STATUS_OK, &why);
		if (st == STATUS_OK && closed != STATUS_OK) {
			st = closed;
			*err = why;
		}
	}
	report_html_free(o->html);
	st = out_file_close(&o->csv, st, err);
	st = out_file_close(&o->csv_endpoints, st, err);
	st = out_file_close(&o->internet_nl_file, st, err);
	return out_file_close(&o->page, st, err);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.c - the command `reach46 report`.
 */
#include "analysis/report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/report_json.h"
#include "analysis/report_print.h"
#include "cli/commands.h"
#include "cli/report_outputs.h"

static enum status
read_runs(const struct report_options *o, struct report_outputs *out,
    struct report_trend_run *runs, struct error *err)
{
	enum status st = STATUS_OK;
	size_t i;

	for (i = 0; i < o->n_runs && st == STATUS_OK; i++) {
		runs[i].path = o->runs[i];
		runs[i].totals = report_new();
		if (runs[i].totals == NULL)
			return error_set(
			    err, STATUS_NO_MEMORY, "out of memory");
		if (o->json)
			report_list_exchange(runs[i].totals);
		st = report_run(o->runs[i], &o->judge, runs[i].totals,
		    &runs[i].facts, out->sinks, out->n_sinks, err);
		if (st == STATUS_OK)
			st = report_outputs_run_done(
			    out, o->runs[i], &runs[i].facts, err);
		report_exchange_sort(&runs[i].totals->exchange);
	}
	return st;
}

static enum status
show_json(const struct report_trend_run *runs, size_t n, struct error *err)
{
	struct json_writer w;
	bool ok;

	json_writer_init(&w);
	report_json_write(&w, runs, n);
	ok = json_writer_ok(&w);
	if (ok)
		(void)fwrite(w.buf, 1, w.len, stdout);
	json_writer_free(&w);
	if (!ok)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	return STATUS_OK;
}

/* The tables of the latest run, and the trend if there are several. */
static void
show_tables(const struct report_options *o, const struct report_trend_run *runs,
    size_t n)
{
	report_print(runs[n - 1].totals, &runs[n - 1].facts, o->lang, stdout);
	if (n > 1)
		report_print_trend(runs, n, o->lang, stdout);
}

/* Files are complete before the tables are shown. */
static enum status
show(const struct report_options *o, struct report_trend_run *runs,
    struct error *err)
{
	struct report_outputs out;
	enum status st = report_outputs_open(&out, o, err);

	if (st == STATUS_OK)
		st = read_runs(o, &out, runs, err);
	if (st == STATUS_OK) {
		report_trend_sort(runs, o->n_runs);
		st = report_outputs_finish(&out, runs, o->n_runs, err);
	}
	st = report_outputs_close(&out, st, err);
	if (st != STATUS_OK)
		return st;
	if (o->json)
		st = show_json(runs, o->n_runs, err);
	else if (!out.stdout_taken)
		show_tables(o, runs, o->n_runs);
	if (st == STATUS_OK && (fflush(stdout) != 0 || ferror(stdout) != 0))
		return error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot write the report");
	return st;
}

/* Is every run as it was written, and are, where it is complete, lines in =
   records out? */
static bool
are_sound(const struct report_trend_run *runs, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (runs[i].facts.altered > 0 ||
		    (runs[i].facts.complete &&
			!run_facts_add_up(&runs[i].facts)))
			return false;
	return true;
}

int
command_report(int argc, char **argv)
{
	struct report_trend_run *runs;
	struct report_options o;
	enum status status;
	struct error err;
	bool suspect;
	size_t i;

	status = report_options_parse(argc, argv, &o, &err);
	if (status != STATUS_OK)
		return command_fail("report", status, &err);
	if (o.help) {
		options_help(&report_option_table, stdout);
		return EXIT_DONE;
	}
	if ((runs = calloc(o.n_runs, sizeof(*runs))) == NULL) {
		status = error_set(&err, STATUS_NO_MEMORY, "out of memory");
		return command_fail("report", status, &err);
	}
	status = show(&o, runs, &err);
	suspect = !are_sound(runs, o.n_runs);
	for (i = 0; i < o.n_runs; i++)
		report_free(runs[i].totals);
	free(runs);
	if (status != STATUS_OK)
		return command_fail("report", status, &err);
	return suspect ? EXIT_SUSPECT : EXIT_DONE;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.c - the command `reach46 report`.
 */
#include "analysis/report.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/report_options.h"

static enum status
close_csv(FILE *csv, const char *path, struct error *err)
{
	bool failed = ferror(csv) != 0;

	if (fclose(csv) != 0 || failed)
		return error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot write %s", path);
	return STATUS_OK;
}

/* Reads the run and shows it; the CSV is complete before the table is. */
static enum status
show(const struct report_options *o, struct report_totals *totals,
    bool *adds_up, struct error *err)
{
	const struct classify_options judge = { .policy = POLICY_BOTH };
	struct run_facts facts = { 0 };
	FILE *csv = NULL;
	enum status status;

	if (o->csv_file != NULL && (csv = fopen(o->csv_file, "w")) == NULL)
		return error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot write %s", o->csv_file);
	status = report_run(o->run_file, &judge, totals, &facts, csv, err);
	if (csv != NULL && status != STATUS_OK)
		(void)fclose(csv);
	else if (csv != NULL)
		status = close_csv(csv, o->csv_file, err);
	if (status != STATUS_OK)
		return status;
	report_print(totals, &facts, stdout);
	*adds_up = !facts.complete || run_facts_add_up(&facts);
	if (fflush(stdout) != 0)
		return error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot write the report");
	return STATUS_OK;
}

int
command_report(int argc, char **argv)
{
	struct report_totals *totals;
	struct report_options o;
	enum status status;
	struct error err;
	bool adds_up = true;

	status = report_options_parse(argc, argv, &o, &err);
	if (status != STATUS_OK)
		return command_fail("report", status, &err);
	if (o.help) {
		options_help(&report_option_table, stdout);
		return EXIT_DONE;
	}
	if ((totals = report_new()) == NULL) {
		status = error_set(&err, STATUS_NO_MEMORY, "out of memory");
		return command_fail("report", status, &err);
	}
	status = show(&o, totals, &adds_up, &err);
	report_free(totals);
	if (status != STATUS_OK)
		return command_fail("report", status, &err);
	return adds_up ? EXIT_DONE : EXIT_SUSPECT;
}

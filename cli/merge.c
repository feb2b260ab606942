/* SPDX-License-Identifier: Apache-2.0 */
/*
 * merge.c - the command `reach46 merge`.
 */
#include "analysis/merge_runs.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/merge_options.h"
#include "cli/run_output.h"

static void
line_done(void *arg)
{
	run_output_line(arg);
}

static enum status
merge(const struct merge_options *o, struct error *err)
{
	struct run_output out;
	const struct merge_output to = { &out.writer, line_done, &out };
	enum status status, closed;
	struct error why;

	status = run_output_open(&out, o->output_file, err);
	if (status != STATUS_OK)
		return status;
	status = merge_runs(o->runs, o->n_runs, &o->judge, &to, err);
	closed = run_output_close(&out, &why);
	/* What it says of --resume is for scans. */
	if (status == STATUS_OK && closed != STATUS_OK)
		status = error_set(
		    err, closed, "%.*s", (int)strcspn(why.text, ";"), why.text);
	/* It was not there before, and part of it is of no use. */
	if (status != STATUS_OK && strcmp(o->output_file, "-") != 0)
		(void)unlink(o->output_file);
	return status;
}

int
command_merge(int argc, char **argv)
{
	struct merge_options o;
	enum status status;
	struct error err;

	status = merge_options_parse(argc, argv, &o, &err);
	if (status != STATUS_OK)
		return command_fail("merge", status, &err);
	if (o.help) {
		options_help(&merge_option_table, stdout);
		return EXIT_DONE;
	}
	status = merge(&o, &err);
	return status == STATUS_OK ? EXIT_DONE
				   : command_fail("merge", status, &err);
}

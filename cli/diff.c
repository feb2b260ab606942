/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diff.c - the command `reach46 diff`.
 */
#include "analysis/diff.h"

#include <errno.h>
#include <stdio.h>

#include "analysis/report.h"
#include "cli/commands.h"
#include "cli/diff_internet_nl.h"
#include "cli/diff_options.h"
#include "cli/diff_show.h"

/* What is going on while a run is read. */
struct comparison {
	struct diff *diff;
	struct diff_show show;
};

static enum status
take_old(void *arg, const struct run_facts *facts,
    const struct record_domain *d, const struct verdict *v, struct error *err)
{
	struct comparison *c = arg;

	(void)facts;
	if (diff_old(c->diff, d, v))
		return STATUS_OK;
	return error_set(err, STATUS_NO_MEMORY, "out of memory");
}

static enum status
take_new(void *arg, const struct run_facts *facts,
    const struct record_domain *d, const struct verdict *v, struct error *err)
{
	struct comparison *c = arg;
	struct diff_domain domain;

	(void)facts;
	(void)err;
	diff_new_domain(c->diff, d, v, &domain);
	if (domain.change != DIFF_UNCHANGED)
		diff_show_domain(&c->show, &domain);
	return STATUS_OK;
}

static enum status
compare(const struct diff_options *o, struct comparison *c, struct error *err)
{
	const struct report_sink olds = { take_old, c };
	const struct report_sink news = { take_new, c };
	struct run_facts facts[2];
	struct diff_domain domain;
	enum status st;

	st = report_run(o->runs[0], &o->judge, NULL, &facts[0], &olds, 1, err);
	if (st != STATUS_OK)
		return st;
	diff_show_start(&c->show, stdout, o->json);
	st = report_run(o->runs[1], &o->judge, NULL, &facts[1], &news, 1, err);
	while (st == STATUS_OK && diff_gone(c->diff, &domain))
		diff_show_domain(&c->show, &domain);
	if (!diff_show_end(&c->show, o->runs, facts, diff_totals(c->diff)) &&
	    st == STATUS_OK)
		st = error_set(err, STATUS_NO_MEMORY, "out of memory");
	if (st == STATUS_OK && (fflush(stdout) != 0 || ferror(stdout) != 0))
		st = error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot write the differences");
	return st;
}

int
command_diff(int argc, char **argv)
{
	struct comparison c = { .diff = NULL };
	struct diff_options o;
	enum status status;
	struct error err;
	bool regressions;

	status = diff_options_parse(argc, argv, &o, &err);
	if (status != STATUS_OK)
		return command_fail("diff", status, &err);
	if (o.help) {
		options_help(&diff_option_table, stdout);
		return EXIT_DONE;
	}
	if (o.internet_nl != NULL)
		return diff_internet_nl_command(&o);
	if ((c.diff = diff_new()) == NULL) {
		status = error_set(&err, STATUS_NO_MEMORY, "out of memory");
		return command_fail("diff", status, &err);
	}
	status = compare(&o, &c, &err);
	regressions = diff_totals(c.diff)->domains[DIFF_WORSE] > 0;
	diff_free(c.diff);
	if (status != STATUS_OK)
		return command_fail("diff", status, &err);
	return regressions ? EXIT_FAILED : EXIT_DONE;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diff.c - the command `reach46 diff`.
 */
#include "analysis/diff.h"

#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>

#include "analysis/diff_html.h"
#include "analysis/report.h"
#include "cli/commands.h"
#include "cli/diff_internet_nl.h"
#include "cli/diff_options.h"
#include "cli/diff_show.h"
#include "cli/page_file.h"

/* What is going on while a run is read. */
struct comparison {
	struct diff *diff;
	struct diff_show show;
	struct diff_html page;
	bool with_page;
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

/* The record is NULL for a domain that is gone. */
static enum status
show(struct comparison *c, const struct diff_domain *domain,
    const struct record_domain *d, const struct verdict *v, struct error *err)
{
	diff_show_domain(&c->show, domain);
	if (!c->with_page)
		return STATUS_OK;
	return diff_html_change(&c->page, domain, d, v, err);
}

static enum status
take_new(void *arg, const struct run_facts *facts,
    const struct record_domain *d, const struct verdict *v, struct error *err)
{
	struct comparison *c = arg;
	struct diff_domain domain;

	(void)facts;
	diff_new_domain(c->diff, d, v, &domain);
	if (domain.change == DIFF_UNCHANGED)
		return STATUS_OK;
	return show(c, &domain, d, v, err);
}

/* What those domains were that are in the page. */
static enum status
take_before(void *arg, const struct run_facts *facts,
    const struct record_domain *d, const struct verdict *v, struct error *err)
{
	struct comparison *c = arg;
	enum diff_change change = diff_of_old(c->diff, d->name);

	(void)facts;
	/* New: the file has grown meanwhile. */
	if (change == DIFF_UNCHANGED || change == DIFF_NEW)
		return STATUS_OK;
	return diff_html_before(&c->page, d, v, err);
}

static enum status
compare(const struct diff_options *o, struct comparison *c, struct error *err)
{
	const struct report_sink olds = { take_old, c };
	const struct report_sink news = { take_new, c };
	const struct report_sink befores = { take_before, c };
	struct run_facts facts[2], again;
	struct diff_domain domain;
	enum status st;

	st = report_run(o->runs[0], &o->judge, NULL, &facts[0], &olds, 1, err);
	if (st != STATUS_OK)
		return st;
	diff_show_start(&c->show, stdout, o->json);
	st = report_run(o->runs[1], &o->judge, NULL, &facts[1], &news, 1, err);
	while (st == STATUS_OK && diff_gone(c->diff, &domain))
		st = show(c, &domain, NULL, NULL, err);
	if (st == STATUS_OK &&
	    !diff_show_end(&c->show, o->runs, facts, diff_totals(c->diff)))
		st = error_set(err, STATUS_NO_MEMORY, "out of memory");
	diff_show_free(&c->show);
	if (st == STATUS_OK && c->with_page)
		st = report_run(
		    o->runs[0], &o->judge, NULL, &again, &befores, 1, err);
	if (st == STATUS_OK && c->with_page)
		st = diff_html_end(
		    &c->page, o->runs, facts, diff_totals(c->diff), err);
	if (st == STATUS_OK && (fflush(stdout) != 0 || ferror(stdout) != 0))
		st = error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot write the differences");
	return st;
}

/* The same with a page, if one is wanted. */
static enum status
compare_with_page(
    const struct diff_options *o, struct comparison *c, struct error *err)
{
	struct stat old;
	enum status st;
	struct out_file file;

	if (o->html == NULL)
		return compare(o, c, err);
	if (stat(o->runs[0], &old) == 0 && !S_ISREG(old.st_mode))
		return error_set(err, STATUS_USAGE,
		    "--html reads OLD twice, and %s is no file that can be",
		    o->runs[0]);
	if ((st = page_file_open(&file, o->html, err)) != STATUS_OK)
		return st;
	c->with_page = true;
	diff_html_start(&c->page, file.file);
	st = compare(o, c, err);
	diff_html_free(&c->page);
	return out_file_close(&file, st, err);
}

/* Whatever it is: 1 says that something got worse. */
static int
fail(enum status status, const struct error *err)
{
	(void)command_fail("diff", status, err);
	return EXIT_USAGE;
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
		return fail(status, &err);
	if (o.help) {
		options_help(&diff_option_table, stdout);
		return EXIT_DONE;
	}
	if (o.internet_nl != NULL)
		return diff_internet_nl_command(&o);
	if ((c.diff = diff_new()) == NULL) {
		status = error_set(&err, STATUS_NO_MEMORY, "out of memory");
		return fail(status, &err);
	}
	status = compare_with_page(&o, &c, &err);
	regressions = diff_totals(c.diff)->domains[DIFF_WORSE] > 0;
	diff_free(c.diff);
	if (status != STATUS_OK)
		return fail(status, &err);
	return regressions ? EXIT_FAILED : EXIT_DONE;
}

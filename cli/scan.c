/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan.c - the command `reach46 scan`: domains in, one run file out.
 */
#include <sys/random.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "analysis/record_json.h"
#include "analysis/report.h"
#include "cli/commands.h"
#include "cli/scan_dryrun.h"
#include "cli/scan_header.h"
#include "cli/scan_input.h"
#include "cli/scan_options.h"
#include "cli/scan_setup.h"
#include "cli/scan_status.h"
#include "prober/loop.h"

/* Results are suspect when the capture lost more than one frame in so many. */
#define SUSPECT_DROPS 1000

struct scan {
	struct scan_options options;
	struct scan_input input;
	struct scan_setup setup;
	struct run_output output;
	struct scan_status status;
	struct classify_options judge;
	struct report_totals *totals; /* (owned) */
	struct worker *worker;        /* (owned) */
	uint64_t started_ns;
	enum status failure; /* what ended the scan */
	struct error error;
};

static void
domain_done(void *arg, const struct record_domain *record)
{
	struct scan *s = arg;
	struct verdict verdict;

	classify(record, &s->judge, &verdict);
	record_json_write(&s->output.writer, record, &verdict);
	run_output_line(&s->output);
	if (s->failure == STATUS_OK)
		s->failure = report_add(s->totals, record, &verdict, &s->error);
}

/* One line of the list: a domain to measure, or a record of its own. */
static bool
take_line(struct scan *s, struct engine *e, uint64_t now_ns)
{
	struct engine_target target;
	struct input_item item;

	switch (scan_input_next(&s->input, &item, &s->error)) {
	case INPUT_TARGET:
		target = (struct engine_target){
			.name = &item.name.name,
			.group = item.group,
			.organisation = item.organisation,
			.declared = item.declared,
		};
		engine_add(e, now_ns, &target);
		return true;
	case INPUT_ERROR:
		scan_write_input_error(&s->output, &item);
		return true;
	case INPUT_DUPLICATE:
		scan_write_duplicate(&s->output, &item);
		return true;
	case INPUT_FAILED:
		s->failure = STATUS_SYSTEM;
		return false;
	default:
		return false;
	}
}

static bool
feed(void *arg, struct engine *e, uint64_t now_ns, int *fd)
{
	struct scan *s = arg;

	(void)fd;
	while (engine_room(e) > 0)
		if (!take_line(s, e, now_ns))
			return false;
	return true;
}

static void
tick(void *arg, uint64_t now_ns)
{
	struct scan *s = arg;

	run_output_flush(&s->output);
	scan_status_show(&s->status, s->worker, now_ns);
}

static bool
failed(void *arg)
{
	const struct scan *s = arg;

	return s->failure != STATUS_OK || s->output.status != STATUS_OK;
}

static int
measure(struct scan *s, struct error *err)
{
	const struct loop_hooks hooks = {
		.feed = feed, .tick = tick, .failed = failed, .arg = s
	};
	enum status status;
	int signal = 0;

	status = loop_run(s->worker, &hooks, &signal, err);
	scan_status_end(&s->status);
	if (status != STATUS_OK)
		return command_fail("scan", status, err);
	if (s->failure != STATUS_OK)
		return command_fail("scan", s->failure, &s->error);
	if (signal != 0)
		return EXIT_SIGNAL + signal;
	return EXIT_DONE;
}

/* The last line of the file, and the table for the person who waited. */
static int
conclude(struct scan *s, int result, struct error *err)
{
	struct run_facts facts;
	bool suspect;

	if (result == EXIT_DONE || result > EXIT_SIGNAL)
		scan_write_summary(&s->output, s->worker, &s->input,
		    result == EXIT_DONE, loop_now_ns() - s->started_ns, &facts);
	if (run_output_close(&s->output, err) != STATUS_OK)
		return command_fail("scan", STATUS_SYSTEM, err);
	if (result != EXIT_DONE && result <= EXIT_SIGNAL)
		return result;
	(void)snprintf(
	    facts.vantage, sizeof(facts.vantage), "%s", s->options.vantage);
	if (!s->options.quiet && strcmp(s->output.path, "-") != 0) {
		report_print(s->totals, &facts, stdout);
		(void)printf("run file: %s\n", s->output.path);
		(void)fflush(stdout);
	}
	suspect = facts.capture_dropped * SUSPECT_DROPS > facts.captured;
	if (suspect)
		(void)fputs("reach46 scan: the capture lost too many packets "
			    "to trust every \"silent\"; lower --rate\n",
		    stderr);
	return result == EXIT_DONE && suspect ? EXIT_SUSPECT : result;
}

/* Everything that can go wrong before the first packet. */
static enum status
prepare(struct scan *s, char *path, size_t path_size, struct error *err)
{
	struct scan_options *o = &s->options;
	enum status status;
	time_t now = time(NULL);
	struct tm utc;

	if (!o->seed.given &&
	    getrandom(&o->seed.value, sizeof(o->seed.value), 0) < 0)
		return error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot draw a seed from the kernel");
	s->judge.policy =
	    strcmp(o->policy, "v6") == 0 ? POLICY_V6 : POLICY_BOTH;
	status = scan_input_open(&s->input, o->input_file, err);
	if (status == STATUS_OK)
		status = scan_setup_make(&s->setup, o, err);
	if (status != STATUS_OK || o->dryrun)
		return status;
	s->setup.worker.engine.on_domain = domain_done;
	s->setup.worker.engine.arg = s;
	if ((s->totals = report_new()) == NULL)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	status = worker_open(&s->worker, &s->setup.worker, err);
	if (status == STATUS_OK)
		status = scan_status_open(
		    &s->status, o, s->input.counts.targets, err);
	if (status != STATUS_OK)
		return status;
	if (o->output_file == NULL) {
		(void)gmtime_r(&now, &utc);
		(void)strftime(
		    path, path_size, "reach46-%Y%m%dT%H%M%SZ.jsonl", &utc);
		o->output_file = path;
	}
	return run_output_open(&s->output, o->output_file, err);
}

static int
scan(struct scan *s)
{
	struct error err;
	enum status status;
	char path[64];

	s->started_ns = loop_now_ns();
	status = prepare(s, path, sizeof(path), &err);
	if (status != STATUS_OK)
		return command_fail("scan", status, &err);
	if (s->options.dryrun) {
		scan_dryrun(&s->options, &s->setup, &s->input, stdout);
		return EXIT_DONE;
	}
	scan_status_vantage(&s->status, s->worker);
	scan_write_header(&s->output, &s->options, &s->input,
	    s->started_ns + s->setup.worker.engine.unix_offset_ns);
	return conclude(s, measure(s, &err), &err);
}

int
command_scan(int argc, char **argv)
{
	struct scan s = { .failure = STATUS_OK };
	struct error err;
	enum status status;
	int result;

	status = scan_options_parse(argc, argv, &s.options, &err);
	if (status != STATUS_OK) {
		result = command_fail("scan", status, &err);
	} else if (s.options.help) {
		options_help(&scan_option_table, stdout);
		result = EXIT_DONE;
	} else if (s.options.version) {
		(void)puts("reach46 " REACH46_VERSION);
		result = EXIT_DONE;
	} else {
		result = scan(&s);
		worker_close(s.worker);
		report_free(s.totals);
		scan_status_close(&s.status);
		scan_setup_free(&s.setup);
		scan_input_close(&s.input);
	}
	scan_options_free(&s.options);
	return result;
}

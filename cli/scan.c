/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan.c - the command `reach46 scan`: domains in, one run file out.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "analysis/record_json.h"
#include "analysis/report.h"
#include "analysis/report_print.h"
#include "cli/commands.h"
#include "cli/scan_dryrun.h"
#include "cli/scan_header.h"
#include "cli/scan_input.h"
#include "cli/scan_options.h"
#include "cli/scan_setup.h"
#include "cli/scan_status.h"
#include "cli/scan_vantage.h"
#include "prober/loop.h"

/* Results are suspect when the capture lost more than one frame in so many. */
#define SUSPECT_DROPS 1000

struct scan {
	struct scan_options options;
	struct scan_input input;
	struct root_hints hints; /* if iterative */
	struct scan_setup setup;
	struct run_output output;
	struct scan_settings settings;
	struct scan_resume resume;
	bool reopened;          /* the output was there before */
	struct run_found found; /* lines in it by now */
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
	s->found.domains++;
	if (s->failure == STATUS_OK)
		s->failure = report_add(s->totals, record, &verdict, &s->error);
}

static void
vantage_changed(void *arg, unsigned kind, uint64_t now_ns)
{
	struct scan *s = arg;

	scan_vantage_changed(&s->output, &s->status, s->worker->engine, kind,
	    now_ns + s->setup.worker.engine.unix_offset_ns);
}

/* One line of the list: a domain to measure, or a record of its own, unless
 * the run file has it already. */
static bool
take_line(struct scan *s, struct engine *e, uint64_t now_ns)
{
	struct engine_target target;
	struct input_item item;
	enum input_kind kind = scan_input_next(&s->input, &item, &s->error);

	if (kind <= INPUT_DUPLICATE && scan_resume_done(&s->resume, item.line))
		return true;
	switch (kind) {
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
		s->found.input_errors++;
		return true;
	case INPUT_DUPLICATE:
		scan_write_duplicate(&s->output, &item);
		s->found.duplicates++;
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

/* Says why a finished run is not to be trusted; EXIT_DONE if it is. */
static int
doubts(const struct run_facts *facts)
{
	int result = EXIT_DONE;

	if (!facts->complete) {
		(void)fputs("reach46 scan: some names have no record, or more "
			    "than one; that is a fault of reach46\n",
		    stderr);
		result = EXIT_SUSPECT;
	}
	if (facts->capture_dropped * SUSPECT_DROPS > facts->captured) {
		(void)fputs("reach46 scan: the capture lost too many packets "
			    "to trust every \"silent\"; lower --rate\n",
		    stderr);
		result = EXIT_SUSPECT;
	}
	return result;
}

/* The last line of the file, and the table for the person who waited. */
static int
conclude(struct scan *s, int result, struct error *err)
{
	const struct scan_outcome outcome = {
		.complete = result == EXIT_DONE &&
		    scan_input_adds_up(&s->input, &s->found),
		.found = s->found,
		.resumed = s->resume.resumed,
		.duration_ns = loop_now_ns() - s->started_ns,
	};
	bool ended = result == EXIT_DONE || result > EXIT_SIGNAL;
	struct run_facts facts;

	/* The records are on the disk before it is said that all are. */
	run_output_sync(&s->output);
	if (ended)
		scan_write_summary(
		    &s->output, s->worker, &s->input, &outcome, &facts);
	if (run_output_close(&s->output, err) != STATUS_OK)
		return command_fail("scan", STATUS_SYSTEM, err);
	if (!ended)
		return result;
	(void)snprintf(
	    facts.vantage, sizeof(facts.vantage), "%s", s->options.vantage);
	if (!s->options.quiet && strcmp(s->output.path, "-") != 0) {
		report_print(s->totals, &facts, REPORT_EN, stdout);
		(void)printf("run file: %s\n", s->output.path);
		(void)fflush(stdout);
	}
	return result == EXIT_DONE ? doubts(&facts) : result;
}

/* What of the run file is there already, if the run is to go on in one. */
static enum status
look_back(struct scan *s, struct error *err)
{
	struct scan_options *o = &s->options;
	enum status status;

	if (scan_input_is(&s->input, o->output_file))
		return error_set(err, STATUS_USAGE,
		    "%s is the list itself: choose another output file",
		    o->output_file);
	if (!o->resume)
		return STATUS_OK;
	status =
	    run_output_reopen(&s->output, o->output_file, &s->reopened, err);
	if (status == STATUS_OK && s->reopened)
		status = scan_resume_read(&s->resume, &s->output, &s->input,
		    &s->settings, &s->judge, s->totals, err);
	s->found = s->resume.found;
	return status;
}

/* The seed given, that of the run so far, or a new one. */
static enum status
choose_seed(struct scan *s, struct error *err)
{
	struct option_seed *seed = &s->options.seed;

	if (seed->given || s->resume.octets == 0)
		return scan_setup_seed(seed, err);
	seed->value = s->resume.seed;
	return STATUS_OK;
}

/* From here on the run file is written. */
static enum status
open_output(struct scan *s, struct error *err)
{
	uint64_t now = s->started_ns + s->setup.worker.engine.unix_offset_ns;
	struct scan_resume *resume = &s->resume;
	struct run_output *out = &s->output;
	enum status status;

	if (s->reopened)
		status =
		    run_output_cut(out, resume->octets, resume->check, err);
	else
		status = run_output_open(out, s->options.output_file, err);
	if (status != STATUS_OK)
		return status;
	if (resume->octets > 0) {
		scan_write_resume(out, resume, now);
		resume->resumed++;
	} else {
		scan_write_header(
		    out, &s->options, &s->settings, &s->input, now);
	}
	run_output_sync(out);
	if (out->status != STATUS_OK)
		*err = out->error;
	return out->status;
}

/* All that a run needs and a dry run does too. */
static enum status
prepare(struct scan *s, struct error *err)
{
	struct scan_options *o = &s->options;
	enum status status;

	s->judge.policy =
	    strcmp(o->policy, "v6") == 0 ? POLICY_V6 : POLICY_BOTH;
	status = scan_setup_hints(&s->hints, o, err);
	if (status == STATUS_OK)
		status = scan_setup_make(&s->setup, o, &s->hints, err);
	if (status != STATUS_OK)
		return status;
	scan_settings_make(&s->settings, o, &s->setup);
	if ((s->totals = report_new()) == NULL)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	status = scan_input_open(&s->input, o->input_file, err);
	if (status == STATUS_OK && !o->dryrun)
		status = look_back(s, err);
	if (status == STATUS_OK && !s->resume.complete)
		status = choose_seed(s, err);
	return status;
}

/* The rest of what can go wrong before the first packet. */
static enum status
start(struct scan *s, struct error *err)
{
	enum status status;

	/* Since the setup the list and the run file have been read. */
	s->setup.worker.seed = s->options.seed.value;
	s->setup.worker.now_ns = loop_now_ns();
	s->setup.worker.engine.on_domain = domain_done;
	s->setup.worker.engine.on_vantage = vantage_changed;
	s->setup.worker.engine.arg = s;
	status = worker_open(&s->worker, &s->setup.worker, err);
	if (status == STATUS_OK)
		scan_settings_decided(
		    &s->settings, "tx", worker_tx_name(s->worker));
	if (status == STATUS_OK)
		status = scan_status_open(&s->status, &s->options,
		    s->input.counts.targets - s->found.domains, err);
	if (status == STATUS_OK)
		status = open_output(s, err);
	return status;
}

/* A run that has all its lines is left as it is, but for a torn end. */
static int
nothing_left(struct scan *s, struct error *err)
{
	const struct scan_resume *r = &s->resume;
	enum status status = STATUS_OK;

	if (r->dropped_octets > 0)
		status = run_output_cut(&s->output, r->octets, r->check, err);
	if (status != STATUS_OK)
		return command_fail("scan", status, err);
	if (!s->options.quiet)
		(void)printf("%s is complete: nothing is left to measure; "
			     "`reach46 report` shows it\n",
		    s->options.output_file);
	return EXIT_DONE;
}

static int
scan(struct scan *s)
{
	struct error err;
	enum status status;

	s->started_ns = loop_now_ns();
	status = prepare(s, &err);
	if (status == STATUS_OK && s->options.dryrun) {
		scan_dryrun(&s->options, &s->setup, &s->input, stdout);
		return EXIT_DONE;
	}
	if (status == STATUS_OK && s->resume.complete)
		return nothing_left(s, &err);
	if (status == STATUS_OK)
		status = start(s, &err);
	if (status != STATUS_OK)
		return command_fail("scan", status, &err);
	scan_status_vantage(&s->status, s->worker);
	return conclude(s, measure(s, &err), &err);
}

/* The name of a run file that was not given one. */
static void
name_output(struct scan_options *o, char *path, size_t size)
{
	time_t now = time(NULL);
	struct tm utc;

	if (o->output_file != NULL)
		return;
	(void)gmtime_r(&now, &utc);
	(void)strftime(path, size, "reach46-%Y%m%dT%H%M%SZ.jsonl", &utc);
	o->output_file = path;
}

int
command_scan(int argc, char **argv)
{
	struct scan s = { .output.fd = -1 };
	struct error err;
	enum status status;
	char path[64];
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
		name_output(&s.options, path, sizeof(path));
		result = scan(&s);
		(void)run_output_close(&s.output, &err);
		worker_close(s.worker);
		report_free(s.totals);
		scan_status_close(&s.status);
		scan_setup_free(&s.setup);
		scan_input_close(&s.input);
		scan_settings_free(&s.settings);
		scan_resume_free(&s.resume);
	}
	scan_options_free(&s.options);
	return result;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan.c - the command `reach46 scan`: domains in, one run file out.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "analysis/report_print.h"
#include "cli/commands.h"
#include "cli/scan_dryrun.h"
#include "cli/scan_header.h"
#include "cli/scan_hand.h"
#include "cli/scan_options.h"
#include "cli/scan_rst.h"
#include "cli/scan_setup.h"
#include "prober/loop.h"

/* Results are suspect when the capture lost more than one frame in so many. */
#define SUSPECT_DROPS 1000

struct scan {
	struct scan_options options;
	struct root_hints hints; /* if iterative */
	struct scan_setup setup;
	struct scan_rst rst;
	struct scan_settings settings;
	bool reopened;         /* the output was there before */
	struct scan_desk desk; /* with the list and the output */
	unsigned n_workers;    /* at most, if auto chose them */
	struct crew *crew;     /* (owned) */
	uint64_t started_ns;
};

static void
tick(void *arg, uint64_t now_ns)
{
	struct scan *s = arg;

	scan_desk_tick(&s->desk, s->crew, now_ns);
}

static bool
failed(void *arg)
{
	const struct scan *s = arg;

	return atomic_load_explicit(&s->desk.over, memory_order_relaxed);
}

static int
measure(struct scan *s, struct error *err)
{
	const struct crew_hooks hooks = {
		.feed = scan_hand_feed,
		.tick = tick,
		.failed = failed,
		.arg = s,
	};
	enum status status;
	int signal = 0;

	status = crew_run(s->crew, &hooks, &signal, err);
	rst_guards_close(&s->setup.rst_guards);
	scan_status_end(&s->desk.status);
	if (status != STATUS_OK)
		return command_fail("scan", status, err);
	if (s->desk.failure != STATUS_OK)
		return command_fail("scan", s->desk.failure, &s->desk.error);
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
		    scan_input_adds_up(&s->desk.input, &s->desk.found),
		.found = s->desk.found,
		.resumed = s->desk.resume.resumed,
		.duration_ns = loop_now_ns() - s->started_ns,
	};
	bool ended = result == EXIT_DONE || result > EXIT_SIGNAL;
	struct run_facts facts;

	/* The records are on the disk before it is said that all are. */
	run_output_sync(&s->desk.output);
	if (ended)
		scan_write_summary(
		    &s->desk.output, s->crew, &s->desk.input, &outcome, &facts);
	if (run_output_close(&s->desk.output, err) != STATUS_OK)
		return command_fail("scan", STATUS_SYSTEM, err);
	if (!ended)
		return result;
	(void)snprintf(
	    facts.vantage, sizeof(facts.vantage), "%s", s->options.vantage);
	if (!s->options.quiet && strcmp(s->desk.output.path, "-") != 0) {
		report_print(s->desk.totals, &facts, REPORT_EN, stdout);
		(void)printf("run file: %s\n", s->desk.output.path);
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

	if (scan_input_is(&s->desk.input, o->output_file))
		return error_set(err, STATUS_USAGE,
		    "%s is the list itself: choose another output file",
		    o->output_file);
	if (!o->resume)
		return STATUS_OK;
	status = run_output_reopen(
	    &s->desk.output, o->output_file, &s->reopened, err);
	if (status == STATUS_OK && s->reopened)
		status = scan_resume_read(&s->desk.resume, &s->desk.output,
		    &s->desk.input, &s->settings, &s->desk.judge,
		    s->desk.totals, err);
	s->desk.found = s->desk.resume.found;
	return status;
}

/* The seed given, that of the run so far, or a new one. */
static enum status
choose_seed(struct scan *s, struct error *err)
{
	struct option_seed *seed = &s->options.seed;

	if (seed->given || s->desk.resume.octets == 0)
		return scan_setup_seed(seed, err);
	seed->value = s->desk.resume.seed;
	return STATUS_OK;
}

/* From here on the run file is written. */
static enum status
open_output(struct scan *s, struct error *err)
{
	uint64_t now = s->started_ns + s->setup.worker.engine.unix_offset_ns;
	struct scan_resume *resume = &s->desk.resume;
	struct run_output *out = &s->desk.output;
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
		    out, &s->options, &s->settings, &s->desk.input, now);
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

	s->desk.judge.policy =
	    strcmp(o->policy, "v6") == 0 ? POLICY_V6 : POLICY_BOTH;
	status = scan_setup_hints(&s->hints, o, err);
	if (status == STATUS_OK)
		status = scan_setup_make(&s->setup, o, &s->hints, err);
	if (status == STATUS_OK)
		status = scan_setup_workers(&s->setup, o, &s->n_workers, err);
	if (status != STATUS_OK)
		return status;
	s->desk.unix_offset_ns = s->setup.worker.engine.unix_offset_ns;
	scan_settings_make(&s->settings, o, &s->setup);
	if ((s->desk.totals = report_new()) == NULL)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	status = scan_input_open(&s->desk.input, o->input_file, err);
	if (status == STATUS_OK && !o->dryrun)
		status = look_back(s, err);
	if (status == STATUS_OK && !s->desk.resume.complete)
		status = choose_seed(s, err);
	return status;
}

/* Finds the ways out; what the options left open is known then. */
static enum status
open_crew(struct scan *s, struct error *err)
{
	const struct crew_options o = {
		.worker = s->setup.worker,
		.n = s->n_workers,
		.fewer_will_do = s->options.n_workers == 0,
		.seed = s->options.seed.value,
	};
	void *hands[CREW_MAX];
	enum status status;
	char number[12];
	unsigned i;

	for (i = 0; i < o.n; i++)
		hands[i] = &s->desk.hands[i];
	status = crew_open(&s->crew, &o, hands, err);
	if (status != STATUS_OK)
		return status;
	scan_hands_open(&s->desk, crew_size(s->crew));
	(void)snprintf(number, sizeof(number), "%u", s->desk.n_hands);
	scan_settings_decided(&s->settings, "workers", number);
	scan_settings_decided(
	    &s->settings, "tx", worker_tx_name(crew_first(s->crew)));
	return STATUS_OK;
}

/* The rest of what can go wrong before the first packet. */
static enum status
start(struct scan *s, struct error *err)
{
	enum status status;

	s->setup.worker.engine.on_domain = scan_hand_domain;
	s->setup.worker.engine.on_vantage = scan_hand_vantage;
	scan_rst_decide(&s->rst, &s->options, &s->setup);
	scan_settings_decided(&s->settings, "rst", scan_rst_name(&s->rst));
	status = open_crew(s, err);
	if (status == STATUS_OK)
		status = scan_status_open(&s->desk.status, &s->options,
		    s->desk.input.counts.targets - s->desk.found.domains, err);
	if (status == STATUS_OK)
		status = open_output(s, err);
	return status;
}

/* A run that has all its lines is left as it is, but for a torn end. */
static int
nothing_left(struct scan *s, struct error *err)
{
	const struct scan_resume *r = &s->desk.resume;
	enum status status = STATUS_OK;

	if (r->dropped_octets > 0)
		status =
		    run_output_cut(&s->desk.output, r->octets, r->check, err);
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
		scan_dryrun(&s->options, &s->setup, &s->desk.input, stdout);
		return EXIT_DONE;
	}
	if (status == STATUS_OK && s->desk.resume.complete)
		return nothing_left(s, &err);
	if (status == STATUS_OK)
		status = start(s, &err);
	if (status != STATUS_OK)
		return command_fail("scan", status, &err);
	scan_status_vantage(&s->desk.status, s->crew);
	scan_rst_say(&s->rst, &s->desk.status);
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
	struct scan s = { .desk.output.fd = -1 };
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
		(void)run_output_close(&s.desk.output, &err);
		crew_close(s.crew);
		scan_hands_close(&s.desk);
		report_free(s.desk.totals);
		scan_status_close(&s.desk.status);
		scan_setup_free(&s.setup);
		scan_input_close(&s.desk.input);
		scan_settings_free(&s.settings);
		scan_resume_free(&s.desk.resume);
	}
	scan_options_free(&s.options);
	return result;
}

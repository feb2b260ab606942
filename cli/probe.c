/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/probe.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/probe_fields.h"
#include "cli/safe_text.h"
#include "cli/scan_dryrun.h"
#include "common/apart.h"

/* Results are suspect when the capture lost more than one frame in so many. */
#define SUSPECT_DROPS 1000
/* Of a bad line, that much is shown. */
#define SHOWN_MAX 60

static void
say(struct probe_command *p, const char *text)
{
	char sentence[512];

	(void)snprintf(sentence, sizeof(sentence), "reach46 probe %s: %s",
	    p->ops->name, text);
	scan_status_say(&p->status, sentence);
}

void
probe_refuse(struct probe_command *p, uint64_t line, const char *text,
    size_t len, const char *reason)
{
	char shown[SAFE_TEXT_SIZE(SHOWN_MAX)], sentence[400];

	p->refused++;
	(void)safe_text(
	    shown, sizeof(shown), text, len < SHOWN_MAX ? len : SHOWN_MAX);
	(void)snprintf(sentence, sizeof(sentence),
	    "line %" PRIu64 ": \"%s\"%s: %s", line, shown,
	    len > SHOWN_MAX ? "..." : "", reason);
	say(p, sentence);
}

static void
tick(void *arg, uint64_t now_ns)
{
	struct probe_command *p = arg;

	(void)pthread_mutex_lock(&p->lock);
	probe_hands_count(p);
	p->status.total = p->ops->total(p);
	scan_status_show(&p->status, p->crew, now_ns);
	(void)pthread_mutex_unlock(&p->lock);
}

static bool
failed(void *arg)
{
	const struct probe_command *p = arg;

	return p->failure != STATUS_OK || probe_output_failed(&p->output) != 0;
}

/* All that a run needs and a dry run does too. */
static enum status
prepare(struct probe_command *p, struct error *err)
{
	struct scan_options *o = &p->options.scan;
	enum status status = scan_setup_seed(&o->seed, err);
	unsigned n = 1;

	if (status == STATUS_OK)
		status = scan_setup_hints(&p->hints, o, err);
	if (status == STATUS_OK)
		status = scan_setup_make(&p->setup, o, &p->hints, err);
	if (status == STATUS_OK)
		status = scan_setup_workers(&p->setup, o, &n, err);
	if (status == STATUS_OK)
		status = p->ops->open(p, err);
	if (status == STATUS_OK)
		status = probe_hands_open(p, n, err);
	return status;
}

static enum status
start(struct probe_command *p, struct error *err)
{
	struct crew_options o = {
		.n = p->n_hands,
		.fewer_will_do = p->options.scan.n_workers == 0,
		.seed = p->options.scan.seed.value,
	};
	enum status status;

	scan_rst_decide(&p->rst, &p->options.scan, &p->setup);
	o.worker = p->setup.worker;
	status = crew_open(&p->crew, &o, (void *const *)p->hands, err);
	if (status != STATUS_OK)
		return status;
	probe_hands_keep(p, crew_size(p->crew));
	status = scan_status_open(&p->status, &p->options.scan, 0, err);
	if (status == STATUS_OK)
		status = probe_output_open(&p->output, STDOUT_FILENO, err);
	if (status != STATUS_OK)
		return status;
	p->status.what = p->ops->what;
	p->status.unit = p->ops->unit;
	p->status.done = &p->counts.done;
	scan_status_vantage(&p->status, p->crew);
	if (p->ops->kind == PROBE_TCP_SYN)
		scan_rst_say(&p->rst, &p->status);
	if (p->ops->begin != NULL)
		p->ops->begin(p);
	return STATUS_OK;
}

static unsigned
percent(uint64_t part, uint64_t whole)
{
	return whole == 0 ? 0 : (unsigned)(part * 100 / whole);
}

/* The account at the end, for a person. */
static void
account(struct probe_command *p, const struct crew_counts *c)
{
	const struct scan_options *o = &p->options.scan;
	const struct engine_stats *stats = &c->engine;
	const struct worker_counts *w = &c->worker;
	const struct probe_counts *n = &p->counts;
	char text[400];

	(void)snprintf(text, sizeof(text),
	    "%s: %" PRIu64 ", done: %" PRIu64 ", duplicates folded: %" PRIu64
	    ", unfinished: %" PRIu64 ", lines refused: %" PRIu64,
	    p->ops->targets, p->targets, n->done, stats->endpoints_folded,
	    p->targets - n->done - stats->endpoints_folded, p->refused);
	say(p, text);
	p->ops->account(n, text, sizeof(text));
	say(p, text);
	(void)snprintf(text, sizeof(text),
	    "packets sent: %" PRIu64 ", received: %" PRIu64 ", hits: %" PRIu64
	    " (%u%%), drops: %" PRIu64 ", seed: %" PRIu64,
	    w->link.sent_syn + w->link.sent_dns,
	    stats->matched + stats->matched_icmp, n->hits,
	    percent(n->hits, n->results), w->rx.dropped + w->rx.if_dropped,
	    o->seed.value);
	say(p, text);
	if (p->rst.own) {
		(void)snprintf(text, sizeof(text),
		    "RSTs sent: %" PRIu64 ", not sent: %" PRIu64,
		    w->link.sent_rst, w->unpaid_rst);
		say(p, text);
	}
	if (o->notes != NULL)
		say(p, o->notes);
}

/* What a run that came to its end is worth. */
static int
conclude(struct probe_command *p, int signal_number)
{
	struct crew_counts c;

	crew_counts(p->crew, &c);
	if (!p->options.scan.quiet)
		account(p, &c);
	if (signal_number != 0)
		return EXIT_SIGNAL + signal_number;
	if ((c.worker.rx.dropped + c.worker.rx.if_dropped) * SUSPECT_DROPS >
	    c.worker.rx.received) {
		say(p,
		    "the capture lost too many packets to trust every "
		    "\"silent\" or timeout; lower --rate");
		return EXIT_SUSPECT;
	}
	return p->refused > 0 ? EXIT_SUSPECT : EXIT_DONE;
}

/* Carries the command out; returns the exit status. */
static int
run(struct probe_command *p)
{
	const struct crew_hooks hooks = {
		.feed = probe_hand_feed,
		.turn = probe_hand_turn,
		.note = probe_hand_note,
		.tick = tick,
		.failed = failed,
		.arg = p,
	};
	int signal_number = 0, errnum;
	enum status status;
	struct error err;

	status = prepare(p, &err);
	if (status == STATUS_OK)
		status = start(p, &err);
	if (status == STATUS_OK)
		status = crew_run(p->crew, &hooks, &signal_number, &err);
	rst_guards_close(&p->setup.rst_guards);
	if (status != STATUS_OK)
		return command_fail("probe", status, &err);
	scan_status_end(&p->status);
	errnum = probe_output_close(&p->output);
	/* Whoever read has seen enough: no matter for words. */
	if (errnum == EPIPE && signal_number == 0)
		return EXIT_SIGNAL + SIGPIPE;
	if (errnum != 0 && errnum != EPIPE) {
		(void)error_set_errno(&err, STATUS_SYSTEM, errnum,
		    "cannot write to standard output");
		return command_fail("probe", STATUS_SYSTEM, &err);
	}
	if (p->failure != STATUS_OK)
		return command_fail("probe", p->failure, &p->error);
	return conclude(p, signal_number);
}

/* Reads the list to its end. */
static enum status
count_targets(struct probe_command *p)
{
	struct pollfd wait = { .fd = p->ops->fd(p), .events = POLLIN };
	struct probe_target target;
	enum probe_next next;

	while ((next = p->ops->next(p, &target)) != PROBE_NEXT_END) {
		if (next == PROBE_NEXT_FAILED)
			return STATUS_SYSTEM;
		if (next == PROBE_NEXT_WAIT)
			(void)poll(&wait, 1, -1);
	}
	return STATUS_OK;
}

/* Says what a run would do, without doing it. */
static int
dryrun(struct probe_command *p)
{
	const struct scan_options *o = &p->options.scan;
	uint64_t least, most;
	enum status status;

	p->status.log = stderr;
	status = prepare(p, &p->error);
	if (status == STATUS_OK)
		status = count_targets(p);
	if (status != STATUS_OK)
		return command_fail("probe", status, &p->error);
	least = p->targets * p->ops->packets(p);
	most = least * o->probes;
	(void)printf("Nothing is sent. This would probe %" PRIu64 " %s "
		     "(lines refused: %" PRIu64 ").\n\n",
	    p->targets, p->ops->targets, p->refused);
	scan_dryrun_ways(o, &p->setup, stdout);
	(void)printf("\nAbout %" PRIu64 " to %" PRIu64 " packets at %" PRIu32
		     " per second, so at least %" PRIu64 " s;\n"
		     "to one /24 or /48 ",
	    least, most, o->rate_fps, least / o->rate_fps);
	if (o->prefix_rate == 0)
		(void)puts("as many as come.");
	else
		(void)printf("%" PRIu32 " per second.\n", o->prefix_rate);
	return p->refused > 0 ? EXIT_SUSPECT : EXIT_DONE;
}

static void
usage(FILE *f)
{
	(void)fputs("usage: reach46 probe tcp-syn -p PORTS [OPTION]... [FILE]\n"
		    "       reach46 probe dns [OPTION]... [FILE]\n"
		    "\n"
		    "The raw engine as a filter: a list in, a line per target "
		    "out.\n"
		    "\n"
		    "`reach46 probe KIND --help` explains each.\n",
	    f);
}

static int
probe(struct probe_command *p, int argc, char **argv)
{
	const struct probe_options *o = &p->options;
	struct error err;
	enum status status =
	    probe_options_parse(p->ops->kind, argc, argv, &p->options, &err);

	if (status != STATUS_OK)
		return command_fail("probe", status, &err);
	if (o->scan.help) {
		options_help(probe_option_table(p->ops->kind), stdout);
		return EXIT_DONE;
	}
	if (o->scan.version) {
		(void)puts("reach46 " REACH46_VERSION);
		return EXIT_DONE;
	}
	if (o->list_output_fields) {
		probe_fields_list(stdout);
		return EXIT_DONE;
	}
	return o->scan.dryrun ? dryrun(p) : run(p);
}

int
command_probe(int argc, char **argv)
{
	static const struct probe_ops *const kinds[] = { &probe_syn_ops,
		&probe_dns_ops };
	struct probe_command *p = NULL;
	int result;
	size_t i;

	if (argc == 2 &&
	    (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
		usage(stdout);
		return EXIT_DONE;
	}
	for (i = 0; argc > 1 && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(argv[1], kinds[i]->name) == 0) {
			if ((p = apart_calloc(kinds[i]->size)) == NULL)
				abort();
			p->ops = kinds[i];
			(void)pthread_mutex_init(&p->lock, NULL);
			(void)pthread_mutex_init(&p->output_lock, NULL);
		}
	if (p == NULL) {
		usage(stderr);
		return EXIT_USAGE;
	}
	result = probe(p, argc - 1, argv + 1);
	(void)probe_output_close(&p->output);
	crew_close(p->crew);
	probe_hands_close(p);
	p->ops->close(p);
	scan_status_close(&p->status);
	scan_setup_free(&p->setup);
	probe_options_free(p->ops->kind, &p->options);
	(void)pthread_mutex_destroy(&p->output_lock);
	(void)pthread_mutex_destroy(&p->lock);
	free(p);
	return result;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scan_status.h"

#include <errno.h>
#include <inttypes.h>
#include <time.h>

#include "cli/safe_text.h"
#include "prober/loop.h"

static enum status
open_text(FILE **f, const char *path, struct error *err)
{
	if ((*f = fopen(path, "we")) == NULL)
		return error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot write %s", path);
	return STATUS_OK;
}

enum status
scan_status_open(struct scan_status *s, const struct scan_options *o,
    uint64_t total, struct error *err)
{
	enum status status = STATUS_OK;

	*s = (struct scan_status){
		.log = stderr,
		.verbose = o->verbose,
		.what = "domain",
		.unit = "dom",
		.total = total,
		.started_ns = loop_now_ns(),
		.wanted_fps = o->rate_fps,
	};
	if (o->log_file != NULL)
		status = open_text(&s->log, o->log_file, err);
	if (status == STATUS_OK && o->status_updates_file != NULL)
		status = open_text(&s->updates, o->status_updates_file, err);
	if (status == STATUS_OK)
		progress_printer_init(
		    &s->printer, o->quiet ? NULL : stderr, s->updates);
	return status;
}

void
scan_status_close(struct scan_status *s)
{
	if (s->log != NULL && s->log != stderr)
		(void)fclose(s->log);
	if (s->updates != NULL)
		(void)fclose(s->updates);
}

static void
show_hop(struct scan_status *s, const struct worker *w, const char *what,
    unsigned index)
{
	const struct hop *hop = &w->hops[index];
	char source[ADDRESS_TEXT_SIZE], gateway[ADDRESS_TEXT_SIZE];

	(void)fprintf(s->log, "%s: from %s through %s on %s, by %s\n", what,
	    address_format(&hop->source, source),
	    hop->gateway.family == FAMILY_NONE
		? "no gateway"
		: address_format(&hop->gateway, gateway),
	    hop->ifname, w->links[w->link_of[index]]->tx->ops->name);
}

void
scan_status_vantage(struct scan_status *s, const struct crew *c)
{
	const struct worker *w = crew_first(c);
	const struct ports *ports = crew_ports(c);
	static const char *const names[2] = { "IPv4", "IPv6" };
	unsigned i;

	for (i = 0; i < 2; i++)
		if (w->hops[i].source.family == FAMILY_NONE) {
			(void)fprintf(
			    s->log, "%s is not measured from here (", names[i]);
			safe_text_print(s->log, w->no_family[i].text);
			(void)fprintf(
			    s->log, "); no %s is blamed for that\n", s->what);
		} else if (s->verbose) {
			show_hop(s, w, names[i], i);
		}
	for (i = 2; s->verbose && i < w->n_hops; i++)
		show_hop(s, w, "resolver", i);
	if (s->verbose)
		(void)fprintf(s->log, "local ports: %u to %u, workers: %u\n",
		    ports->first, ports->first + ports->n - 1, crew_size(c));
	(void)fflush(s->log);
}

void
scan_status_say(struct scan_status *s, const char *sentence)
{
	if (s->log == stderr)
		progress_clear(&s->printer);
	safe_text_print(s->log, sentence);
	(void)fputc('\n', s->log);
	(void)fflush(s->log);
}

static uint64_t
unix_now_ns(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_REALTIME, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

/* Says when the pace was lowered, and when it is what was asked for again. */
static void
say_pace(struct scan_status *s, uint64_t rate_fps)
{
	char text[128];

	if (rate_fps < s->rate_fps / 2 || s->rate_fps == 0)
		(void)snprintf(text, sizeof(text),
		    "slower, %" PRIu64 " packets/s: this machine loses or "
		    "refuses packets",
		    rate_fps);
	else if (rate_fps > s->rate_fps && rate_fps == s->wanted_fps)
		(void)snprintf(text, sizeof(text),
		    "full pace again, %" PRIu64 " packets/s", rate_fps);
	else
		return;
	if (s->rate_fps != 0)
		scan_status_say(s, text);
	s->rate_fps = rate_fps;
}

void
scan_status_show(struct scan_status *s, struct crew *crew, uint64_t now_ns)
{
	struct crew_counts c;
	struct progress p;

	crew_counts(crew, &c);
	say_pace(s, c.rate_fps);
	p = (struct progress){
		.elapsed_ns = now_ns - s->started_ns,
		.unix_ns = unix_now_ns(),
		.unit = s->unit,
		.done = s->done != NULL ? *s->done : c.engine.domains,
		.total = s->total,
		.in_flight = c.in_flight,
		.sent = c.worker.link.sent_syn + c.worker.link.sent_dns,
		.sent_rst = c.worker.link.sent_rst,
		.received = c.engine.matched + c.engine.matched_icmp,
		.settled = c.engine.endpoints + c.engine.lookups,
		.hits = c.engine.endpoints_answered + c.engine.lookups -
		    c.engine.lookups_failed,
		.dropped = c.worker.rx.dropped + c.worker.rx.if_dropped,
		.send_failed = c.worker.link.bad + c.worker.unpaid_rst,
	};
	progress_print(&s->printer, &p);
}

void
scan_status_end(struct scan_status *s)
{
	progress_clear(&s->printer);
}

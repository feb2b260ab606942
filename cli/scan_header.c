/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scan_header.h"

#include <string.h>

#include "analysis/run_write.h"

void
scan_write_header(struct run_output *out, const struct scan_options *o,
    const struct scan_settings *settings, const struct scan_input *in,
    uint64_t started_unix_ns)
{
	struct run_header h = {
		.vantage = o->vantage,
		.notes = o->notes,
		.options = settings->options,
		.n_options = settings->n,
		.seed = o->seed.value,
		.input_sha256 = in->sha256,
		.settings_sha256 = settings->sha256,
		.started_unix_ns = started_unix_ns,
		.unchecked_vantage =
		    o->controls != NULL && strcmp(o->controls, "none") == 0,
	};
	unsigned i;

	for (i = 0; i < RUN_CONTENTS; i++)
		if (settings->content_sha256[i][0] != '\0')
			h.content_sha256[i] = settings->content_sha256[i];
	run_write_header(&out->writer, &h);
	run_output_line(out);
}

void
scan_write_resume(struct run_output *out, const struct scan_resume *resume,
    uint64_t at_unix_ns)
{
	const struct run_resume r = {
		.at_unix_ns = at_unix_ns,
		.domains = resume->found.domains,
		.dropped_octets = resume->dropped_octets,
	};

	run_write_resume(&out->writer, &r);
	run_output_line(out);
}

void
scan_write_input_error(struct run_output *out, const struct input_item *item)
{
	char text[INPUT_GIVEN_MAX + 1];
	const struct run_input_error e = {
		.line = item->line,
		.reason = input_reason_name(item->reason),
		.detail = input_reason_text(item->reason),
		.text = text,
	};
	size_t i;

	/* A NUL would end the text: shown as U+0000 is not possible, so it
	 * becomes the replacement that no list can hold. */
	for (i = 0; i < item->given_len; i++)
		text[i] = item->given[i] != '\0' ? item->given[i] : '\x1a';
	text[i] = '\0';
	run_write_input_error(&out->writer, &e);
	run_output_line(out);
}

void
scan_write_duplicate(struct run_output *out, const struct input_item *item)
{
	const struct run_duplicate d = {
		.line = item->line,
		.first_line = item->first_line,
		.name = item->name.text,
	};

	run_write_duplicate(&out->writer, &d);
	run_output_line(out);
}

void
scan_write_summary(struct run_output *out, struct crew *crew,
    const struct scan_input *in, const struct scan_outcome *outcome,
    struct run_facts *facts)
{
	struct run_counter received[DECODE_RESULT_COUNT];
	struct crew_counts counts;
	const struct worker_counts *c = &counts.worker;
	const struct engine_stats *stats = &counts.engine;
	struct run_summary s = {
		.complete = outcome->complete,
		.domains = outcome->found.domains,
		.resumed = outcome->resumed,
		.duration_ns = outcome->duration_ns,
	};
	unsigned i;

	crew_counts(crew, &counts);
	for (i = 0; i < DECODE_RESULT_COUNT; i++)
		received[i] = (struct run_counter){
			.name = decode_result_name((enum decode_result)i),
			.count = c->decoded[i],
		};
	s.measured = stats->domains;
	s.input.lines = in->counts.lines;
	s.input.targets = in->counts.targets;
	s.input.errors = in->counts.errors;
	s.input.duplicates = in->counts.duplicates;
	s.input.ignored = in->counts.ignored;
	s.sent.syn = c->link.sent_syn;
	s.sent.dns = c->link.sent_dns;
	s.sent.total = s.sent.syn + s.sent.dns;
	s.sent.rst = c->link.sent_rst;
	s.refused_sends = c->link.refused;
	s.received = received;
	s.n_received = DECODE_RESULT_COUNT;
	s.matched = stats->matched + stats->matched_icmp;
	s.unmatched = stats->unmatched;
	s.near_misses =
	    stats->near_misses + stats->wrong_case + stats->fragments;
	s.loss_permille = counts.loss_permille;
	s.dns_tcp = stats->requested_tcp;
	s.capture.received = c->rx.received;
	s.capture.dropped = c->rx.dropped + c->rx.if_dropped;
	run_write_summary(&out->writer, &s);
	run_output_line(out);
	*facts = (struct run_facts){
		.unchecked_vantage =
		    crew_first(crew)->options.engine.n_controls == 0,
		.complete = s.complete,
		.targets = s.input.targets,
		.input_errors = s.input.errors,
		.duplicates = s.input.duplicates,
		.resumed = s.resumed,
		.sent = s.sent.total,
		.refused_sends = s.refused_sends,
		.captured = s.capture.received,
		.capture_dropped = s.capture.dropped,
		.found = outcome->found,
	};
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/run_write.h"

#include <string.h>

#define NS_PER_MS 1000000

static void
begin(struct json_writer *w, const char *type)
{
	json_writer_object(w, NULL);
	json_writer_text(w, "type", type);
}

static void
end(struct json_writer *w)
{
	json_writer_end(w);
	json_writer_newline(w);
}

static void
write_option(struct json_writer *w, const char *key, const struct run_option *o)
{
	if (o->value != NULL)
		json_writer_text(w, key, o->value);
	else
		json_writer_bool(w, key, true);
}

static void
write_options(struct json_writer *w, const struct run_option *o, size_t n)
{
	size_t i, same;

	json_writer_object(w, "options");
	for (; n > 0; o += same, n -= same) {
		for (same = 1; same < n; same++)
			if (strcmp(o[same].name, o->name) != 0)
				break;
		if (same == 1) {
			write_option(w, o->name, o);
			continue;
		}
		json_writer_array(w, o->name);
		for (i = 0; i < same; i++)
			write_option(w, NULL, &o[i]);
		json_writer_end(w);
	}
	json_writer_end(w);
}

const char *
run_content_key(enum run_content content)
{
	static const char *const keys[] = {
		[RUN_BLOCKLIST] = "blocklist_sha256",
		[RUN_CONTROLS] = "controls_sha256",
		[RUN_ROOT_HINTS] = "root_hints_sha256",
	};

	return keys[content];
}

static void
write_merged(struct json_writer *w, const struct run_merged *m, size_t n)
{
	size_t i;

	json_writer_array(w, "merged");
	for (i = 0; i < n; i++) {
		json_writer_object(w, NULL);
		json_writer_text(w, "vantage", m[i].vantage);
		json_writer_time(w, "started", m[i].started_unix_ns);
		json_writer_uint(w, "seed", m[i].seed);
		json_writer_text(w, "input_sha256", m[i].input_sha256);
		json_writer_text(w, "settings_sha256", m[i].settings_sha256);
		json_writer_bool(
		    w, "unchecked_vantage", m[i].unchecked_vantage);
		json_writer_end(w);
	}
	json_writer_end(w);
}

void
run_write_header(struct json_writer *w, const struct run_header *h)
{
	unsigned i;

	begin(w, "run");
	json_writer_uint(w, "schema", RUN_SCHEMA);
	json_writer_text(w, "tool", "reach46 " REACH46_VERSION);
	json_writer_text(w, "vantage", h->vantage);
	json_writer_text(w, "notes", h->notes);
	write_options(w, h->options, h->n_options);
	json_writer_uint(w, "seed", h->seed);
	json_writer_text(w, "input_sha256", h->input_sha256);
	json_writer_text(w, "settings_sha256", h->settings_sha256);
	for (i = 0; i < RUN_CONTENTS; i++)
		if (h->content_sha256[i] != NULL)
			json_writer_text(w,
			    run_content_key((enum run_content)i),
			    h->content_sha256[i]);
	json_writer_time(w, "started", h->started_unix_ns);
	json_writer_bool(w, "unchecked_vantage", h->unchecked_vantage);
	if (h->n_merged > 0)
		write_merged(w, h->merged, h->n_merged);
	end(w);
}

void
run_write_input_error(struct json_writer *w, const struct run_input_error *e)
{
	begin(w, "input_error");
	json_writer_uint(w, "line", e->line);
	json_writer_text(w, "reason", e->reason);
	json_writer_text(w, "detail", e->detail);
	json_writer_text(w, "text", e->text);
	end(w);
}

void
run_write_duplicate(struct json_writer *w, const struct run_duplicate *d)
{
	begin(w, "duplicate");
	json_writer_uint(w, "line", d->line);
	json_writer_text(w, "name", d->name);
	json_writer_uint(w, "first_line", d->first_line);
	end(w);
}

void
run_write_resume(struct json_writer *w, const struct run_resume *r)
{
	begin(w, "resume");
	json_writer_time(w, "at", r->at_unix_ns);
	json_writer_uint(w, "domains", r->domains);
	json_writer_uint(w, "dropped_octets", r->dropped_octets);
	end(w);
}

void
run_write_vantage(struct json_writer *w, const struct run_vantage *v)
{
	begin(w, "vantage");
	json_writer_time(w, "at", v->at_unix_ns);
	if (v->family != 0)
		json_writer_uint(w, "family", v->family);
	else
		json_writer_null(w, "family");
	json_writer_text(w, "protocol", v->protocol);
	if (v->port != 0)
		json_writer_uint(w, "port", v->port);
	else
		json_writer_null(w, "port");
	json_writer_bool(w, "healthy", v->healthy);
	json_writer_uint(w, "controls", v->controls);
	json_writer_uint(w, "answered", v->answered);
	json_writer_text(w, "detail", v->detail);
	end(w);
}

static void
write_input(struct json_writer *w, const struct run_summary *s)
{
	json_writer_object(w, "input");
	json_writer_uint(w, "lines", s->input.lines);
	json_writer_uint(w, "targets", s->input.targets);
	json_writer_uint(w, "errors", s->input.errors);
	json_writer_uint(w, "duplicates", s->input.duplicates);
	json_writer_uint(w, "ignored", s->input.ignored);
	json_writer_end(w);
}

static void
write_packets(struct json_writer *w, const struct run_summary *s)
{
	size_t i;

	json_writer_object(w, "sent");
	json_writer_uint(w, "total", s->sent.total);
	json_writer_uint(w, "syn", s->sent.syn);
	json_writer_uint(w, "dns", s->sent.dns);
	json_writer_uint(w, "rst", s->sent.rst);
	json_writer_end(w);
	json_writer_uint(w, "refused_sends", s->refused_sends);
	json_writer_object(w, "received");
	for (i = 0; i < s->n_received; i++)
		json_writer_uint(w, s->received[i].name, s->received[i].count);
	json_writer_end(w);
	json_writer_uint(w, "matched", s->matched);
	json_writer_uint(w, "unmatched", s->unmatched);
	json_writer_uint(w, "near_misses", s->near_misses);
	json_writer_uint(w, "dns_tcp", s->dns_tcp);
	json_writer_milli(w, "loss", s->loss_permille);
	json_writer_object(w, "capture");
	json_writer_uint(w, "received", s->capture.received);
	json_writer_uint(w, "dropped", s->capture.dropped);
	json_writer_end(w);
}

/* Domains per second, in thousandths. */
static uint64_t
milli_rate(const struct run_summary *s)
{
	uint64_t ms = s->duration_ns / NS_PER_MS;

	return s->measured * 1000 * 1000 / (ms > 0 ? ms : 1);
}

void
run_write_summary(struct json_writer *w, const struct run_summary *s)
{
	begin(w, "summary");
	json_writer_bool(w, "complete", s->complete);
	json_writer_uint(w, "domains", s->domains);
	json_writer_uint(w, "measured", s->measured);
	json_writer_uint(w, "resumed", s->resumed);
	write_input(w, s);
	write_packets(w, s);
	json_writer_ms(w, "duration_ms", s->duration_ns);
	json_writer_milli(w, "domains_per_second", milli_rate(s));
	end(w);
}

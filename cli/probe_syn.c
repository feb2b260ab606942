/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe_syn.c - `reach46 probe tcp-syn`: endpoints in, a line about each out.
 */
#include <inttypes.h>
#include <string.h>

#include "cli/probe.h"
#include "cli/probe_fields.h"
#include "prober/endpoint_list.h"
#include "prober/owner.h"

/* No attempt is longer after the one before it (ask_gap_ns). */
#define GAP_MAX_NS UINT64_C(4000000000)
#define WINDOW_MIN 1000

enum only { ONLY_ALL, ONLY_ANSWERED, ONLY_SUCCESS };

struct probe_syn {
	struct probe_command base;
	struct port_list ports;
	struct endpoint_list *list; /* (owned) */
	struct probe_fields fields; /* as parsed */
	enum only only;
	struct endpoint next; /* taken from the list last */
};

struct syn_hand {
	struct probe_hand base;
	struct probe_fields fields;
	enum only only;
};

static bool
is_wanted(enum only only, const struct engine_seen *s)
{
	switch (only) {
	case ONLY_SUCCESS:
		return s->state == ENDPOINT_OPEN;
	case ONLY_ANSWERED:
		return s->state <= ENDPOINT_UNREACHABLE;
	default:
		return true;
	}
}

static void
endpoint_done(void *arg, const struct engine_seen *seen)
{
	struct syn_hand *h = arg;
	struct probe_counts *n = &h->base.counts;
	char *line;

	n->done = ++n->results;
	n->hits += seen->state == ENDPOINT_OPEN;
	n->by[seen->state]++;
	if (!is_wanted(h->only, seen))
		return;
	line = probe_lines_reserve(&h->base.lines, PROBE_FIELDS_LINE_SIZE);
	probe_lines_add(
	    &h->base.lines, probe_fields_line(&h->fields, seen, line));
}

/* As many endpoints as the rate can keep in work if all are silent. */
static uint32_t
window_for(const struct scan_options *o)
{
	uint64_t life_ns = o->probes * GAP_MAX_NS + o->cooldown_ns;
	uint64_t n = o->rate_fps / o->probes * (life_ns / 1000000) / 1000;

	if (n < WINDOW_MIN)
		return WINDOW_MIN;
	return n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

static enum only
only_of(const char *word)
{
	if (strcmp(word, "success") == 0)
		return ONLY_SUCCESS;
	return strcmp(word, "answered") == 0 ? ONLY_ANSWERED : ONLY_ALL;
}

static enum status
open_syn(struct probe_command *base, struct error *err)
{
	struct probe_syn *p = (struct probe_syn *)base;
	const struct probe_options *o = &base->options;
	const struct endpoint_list_options list = {
		.ports = &p->ports,
		.seed = o->scan.seed.value,
		.shards = o->shards,
		.shard = o->shard,
	};
	struct engine_config *engine = &base->setup.worker.engine;
	enum status status;

	p->only = only_of(o->only);
	status = probe_fields_parse(&p->fields, o->output_fields,
	    strcmp(o->output_format, "csv") == 0, err);
	if (status == STATUS_OK)
		status = port_list_parse(&p->ports, o->target_ports, err);
	if (status == STATUS_OK)
		status = endpoint_list_open(
		    &p->list, o->scan.input_file, &list, err);
	p->fields.unix_offset_ns = engine->unix_offset_ns;
	engine->on_endpoint = endpoint_done;
	if (engine->window == 0)
		engine->window = window_for(&o->scan);
	return status;
}

static void
close_syn(struct probe_command *base)
{
	struct probe_syn *p = (struct probe_syn *)base;

	endpoint_list_close(p->list);
	port_list_free(&p->ports);
}

static void
open_syn_hand(struct probe_hand *base)
{
	const struct probe_syn *p = (const struct probe_syn *)base->command;
	struct syn_hand *h = (struct syn_hand *)base;

	h->fields = p->fields;
	h->only = p->only;
}

static int
fd_of_syn(const struct probe_command *base)
{
	return endpoint_list_fd(((const struct probe_syn *)base)->list);
}

static uint64_t
total_of_syn(const struct probe_command *base)
{
	return endpoint_list_total(((const struct probe_syn *)base)->list);
}

static unsigned
packets_of_syn(const struct probe_command *base)
{
	(void)base;
	return 1;
}

static enum probe_next
next_syn(struct probe_command *base, struct probe_target *target)
{
	struct probe_syn *p = (struct probe_syn *)base;
	union endpoint_list_item item;

	switch (endpoint_list_next(p->list, &item, &base->error)) {
	case ENDPOINT_LIST_ENDPOINT:
		base->targets++;
		p->next = item.endpoint;
		target->data = &p->next;
		target->octets = sizeof(p->next);
		target->owner = owner_of(&p->next.addr,
		    base->options.scan.prefix_rate != 0, base->n_hands);
		return PROBE_NEXT_ADDED;
	case ENDPOINT_LIST_REFUSED:
		probe_refuse(base, item.refused.line, item.refused.text,
		    item.refused.len, item.refused.reason);
		return PROBE_NEXT_IGNORED;
	case ENDPOINT_LIST_WAIT:
		return PROBE_NEXT_WAIT;
	case ENDPOINT_LIST_END:
		return PROBE_NEXT_END;
	default:
		return PROBE_NEXT_FAILED;
	}
}

static void
add_syn(struct probe_hand *base, struct engine *e, uint64_t now_ns,
    const void *data)
{
	const struct engine_endpoint endpoint = {
		.endpoint = *(const struct endpoint *)data,
	};

	(void)base;
	engine_sweep(e, now_ns, &endpoint);
}

static void
begin_syn(struct probe_command *base)
{
	struct probe_syn *p = (struct probe_syn *)base;
	char line[PROBE_FIELDS_LINE_SIZE];

	if (p->fields.csv)
		probe_output_put(
		    &base->output, line, probe_fields_header(&p->fields, line));
}

static void
account_syn(const struct probe_counts *counts, char *buf, size_t size)
{
	const uint64_t *n = counts->by;

	(void)snprintf(buf, size,
	    "open: %" PRIu64 ", closed: %" PRIu64 ", unreachable: %" PRIu64
	    ", silent: %" PRIu64 ", not probed: %" PRIu64
	    ", indeterminate: %" PRIu64,
	    n[ENDPOINT_OPEN], n[ENDPOINT_CLOSED], n[ENDPOINT_UNREACHABLE],
	    n[ENDPOINT_SILENT], n[ENDPOINT_NOT_PROBED],
	    n[ENDPOINT_INDETERMINATE]);
}

const struct probe_ops probe_syn_ops = {
	.name = "tcp-syn",
	.kind = PROBE_TCP_SYN,
	.what = "endpoint",
	.unit = "ep",
	.targets = "endpoints",
	.size = sizeof(struct probe_syn),
	.hand_size = sizeof(struct syn_hand),
	.open = open_syn,
	.close = close_syn,
	.fd = fd_of_syn,
	.total = total_of_syn,
	.packets = packets_of_syn,
	.open_hand = open_syn_hand,
	.next = next_syn,
	.add = add_syn,
	.begin = begin_syn,
	.account = account_syn,
};

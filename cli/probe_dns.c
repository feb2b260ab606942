/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe_dns.c - `reach46 probe dns`: names in, a line of answers about each
 * out.
 */
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cli/probe.h"
#include "cli/probe_answer.h"
#include "cli/type_list.h"
#include "prober/input_line.h"
#include "prober/owner.h"

#define LINE_KEPT_MAX 16384
#define WINDOW_MIN    10000

/* A name in work, and its line as far as it is known. */
struct asked {
	struct asked *older; /* made before it */
	struct asked *next;  /* while it is spare */
	struct json_writer line;
	unsigned left; /* questions not answered */
	struct {
		struct asked *asked;
		uint16_t type;
	} question[TYPE_LIST_MAX];
};

/* What a hand is told of a name. */
struct named {
	struct input_name name;
	char given[LINE_OCTETS_MAX + 1]; /* and no more of it than that */
};

struct probe_dns {
	struct probe_command base;
	struct type_list types;
	struct line_reader reader;
	struct input_parser parser;
	uint64_t line;     /* read so far */
	struct named next; /* taken from the list last */
};

struct dns_hand {
	struct probe_hand base;
	struct type_list types;
	uint64_t unix_offset_ns;
	bool iterative;
	struct asked *made;  /* (owned) all there are */
	struct asked *spare; /* those of them that are not in work */
};

static struct asked *
get_asked(struct dns_hand *h)
{
	struct asked *a = h->spare;

	if (a != NULL) {
		h->spare = a->next;
	} else {
		if ((a = malloc(sizeof(*a))) == NULL)
			abort();
		json_writer_init(&a->line);
		a->older = h->made;
		h->made = a;
	}
	json_writer_reset(&a->line);
	a->left = h->types.n;
	return a;
}

/* Keeps its memory for the next name, unless it is unusually much. */
static void
put_asked(struct dns_hand *h, struct asked *a)
{
	if (a->line.size > LINE_KEPT_MAX)
		json_writer_free(&a->line);
	a->next = h->spare;
	h->spare = a;
}

static void
name_done(struct dns_hand *h, struct asked *a)
{
	struct json_writer *w = &a->line;

	json_writer_end(w);
	json_writer_end(w);
	json_writer_newline(w);
	if (!json_writer_ok(w))
		abort();
	probe_lines_put(&h->base.lines, w->buf, w->len);
	h->base.counts.done++;
	put_asked(h, a);
}

static void
answered(void *arg, const struct engine_answer *answer)
{
	struct dns_hand *h = arg;
	struct probe_counts *n = &h->base.counts;
	struct asked *a = *(struct asked **)answer->cookie;
	size_t i = 0;
	char buf[16];

	while (answer->cookie != &a->question[i])
		i++;
	probe_answer_write(&a->line, dns_type_name(a->question[i].type, buf),
	    answer, h->iterative, h->unix_offset_ns);
	n->results++;
	n->by[answer->status]++;
	n->hits += answer->status == LOOKUP_OK;
	if (--a->left == 0)
		name_done(h, a);
}

static void
add_dns(struct probe_hand *base, struct engine *e, uint64_t now_ns,
    const void *data)
{
	struct dns_hand *h = (struct dns_hand *)base;
	const struct named *named = data;
	const struct input_name *name = &named->name;
	struct asked *a = get_asked(h);
	struct engine_question q = { .name = &name->name };
	unsigned i;

	json_writer_object(&a->line, NULL);
	json_writer_text(&a->line, "name", named->given);
	if (strcmp(named->given, name->text) != 0)
		json_writer_text(&a->line, "altered_name", name->text);
	json_writer_object(&a->line, "results");
	for (i = 0; i < h->types.n; i++) {
		a->question[i].asked = a;
		a->question[i].type = h->types.type[i];
		q.type = h->types.type[i];
		q.cookie = &a->question[i];
		engine_ask(e, now_ns, &q);
	}
}

/* While answers are written the next questions are out. */
static uint32_t
window_for(const struct engine_config *engine)
{
	uint32_t n = 2 * engine->resolver_window;

	return n < WINDOW_MIN ? WINDOW_MIN : n;
}

static enum status
open_dns(struct probe_command *base, struct error *err)
{
	struct probe_dns *p = (struct probe_dns *)base;
	const struct probe_options *o = &base->options;
	struct engine_config *engine = &base->setup.worker.engine;
	enum status status = type_list_parse(&p->types, o->types, err);

	p->reader.fd = -1;
	p->parser.form = INPUT_FORM_PLAIN;
	engine->keep_records = true;
	engine->on_answer = answered;
	if (engine->window == 0)
		engine->window = window_for(engine);
	if (status == STATUS_OK)
		status = line_reader_open(&p->reader, o->scan.input_file, err);
	p->reader.unhashed = true;
	return status;
}

static void
close_dns(struct probe_command *base)
{
	struct probe_dns *p = (struct probe_dns *)base;

	line_reader_close(&p->reader);
}

static void
open_dns_hand(struct probe_hand *base)
{
	const struct probe_dns *p = (const struct probe_dns *)base->command;
	const struct engine_config *engine = &p->base.setup.worker.engine;
	struct dns_hand *h = (struct dns_hand *)base;

	h->types = p->types;
	h->unix_offset_ns = engine->unix_offset_ns;
	h->iterative = engine->hints != NULL;
}

static void
close_dns_hand(struct probe_hand *base)
{
	struct dns_hand *h = (struct dns_hand *)base;
	struct asked *a;

	while ((a = h->made) != NULL) {
		h->made = a->older;
		json_writer_free(&a->line);
		free(a);
	}
}

static int
fd_of_dns(const struct probe_command *base)
{
	return ((const struct probe_dns *)base)->reader.fd;
}

static uint64_t
total_of_dns(const struct probe_command *base)
{
	(void)base;
	return 0;
}

static unsigned
packets_of_dns(const struct probe_command *base)
{
	return ((const struct probe_dns *)base)->types.n;
}

/* Takes a line that was read. */
static enum probe_next
take_line(struct probe_dns *p, enum line_result result, struct line *line,
    struct probe_target *target)
{
	struct named *next = &p->next;
	struct input_item item;

	switch (input_line_parse(&p->parser, result, line, &item)) {
	case INPUT_LINE_NAME:
		p->base.targets++;
		input_line_trim(line);
		next->name = item.name;
		memcpy(next->given, line->text, line->len);
		next->given[line->len] = '\0';
		target->data = next;
		target->octets = offsetof(struct named, given) + line->len + 1;
		target->owner = owner_of_name(&item.name.name, p->base.n_hands);
		return PROBE_NEXT_ADDED;
	case INPUT_LINE_BAD:
		probe_refuse(&p->base, p->line, item.given, item.given_len,
		    input_reason_text(item.reason));
		return PROBE_NEXT_IGNORED;
	default:
		return PROBE_NEXT_IGNORED;
	}
}

static enum probe_next
next_dns(struct probe_command *base, struct probe_target *target)
{
	struct probe_dns *p = (struct probe_dns *)base;
	struct line line;
	enum line_result result =
	    line_reader_next(&p->reader, false, &line, &base->error);

	switch (result) {
	case LINE_WAIT:
		return PROBE_NEXT_WAIT;
	case LINE_END:
		return PROBE_NEXT_END;
	case LINE_FAILED:
		return PROBE_NEXT_FAILED;
	default:
		if (p->line++ == 0)
			line_drop_mark(&line);
		return take_line(p, result, &line, target);
	}
}

static void
account_dns(const struct probe_counts *counts, char *buf, size_t size)
{
	const uint64_t *n = counts->by;

	(void)snprintf(buf, size,
	    "answers: %" PRIu64 ", without records: %" PRIu64
	    ", NXDOMAIN: %" PRIu64 ", SERVFAIL: %" PRIu64 ", REFUSED: %" PRIu64
	    ", timeouts: %" PRIu64 ", unusable: %" PRIu64,
	    n[LOOKUP_OK], n[LOOKUP_NODATA], n[LOOKUP_NXDOMAIN],
	    n[LOOKUP_SERVFAIL], n[LOOKUP_REFUSED], n[LOOKUP_TIMEOUT],
	    n[LOOKUP_BOGUS_REPLY]);
}

const struct probe_ops probe_dns_ops = {
	.name = "dns",
	.kind = PROBE_DNS,
	.what = "name",
	.unit = "names",
	.targets = "names",
	.size = sizeof(struct probe_dns),
	.hand_size = sizeof(struct dns_hand),
	.open = open_dns,
	.close = close_dns,
	.fd = fd_of_dns,
	.total = total_of_dns,
	.packets = packets_of_dns,
	.open_hand = open_dns_hand,
	.close_hand = close_dns_hand,
	.next = next_dns,
	.add = add_dns,
	.account = account_dns,
};

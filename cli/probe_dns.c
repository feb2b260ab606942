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
/* A name's texts, if they are no longer, are where the rest of it is. */
#define ROOM_OCTETS 64

/* A line of output that is being written. */
struct answer_line {
	struct answer_line *next; /* while it is spare */
	struct json_writer writer;
};

/* A name in work. */
struct asked {
	struct asked *older;      /* made before it */
	struct asked *next;       /* while it is spare */
	struct answer_line *line; /* (owned) from the first answer on */
	char *text; /* what was given and then, if altered, what is asked */
	uint32_t altered_at; /* in the text; 0: not altered */
	unsigned left;       /* questions not answered */
	char room[ROOM_OCTETS];
	struct question {
		struct asked *asked;
		uint16_t type;
	} question[]; /* as many as there are types */
};

/* What a hand is told of a name, and no more octets than are used. */
struct named {
	uint32_t text_octets;
	uint32_t altered_at; /* as in struct asked */
	uint8_t name_octets;
	/* The name in wire form, and then its text. */
	char octets[DNS_NAME_MAX + LINE_OCTETS_MAX + 1 + INPUT_NAME_SIZE];
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
	struct answer_line *spare_lines; /* (owned) */
};

static void *
memory(size_t octets)
{
	void *object = malloc(octets);

	if (object == NULL)
		abort();
	return object;
}

static struct asked *
get_asked(struct dns_hand *h, const struct named *named)
{
	struct asked *a = h->spare;

	if (a != NULL) {
		h->spare = a->next;
	} else {
		a = memory(sizeof(*a) + h->types.n * sizeof(a->question[0]));
		a->older = h->made;
		h->made = a;
	}
	a->line = NULL;
	a->left = h->types.n;
	a->altered_at = named->altered_at;
	a->text = named->text_octets <= sizeof(a->room)
	    ? a->room
	    : memory(named->text_octets);
	memcpy(a->text, named->octets + named->name_octets, named->text_octets);
	return a;
}

static void
free_text(struct asked *a)
{
	if (a->text != a->room)
		free(a->text);
	a->text = a->room;
}

/*
 * Takes a line and writes its begin.  It is done at the first answer, and not
 * when the name is asked for: what was written last is then at hand still.
 */
static void
begin_line(struct dns_hand *h, struct asked *a)
{
	struct answer_line *l = h->spare_lines;
	struct json_writer *w;

	if (l != NULL) {
		h->spare_lines = l->next;
	} else {
		l = memory(sizeof(*l));
		json_writer_init(&l->writer);
	}
	a->line = l;
	w = &l->writer;
	json_writer_reset(w);
	json_writer_object(w, NULL);
	if (a->altered_at != 0) {
		json_writer_text(w, "name", a->text);
		json_writer_text(w, "altered_name", a->text + a->altered_at);
	} else {
		json_writer_plain(w, "name", a->text, strlen(a->text));
	}
	json_writer_object(w, "results");
}

/* Memory is kept for the next ones, unless it is unusually much. */
static void
name_done(struct dns_hand *h, struct asked *a)
{
	struct answer_line *l = a->line;
	struct json_writer *w = &l->writer;

	json_writer_end(w);
	json_writer_end(w);
	json_writer_newline(w);
	if (!json_writer_ok(w))
		abort();
	probe_lines_put(&h->base.lines, w->buf, w->len);
	h->base.counts.done++;
	if (w->size > LINE_KEPT_MAX)
		json_writer_free(w);
	l->next = h->spare_lines;
	h->spare_lines = l;
	a->line = NULL;
	free_text(a);
	a->next = h->spare;
	h->spare = a;
}

static void
answered(void *arg, const struct engine_answer *answer)
{
	struct dns_hand *h = arg;
	struct probe_counts *n = &h->base.counts;
	const struct question *q = answer->cookie;
	struct asked *a = q->asked;
	char buf[16];

	if (a->line == NULL)
		begin_line(h, a);
	probe_answer_write(&a->line->writer, dns_type_name(q->type, buf),
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
	struct asked *a = get_asked(h, named);
	struct dns_name name;
	struct engine_question q = { .name = &name };
	unsigned i;

	name.len = named->name_octets;
	memcpy(name.wire, named->octets, named->name_octets);
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
free_line(struct answer_line *l)
{
	if (l != NULL)
		json_writer_free(&l->writer);
	free(l);
}

static void
close_dns_hand(struct probe_hand *base)
{
	struct dns_hand *h = (struct dns_hand *)base;
	struct answer_line *l;
	struct asked *a;

	while ((a = h->made) != NULL) {
		h->made = a->older;
		free_text(a);
		free_line(a->line);
		free(a);
	}
	while ((l = h->spare_lines) != NULL) {
		h->spare_lines = l->next;
		free_line(l);
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

/* Writes down what is to be told of a name; LINE is trimmed. */
static void
tell(struct named *n, const struct input_name *name, const struct line *line)
{
	char *text = n->octets + name->name.len;

	n->name_octets = name->name.len;
	memcpy(n->octets, name->name.wire, name->name.len);
	memcpy(text, line->text, line->len);
	text[line->len] = '\0';
	n->text_octets = (uint32_t)line->len + 1;
	n->altered_at = 0;
	if (line->len == name->len &&
	    memcmp(line->text, name->text, name->len) == 0)
		return;
	n->altered_at = n->text_octets;
	memcpy(text + n->altered_at, name->text, name->len + 1);
	n->text_octets += (uint32_t)name->len + 1;
}

/* Takes a line that was read. */
static enum probe_next
take_line(struct probe_dns *p, enum line_result result, struct line *line,
    struct probe_target *target)
{
	struct input_item item;

	switch (input_line_parse(&p->parser, result, line, &item)) {
	case INPUT_LINE_NAME:
		p->base.targets++;
		input_line_trim(line);
		tell(&p->next, &item.name, line);
		target->data = &p->next;
		target->octets = offsetof(struct named, octets) +
		    p->next.name_octets + p->next.text_octets;
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

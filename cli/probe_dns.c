/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe_dns.c - `reach46 probe dns`: names in, a line of answers about each
 * out.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/probe.h"
#include "cli/probe_answer.h"
#include "cli/type_list.h"
#include "prober/input_line.h"

#define LINE_KEPT_MAX 16384

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

struct probe_dns {
	struct probe_command base;
	struct type_list types;
	struct line_reader reader;
	struct input_parser parser;
	uint64_t line;       /* read so far */
	struct asked *made;  /* (owned) all there are */
	struct asked *spare; /* those of them that are not in work */
	uint64_t by_status[LOOKUP_BOGUS_REPLY + 1];
};

static struct asked *
get_asked(struct probe_dns *p)
{
	struct asked *a = p->spare;

	if (a != NULL) {
		p->spare = a->next;
	} else {
		if ((a = malloc(sizeof(*a))) == NULL)
			abort();
		json_writer_init(&a->line);
		a->older = p->made;
		p->made = a;
	}
	json_writer_reset(&a->line);
	a->left = p->types.n;
	return a;
}

/* Keeps its memory for the next name, unless it is unusually much. */
static void
put_asked(struct probe_dns *p, struct asked *a)
{
	if (a->line.size > LINE_KEPT_MAX)
		json_writer_free(&a->line);
	a->next = p->spare;
	p->spare = a;
}

static void
name_done(struct probe_dns *p, struct asked *a)
{
	struct json_writer *w = &a->line;

	json_writer_end(w);
	json_writer_end(w);
	json_writer_newline(w);
	if (!json_writer_ok(w))
		abort();
	probe_output_put(&p->base.output, w->buf, w->len);
	p->base.done++;
	put_asked(p, a);
}

static void
answered(void *arg, const struct engine_answer *answer)
{
	struct probe_dns *p = arg;
	const struct engine_config *engine = &p->base.setup.worker.engine;
	struct asked *a = *(struct asked **)answer->cookie;
	size_t i = 0;
	char buf[16];

	while (answer->cookie != &a->question[i])
		i++;
	probe_answer_write(&a->line, dns_type_name(a->question[i].type, buf),
	    answer, engine->hints != NULL, engine->unix_offset_ns);
	p->base.results++;
	p->by_status[answer->status]++;
	p->base.hits += answer->status == LOOKUP_OK;
	if (--a->left == 0)
		name_done(p, a);
}

static void
ask(struct probe_dns *p, struct engine *e, uint64_t now_ns, const char *given,
    const struct input_name *name)
{
	struct asked *a = get_asked(p);
	struct engine_question q = { .name = &name->name };
	unsigned i;

	json_writer_object(&a->line, NULL);
	json_writer_text(&a->line, "name", given);
	if (strcmp(given, name->text) != 0)
		json_writer_text(&a->line, "altered_name", name->text);
	json_writer_object(&a->line, "results");
	for (i = 0; i < p->types.n; i++) {
		a->question[i].asked = a;
		a->question[i].type = p->types.type[i];
		q.type = p->types.type[i];
		q.cookie = &a->question[i];
		engine_ask(e, now_ns, &q);
	}
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
	engine->arg = p;
	if (status == STATUS_OK)
		status = line_reader_open(&p->reader, o->scan.input_file, err);
	p->reader.unhashed = true;
	return status;
}

static void
close_dns(struct probe_command *base)
{
	struct probe_dns *p = (struct probe_dns *)base;
	struct asked *a;

	while ((a = p->made) != NULL) {
		p->made = a->older;
		json_writer_free(&a->line);
		free(a);
	}
	line_reader_close(&p->reader);
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
    struct engine *e, uint64_t now_ns)
{
	struct input_item item;

	switch (input_line_parse(&p->parser, result, line, &item)) {
	case INPUT_LINE_NAME:
		p->base.targets++;
		input_line_trim(line);
		line->text[line->len] = '\0';
		if (e != NULL)
			ask(p, e, now_ns, line->text, &item.name);
		break;
	case INPUT_LINE_BAD:
		probe_refuse(&p->base, p->line, item.given, item.given_len,
		    input_reason_text(item.reason));
		return PROBE_NEXT_REFUSED;
	default:
		break;
	}
	return PROBE_NEXT_ADDED;
}

static enum probe_next
next_dns(struct probe_command *base, struct engine *e, uint64_t now_ns)
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
		return take_line(p, result, &line, e, now_ns);
	}
}

static void
account_dns(const struct probe_command *base, char *buf, size_t size)
{
	const uint64_t *n = ((const struct probe_dns *)base)->by_status;

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
	.open = open_dns,
	.close = close_dns,
	.fd = fd_of_dns,
	.total = total_of_dns,
	.packets = packets_of_dns,
	.next = next_dns,
	.account = account_dns,
};

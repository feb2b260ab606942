/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "prober/line_reader.h"
#include "tests/scenario/rpl_config.h"
#include "tests/scenario/rpl_entry.h"

#define STEPS_MAX 1000000000UL
#define QUOTE_MAX 60 /* octets of a line that an error shows */

enum place {
	PLACE_SETTINGS,
	PLACE_BETWEEN, /* before the scenario, or between its parts */
	PLACE_RANGE,
	PLACE_FILE,   /* that a step is to compare */
	PLACE_BEHIND, /* the end */
};

struct reading {
	struct rpl *rpl;
	enum place place;
	struct rpl_config config;
	struct rpl_entry_reader entries;
	struct rpl_range *range; /* the latest */
	struct rpl_range **range_end;
	struct rpl_step *step; /* the latest */
	struct rpl_step **step_end;
	struct rpl_entry **entry_end; /* NULL: no place for one */
	struct rpl_words w;           /* the line */
	unsigned line;
	const char *trouble; /* what is wrong with it */
};

static void *new (struct reading *r, size_t size)
{
	void *p = arena_alloc(&r->rpl->arena, size);

	if (p == NULL)
		abort();
	return p;
}

static bool
wrong(struct reading *r, const char *what)
{
	r->trouble = what;
	return false;
}

static bool
read_range(struct reading *r)
{
	unsigned long first, last;

	if (!rpl_number(rpl_word(&r->w, 1), STEPS_MAX, &first) ||
	    !rpl_number(rpl_word(&r->w, 2), STEPS_MAX, &last))
		return wrong(r, "has no first and last step");
	r->range = *r->range_end = new (r, sizeof(*r->range));
	r->range_end = &r->range->next;
	r->range->first = (unsigned)first;
	r->range->last = (unsigned)last;
	r->entry_end = &r->range->entries;
	r->place = PLACE_RANGE;
	return true;
}

static bool
read_range_end(struct reading *r)
{
	r->entry_end = NULL;
	r->place = PLACE_BETWEEN;
	return true;
}

/* A server that the range speaks for. */
static bool
read_range_address(struct reading *r)
{
	struct rpl_range *range = r->range;

	if (range->n_addr == RPL_ADDRESSES_MAX ||
	    !address_parse(rpl_word(&r->w, 1), &range->addr[range->n_addr]))
		return wrong(r, "is no address, or one too many");
	range->n_addr++;
	return true;
}

static bool
read_step_address(struct reading *r)
{
	if (r->step == NULL ||
	    !address_parse(rpl_word(&r->w, 1), &r->step->addr))
		return wrong(r, "is no address, or out of place");
	return true;
}

/* What follows the kind on the line of a step. */
static bool
read_step_rest(struct reading *r, struct rpl_step *s)
{
	const char *word = rpl_word(&r->w, 3), *value = rpl_word(&r->w, 4);
	unsigned long long ns;

	if (s->kind == RPL_TIME_PASSES) {
		if (strcmp(word, "ELAPSE") != 0)
			rpl_need(r->rpl, "a calculated time", value);
		else if (!rpl_seconds(value, &ns))
			return wrong(r, "lets no time pass");
		else
			s->elapse_ns = ns;
	} else if (strcmp(word, "ADDRESS") == 0 &&
	    !address_parse(value, &s->addr)) {
		return wrong(r, "is about no address");
	}
	return true;
}

static enum rpl_step_kind
step_kind(struct reading *r, const char *word)
{
	static const struct {
		const char *word;
		enum rpl_step_kind kind;
	} kinds[] = {
		{ "NOTHING", RPL_NOTHING },
		{ "TRAFFIC", RPL_NOTHING },
		{ "INFRA_RTT", RPL_NOTHING },
		{ "QUERY", RPL_QUERY },
		{ "CHECK_ANSWER", RPL_CHECK_ANSWER },
		{ "CHECK_OUT_QUERY", RPL_CHECK_OUT_QUERY },
		{ "REPLY", RPL_REPLY },
		{ "TIMEOUT", RPL_TIMEOUT },
		{ "ERROR", RPL_TIMEOUT },
		{ "TIME_PASSES", RPL_TIME_PASSES },
	};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(word, kinds[i].word) == 0)
			return kinds[i].kind;
	rpl_need(r->rpl, "a step of another kind", word);
	return RPL_NOTHING;
}

static bool
read_step(struct reading *r)
{
	struct rpl_step *s;
	unsigned long number;

	if (!rpl_number(rpl_word(&r->w, 1), STEPS_MAX, &number))
		return wrong(r, "has no number");
	s = *r->step_end = new (r, sizeof(*s));
	r->step_end = &s->next;
	r->step = s;
	r->entry_end = &s->entry;
	s->number = (unsigned)number;
	s->kind = step_kind(r, rpl_word(&r->w, 2));
	return read_step_rest(r, s);
}

static bool
read_entry(struct reading *r)
{
	struct rpl_entry *e;

	if (r->entry_end == NULL)
		return wrong(r, "is out of place");
	e = *r->entry_end = rpl_entry_begin(&r->entries, r->line);
	/* A step has one entry. */
	r->entry_end = r->place == PLACE_RANGE ? &e->next : NULL;
	return true;
}

static bool
read_file(struct reading *r)
{
	r->place = PLACE_FILE;
	return true;
}

static bool
read_file_end(struct reading *r)
{
	r->place = PLACE_BETWEEN;
	return true;
}

static bool
read_title(struct reading *r)
{
	(void)r;
	return true;
}

static bool
read_end(struct reading *r)
{
	r->place = PLACE_BEHIND;
	return true;
}

/* What a line outside of entries begins with, and where that may stand. */
static bool
read_keyword(struct reading *r)
{
	static const struct {
		enum place place;
		const char *word;
		bool (*read)(struct reading *);
	} keywords[] = {
		{ PLACE_BETWEEN, "SCENARIO_BEGIN", read_title },
		{ PLACE_BETWEEN, "RANGE_BEGIN", read_range },
		{ PLACE_BETWEEN, "STEP", read_step },
		{ PLACE_BETWEEN, "ADDRESS", read_step_address },
		{ PLACE_BETWEEN, "ENTRY_BEGIN", read_entry },
		{ PLACE_BETWEEN, "FILE_BEGIN", read_file },
		/* Some scenarios end a range twice. */
		{ PLACE_BETWEEN, "RANGE_END", read_range_end },
		{ PLACE_BETWEEN, "SCENARIO_END", read_end },
		{ PLACE_RANGE, "ADDRESS", read_range_address },
		{ PLACE_RANGE, "ENTRY_BEGIN", read_entry },
		{ PLACE_RANGE, "RANGE_END", read_range_end },
		{ PLACE_FILE, "FILE_END", read_file_end },
	};
	size_t i;

	for (i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (keywords[i].place == r->place &&
		    strcmp(rpl_word(&r->w, 0), keywords[i].word) == 0)
			return keywords[i].read(r);
	return r->place == PLACE_FILE || r->place == PLACE_BEHIND ||
	    wrong(r, "is out of place");
}

/* Keeps the title, which the cutting into words would spoil. */
static void
note_title(struct reading *r, const char *line)
{
	static const char word[] = "SCENARIO_BEGIN";

	line += strspn(line, " \t");
	if (strncmp(line, word, sizeof(word) - 1) != 0)
		return;
	line += sizeof(word) - 1;
	line += strspn(line, " \t");
	if ((r->rpl->title = arena_strdup(&r->rpl->arena, line)) == NULL)
		abort();
}

static bool
read_line(struct reading *r, char *line)
{
	bool taken, over;

	if (r->place == PLACE_SETTINGS) {
		if (!rpl_config_line(&r->config, line, &over))
			return wrong(r, r->config.trouble);
		if (over)
			r->place = PLACE_BETWEEN;
		return true;
	}
	note_title(r, line);
	rpl_words_cut(&r->w, line);
	if (r->w.n == 0)
		return true;
	if (r->w.overflow)
		return wrong(r, "has too many words");
	if (!rpl_entry_directive(&r->entries, &r->w, &taken))
		return wrong(r, r->entries.trouble);
	if (taken)
		return true;
	if (r->entries.entry == NULL)
		return read_keyword(r);
	return rpl_entry_line(&r->entries, &r->w)
	    ? true
	    : wrong(r, r->entries.trouble);
}

static enum status
read_lines(struct reading *r, struct line_reader *lines, struct error *err)
{
	char quote[QUOTE_MAX + 1];
	enum line_result result;
	struct line line;

	while (
	    (result = line_reader_next(lines, true, &line, err)) == LINE_READ) {
		r->line++;
		(void)snprintf(quote, sizeof(quote), "%s", line.text);
		if (!read_line(r, line.text))
			return error_set(err, STATUS_MALFORMED,
			    "%s, line %u: \"%s\" %s", lines->name, r->line,
			    quote, r->trouble);
	}
	if (result == LINE_FAILED)
		return STATUS_SYSTEM;
	if (result != LINE_END)
		return error_set(err, STATUS_MALFORMED, "%s, line %u: too long",
		    lines->name, r->line + 1);
	if (r->place != PLACE_BEHIND || r->entries.entry != NULL)
		return error_set(err, STATUS_MALFORMED,
		    "%s: the scenario has no end", lines->name);
	return STATUS_OK;
}

static enum status
read_all(struct rpl *rpl, struct line_reader *lines, struct error *err)
{
	struct reading *r = calloc(1, sizeof(*r));
	enum status status;

	if (r == NULL)
		abort();
	r->rpl = rpl;
	r->range_end = &rpl->ranges;
	r->step_end = &rpl->steps;
	rpl_config_begin(&r->config, rpl);
	rpl_entry_reader_init(&r->entries, rpl);
	status = read_lines(r, lines, err);
	free(r);
	return status;
}

static void
begin(struct rpl *rpl)
{
	memset(rpl, 0, sizeof(*rpl));
	arena_init(&rpl->arena, 0);
	rpl->title = "";
}

enum status
rpl_load(struct rpl *rpl, const char *path, struct error *err)
{
	struct line_reader lines;
	enum status status;

	begin(rpl);
	status = line_reader_open(&lines, path, err);
	if (status == STATUS_OK)
		status = read_all(rpl, &lines, err);
	line_reader_close(&lines);
	return status;
}

enum status
rpl_read(struct rpl *rpl, const void *text, size_t len, struct error *err)
{
	struct line_reader lines;
	enum status status;

	begin(rpl);
	status = line_reader_open_memory(&lines, text, len, err);
	if (status == STATUS_OK)
		status = read_all(rpl, &lines, err);
	line_reader_close(&lines);
	return status;
}

void
rpl_free(struct rpl *rpl)
{
	arena_free(&rpl->arena);
}

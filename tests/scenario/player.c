/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/scenario/player.h"

#include <stdlib.h>

#include "tests/scenario/player_net.h"

#define PATIENCE_NS UINT64_C(600000000000) /* for one answer */

/* A question of the client's. */
struct asked {
	struct asked *next;
	const struct rpl_step *step;
	bool passed_over;
	bool answered;
	bool checked;
	struct outcome outcome;
};

struct player {
	const struct rpl *rpl;
	struct player_net *net; /* (owned) */
	struct player_result *result;
	struct asked *asked; /* (owned) oldest first */
	struct asked **asked_end;
	bool time_passed;
	FILE *trace;
};

static bool
ever_asked(const struct rpl_entry *e)
{
	return e->question.klass == 1 && (e->flags & DNS_FLAG_RD) != 0 &&
	    (outcome_keeps(e->question.type) ||
		e->question.type == DNS_TYPE_TXT);
}

/* An answer is judged as soon as it comes. */
static void
on_answer(void *arg, const struct engine_answer *answer)
{
	struct asked *a = answer->cookie;

	(void)arg;
	a->answered = true;
	outcome_take(&a->outcome, &a->step->entry->question, answer->status,
	    answer->answer);
}

static void
ask(struct player *p, const struct rpl_step *s)
{
	struct engine_question q = {
		.name = &s->entry->question.name,
		.type = s->entry->question.type,
	};
	struct asked *a = calloc(1, sizeof(*a));

	if (a == NULL)
		abort();
	a->step = s;
	*p->asked_end = a;
	p->asked_end = &a->next;
	if (!ever_asked(s->entry)) {
		a->passed_over = true;
		p->result->passed_over++;
		return;
	}
	q.cookie = a;
	engine_ask(p->net->engine, p->net->now_ns, &q);
}

/* The oldest question that was not checked and that the check matches. */
static struct asked *
find_asked(const struct player *p, const struct rpl_entry *e)
{
	const struct dns_question *q;
	struct asked *a;

	for (a = p->asked; a != NULL; a = a->next) {
		q = &a->step->entry->question;
		if (a->checked)
			continue;
		if ((e->match & RPL_MATCH_QTYPE) != 0 &&
		    q->type != e->question.type)
			continue;
		if ((e->match & RPL_MATCH_QNAME) != 0 &&
		    !dns_name_equal(&q->name, &e->question.name))
			continue;
		return a;
	}
	return NULL;
}

/* Counts a fault, and keeps the text of the first of its kind. */
static void
note(struct player *p, const struct rpl_step *s, unsigned *count,
    char first[static OUTCOME_TEXT_SIZE], const char *text)
{
	if ((*count)++ == 0)
		(void)snprintf(first, OUTCOME_TEXT_SIZE, "step %u: %.900s",
		    s->number, text);
	if (p->trace != NULL)
		(void)fprintf(p->trace, "step %u: %s\n", s->number, text);
}

static void
differs(struct player *p, const struct rpl_step *s, const char *text)
{
	p->result->differing_early += !p->time_passed;
	note(p, s, &p->result->differing, p->result->first_difference, text);
}

static void
check(struct player *p, const struct rpl_step *s)
{
	struct asked *a = find_asked(p, s->entry);
	char text[OUTCOME_TEXT_SIZE];

	if (a == NULL) {
		differs(p, s, "no question to be answered");
		return;
	}
	a->checked = true;
	if (a->passed_over)
		return;
	player_net_run(p->net, p->net->now_ns + PATIENCE_NS, &a->answered);
	p->result->checks++;
	if (!a->answered)
		differs(p, s, "no answer");
	else if (!outcome_check(&a->outcome, s->entry, text))
		differs(p, s, text);
	else if (p->trace != NULL)
		(void)fprintf(p->trace, "step %u: as expected\n", s->number);
}

static bool
all_answered(const struct player *p)
{
	const struct asked *a;

	for (a = p->asked; a != NULL; a = a->next)
		if (!a->answered && !a->passed_over)
			return false;
	return true;
}

static void
play_step(struct player *p, const struct rpl_step *s)
{
	struct player_net *n = p->net;

	player_net_set_step(n, s->number);
	player_net_settle(n);
	switch (s->kind) {
	case RPL_QUERY:
		if (s->entry != NULL && s->entry->has_question)
			ask(p, s);
		break;
	case RPL_CHECK_ANSWER:
		if (s->entry != NULL)
			check(p, s);
		break;
	case RPL_CHECK_OUT_QUERY:
		if (s->entry != NULL && s->entry->is_reply)
			(void)player_net_answer(n, s);
		break;
	case RPL_REPLY:
		(void)player_net_answer(n, s);
		break;
	case RPL_TIMEOUT:
		player_net_drop(n, s);
		break;
	case RPL_TIME_PASSES:
		p->time_passed = true;
		player_net_run(n, n->now_ns + s->elapse_ns, NULL);
		if (all_answered(p))
			player_net_restart(n);
		break;
	case RPL_NOTHING:
		break;
	}
}

/* Nobody may have planted anything in any answer. */
static void
look_for_poison(struct player *p)
{
	char text[OUTCOME_TEXT_SIZE];
	struct asked *a;

	for (a = p->asked; a != NULL; a = a->next)
		if (a->answered && outcome_poisoned(&a->outcome, p->rpl, text))
			note(p, a->step, &p->result->poisoned,
			    p->result->first_poison, text);
}

void
player_play(const struct rpl *rpl, FILE *trace, struct player_result *result)
{
	struct player p = { .rpl = rpl, .result = result, .trace = trace };
	const struct rpl_step *s;
	struct asked *a;

	*result = (struct player_result){ .checks = 0 };
	if ((p.net = malloc(sizeof(*p.net))) == NULL)
		abort();
	p.asked_end = &p.asked;
	player_net_init(p.net, rpl, on_answer, &p, trace);
	for (s = rpl->steps; s != NULL; s = s->next)
		play_step(&p, s);
	look_for_poison(&p);
	result->questions = p.net->questions;
	player_net_free(p.net);
	free(p.net);
	while ((a = p.asked) != NULL) {
		p.asked = a->next;
		free(a);
	}
}

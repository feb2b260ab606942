/* SPDX-License-Identifier: Apache-2.0 */
/* Each family and port towards the controls: does what is sent arrive, and
 * does what should not answer keep silent? */
#include <netinet/in.h>

#include <errno.h>
#include <stdlib.h>

#include "cli/doctor.h"
#include "prober/plain_socket.h"

#define KINDS          5
#define PER_KIND       16 /* controls tried, of either sort */
#define ENOUGH_PERCENT 90
#define TOTAL          (2 * KINDS * 2 * PER_KIND)

static const struct kind {
	const char *name;
	uint8_t proto;
	uint16_t port;
} kinds[KINDS] = {
	{ "udp/53", IPPROTO_UDP, 53 },
	{ "tcp/53", IPPROTO_TCP, 53 },
	{ "tcp/80", IPPROTO_TCP, 80 },
	{ "tcp/443", IPPROTO_TCP, 443 },
	{ "tcp/25", IPPROTO_TCP, 25 },
};

/* What came of the controls of one family and kind. */
struct tally {
	struct trial *trial[2][PER_KIND]; /* borrowed; [1]: should answer */
	unsigned n[2];
	unsigned by_result[TRIAL_UNSENT + 1]; /* of those that should */
	unsigned open;
	uint64_t rtt_ns; /* the best */
};

static const struct kind *
kind_of(const struct control *c)
{
	unsigned i;

	for (i = 0; i < KINDS; i++)
		if (kinds[i].proto == c->proto &&
		    kinds[i].port == c->endpoint.port)
			return &kinds[i];
	return NULL;
}

/* A DNS server shows that the path works by any answer at all. */
static bool
is_open(const struct trial *t)
{
	return t->result == TRIAL_ANSWERED &&
	    (t->proto == IPPROTO_UDP || t->state == ENDPOINT_OPEN);
}

/* Deals the controls out to tallies and makes their trials. */
static size_t
deal(struct doctor *d, struct tally tallies[2][KINDS], struct trial *trials)
{
	const struct control_list *list = &d->setup.controls;
	size_t i, n = 0;

	for (i = 0; i < list->n; i++) {
		const struct control *c = &list->item[i];
		const struct kind *kind = kind_of(c);
		unsigned fi =
		    family_index((enum family)c->endpoint.addr.family);
		struct tally *tally;

		if (kind == NULL || d->hops[fi].source.family == FAMILY_NONE)
			continue;
		tally = &tallies[fi][kind - kinds];
		if (tally->n[c->expect_answer] == PER_KIND)
			continue;
		trials[n] = (struct trial){
			.hop = &d->hops[fi],
			.to = c->endpoint,
			.proto = c->proto,
			.question = { .type = DNS_TYPE_SOA, .klass = 1 },
		};
		(void)dns_name_from_text(".", &trials[n].question.name);
		tally->trial[c->expect_answer][tally->n[c->expect_answer]++] =
		    &trials[n++];
	}
	return n;
}

static void
count(struct tally *t)
{
	unsigned i;

	for (i = 0; i < t->n[true]; i++) {
		const struct trial *trial = t->trial[true][i];

		t->by_result[trial->result]++;
		if (!is_open(trial))
			continue;
		if (t->open++ == 0 || trial->rtt_ns < t->rtt_ns)
			t->rtt_ns = trial->rtt_ns;
	}
}

/* Why the first of those that were rejected was. */
static const char *
rejection(const struct tally *t)
{
	const char *name = NULL;
	unsigned i;

	for (i = 0; i < t->n[true] && name == NULL; i++)
		if (t->trial[true][i]->result == TRIAL_UNREACHABLE)
			name = reason_name(t->trial[true][i]->reason);
	return name != NULL ? name : "no reason given";
}

/* Does an ordinary program get through where our frames do not? */
static bool
plain_works(const struct doctor *d, const struct trial *t)
{
	const int wait_ms = (int)(d->options->wait_ns / 1000000);
	struct plain_reply reply;

	if (t->proto == IPPROTO_TCP)
		return plain_connect(&t->to, wait_ms) == 0;
	return plain_ask(
		   &t->to, IPPROTO_UDP, &t->question, 0, wait_ms, &reply) == 0;
}

/* None that should answer does: says what happens to the packets. */
static void
say_dead(struct doctor *d, const struct tally *t, const char *what)
{
	static const char open_it[] =
	    "have this port opened outwards, or measure from elsewhere: what "
	    "needs it will be indeterminate";
	const struct trial *first = t->trial[true][0];

	if (t->by_result[TRIAL_ALTERED] > 0)
		doctor_say(d, DOCTOR_FAIL, what,
		    "measure from a host without such a device in its way",
		    "answers are altered on the way: an address translator "
		    "or proxy rewrites ports or sequence numbers");
	else if (plain_works(d, first))
		doctor_say(d, DOCTOR_FAIL, what,
		    "look for a filter or translator on the way that knows "
		    "only the kernel's connections",
		    "an ordinary connection works, but frames of our own are "
		    "not answered");
	else if (t->by_result[TRIAL_ANSWERED] > 0)
		doctor_say(d, DOCTOR_FAIL, what, open_it,
		    "all %u controls refuse: something on the way resets "
		    "connections",
		    t->n[true]);
	else if (t->by_result[TRIAL_UNREACHABLE] > 0)
		doctor_say(d, DOCTOR_FAIL, what, open_it,
		    "rejected on the way: %s", rejection(t));
	else if (t->by_result[TRIAL_UNSENT] == t->n[true])
		doctor_say(d, DOCTOR_FAIL, what, "see the lines above",
		    "no packet left");
	else
		doctor_say(d, DOCTOR_FAIL, what, open_it,
		    "none of %u controls answers: dropped on the way",
		    t->n[true]);
}

/*
 * Something that cannot be there answers; returns whether it was said.  Where
 * all is refused, that says more.
 */
static bool
say_ghost(struct doctor *d, const struct tally *t, const char *what)
{
	char buf[ADDRESS_TEXT_SIZE];
	unsigned i;

	for (i = 0; i < t->n[false]; i++) {
		const struct trial *trial = t->trial[false][i];

		if (trial->result != TRIAL_ANSWERED ||
		    (!is_open(trial) && t->open == 0))
			continue;
		doctor_say(d, DOCTOR_FAIL, what,
		    "measure from a host without a SYN proxy, captive portal "
		    "or DNS interception in its way",
		    "%s %s, where nobody lives: no %s can be believed",
		    address_format(&trial->to.addr, buf),
		    is_open(trial) ? "answers" : "refuses",
		    is_open(trial) ? "answer" : "refusal");
		return true;
	}
	return false;
}

static void
judge(struct doctor *d, unsigned fi, const struct kind *kind, struct tally *t)
{
	char what[DOCTOR_WHAT_SIZE];

	(void)doctor_what(what, fi, kind->name);
	count(t);
	d->tried[fi] |= t->n[true] > 0;
	d->heard[fi] |= t->by_result[TRIAL_ANSWERED] > 0;
	if (say_ghost(d, t, what))
		return;
	if (t->n[true] == 0)
		doctor_say(d, DOCTOR_WARN, what,
		    "give some with --controls: without them silence is "
		    "indeterminate",
		    "there is no control to try it with");
	else if (t->open == 0)
		say_dead(d, t, what);
	else if (t->open * 100 < t->n[true] * ENOUGH_PERCENT)
		doctor_say(d, DOCTOR_WARN, what,
		    "try again; if it stays, packets are lost on the way",
		    "only %u of %u controls answer", t->open, t->n[true]);
	else
		doctor_say(d, DOCTOR_OK, what, NULL,
		    "%u of %u controls answer, the fastest in %.2f ms", t->open,
		    t->n[true], (double)t->rtt_ns / 1e6);
}

void
doctor_controls(struct doctor *d)
{
	struct tally tallies[2][KINDS] = { { { .open = 0 } } };
	struct trial *trials = calloc(TOTAL, sizeof(*trials));
	struct error err;
	unsigned fi, i;
	size_t n;

	if (trials == NULL)
		return;
	n = deal(d, tallies, trials);
	if (n > 0)
		(void)trials_run(
		    &d->trials, trials, n, d->options->wait_ns, &err);
	for (fi = 0; fi < 2; fi++)
		for (i = 0; i < KINDS; i++)
			if (d->hops[fi].source.family != FAMILY_NONE)
				judge(d, fi, &kinds[i], &tallies[fi][i]);
	free(trials);
}

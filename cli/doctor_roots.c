/* SPDX-License-Identifier: Apache-2.0 */
/* For --iterative: do the root servers answer, with authority? */
#include <netinet/in.h>

#include "cli/doctor.h"

#define DNS_PORT       53
#define RCODE_BITS     15
#define ENOUGH_PERCENT 90

/* The trials of one family, a root server each. */
static size_t
make_trials(const struct doctor *d, unsigned fi,
    struct trial trials[static ROOT_SERVERS_MAX])
{
	const struct root_hints *hints = &d->hints;
	size_t i, n = 0;

	for (i = 0; i < hints->n; i++) {
		if (hints->server[i].addr[fi].family == FAMILY_NONE)
			continue;
		trials[n] = (struct trial){
			.hop = &d->hops[fi],
			.to = { hints->server[i].addr[fi], DNS_PORT },
			.proto = IPPROTO_UDP,
			.question = { .type = DNS_TYPE_NS, .klass = 1 },
		};
		(void)dns_name_from_text(".", &trials[n++].question.name);
	}
	return n;
}

static bool
is_root_server(const struct trial *t)
{
	return t->result == TRIAL_ANSWERED &&
	    (t->reply_flags & DNS_FLAG_AA) != 0 &&
	    (t->reply_flags & RCODE_BITS) == DNS_RCODE_NOERROR;
}

static void
judge(struct doctor *d, unsigned fi, const struct trial *trials, size_t n)
{
	char what[DOCTOR_WHAT_SIZE];
	size_t i, heard = 0, good = 0;

	(void)doctor_what(what, fi, "root servers");
	for (i = 0; i < n; i++) {
		heard += trials[i].result == TRIAL_ANSWERED;
		good += is_root_server(&trials[i]);
	}
	d->tried[fi] = true;
	d->heard[fi] |= heard > 0;
	d->resolvers += good > 0;
	if (heard == 0)
		doctor_say(d, DOCTOR_FAIL, what,
		    "have UDP port 53 opened outwards, or measure through a "
		    "resolver",
		    "none of %zu answers: no name can be resolved over this "
		    "family",
		    n);
	else if (good < heard)
		doctor_say(d, DOCTOR_FAIL, what,
		    "measure from a host whose DNS is not intercepted, or "
		    "look at --root-hints",
		    "%zu of %zu answer for the root without authority",
		    heard - good, n);
	else if (good * 100 < n * ENOUGH_PERCENT)
		doctor_say(d, DOCTOR_WARN, what,
		    "try again; if it stays, packets are lost on the way, or "
		    "--root-hints are out of date",
		    "only %zu of %zu answer", good, n);
	else
		doctor_say(
		    d, DOCTOR_OK, what, NULL, "%zu of %zu answer", good, n);
}

void
doctor_roots(struct doctor *d)
{
	struct trial trials[ROOT_SERVERS_MAX];
	struct error err;
	unsigned fi;
	size_t n;

	for (fi = 0; fi < 2; fi++) {
		if (d->hops[fi].source.family == FAMILY_NONE)
			continue;
		n = make_trials(d, fi, trials);
		(void)trials_run(
		    &d->trials, trials, n, d->options->wait_ns, &err);
		judge(d, fi, trials, n);
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The resolvers: do they answer, resolve, and tell the truth? */
#include <sys/random.h>
#include <netinet/in.h>

#include <stdlib.h>
#include <string.h>

#include "cli/doctor.h"
#include "prober/plain_socket.h"

#define RCODE_BITS 15
#define QUESTIONS  2 /* of each resolver */

/* One resolver: the root's name servers, and a name that cannot exist. */
struct resolver_check {
	const struct endpoint *server;
	bool local; /* on this host: through sockets */
	bool reachable;
	struct hop hop;
	struct trial *trial[QUESTIONS]; /* borrowed; remote ones */
	bool answered[QUESTIONS];
	uint16_t flags[QUESTIONS];
	uint64_t rtt_ns;
};

static void
make_questions(struct dns_question out[static QUESTIONS])
{
	char name[40];
	uint64_t draw = 0;

	out[0] = (struct dns_question){ .type = DNS_TYPE_NS, .klass = 1 };
	out[1] = (struct dns_question){ .type = DNS_TYPE_A, .klass = 1 };
	(void)dns_name_from_text(".", &out[0].name);
	(void)getrandom(&draw, sizeof(draw), 0);
	/* RFC 6761: there is nothing below it, and never will be. */
	(void)snprintf(name, sizeof(name), "r46-%016llx.invalid",
	    (unsigned long long)draw);
	(void)dns_name_from_text(name, &out[1].name);
}

/* Finds the way there and adds the trials; false if there is none. */
static bool
prepare(struct doctor *d, struct resolver_check *c,
    const struct dns_question *questions, struct trial *trials, size_t *n,
    struct error *err)
{
	unsigned i;

	c->local = route_is_local(&c->server->addr);
	if (c->local)
		return true;
	if (!d->ready) {
		(void)error_set(err, STATUS_UNFIT, "no packet can be sent");
		return false;
	}
	if (guard_permit_resolver(d->setup.guard, &c->server->addr, err) !=
		STATUS_OK ||
	    route_find(&d->setup.worker.route, &c->server->addr, &c->hop,
		err) != STATUS_OK ||
	    trials_link(&d->trials, &c->hop, err) != STATUS_OK)
		return false;
	for (i = 0; i < QUESTIONS; i++) {
		c->trial[i] = &trials[(*n)++];
		*c->trial[i] = (struct trial){
			.hop = &c->hop,
			.to = *c->server,
			.proto = IPPROTO_UDP,
			.question = questions[i],
			.dns_flags = DNS_FLAG_RD,
		};
	}
	return true;
}

/* Gathers what came, whichever way it was asked. */
static void
gather(struct doctor *d, struct resolver_check *c,
    const struct dns_question *questions)
{
	const unsigned fi = family_index((enum family)c->server->addr.family);
	const int wait_ms = (int)(d->options->wait_ns / 1000000);
	struct plain_reply reply = { .flags = 0 };
	unsigned i;

	for (i = 0; i < QUESTIONS; i++) {
		if (c->local) {
			c->answered[i] =
			    plain_ask(c->server, IPPROTO_UDP, &questions[i],
				DNS_FLAG_RD, wait_ms, &reply) == 0;
			c->flags[i] = reply.flags;
			c->rtt_ns = reply.rtt_ns;
			continue;
		}
		c->answered[i] = c->trial[i]->result == TRIAL_ANSWERED;
		c->flags[i] = c->trial[i]->reply_flags;
		c->rtt_ns = c->trial[i]->rtt_ns;
		d->heard[fi] |= c->answered[i];
	}
}

static void
say_silent(struct doctor *d, const struct resolver_check *c, const char *what)
{
	const int wait_ms = (int)(d->options->wait_ns / 1000000);
	struct dns_question questions[QUESTIONS];
	struct plain_reply reply;

	make_questions(questions);
	if (!c->local && c->trial[0]->result == TRIAL_ALTERED)
		doctor_say(d, DOCTOR_FAIL, what,
		    "measure from a host without such a device in its way",
		    "its answers are altered on the way: an address "
		    "translator or filter rewrites ports or names");
	else if (!c->local &&
	    plain_ask(c->server, IPPROTO_UDP, &questions[0], DNS_FLAG_RD,
		wait_ms, &reply) == 0)
		doctor_say(d, DOCTOR_FAIL, what,
		    "look for a filter or translator on the way that knows "
		    "only the kernel's connections",
		    "answers this host's sockets but not frames of our own");
	else if (!c->local && c->trial[0]->result == TRIAL_UNREACHABLE)
		doctor_say(d, DOCTOR_FAIL, what,
		    "name another resolver with --resolver",
		    "cannot be reached: %s", reason_name(c->trial[0]->reason));
	else
		doctor_say(d, DOCTOR_FAIL, what,
		    "name another resolver with --resolver, or look whether "
		    "UDP port 53 is filtered",
		    "does not answer over UDP");
}

/* It answers; does it resolve, truthfully?  Returns whether it does. */
static bool
judge(struct doctor *d, const struct resolver_check *c, const char *what)
{
	const unsigned rcode = c->flags[0] & RCODE_BITS;

	if ((c->flags[0] & DNS_FLAG_RA) == 0 || rcode != DNS_RCODE_NOERROR) {
		doctor_say(d, DOCTOR_FAIL, what,
		    "name a resolver that serves this host with --resolver",
		    "does not resolve for us: RCODE %u, recursion %s", rcode,
		    (c->flags[0] & DNS_FLAG_RA) != 0 ? "available"
						     : "not available");
		return false;
	}
	if (c->answered[1] && (c->flags[1] & RCODE_BITS) == DNS_RCODE_NOERROR) {
		doctor_say(d, DOCTOR_FAIL, what,
		    "log in to the captive portal, or name a resolver that "
		    "does not lie",
		    "answers for a name that cannot exist");
		return false;
	}
	if (!c->answered[1] || (c->flags[1] & RCODE_BITS) != DNS_RCODE_NXDOMAIN)
		doctor_say(d, DOCTOR_WARN, what,
		    "a resolver with its own root, such as unbound, is better",
		    "does not say of an impossible name that it does not "
		    "exist");
	else
		doctor_say(d, DOCTOR_OK, what, NULL,
		    "resolves, in %.2f ms over UDP", (double)c->rtt_ns / 1e6);
	return true;
}

static void
check_tcp(struct doctor *d, const struct resolver_check *c, const char *what,
    const struct dns_question *question)
{
	const int wait_ms = (int)(d->options->wait_ns / 1000000);
	struct plain_reply reply;
	int errnum = plain_ask(
	    c->server, IPPROTO_TCP, question, DNS_FLAG_RD, wait_ms, &reply);

	if (errnum == 0)
		doctor_say(d, DOCTOR_OK, what, NULL,
		    "answers over TCP too, in %.2f ms",
		    (double)reply.rtt_ns / 1e6);
	else
		doctor_say(d, DOCTOR_WARN, what,
		    "let TCP port 53 through: long answers need it",
		    "does not answer over TCP: %s", strerror(errnum));
}

static void
check_one(struct doctor *d, struct resolver_check *c,
    const struct dns_question *questions, const struct error *why)
{
	char what[DOCTOR_WHAT_SIZE], buf[ADDRESS_TEXT_SIZE];

	(void)snprintf(what, sizeof(what), "resolver %s",
	    address_format(&c->server->addr, buf));
	if (!c->reachable) {
		doctor_say(d, DOCTOR_FAIL, what,
		    "name one that can be reached with --resolver", "%s",
		    why->text);
		return;
	}
	gather(d, c, questions);
	if (!c->answered[0] && !c->answered[1]) {
		say_silent(d, c, what);
		return;
	}
	if (judge(d, c, what))
		d->resolvers++;
	check_tcp(d, c, what, &questions[0]);
}

void
doctor_resolvers(struct doctor *d)
{
	const unsigned n = d->setup.worker.n_resolvers;
	struct resolver_check checks[RESOLVERS_MAX] = { { .server = NULL } };
	struct error errors[RESOLVERS_MAX], err;
	struct dns_question questions[QUESTIONS];
	struct trial *trials = calloc(n * QUESTIONS, sizeof(*trials));
	size_t n_trials = 0;
	unsigned i;

	if (trials == NULL)
		return;
	make_questions(questions);
	for (i = 0; i < n; i++) {
		checks[i].server = &d->setup.resolvers[i];
		checks[i].reachable = prepare(
		    d, &checks[i], questions, trials, &n_trials, &errors[i]);
	}
	if (n_trials > 0)
		(void)trials_run(
		    &d->trials, trials, n_trials, d->options->wait_ns, &err);
	for (i = 0; i < n; i++)
		check_one(d, &checks[i], questions, &errors[i]);
	free(trials);
}

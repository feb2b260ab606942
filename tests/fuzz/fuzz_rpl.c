/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any text as a scenario: what is refused says why, and what is read can be
 * told as replies that are what the reader of messages expects.
 */
#undef NDEBUG /* the assertions are the test */
#include <assert.h>

#include "tests/scenario/rpl_match.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static struct sim_message message;

/* Only an entry in hex may be no message. */
static void
check_reply(const struct rpl_entry *e, const struct rpl_query *q)
{
	struct dns_msg msg;
	struct dns_rr rr;

	rpl_reply(e, q, &message);
	if (e->hex != NULL)
		return;
	if (dns_msg_open(&msg, message.octet, message.len) == DNS_MSG_OK)
		while (dns_msg_next(&msg, &rr))
			;
	assert(msg.error == DNS_MSG_OK || !e->has_question);
}

static void
check(const struct rpl *rpl)
{
	const struct rpl_range *r;
	const struct rpl_entry *e, *found;
	struct rpl_query q = { .id = 46 };

	for (r = rpl->ranges; r != NULL; r = r->next)
		for (e = r->entries; e != NULL; e = e->next) {
			q.server = r->addr[0];
			q.question = e->question;
			if (!e->has_question)
				q.question.name.len = 1;
			check_reply(e, &q);
			q.question.type = DNS_TYPE_SOA;
			found = rpl_find(rpl, r->first, &q);
			if (found != NULL)
				check_reply(found, &q);
		}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct error err = { "" };
	struct rpl rpl;

	if (rpl_read(&rpl, data, len, &err) == STATUS_OK)
		check(&rpl);
	else
		assert(err.text[0] != '\0');
	rpl_free(&rpl);
	return 0;
}

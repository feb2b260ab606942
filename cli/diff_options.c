/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/diff_options.h"

#include <string.h>

#define AT(member) offsetof(struct diff_options, member)

/* clang-format off */
static const struct option_def defs[] = {
	{ .name = "json", .type = OPTION_FLAG, .role = OPTION_LOCAL,
	  .offset = AT(json),
	  .group = "Output",
	  .help = "JSON instead of text" },
	{ .name = "html", .metavar = "FILE",
	  .type = OPTION_STRING, .role = OPTION_LOCAL, .offset = AT(html),
	  .help = "write a page for people there too: what changed, with the "
	    "evidence of before and after" },

	{ .name = "internet-nl", .metavar = "FILE",
	  .type = OPTION_STRING, .role = OPTION_LOCAL,
	  .offset = AT(internet_nl),
	  .group = "Comparing",
	  .help = "compare one RUN, by internet.nl's rules, with the batch "
	    "results of internet.nl in this file" },
	{ .name = "policy", .metavar = "v4v6|v6",
	  .type = OPTION_CHOICE, .role = OPTION_LOCAL,
	  .offset = AT(policy_word), .initial = "v4v6",
	  .help = "what the agreement asks for: both families, or \"IPv6 "
	    "must, IPv4 may\"" },

	{ .name = "help", .letter = 'h', .type = OPTION_FLAG,
	  .role = OPTION_ASKS, .offset = AT(help),
	  .group = "Help",
	  .help = "show this text" },
};

const struct option_table diff_option_table = {
	.command = "diff",
	.operand = "OLD NEW | --internet-nl FILE RUN",
	.summary = "Shows what got better and what got worse between the run "
	    "files OLD and NEW. What either could not tell is no change. The "
	    "exit status is 1 if a service of a domain got worse, and 2 if the "
	    "runs could not be compared.",
	.examples =
	    "  reach46 diff monday.jsonl tuesday.jsonl\n"
	    "      what changed\n"
	    "  reach46 diff spring.jsonl autumn.jsonl --html changes.html\n"
	    "      the same, and a page to be opened in a browser\n"
	    "  reach46 diff --internet-nl results.json monday.jsonl\n"
	    "      where internet.nl comes to another result\n",
	.defs = defs,
	.n_defs = sizeof(defs) / sizeof(defs[0]),
	.max_operands = 2,
	.operand_offset = AT(runs),
};
/* clang-format on */

/* What does not go together. */
static enum status
check(const struct diff_options *o, struct error *err)
{
	if (o->internet_nl != NULL &&
	    (o->runs[0] == NULL || o->runs[1] != NULL))
		return error_set(err, STATUS_USAGE,
		    "--internet-nl compares its FILE with one RUN");
	if (o->internet_nl != NULL && o->html != NULL)
		return error_set(err, STATUS_USAGE,
		    "--internet-nl has no page; --html compares two runs");
	if (o->internet_nl == NULL && o->runs[1] == NULL)
		return error_set(err, STATUS_USAGE,
		    "give two run files, the OLD one and the NEW one");
	if (o->html != NULL && strcmp(o->runs[0], "-") == 0)
		return error_set(err, STATUS_USAGE,
		    "--html reads OLD twice; - can be read once");
	return STATUS_OK;
}

enum status
diff_options_parse(
    int argc, char *const *argv, struct diff_options *o, struct error *err)
{
	enum status status;

	*o = (struct diff_options){ .help = false };
	status = options_parse(&diff_option_table, argc, argv, o, err);
	if (status != STATUS_OK || o->help)
		return status;
	o->judge.policy =
	    strcmp(o->policy_word, "v6") == 0 ? POLICY_V6 : POLICY_BOTH;
	return check(o, err);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/merge_options.h"

#include <string.h>

#define AT(member) offsetof(struct merge_options, member)

/* clang-format off */
static const struct option_def defs[] = {
	{ .name = "output-file", .letter = 'o', .metavar = "FILE",
	  .type = OPTION_STRING, .role = OPTION_LOCAL,
	  .offset = AT(output_file), .initial = "-",
	  .group = "Output",
	  .help = "where the merged run goes; - is standard output" },

	{ .name = "policy", .metavar = "v4v6|v6",
	  .type = OPTION_CHOICE, .role = OPTION_LOCAL,
	  .offset = AT(policy_word), .initial = "v4v6",
	  .group = "Judging",
	  .help = "what the agreement asks for: both families, or \"IPv6 "
	    "must, IPv4 may\"" },

	{ .name = "help", .letter = 'h', .type = OPTION_FLAG,
	  .role = OPTION_ASKS, .offset = AT(help),
	  .group = "Help",
	  .help = "show this text" },
};

const struct option_table merge_option_table = {
	.command = "merge",
	.operand = "RUN RUN...",
	.summary = "Puts the runs of several vantage points together as one "
	    "run file, which says of each endpoint and service from where it "
	    "can be reached. What one vantage point could not test counts for "
	    "nothing; where those that could do not agree, the class is "
	    "vantage_dependent.",
	.examples =
	    "  reach46 merge amsterdam.jsonl tokyo.jsonl -o both.jsonl\n"
	    "  reach46 report both.jsonl\n"
	    "      the tables of both\n",
	.defs = defs,
	.n_defs = sizeof(defs) / sizeof(defs[0]),
	.max_operands = RECORD_VANTAGES_MAX,
	.operand_offset = AT(runs),
};
/* clang-format on */

enum status
merge_options_parse(
    int argc, char *const *argv, struct merge_options *o, struct error *err)
{
	enum status status;

	*o = (struct merge_options){ .n_runs = 0 };
	status = options_parse(&merge_option_table, argc, argv, o, err);
	if (status != STATUS_OK || o->help)
		return status;
	while (o->n_runs < RECORD_VANTAGES_MAX && o->runs[o->n_runs] != NULL)
		o->n_runs++;
	o->judge.policy =
	    strcmp(o->policy_word, "v6") == 0 ? POLICY_V6 : POLICY_BOTH;
	if (o->n_runs < 2)
		return error_set(err, STATUS_USAGE,
		    "give two run files at least, one per vantage point");
	return STATUS_OK;
}

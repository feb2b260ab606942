/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/report_options.h"

#define AT(member) offsetof(struct report_options, member)

/* clang-format off */
static const struct option_def defs[] = {
	{ .name = "csv", .metavar = "FILE",
	  .type = OPTION_STRING, .role = OPTION_LOCAL, .offset = AT(csv_file),
	  .group = "Output",
	  .help = "write a row per domain there; - is standard output, "
	    "instead of the table" },

	{ .name = "help", .letter = 'h', .type = OPTION_FLAG,
	  .role = OPTION_ASKS, .offset = AT(help),
	  .group = "Help",
	  .help = "show this text" },
};

const struct option_table report_option_table = {
	.command = "report",
	.operand = "RUN",
	.summary = "Shows the run file RUN that `reach46 scan` wrote as a "
	    "table: per group, how many domains can be reached over both "
	    "families. It judges the evidence in the file anew and sends "
	    "nothing.",
	.examples =
	    "  reach46 report today.jsonl\n"
	    "      the table\n"
	    "  reach46 report today.jsonl --csv today.csv\n"
	    "      the table, and a file for a spreadsheet\n",
	.defs = defs,
	.n_defs = sizeof(defs) / sizeof(defs[0]),
	.max_operands = 1,
	.operand_offset = AT(run_file),
};
/* clang-format on */

enum status
report_options_parse(
    int argc, char *const *argv, struct report_options *o, struct error *err)
{
	enum status status;

	*o = (struct report_options){ 0 };
	status = options_parse(&report_option_table, argc, argv, o, err);
	if (status == STATUS_OK && !o->help && o->run_file == NULL)
		return error_set(err, STATUS_USAGE,
		    "there is no RUN; give the file that reach46 scan wrote");
	return status;
}

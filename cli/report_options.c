/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/report_options.h"

#include <string.h>

#define AT(member) offsetof(struct report_options, member)

/* clang-format off */
static const struct option_def defs[] = {
	{ .name = "json", .type = OPTION_FLAG, .role = OPTION_LOCAL,
	  .offset = AT(json),
	  .group = "Output",
	  .help = "the sums as JSON, instead of tables" },
	{ .name = "lang", .metavar = "en|nl",
	  .type = OPTION_CHOICE, .role = OPTION_LOCAL, .offset = AT(lang_word),
	  .initial = "en",
	  .help = "language of the tables" },
	{ .name = "csv", .metavar = "FILE",
	  .type = OPTION_STRING, .role = OPTION_LOCAL, .offset = AT(csv),
	  .help = "write a row per domain there; - is standard output, "
	    "instead of the tables" },
	{ .name = "csv-endpoints", .metavar = "FILE",
	  .type = OPTION_STRING, .role = OPTION_LOCAL,
	  .offset = AT(csv_endpoints),
	  .help = "the same with a row per address and port" },
	{ .name = "internet-nl", .metavar = "FILE",
	  .type = OPTION_STRING, .role = OPTION_LOCAL,
	  .offset = AT(internet_nl),
	  .help = "write the IPv6 tests there in the shape of internet.nl's "
	    "batch results" },
	{ .name = "html", .metavar = "FILE",
	  .type = OPTION_STRING, .role = OPTION_LOCAL, .offset = AT(html),
	  .help = "write a page for people there: one file, to be opened in "
	    "a browser and sent to anybody" },
	{ .name = "sqlite", .metavar = "FILE",
	  .type = OPTION_STRING, .role = OPTION_LOCAL, .offset = AT(sqlite),
	  .help = "put the runs into this database, beside those that are in "
	    "it" },

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

const struct option_table report_option_table = {
	.command = "report",
	.operand = "RUN...",
	.summary = "Shows the run file RUN that `reach46 scan` wrote as "
	    "tables: per group, how many domains can be reached over both "
	    "families, and what stands in the way. Several runs make a trend; "
	    "the tables are then those of the latest. It judges the evidence "
	    "in the file anew and sends nothing.",
	.examples =
	    "  reach46 report runs/*.jsonl.zst --html report.html\n"
	    "      a page with the trend, and the latest run in full\n"
	    "  reach46 report today.jsonl --csv today.csv\n"
	    "      the tables, and a file for a spreadsheet\n"
	    "  reach46 report runs/*.jsonl.zst --sqlite runs.db\n"
	    "      the trend, and all of it to be queried\n",
	.defs = defs,
	.n_defs = sizeof(defs) / sizeof(defs[0]),
	.max_operands = REPORT_RUNS_MAX,
	.operand_offset = AT(runs),
};
/* clang-format on */

static bool
is_dash(const char *file)
{
	return file != NULL && strcmp(file, "-") == 0;
}

/* Do two outputs go to one file? */
static bool
share_file(const struct report_options *o)
{
	const char *files[] = { o->csv, o->csv_endpoints, o->internet_nl,
		o->html, o->sqlite };
	size_t n = sizeof(files) / sizeof(files[0]), i, j;

	for (i = 0; i < n; i++)
		for (j = i + 1; j < n; j++)
			if (files[i] != NULL && files[j] != NULL &&
			    !is_dash(files[i]) &&
			    strcmp(files[i], files[j]) == 0)
				return true;
	return false;
}

/* What does not go together. */
static enum status
check(const struct report_options *o, struct error *err)
{
	if (o->n_runs == 0)
		return error_set(err, STATUS_USAGE,
		    "there is no RUN; give the file that reach46 scan wrote");
	if (o->n_runs > 1 &&
	    (o->csv != NULL || o->csv_endpoints != NULL ||
		o->internet_nl != NULL))
		return error_set(err, STATUS_USAGE,
		    "--csv, --csv-endpoints and --internet-nl take one RUN; "
		    "--sqlite takes several");
	if (is_dash(o->csv) + is_dash(o->csv_endpoints) +
		is_dash(o->internet_nl) + o->json >
	    1)
		return error_set(err, STATUS_USAGE,
		    "only one thing can go to standard output");
	if (share_file(o))
		return error_set(
		    err, STATUS_USAGE, "only one thing can go to one file");
	return STATUS_OK;
}

enum status
report_options_parse(
    int argc, char *const *argv, struct report_options *o, struct error *err)
{
	enum status status;

	*o = (struct report_options){ .n_runs = 0 };
	status = options_parse(&report_option_table, argc, argv, o, err);
	if (status != STATUS_OK || o->help)
		return status;
	while (o->n_runs < REPORT_RUNS_MAX && o->runs[o->n_runs] != NULL)
		o->n_runs++;
	o->lang = strcmp(o->lang_word, "nl") == 0 ? REPORT_NL : REPORT_EN;
	o->judge.policy =
	    strcmp(o->policy_word, "v6") == 0 ? POLICY_V6 : POLICY_BOTH;
	return check(o, err);
}

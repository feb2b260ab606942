/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/probe_options.h"

#include <assert.h>
#include <string.h>

#include "cli/probe_fields.h"

#define AT(member) offsetof(struct probe_options, member)
#define ROWS_MAX   40

/* An option without help is the scan's of that name; a group given here is
 * the heading above it here, and a default the default. */

/* clang-format off */
static const struct option_def syn_rows[] = {
	{ .name = "input-file", .letter = 'f', .metavar = "FILE",
	  .type = OPTION_STRING, .offset = AT(scan.input_file),
	  .group = "Input and output",
	  .help = "the list of targets, as FILE above: an address or a prefix "
	    "per line, of either family; # starts a comment; - is standard "
	    "input, also without FILE" },
	{ .name = "output-format", .letter = 'O', .metavar = "json|csv",
	  .type = OPTION_CHOICE, .offset = AT(output_format),
	  .initial = "json",
	  .help = "JSON Lines, or CSV with a header" },
	{ .name = "output-fields", .metavar = "NAMES",
	  .type = OPTION_STRING, .offset = AT(output_fields),
	  .initial = PROBE_FIELDS_DEFAULT,
	  .help = "fields to write, with commas between, or * for all" },
	{ .name = "list-output-fields", .type = OPTION_FLAG,
	  .role = OPTION_ASKS, .offset = AT(list_output_fields),
	  .help = "show the names of all fields" },
	{ .name = "only", .metavar = "all|answered|success",
	  .type = OPTION_CHOICE, .offset = AT(only), .initial = "all",
	  .help = "the endpoints to write: all, those from which anything "
	    "came, or those that sent a SYN-ACK" },
	{ .name = "dryrun" },
	{ .name = "status-updates-file" },
	{ .name = "log-file" },
	{ .name = "quiet" },
	{ .name = "verbose" },

	{ .name = "target-ports", .letter = 'p', .metavar = "PORTS",
	  .type = OPTION_STRING, .offset = AT(target_ports),
	  .group = "What is probed",
	  .help = "TCP ports of each address, like 80,443,8000-8010" },
	{ .name = "shards", .metavar = "N",
	  .type = OPTION_COUNT, .offset = AT(shards),
	  .initial = "1", .min = 1, .max = 65536,
	  .help = "cut the targets into N equal parts; any seed will do" },
	{ .name = "shard", .metavar = "K",
	  .type = OPTION_COUNT, .offset = AT(shard),
	  .initial = "0", .min = 0, .max = 65535,
	  .help = "and probe this one of them, from 0 to N-1" },
	{ .name = "seed" },
	{ .name = "blocklist-file" },
	{ .name = "permit-prefix" },

	{ .name = "rate", .group = "Pace" },
	{ .name = "probes" },
	{ .name = "cooldown-time" },
	{ .name = "prefix-rate" },
	{ .name = "window", .metavar = "N",
	  .type = OPTION_COUNT, .offset = AT(scan.window),
	  .min = 1, .max = 100000000,
	  .help = "endpoints in work at once, a quarter of a kilobyte each "
	    "[what the rate needs]" },

	{ .name = "ipv4-only", .group = "Network" },
	{ .name = "ipv6-only" },
	{ .name = "interface" },
	{ .name = "source-ip" },
	{ .name = "gateway-mac" },
	{ .name = "gateway-mac6" },
	{ .name = "tx" },
	{ .name = "workers", .initial = "auto" },
	{ .name = "rst" },

	{ .name = "notes", .metavar = "TEXT",
	  .type = OPTION_STRING, .offset = AT(scan.notes),
	  .group = "The run",
	  .help = "any text to show with the account at the end" },
	{ .name = "help", .group = "Help" },
	{ .name = "version" },
};

static const struct option_def dns_rows[] = {
	{ .name = "input-file", .letter = 'f', .metavar = "FILE",
	  .type = OPTION_STRING, .offset = AT(scan.input_file),
	  .group = "Input and output",
	  .help = "the list of names, as FILE above: one per line, in ASCII "
	    "or Unicode, or URLs; # starts a comment; - is standard input, "
	    "also without FILE" },
	{ .name = "dryrun" },
	{ .name = "status-updates-file" },
	{ .name = "log-file" },
	{ .name = "quiet" },
	{ .name = "verbose" },

	{ .name = "type", .letter = 't', .metavar = "TYPES",
	  .type = OPTION_STRING, .offset = AT(types), .initial = "A",
	  .group = "What is asked",
	  .help = "record types to ask for, like A,AAAA,MX; any by its "
	    "number, like TYPE65" },
	{ .name = "resolver" },
	{ .name = "iterative",
	  .type = OPTION_FLAG, .offset = AT(scan.iterative),
	  .help = "ask no resolver, but walk from the root to each name" },
	{ .name = "root-hints" },
	{ .name = "seed" },
	{ .name = "blocklist-file" },
	{ .name = "permit-prefix" },

	{ .name = "rate", .group = "Pace" },
	{ .name = "probes" },
	{ .name = "cooldown-time" },
	{ .name = "address-rate" },
	{ .name = "prefix-rate" },
	{ .name = "server-rate" },
	{ .name = "window", .metavar = "N",
	  .type = OPTION_COUNT, .offset = AT(scan.window),
	  .min = 1, .max = 1000000,
	  .help = "questions in work at once [twice --resolver-window, at "
	    "least 10,000]" },
	{ .name = "resolver-window" },

	{ .name = "ipv4-only", .group = "Network" },
	{ .name = "ipv6-only" },
	{ .name = "interface" },
	{ .name = "source-ip" },
	{ .name = "gateway-mac" },
	{ .name = "gateway-mac6" },
	{ .name = "tx" },
	{ .name = "workers", .initial = "auto" },

	{ .name = "notes", .metavar = "TEXT",
	  .type = OPTION_STRING, .offset = AT(scan.notes),
	  .group = "The run",
	  .help = "any text to show with the account at the end" },
	{ .name = "help", .group = "Help" },
	{ .name = "version" },
};

static struct option_def syn_defs[ROWS_MAX], dns_defs[ROWS_MAX];

static struct option_table tables[PROBE_KINDS] = {
	[PROBE_TCP_SYN] = {
		.command = "probe tcp-syn",
		.operand = "[FILE]",
		.summary = "Sends a TCP SYN to each port of each address in "
		    "FILE and writes a line about each endpoint to standard "
		    "output, in an order that looks random, as soon as it is "
		    "known. The raw engine, for researchers: no controls "
		    "vouch for what is silent. Needs root or CAP_NET_RAW.",
		.examples =
		    "  reach46 probe tcp-syn -p 80,443 list.txt > seen.jsonl\n"
		    "      two ports of every address\n"
		    "  zcat list.gz | reach46 probe tcp-syn -p 25 -O csv\n"
		    "      from a pipe, as a table\n"
		    "  reach46 probe tcp-syn -p 443 --shards 4 --shard 0\n"
		    "      the first of four machines that share the work\n",
		.defs = syn_defs,
		.max_operands = 1,
		.operand_offset = AT(scan.operand),
	},
	[PROBE_DNS] = {
		.command = "probe dns",
		.operand = "[FILE]",
		.summary = "Asks for records of each name in FILE and writes a "
		    "line of JSON about each name to standard output, as soon "
		    "as all its questions are answered. The raw engine, for "
		    "researchers: no controls vouch for what is not answered. "
		    "Needs root or CAP_NET_RAW.",
		.examples =
		    "  reach46 probe dns -t A,AAAA -R 2001:db8::53 names.txt\n"
		    "      asking your own resolver\n"
		    "  reach46 probe dns -t MX --iterative names.txt\n"
		    "      asking the name servers themselves\n",
		.defs = dns_defs,
		.max_operands = 1,
		.operand_offset = AT(scan.operand),
	},
};
/* clang-format on */

static const struct option_def *
find_in_scan(const char *name)
{
	const struct option_table *t = &scan_option_table;
	size_t i;

	for (i = 0; i < t->n_defs; i++)
		if (strcmp(t->defs[i].name, name) == 0)
			return &t->defs[i];
	return NULL;
}

static size_t
fill(struct option_def *defs, const struct option_def *rows, size_t n)
{
	const struct option_def *of_scan;
	size_t i;

	assert(n <= ROWS_MAX);
	for (i = 0; i < n; i++) {
		defs[i] = rows[i];
		if (rows[i].help != NULL)
			continue;
		of_scan = find_in_scan(rows[i].name);
		assert(of_scan != NULL);
		defs[i] = *of_scan;
		defs[i].group = rows[i].group;
		if (rows[i].initial != NULL)
			defs[i].initial = rows[i].initial;
		defs[i].offset += AT(scan);
	}
	return n;
}

const struct option_table *
probe_option_table(enum probe_kind kind)
{
	struct option_table *t = &tables[kind];

	if (t->n_defs == 0 && kind == PROBE_TCP_SYN)
		t->n_defs = fill(
		    syn_defs, syn_rows, sizeof(syn_rows) / sizeof(syn_rows[0]));
	else if (t->n_defs == 0)
		t->n_defs = fill(
		    dns_defs, dns_rows, sizeof(dns_rows) / sizeof(dns_rows[0]));
	return t;
}

static enum status
check_syn(struct probe_options *o, struct error *err)
{
	if (o->target_ports == NULL)
		return error_set(err, STATUS_USAGE,
		    "which ports? --target-ports=80,443 for example");
	if (o->shard >= o->shards)
		return error_set(err, STATUS_USAGE,
		    "--shard counts from 0, so of %u shards the last is %u",
		    o->shards, o->shards - 1);
	return STATUS_OK;
}

enum status
probe_options_parse(enum probe_kind kind, int argc, char *const *argv,
    struct probe_options *o, struct error *err)
{
	enum status status;

	*o = (struct probe_options){ 0 };
	status = options_parse(probe_option_table(kind), argc, argv, o, err);
	if (status != STATUS_OK || o->scan.help || o->scan.version ||
	    o->list_output_fields)
		return status;
	o->scan.controls = "none";
	o->scan.sweeps = kind == PROBE_TCP_SYN;
	if (kind == PROBE_TCP_SYN)
		status = check_syn(o, err);
	return status == STATUS_OK ? scan_options_check(&o->scan, err) : status;
}

void
probe_options_free(enum probe_kind kind, struct probe_options *o)
{
	options_free(probe_option_table(kind), o);
}

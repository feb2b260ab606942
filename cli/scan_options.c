/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scan_options.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "prober/crew.h"

#define AT(member) offsetof(struct scan_options, member)

/* Questions to one resolver: what leaves in 0.1 s, for those that know the
 * answer need less. */
#define RESOLVER_WINDOW_MIN 1000
#define RESOLVER_WINDOW_MAX 50000
/* Domains: each costs some twenty packets in some five seconds. */
#define WINDOW_MIN 2500
#define WINDOW_MAX 16000

/* clang-format off */
static const struct option_def defs[] = {
	{ .name = "input-file", .letter = 'f', .metavar = "FILE",
	  .type = OPTION_STRING, .role = OPTION_LOCAL, .offset = AT(input_file),
	  .group = "Input and output",
	  .help = "the list of domains, as FILE above: a name per line, or CSV "
	    "with a header that has a column domain (or url or name) and "
	    "perhaps group, organisation and use (web, mail or mail+web); - "
	    "is standard input, also without FILE" },
	{ .name = "output-file", .letter = 'o', .metavar = "FILE",
	  .type = OPTION_STRING, .role = OPTION_LOCAL,
	  .offset = AT(output_file),
	  .help = "the run file to write: JSON Lines, one record per domain "
	    "[reach46-<UTC time>.jsonl]" },
	{ .name = "resume", .type = OPTION_FLAG,
	  .role = OPTION_LOCAL, .offset = AT(resume),
	  .help = "go on with the run file where it ends, whatever ended it; "
	    "start it if there is none" },
	{ .name = "dryrun", .letter = 'd', .type = OPTION_FLAG,
	  .role = OPTION_LOCAL, .offset = AT(dryrun),
	  .help = "send nothing; show what would be asked and of whom" },
	{ .name = "status-updates-file", .letter = 'u', .metavar = "FILE",
	  .type = OPTION_STRING, .role = OPTION_LOCAL,
	  .offset = AT(status_updates_file),
	  .help = "write a line of CSV with all counters every second" },
	{ .name = "log-file", .letter = 'l', .metavar = "FILE",
	  .type = OPTION_STRING, .role = OPTION_LOCAL, .offset = AT(log_file),
	  .help = "write messages there and not to standard error" },
	{ .name = "quiet", .letter = 'q', .type = OPTION_FLAG,
	  .role = OPTION_LOCAL, .offset = AT(quiet),
	  .help = "no status line, no summary" },
	{ .name = "verbose", .letter = 'v', .type = OPTION_FLAG,
	  .role = OPTION_LOCAL, .offset = AT(verbose),
	  .help = "say more: routes, resolvers, counters of refused packets" },

	{ .name = "rate", .letter = 'r', .metavar = "PPS",
	  .type = OPTION_COUNT, .role = OPTION_LOCAL, .offset = AT(rate_fps),
	  .initial = "10000", .min = 1, .max = 100000000,
	  .group = "Pace",
	  .help = "packets per second in all; 50k and 1M are understood" },
	{ .name = "probes", .letter = 'P', .metavar = "N",
	  .type = OPTION_COUNT, .offset = AT(probes),
	  .initial = "3", .min = 1, .max = 10,
	  .help = "attempts per endpoint and per question, 1 to 10" },
	{ .name = "cooldown-time", .letter = 'c', .metavar = "SECONDS",
	  .type = OPTION_SECONDS, .offset = AT(cooldown_ns),
	  .initial = "8", .min = 0, .max = 3600,
	  .help = "how long after the last attempt answers still count" },
	{ .name = "address-rate", .metavar = "PPS",
	  .type = OPTION_COUNT, .role = OPTION_LOCAL,
	  .offset = AT(address_rate),
	  .initial = "20", .min = 0, .max = 1000000,
	  .help = "DNS packets per second to one address; 0: no cap (a TCP "
	    "port never gets more than one SYN per second)" },
	{ .name = "prefix-rate", .metavar = "PPS",
	  .type = OPTION_COUNT, .role = OPTION_LOCAL,
	  .offset = AT(prefix_rate),
	  .initial = "50", .min = 0, .max = 1000000,
	  .help = "packets per second to one /24 or /48; 0: no cap" },
	{ .name = "server-rate", .metavar = "QPS",
	  .type = OPTION_COUNT, .role = OPTION_LOCAL,
	  .offset = AT(server_rate),
	  .initial = "20", .min = 0, .max = 1000000,
	  .help = "queries per second to one name server, over all the "
	    "domains it serves; 0: no cap" },
	{ .name = "window", .metavar = "N",
	  .type = OPTION_COUNT, .role = OPTION_LOCAL, .offset = AT(window),
	  .min = 1, .max = 1000000,
	  .help = "domains in work at once [a quarter of --rate, 2,500 to "
	    "16,000]" },
	{ .name = "resolver-window", .metavar = "N",
	  .type = OPTION_COUNT, .role = OPTION_LOCAL,
	  .offset = AT(resolver_window),
	  .min = 1, .max = 1000000,
	  .help = "unanswered questions at once, per resolver [what leaves "
	    "in 0.1 s, 1,000 to 50,000]" },

	{ .name = "iterative", .type = OPTION_FLAG, .offset = AT(iterative),
	  .group = "Resolving",
	  .help = "ask no resolver: walk from the root to each name, over "
	    "IPv6 and over IPv4 apart, and tell where and why the way over "
	    "one of them breaks" },
	{ .name = "resolver", .letter = 'R', .metavar = "ADDRESS",
	  .type = OPTION_SERVERS, .offset = AT(resolver),
	  .help = "recursive resolver to ask, over IPv6 or IPv4: ADDR, "
	    "ADDR#PORT or [ADDR]:PORT; may be repeated [those in "
	    "/etc/resolv.conf]" },
	{ .name = "root-hints", .metavar = "FILE",
	  .type = OPTION_STRING, .role = OPTION_LOCAL, .offset = AT(root_hints),
	  .help = "where --iterative starts: the root's name servers and "
	    "their addresses, as in IANA's named.root [those known 2025-10]" },

	{ .name = "ipv4-only", .letter = '4', .type = OPTION_FLAG,
	  .offset = AT(ipv4_only),
	  .group = "Network",
	  .help = "measure over IPv4 alone" },
	{ .name = "ipv6-only", .letter = '6', .type = OPTION_FLAG,
	  .offset = AT(ipv6_only),
	  .help = "measure over IPv6 alone" },
	{ .name = "interface", .letter = 'i', .metavar = "NAME",
	  .type = OPTION_STRING, .offset = AT(interface),
	  .help = "network interface to send from [that of the route]" },
	{ .name = "source-ip", .letter = 'S', .metavar = "ADDRESS",
	  .type = OPTION_ADDRESSES, .offset = AT(source_ip),
	  .help = "source address; may be given once for IPv4 and once for "
	    "IPv6 [the kernel's choice]" },
	{ .name = "gateway-mac", .letter = 'G', .metavar = "MAC",
	  .type = OPTION_MAC, .role = OPTION_LOCAL,
	  .offset = AT(gateway_mac),
	  .help = "link-layer address of the gateway [found]" },
	{ .name = "gateway-mac6", .metavar = "MAC",
	  .type = OPTION_MAC, .role = OPTION_LOCAL,
	  .offset = AT(gateway_mac6),
	  .help = "the same for IPv6, if it is another [found]" },
	{ .name = "tx", .metavar = "auto|xdp|mmsg|libnet|null",
	  .type = OPTION_CHOICE, .role = OPTION_LOCAL, .offset = AT(tx),
	  .initial = "mmsg",
	  .help = "how packets are sent: in batches through AF_XDP (faster, "
	    "but only over links with Ethernet headers and past nftables) or "
	    "a packet socket, one by one through libnet, or not at all; auto "
	    "is the first of xdp, mmsg and libnet that works" },
	{ .name = "rst", .metavar = "kernel|own|auto",
	  .type = OPTION_CHOICE, .role = OPTION_LOCAL, .offset = AT(rst),
	  .initial = "kernel",
	  .help = "who closes the connections that SYN-ACKs leave half open: "
	    "the kernel, or we in our batches, which costs less at high rates "
	    "and needs CAP_NET_ADMIN; auto is own above 100,000 packets/s "
	    "where it works" },

	{ .name = "workers", .letter = 'T', .metavar = "N|auto",
	  .type = OPTION_STRING, .role = OPTION_LOCAL, .offset = AT(workers),
	  .initial = "1",
	  .help = "threads that share the work, each with its part of the "
	    "rate, the caps and the source ports; auto is one, and from "
	    "100,000 packets per second on one per core, up to 8, as far as "
	    "caps, controls and, with --tx=xdp, queues can be shared" },

	{ .name = "blocklist-file", .letter = 'b', .metavar = "FILE",
	  .type = OPTION_STRING, .role = OPTION_LOCAL,
	  .offset = AT(blocklist_file),
	  .group = "What may be probed",
	  .help = "prefixes that are never probed, one per line" },
	{ .name = "permit-prefix", .metavar = "PREFIX",
	  .type = OPTION_PREFIXES, .offset = AT(permit_prefix),
	  .help = "probe this special-purpose prefix too: for laboratories; "
	    "may be repeated" },

	{ .name = "policy", .metavar = "v4v6|v6",
	  .type = OPTION_CHOICE, .offset = AT(policy), .initial = "v4v6",
	  .group = "The run",
	  .help = "what the agreement asks for: both families, or IPv6 with "
	    "IPv4 optional" },
	{ .name = "controls", .metavar = "FILE|none",
	  .type = OPTION_STRING, .role = OPTION_LOCAL, .offset = AT(controls),
	  .help = "known-good endpoints that are asked all through the run "
	    "and prove that this vantage point can hear; none turns that off "
	    "and marks the run unchecked_vantage [a shipped list of root "
	    "servers and large operators]" },
	{ .name = "vantage", .metavar = "NAME",
	  .type = OPTION_STRING, .offset = AT(vantage), .initial = "unnamed",
	  .help = "name of this vantage point, for the run file" },
	{ .name = "notes", .metavar = "TEXT",
	  .type = OPTION_STRING, .role = OPTION_LOCAL, .offset = AT(notes),
	  .help = "any text to keep in the run file" },
	{ .name = "seed", .letter = 'e', .metavar = "N",
	  .type = OPTION_SEED, .offset = AT(seed),
	  .help = "makes the choices of the run repeatable [drawn]" },

	{ .name = "help", .letter = 'h', .type = OPTION_FLAG,
	  .role = OPTION_ASKS, .offset = AT(help),
	  .group = "Help",
	  .help = "show this text" },
	{ .name = "version", .letter = 'V', .type = OPTION_FLAG,
	  .role = OPTION_ASKS, .offset = AT(version),
	  .help = "show the version" },
};

const struct option_table scan_option_table = {
	.command = "scan",
	.operand = "[FILE]",
	.summary = "Tests whether the website, the mail servers and the name "
	    "servers of each domain in FILE can be reached over IPv6 as well "
	    "as over IPv4, and writes a verdict with all its evidence per "
	    "domain to a run file; `reach46 report` then shows it as a table. "
	    "It sends packets of its own and so needs root or CAP_NET_RAW.",
	.examples =
	    "  reach46 scan domains.csv\n"
	    "      every domain of the list, at 10,000 packets per second\n"
	    "  reach46 scan -r 500 -o today.jsonl domains.txt\n"
	    "      gently, into a file of your choice\n"
	    "  echo example.nl | reach46 scan -R 2001:db8::53 -\n"
	    "      one domain, asking your own resolver\n"
	    "  reach46 scan --iterative domains.csv\n"
	    "      asking none: also tells which names IPv6 alone resolves\n"
	    "  reach46 scan --resume -o today.jsonl domains.txt\n"
	    "      goes on where that was stopped, killed or out of disk\n"
	    "  reach46 scan --dryrun domains.csv\n"
	    "      only says what it would do\n",
	.defs = defs,
	.n_defs = sizeof(defs) / sizeof(defs[0]),
	.max_operands = 1,
	.operand_offset = AT(operand),
};
/* clang-format on */

static enum status
check_sources(const struct option_addresses *sources, struct error *err)
{
	bool seen[2] = { false, false };
	unsigned index;
	size_t i;

	for (i = 0; i < sources->n; i++) {
		index = family_index((enum family)sources->item[i].family);
		if (seen[index])
			return error_set(err, STATUS_USAGE,
			    "--source-ip was given twice for IPv%c; one per "
			    "family is used",
			    index == 0 ? '4' : '6');
		seen[index] = true;
	}
	return STATUS_OK;
}

static enum status
check_workers(struct scan_options *o, struct error *err)
{
	char rest;

	if (o->workers == NULL || strcmp(o->workers, "auto") == 0)
		return STATUS_OK;
	if (sscanf(o->workers, "%2" SCNu32 "%c", &o->n_workers, &rest) == 1 &&
	    o->n_workers >= 1 && o->n_workers <= CREW_MAX)
		return STATUS_OK;
	return error_set(err, STATUS_USAGE,
	    "--workers takes a number from 1 to %d, or auto", CREW_MAX);
}

/* The rate through PART, but not less than LEAST or more than MOST. */
static uint32_t
part_of(uint32_t rate_fps, uint32_t part, uint32_t least, uint32_t most)
{
	uint32_t n = rate_fps / part;

	if (n < least)
		return least;
	return n < most ? n : most;
}

enum status
scan_options_check_resolving(const struct scan_options *o, struct error *err)
{
	if (o->iterative && o->resolver.n > 0)
		return error_set(err, STATUS_USAGE,
		    "--iterative asks no resolver: leave out --resolver or "
		    "--iterative");
	if (o->root_hints != NULL && !o->iterative)
		return error_set(err, STATUS_USAGE,
		    "--root-hints is for --iterative: give that too");
	return STATUS_OK;
}

enum status
scan_options_check(struct scan_options *o, struct error *err)
{
	enum status status;

	if (o->operand != NULL && o->input_file != NULL)
		return error_set(err, STATUS_USAGE,
		    "the list was given twice: as FILE and by --input-file");
	if (o->operand != NULL)
		o->input_file = o->operand;
	else if (o->input_file == NULL)
		o->input_file = "-";
	if (o->resolver_window == 0)
		o->resolver_window = part_of(
		    o->rate_fps, 10, RESOLVER_WINDOW_MIN, RESOLVER_WINDOW_MAX);
	if (o->ipv4_only && o->ipv6_only)
		return error_set(err, STATUS_USAGE,
		    "--ipv4-only and --ipv6-only exclude each other; without "
		    "either, both families are measured");
	status = scan_options_check_resolving(o, err);
	if (status == STATUS_OK)
		status = check_workers(o, err);
	return status == STATUS_OK ? check_sources(&o->source_ip, err) : status;
}

enum status
scan_options_parse(
    int argc, char *const *argv, struct scan_options *o, struct error *err)
{
	enum status status;

	*o = (struct scan_options){ 0 };
	status = options_parse(&scan_option_table, argc, argv, o, err);
	if (status != STATUS_OK || o->help || o->version)
		return status;
	if (o->resume &&
	    (o->output_file == NULL || strcmp(o->output_file, "-") == 0))
		return error_set(err, STATUS_USAGE,
		    "--resume needs the run file to go on with: "
		    "--output-file=FILE");
	if (o->window == 0)
		o->window = part_of(o->rate_fps, 4, WINDOW_MIN, WINDOW_MAX);
	return scan_options_check(o, err);
}

void
scan_options_free(struct scan_options *o)
{
	options_free(&scan_option_table, o);
}

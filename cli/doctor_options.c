/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/doctor_options.h"

#define AT(member) offsetof(struct doctor_options, member)

/* clang-format off */
static const struct option_def defs[] = {
	{ .name = "resolver", .letter = 'R', .metavar = "ADDRESS",
	  .type = OPTION_SERVERS, .offset = AT(scan.resolver),
	  .group = "What to look at",
	  .help = "recursive resolver to try, as for a scan; may be repeated "
	    "[those in /etc/resolv.conf]" },
	{ .name = "iterative", .type = OPTION_FLAG,
	  .offset = AT(scan.iterative),
	  .help = "try the root servers in place of resolvers, for such a "
	    "scan" },
	{ .name = "root-hints", .metavar = "FILE",
	  .type = OPTION_STRING, .offset = AT(scan.root_hints),
	  .help = "the root servers to try, as for a scan" },
	{ .name = "controls", .metavar = "FILE|none",
	  .type = OPTION_STRING, .offset = AT(scan.controls),
	  .help = "endpoints whose answer is known, to try each port with "
	    "[a shipped list of root servers and large operators]" },
	{ .name = "ipv4-only", .letter = '4', .type = OPTION_FLAG,
	  .offset = AT(scan.ipv4_only),
	  .help = "look at IPv4 alone" },
	{ .name = "ipv6-only", .letter = '6', .type = OPTION_FLAG,
	  .offset = AT(scan.ipv6_only),
	  .help = "look at IPv6 alone" },
	{ .name = "interface", .letter = 'i', .metavar = "NAME",
	  .type = OPTION_STRING, .offset = AT(scan.interface),
	  .help = "network interface to send from [that of the route]" },
	{ .name = "source-ip", .letter = 'S', .metavar = "ADDRESS",
	  .type = OPTION_ADDRESSES, .offset = AT(scan.source_ip),
	  .help = "source address; may be given once for IPv4 and once for "
	    "IPv6 [the kernel's choice]" },
	{ .name = "permit-prefix", .metavar = "PREFIX",
	  .type = OPTION_PREFIXES, .offset = AT(scan.permit_prefix),
	  .help = "probe this special-purpose prefix too: for laboratories; "
	    "may be repeated" },
	{ .name = "wait", .metavar = "SECONDS",
	  .type = OPTION_SECONDS, .offset = AT(wait_ns),
	  .initial = "3", .min = 0, .max = 60,
	  .help = "how long to wait for answers" },

	{ .name = "help", .letter = 'h', .type = OPTION_FLAG,
	  .role = OPTION_ASKS, .offset = AT(scan.help),
	  .group = "Help",
	  .help = "show this text" },
};

const struct option_table doctor_option_table = {
	.command = "doctor",
	.operand = "",
	.summary = "Tells what this machine can measure, and what to do about "
	    "the rest: a line per check, which starts with ok, warn or fail. "
	    "It sends a few hundred packets at most, to the resolvers or root "
	    "servers and to the controls. Exit status: 0 all is ok or a "
	    "warning, 3 something fails and the rest can be measured, 4 "
	    "nothing can be.",
	.examples =
	    "  reach46 doctor\n"
	    "      with the resolvers of the system\n"
	    "  reach46 doctor -6 -R 2001:db8::53\n"
	    "      only IPv6, and a resolver of your choice\n"
	    "  reach46 doctor --iterative\n"
	    "      for a scan without resolvers\n",
	.defs = defs,
	.n_defs = sizeof(defs) / sizeof(defs[0]),
	.max_operands = 0,
	.operand_offset = AT(operand),
};
/* clang-format on */

enum status
doctor_options_parse(
    int argc, char *const *argv, struct doctor_options *o, struct error *err)
{
	enum status status;

	*o = (struct doctor_options){ .scan = { .tx = "mmsg" } };
	status = options_parse(&doctor_option_table, argc, argv, o, err);
	if (status != STATUS_OK || o->scan.help)
		return status;
	if (o->scan.ipv4_only && o->scan.ipv6_only)
		return error_set(err, STATUS_USAGE,
		    "--ipv4-only and --ipv6-only exclude each other; without "
		    "either, both families are looked at");
	return scan_options_check_resolving(&o->scan, err);
}

void
doctor_options_free(struct doctor_options *o)
{
	options_free(&doctor_option_table, o);
}

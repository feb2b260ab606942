/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/safe_text.h"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
} commands[] = {
	{ "scan", command_scan, "domains in, one run file out" },
	{ "report", command_report, "the tables of run files" },
	{ "diff", command_diff, "what got better, and what got worse" },
	{ "merge", command_merge, "several vantage points as one run" },
	{ "doctor", command_doctor, "what can this machine measure?" },
	{ "probe", command_probe, "the raw engine as a filter" },
};

#define N_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void
usage(FILE *f)
{
	size_t i;

	(void)fputs(
	    "usage: reach46 COMMAND [OPTION...]\n"
	    "\n"
	    "Tells for every domain in a list whether its website, mail and\n"
	    "name servers can be reached over IPv6 as well as over IPv4, and\n"
	    "what is broken when not.\n"
	    "\n",
	    f);
	for (i = 0; i < N_COMMANDS; i++)
		(void)fprintf(f, "  reach46 %-8s %s\n", commands[i].name,
		    commands[i].summary);
	(void)fputs("\n`reach46 COMMAND --help` explains each.\n", f);
}

int
main(int argc, char **argv)
{
	size_t i;

	/* A reader that went away is a write error like any other. */
	(void)signal(SIGPIPE, SIG_IGN);
	if (argc < 2) {
		usage(stderr);
		return EXIT_USAGE;
	}
	for (i = 0; i < N_COMMANDS; i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
		(void)puts("reach46 " REACH46_VERSION);
		return EXIT_DONE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0) {
		usage(stdout);
		return EXIT_DONE;
	}
	(void)fputs("reach46: there is no command ", stderr);
	safe_text_print(stderr, argv[1]);
	(void)fputs("\n\n", stderr);
	usage(stderr);
	return EXIT_USAGE;
}

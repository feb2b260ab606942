/* SPDX-License-Identifier: Apache-2.0 */
/*
 * commands.h - the commands of reach46 and how they end.
 *
 * A command gets its own name as argv[0] and returns an exit status.
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "common/status.h"

enum exit_status {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,	/* something went wrong while running */
	EXIT_USAGE = 2,		/* the command line cannot be served; of diff
				   any failure, as 1 is an answer */
	EXIT_SUSPECT = 3,	/* done, but the results are suspect */
	EXIT_UNFIT = 4,		/* this vantage point cannot measure */
	EXIT_SIGNAL = 128,	/* plus the signal that ended it */
};

int	command_scan(int argc, char **argv);
int	command_report(int argc, char **argv);
int	command_diff(int argc, char **argv);
int	command_merge(int argc, char **argv);
int	command_doctor(int argc, char **argv);
int	command_probe(int argc, char **argv);

/* Prints "reach46 COMMAND: sentence" and returns the exit status it means. */
int	command_fail(const char *command, enum status, const struct error *);

#endif /* CLI_COMMANDS_H */

/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/commands.h"

#include <stdio.h>

#include "cli/safe_text.h"

int
command_fail(const char *command, enum status status, const struct error *err)
{
	(void)fprintf(stderr, "reach46 %s: ", command);
	safe_text_print(stderr, err->text);
	(void)fputc('\n', stderr);
	switch (status) {
	case STATUS_USAGE:
		return EXIT_USAGE;
	case STATUS_UNFIT:
		return EXIT_UNFIT;
	default:
		return EXIT_FAILED;
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * option_value.h - the value of one option: from text and back.
 *
 * Threads: no state.
 */
#ifndef CLI_OPTION_VALUE_H
#define CLI_OPTION_VALUE_H

#include "cli/options.h"

/* Room for the text of any value but a string. */
#define OPTION_TEXT_SIZE	64

/*
 * Stores TEXT (NULL for a flag) as the value of an option.  The error names
 * the option and says what would do.
 */
enum status	option_value_set(const struct option_def *, const char *text,
		    void *target, struct error *);

void		option_value_free(const struct option_def *, void *target);

/* How many texts the value has: 0 if it is not set, 1, or those of a list. */
size_t		option_value_count(const struct option_def *,
		    const void *target);

/* Returns text number I of the value: in BUF, or a string's own. */
const char	*option_value_text(const struct option_def *,
		    const void *target, size_t i,
		    char buf[static OPTION_TEXT_SIZE]);

#endif /* CLI_OPTION_VALUE_H */

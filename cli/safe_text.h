/* SPDX-License-Identifier: Apache-2.0 */
/*
 * safe_text.h - any text, fit for a terminal.
 *
 * What strangers send, what a list of domains holds and what the user typed
 * goes through here before cli/ prints it: octets 0x20 to 0x7e pass, every
 * other one becomes \xNN.  So no text can move the cursor, change the title,
 * reverse the direction of reading or add a line.
 *
 * Threads: no state.
 */
#ifndef CLI_SAFE_TEXT_H
#define CLI_SAFE_TEXT_H

#include <stddef.h>
#include <stdio.h>

/* Room for the safe form of N octets and its NUL. */
#define SAFE_TEXT_SIZE(n)	(4 * (n) + 1)

/*
 * Writes the safe form of LEN octets to BUF, which always ends with a NUL;
 * cut before the first escape that has no room in SIZE > 0 octets.  Returns
 * BUF.
 */
char	*safe_text(char *buf, size_t size, const void *text, size_t len);

/* Prints the safe form of a string. */
void	 safe_text_print(FILE *, const char *text);

#endif /* CLI_SAFE_TEXT_H */

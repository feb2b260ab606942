/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpl_words.h - a line of a scenario cut into words.
 *
 * Blanks part words, and so do parentheses, for a record is on one line
 * anyway.  ';' ends the line.  A text in double quotes is one word without
 * them; a backslash keeps what follows it as it is.
 *
 * Threads: no state.
 */
#ifndef TESTS_SCENARIO_RPL_WORDS_H
#define TESTS_SCENARIO_RPL_WORDS_H

#include <stdbool.h>

#define RPL_WORDS_MAX	512

struct rpl_words {
	const char	*at[RPL_WORDS_MAX];	/* inside the line */
	unsigned	 n;
	bool		 overflow;		/* there were more */
};

/* Writes into LINE, which is borrowed as long as the words are used. */
void	 rpl_words_cut(struct rpl_words *, char *line);

/* The N-th word, or "" behind the last one. */
static inline const char *
rpl_word(const struct rpl_words *w, unsigned n)
{
	return n < w->n ? w->at[n] : "";
}

/* Reads a number of digits alone; false unless it is at most MAX. */
bool	 rpl_number(const char *word, unsigned long max, unsigned long *out);

/* Reads seconds with up to nine decimals. */
bool	 rpl_seconds(const char *word, unsigned long long *ns);

#endif /* TESTS_SCENARIO_RPL_WORDS_H */

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/scenario/rpl_words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define PARTING     " \t\r\f\v()"
#define NS_PER_S    1000000000ULL
#define SECONDS_MAX 1000000000ULL

/* The end of the word that begins at P. */
static char *
word_end(char *p)
{
	for (; *p != '\0' && *p != ';' && strchr(PARTING, *p) == NULL; p++)
		if (*p == '\\' && p[1] != '\0')
			p++;
	return p;
}

static char *
quoted_end(char *p)
{
	for (; *p != '\0' && *p != '"'; p++)
		if (*p == '\\' && p[1] != '\0')
			p++;
	return p;
}

void
rpl_words_cut(struct rpl_words *w, char *line)
{
	char *p = line, last;

	w->n = 0;
	w->overflow = false;
	for (;;) {
		p += strspn(p, PARTING);
		if (*p == '\0' || *p == ';')
			return;
		if (w->n == RPL_WORDS_MAX) {
			w->overflow = true;
			return;
		}
		if (*p == '"') {
			w->at[w->n++] = ++p;
			p = quoted_end(p);
		} else {
			w->at[w->n++] = p;
			p = word_end(p);
		}
		last = *p;
		*p = '\0';
		if (last == '\0' || last == ';')
			return;
		p++;
	}
}

bool
rpl_number(const char *word, unsigned long max, unsigned long *out)
{
	unsigned long n = 0;

	if (*word == '\0')
		return false;
	for (; *word != '\0'; word++) {
		if (!isdigit((unsigned char)*word))
			return false;
		if (n > max / 10)
			return false;
		n = n * 10 + (unsigned long)(*word - '0');
		if (n > max)
			return false;
	}
	*out = n;
	return true;
}

bool
rpl_seconds(const char *word, unsigned long long *ns)
{
	unsigned long long whole = 0, part = 0, unit = NS_PER_S;
	const char *p = word;

	for (; isdigit((unsigned char)*p) && whole <= SECONDS_MAX; p++)
		whole = whole * 10 + (unsigned long long)(*p - '0');
	if (*p == '.')
		for (p++; isdigit((unsigned char)*p) && unit > 1; p++) {
			unit /= 10;
			part += (unsigned long long)(*p - '0') * unit;
		}
	if (p == word || *p != '\0' || whole > SECONDS_MAX)
		return false;
	*ns = whole * NS_PER_S + part;
	return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/scenario/differences.h"

#include <stdlib.h>
#include <string.h>

#include "prober/line_reader.h"

#define BLANKS " \t"

/* Cuts the next word off the text at *REST. */
static char *
next_word(char **rest)
{
	char *word = *rest + strspn(*rest, BLANKS);
	size_t len = strcspn(word, BLANKS);

	*rest = word + len;
	if (**rest != '\0')
		*(*rest)++ = '\0';
	return word;
}

static char *
keep(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	if (copy == NULL)
		abort();
	return copy;
}

/* Reads a line into *OUT, NULL if it says nothing; false if it is wrong. */
static bool
read_line(char *text, struct arena *arena, struct difference **out)
{
	struct difference *d;
	char *name, *kind;

	*out = NULL;
	name = next_word(&text);
	if (*name == '\0' || *name == '#')
		return true;
	kind = next_word(&text);
	text += strspn(text, BLANKS);
	if (*text == '\0' ||
	    (strcmp(kind, "skip") != 0 && strcmp(kind, "differs") != 0))
		return false;
	if ((d = arena_alloc(arena, sizeof(*d))) == NULL)
		abort();
	d->name = keep(arena, name);
	d->kind =
	    strcmp(kind, "skip") == 0 ? DIFFERENCE_SKIP : DIFFERENCE_DIFFERS;
	d->reason = keep(arena, text);
	*out = d;
	return true;
}

enum status
differences_load(struct difference **list, struct arena *arena,
    const char *path, struct error *err)
{
	struct line_reader reader;
	enum status status = line_reader_open(&reader, path, err);
	enum line_result result;
	struct line line;
	struct difference *d;
	unsigned n = 0;

	*list = NULL;
	if (status != STATUS_OK)
		return status;
	while ((result = line_reader_next(&reader, true, &line, err)) ==
	    LINE_READ) {
		n++;
		if (!read_line(line.text, arena, &d) ||
		    (d != NULL && differences_find(*list, d->name) != NULL)) {
			result = LINE_FAILED;
			(void)error_set(err, STATUS_MALFORMED,
			    "%s, line %u: not \"name skip|differs reason\", "
			    "or named twice",
			    path, n);
			break;
		}
		if (d != NULL) {
			d->next = *list;
			*list = d;
		}
	}
	line_reader_close(&reader);
	return result == LINE_END ? STATUS_OK : STATUS_MALFORMED;
}

struct difference *
differences_find(struct difference *list, const char *name)
{
	for (; list != NULL; list = list->next)
		if (strcmp(list->name, name) == 0)
			return list;
	return NULL;
}

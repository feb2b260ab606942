/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/merge_spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

enum status
merge_spill_open(struct merge_spill *s, struct error *err)
{
	const char *dir = getenv("TMPDIR");
	int fd;

	*s = (struct merge_spill){ .last = NULL };
	s->last = &s->first;
	arena_init(&s->arena, 0);
	if (dir == NULL)
		dir = "/tmp";
	fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0 && (s->file = fdopen(fd, "w+")) == NULL)
		(void)close(fd);
	if (s->file == NULL)
		return error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot make a temporary file in %s", dir);
	return STATUS_OK;
}

void
merge_spill_close(struct merge_spill *s)
{
	if (s->file != NULL)
		(void)fclose(s->file);
	table_free(&s->names);
	arena_free(&s->arena);
}

static uint64_t
hash(const char *name)
{
	return XXH3_64bits(name, strlen(name));
}

static struct merge_name *
find(const struct merge_spill *s, const char *name)
{
	struct table_node *n;
	struct merge_name *m;

	for (n = table_first(&s->names, hash(name)); n != NULL;
	     n = table_next(n)) {
		m = table_entry(n, struct merge_name, node);
		if (strcmp(m->name, name) == 0)
			return m;
	}
	return NULL;
}

/* NULL: no memory. */
static struct merge_name *
add_name(struct merge_spill *s, const char *name)
{
	struct merge_name *m = arena_alloc(&s->arena, sizeof(*m));

	if (m == NULL || (m->name = arena_strdup(&s->arena, name)) == NULL)
		return NULL;
	table_insert(&s->names, &m->node, hash(name));
	*s->last = m;
	s->last = &m->next;
	return m;
}

enum status
merge_spill_add(struct merge_spill *s, const char *name, unsigned run,
    const struct run_line *line, struct error *err)
{
	struct merge_line *l = arena_alloc(&s->arena, sizeof(*l)), **at;
	struct merge_name *m = find(s, name);

	if (m == NULL)
		m = add_name(s, name);
	if (l == NULL || m == NULL)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	for (at = &m->lines; *at != NULL; at = &(*at)->next)
		if ((*at)->run == run)
			return error_set(err, STATUS_MALFORMED,
			    "line %llu: %s for the second time",
			    (unsigned long long)line->number, name);
	*l = (struct merge_line){ .run = run,
		.number = line->number,
		.at = s->octets,
		.len = line->len };
	*at = l;
	if (fwrite(line->text, 1, line->len, s->file) != line->len)
		return error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot write a temporary file");
	s->octets += line->len;
	return STATUS_OK;
}

struct merge_line *
merge_spill_take(struct merge_spill *s, const char *name)
{
	struct merge_name *m = find(s, name);
	struct merge_line *lines = m != NULL ? m->lines : NULL;

	if (m != NULL)
		m->lines = NULL;
	return lines;
}

enum status
merge_spill_read(struct merge_spill *s, const struct merge_line *l,
    struct arena *arena, struct run_line *out, struct error *err)
{
	char *text = arena_alloc(arena, l->len);

	if (text == NULL)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	if (fseeko(s->file, (off_t)l->at, SEEK_SET) != 0 ||
	    fread(text, 1, l->len, s->file) != l->len)
		return error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot read a temporary file");
	*out = (struct run_line){ .type = RUN_LINE_DOMAIN,
		.text = text,
		.len = l->len,
		.number = l->number };
	return STATUS_OK;
}

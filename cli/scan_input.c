/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scan_input.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void
hex_text(char *out, const uint8_t *octets, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < n; i++) {
		*out++ = digits[octets[i] >> 4];
		*out++ = digits[octets[i] & 15];
	}
	*out = '\0';
}

/* Copies a list that can be read once to one that can be read twice, and puts
 * that in the place of standard input. */
static enum status
spool(struct scan_input *in, const char *path, struct error *err)
{
	static const char what[] =
	    "cannot keep the list in a temporary file to read it twice";
	bool from_stdin = strcmp(path, "-") == 0;
	int from = from_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	enum status status = STATUS_OK;
	char buf[65536];
	ssize_t n;

	if (from < 0)
		return error_set_errno(err, STATUS_NOT_FOUND, errno,
		    "cannot open the list %s", path);
	if ((in->spool = tmpfile()) == NULL)
		status = error_set_errno(err, STATUS_SYSTEM, errno, "%s", what);
	while (status == STATUS_OK && (n = read(from, buf, sizeof(buf))) != 0) {
		if (n < 0 && errno != EINTR)
			status = error_set_errno(err, STATUS_SYSTEM, errno,
			    "cannot read the list %s", path);
		else if (n > 0 &&
		    fwrite(buf, 1, (size_t)n, in->spool) != (size_t)n)
			status = error_set_errno(
			    err, STATUS_SYSTEM, errno, "%s", what);
	}
	if (status == STATUS_OK &&
	    (fflush(in->spool) != 0 ||
		lseek(fileno(in->spool), 0, SEEK_SET) < 0 ||
		dup2(fileno(in->spool), STDIN_FILENO) < 0))
		status = error_set_errno(err, STATUS_SYSTEM, errno, "%s", what);
	if (!from_stdin)
		(void)close(from);
	return status;
}

/* What is not there is for the reader to say. */
static struct stat
look_at(const char *path)
{
	struct stat st;
	int found =
	    strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &st) : stat(path, &st);

	return found == 0 ? st : (struct stat){ .st_ino = 0 };
}

static int
by_line(const void *a, const void *b)
{
	const struct scan_input_use *x = a, *y = b;

	return x->line < y->line ? -1 : x->line > y->line;
}

static enum status
note_use(
    struct scan_input *in, const struct input_item *item, struct error *err)
{
	size_t n = in->n_uses;
	struct scan_input_use *uses = in->uses;

	if ((n & (n - 1)) == 0) {
		uses = realloc(uses, (n == 0 ? 1 : 2 * n) * sizeof(*uses));
		if (uses == NULL)
			return error_set(
			    err, STATUS_NO_MEMORY, "out of memory");
		in->uses = uses;
	}
	uses[in->n_uses++] = (struct scan_input_use){
		.line = item->first_line,
		.declared = item->declared,
	};
	return STATUS_OK;
}

/* Reads the list to its end and starts it again. */
static enum status
first_pass(struct scan_input *in, struct error *err)
{
	uint8_t digest[INPUT_SHA256_OCTETS];
	enum status status = STATUS_OK;
	struct input_item item;
	struct pollfd wait;
	enum input_kind kind;

	do {
		kind = input_list_next(in->list, &item, err);
		if (kind == INPUT_WAIT) {
			wait.fd = input_list_fd(in->list);
			wait.events = POLLIN;
			(void)poll(&wait, 1, -1);
		} else if (kind == INPUT_DUPLICATE) {
			status = note_use(in, &item, err);
		} else if (kind == INPUT_FAILED) {
			status = STATUS_SYSTEM;
		}
	} while (kind != INPUT_END && status == STATUS_OK);
	if (status != STATUS_OK)
		return status;
	if (in->n_uses > 0)
		qsort(in->uses, in->n_uses, sizeof(*in->uses), by_line);
	input_list_counts(in->list, &in->counts);
	if (input_list_sha256(in->list, digest))
		hex_text(in->sha256, digest, sizeof(digest));
	return input_list_rewind(in->list, err);
}

enum status
scan_input_open(struct scan_input *in, const char *path, struct error *err)
{
	const struct stat st = look_at(path);
	enum status status = STATUS_OK;

	*in = (struct scan_input){ .device = st.st_dev, .inode = st.st_ino };
	if (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode)) {
		status = spool(in, path, err);
		path = "-";
	}
	if (status == STATUS_OK)
		status = input_list_open(&in->list, path, err);
	if (status == STATUS_OK)
		status = first_pass(in, err);
	return status;
}

enum input_kind
scan_input_next(
    struct scan_input *in, struct input_item *item, struct error *err)
{
	enum input_kind kind = input_list_next(in->list, item, err);

	if (kind != INPUT_TARGET)
		return kind;
	for (; in->next_use < in->n_uses &&
	     in->uses[in->next_use].line <= item->line;
	     in->next_use++)
		if (in->uses[in->next_use].line == item->line)
			item->declared |= in->uses[in->next_use].declared;
	return kind;
}

enum status
scan_input_rewind(struct scan_input *in, struct error *err)
{
	in->next_use = 0;
	return input_list_rewind(in->list, err);
}

bool
scan_input_is(const struct scan_input *in, const char *path)
{
	struct stat st;

	return in->inode != 0 && stat(path, &st) == 0 &&
	    st.st_dev == in->device && st.st_ino == in->inode;
}

bool
scan_input_adds_up(const struct scan_input *in, const struct run_found *found)
{
	return found->domains == in->counts.targets &&
	    found->input_errors == in->counts.errors &&
	    found->duplicates == in->counts.duplicates;
}

void
scan_input_close(struct scan_input *in)
{
	input_list_close(in->list);
	free(in->uses);
	if (in->spool != NULL)
		(void)fclose(in->spool);
}

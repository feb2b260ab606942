/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/line_reader.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The longest line, and never less to read into than that. */
#define BUFFER_OCTETS (3 * LINE_OCTETS_MAX)

static enum status
open_failed(const char *name, int errnum, struct error *err)
{
	switch (errnum) {
	case ENOENT:
	case ENOTDIR:
		return error_set(err, STATUS_NOT_FOUND,
		    "cannot read %s: there is no such file; give the path of "
		    "a list, or - for standard input",
		    name);
	case EACCES:
	case EPERM:
		return error_set(err, STATUS_PERMISSION,
		    "cannot read %s: you may not; check its owner and mode",
		    name);
	default:
		return error_set_errno(
		    err, STATUS_SYSTEM, errnum, "cannot read %s", name);
	}
}

/* Refuses what is open but can hold no list. */
static enum status
check_file(const struct line_reader *r, struct error *err)
{
	struct stat st;

	if (fstat(r->fd, &st) != 0)
		return error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot read %s", r->name);
	if (S_ISDIR(st.st_mode))
		return error_set(err, STATUS_USAGE,
		    "cannot read %s: it is a directory; give the path of a "
		    "list in it",
		    r->name);
	if (S_ISBLK(st.st_mode))
		return error_set(err, STATUS_USAGE,
		    "cannot read %s: it is a disk; give the path of a list",
		    r->name);
	return STATUS_OK;
}

static enum status
prepare(struct line_reader *r, struct error *err)
{
	sha256_init(&r->sha256);
	if ((r->buf = malloc(BUFFER_OCTETS + 1)) == NULL)
		return error_set(err, STATUS_NO_MEMORY,
		    "cannot read %s: no memory", r->name);
	return STATUS_OK;
}

enum status
line_reader_open(struct line_reader *r, const char *name, struct error *err)
{
	bool is_stdin = strcmp(name, "-") == 0;
	enum status status;

	*r = (struct line_reader){ .fd = STDIN_FILENO };
	(void)snprintf(
	    r->name, sizeof(r->name), "%s", is_stdin ? "standard input" : name);
	if (!is_stdin) {
		r->fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		if (r->fd < 0)
			return open_failed(name, errno, err);
		r->close_fd = true;
	}
	if ((status = check_file(r, err)) != STATUS_OK)
		return status;
	r->start = lseek(r->fd, 0, SEEK_CUR);
	return prepare(r, err);
}

enum status
line_reader_open_memory(
    struct line_reader *r, const void *data, size_t len, struct error *err)
{
	*r = (struct line_reader){
		.name = "memory",
		.fd = -1,
		.memory = data,
		.memory_len = len,
	};
	return prepare(r, err);
}

void
line_reader_close(struct line_reader *r)
{
	if (r->close_fd)
		(void)close(r->fd);
	free(r->buf);
	*r = (struct line_reader){ .fd = -1 };
}

static enum line_result
read_fd(struct line_reader *r, bool wait, size_t *len, struct error *err)
{
	struct pollfd pfd = { .fd = r->fd, .events = POLLIN };
	ssize_t n;

	do {
		n = poll(&pfd, 1, wait ? -1 : 0);
		if (n == 0)
			return LINE_WAIT;
		if (n > 0)
			n = read(
			    r->fd, r->buf + r->end, BUFFER_OCTETS - r->end);
	} while (n < 0 && (errno == EINTR || (errno == EAGAIN && wait)));
	if (n < 0 && errno == EAGAIN)
		return LINE_WAIT;
	if (n < 0) {
		(void)error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot read %s", r->name);
		return LINE_FAILED;
	}
	*len = (size_t)n;
	return LINE_READ;
}

static void
read_memory(struct line_reader *r, size_t *len)
{
	*len = r->memory_len - r->memory_at;
	if (*len > BUFFER_OCTETS - r->end)
		*len = BUFFER_OCTETS - r->end;
	if (*len > 0)
		memcpy(r->buf + r->end, r->memory + r->memory_at, *len);
	r->memory_at += *len;
}

/* Reads more behind what the buffer holds, LINE_OCTETS_MAX octets at most. */
static enum line_result
fill(struct line_reader *r, bool wait, struct error *err)
{
	enum line_result result = LINE_READ;
	size_t len = 0;

	if (r->at == r->end || r->end > BUFFER_OCTETS - LINE_OCTETS_MAX) {
		memmove(r->buf, r->buf + r->at, r->end - r->at);
		r->scanned -= r->at;
		r->end -= r->at;
		r->at = 0;
	}
	if (r->fd >= 0)
		result = read_fd(r, wait, &len, err);
	else
		read_memory(r, &len);
	if (result != LINE_READ)
		return result;
	r->eof = len == 0;
	if (!r->unhashed)
		sha256_update(
		    &r->sha256, len, (const uint8_t *)r->buf + r->end);
	r->end += len;
	return LINE_READ;
}

enum status
line_reader_peek(
    struct line_reader *r, const uint8_t **data, size_t *len, struct error *err)
{
	while (!r->eof && r->end < LINE_PEEK_OCTETS &&
	    memchr(r->buf, '\n', r->end) == NULL)
		if (fill(r, true, err) == LINE_FAILED)
			return STATUS_SYSTEM;
	*data = (const uint8_t *)r->buf;
	*len = r->end < LINE_PEEK_OCTETS ? r->end : LINE_PEEK_OCTETS;
	return STATUS_OK;
}

void
line_reader_skip(struct line_reader *r, size_t n)
{
	r->at += n;
	r->scanned = r->at;
}

/* Drops a line that is too long, but for its head. */
static void
start_skipping(struct line_reader *r)
{
	if (!r->skipping) {
		memcpy(r->head, r->buf + r->at, LINE_HEAD_OCTETS);
		r->head_len = LINE_HEAD_OCTETS;
	}
	r->skipping = true;
	r->at = r->scanned = r->end;
}

/* Hands out the octets up to END, where the line ends or the source does. */
static enum line_result
take(struct line_reader *r, size_t end, struct line *line)
{
	enum line_result result = LINE_READ;

	line->text = r->buf + r->at;
	line->len = end - r->at;
	r->at = r->scanned = end < r->end ? end + 1 : end;
	if (line->len > 0 && line->text[line->len - 1] == '\r')
		line->len--;
	if (r->skipping) {
		line->text = r->head;
		line->len = r->head_len;
		result = LINE_TOO_LONG;
	} else if (line->len > LINE_OCTETS_MAX) {
		line->len = LINE_HEAD_OCTETS;
		result = LINE_TOO_LONG;
	}
	line->text[line->len] = '\0';
	r->skipping = false;
	return result;
}

enum line_result
line_reader_next(
    struct line_reader *r, bool wait, struct line *line, struct error *err)
{
	enum line_result result;
	char *newline;

	for (;;) {
		newline =
		    memchr(r->buf + r->scanned, '\n', r->end - r->scanned);
		if (newline != NULL)
			return take(r, (size_t)(newline - r->buf), line);
		r->scanned = r->end;
		if (r->skipping || r->end - r->at > LINE_OCTETS_MAX + 1)
			start_skipping(r);
		if (r->eof && r->at == r->end && !r->skipping)
			return LINE_END;
		if (r->eof)
			return take(r, r->end, line);
		if ((result = fill(r, wait, err)) != LINE_READ)
			return result;
	}
}

bool
line_reader_rewind(struct line_reader *r)
{
	if (r->fd >= 0 &&
	    (r->start < 0 || lseek(r->fd, r->start, SEEK_SET) < 0))
		return false;
	r->memory_at = 0;
	r->at = r->scanned = r->end = 0;
	r->eof = r->skipping = false;
	sha256_init(&r->sha256);
	return true;
}

void
line_reader_sha256(
    struct line_reader *r, uint8_t digest[static SHA256_DIGEST_SIZE])
{
	sha256_digest(&r->sha256, SHA256_DIGEST_SIZE, digest);
}

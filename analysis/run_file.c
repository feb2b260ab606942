/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/run_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#include "analysis/run_facts.h"
#include "analysis/run_seal.h"

#define CHUNK_OCTETS (256 * 1024)

/* How every line starts, and every Zstandard frame (RFC 8878). */
#define LINE_START "{\"type\":\""
static const uint8_t zstd_magic[4] = { 0x28, 0xb5, 0x2f, 0xfd };

struct run_file {
	FILE *in;           /* (owned) unless standard input */
	char *path;         /* (owned) for errors */
	ZSTD_DStream *zstd; /* (owned) NULL: a plain file */
	size_t frame_left;  /* not 0 inside a frame */
	uint8_t *raw;       /* (owned) CHUNK_OCTETS as read */
	size_t raw_len, raw_at;
	char *text; /* (owned) lines to be handed out */
	size_t text_size, text_len, text_at;
	uint64_t number;
	struct run_seal_chain seals;
	bool complete, torn, at_end;
};

static enum status
no_memory(const struct run_file *rf, struct error *err)
{
	return error_set(
	    err, STATUS_NO_MEMORY, "reading %s: out of memory", rf->path);
}

static enum status
read_chunk(struct run_file *rf, struct error *err)
{
	rf->raw_at = 0;
	rf->raw_len = fread(rf->raw, 1, CHUNK_OCTETS, rf->in);
	if (rf->raw_len == 0 && ferror(rf->in))
		return error_set_errno(
		    err, STATUS_SYSTEM, errno, "reading %s", rf->path);
	return STATUS_OK;
}

static enum status
open_status(int errnum)
{
	switch (errnum) {
	case ENOENT:
		return STATUS_NOT_FOUND;
	case EACCES:
		return STATUS_PERMISSION;
	default:
		return STATUS_SYSTEM;
	}
}

/* IN is taken over; NULL: errno says why there is none. */
static enum status
open_stream(
    struct run_file **out, FILE *in, const char *path, struct error *err)
{
	int errnum = errno;
	struct run_file *rf = calloc(1, sizeof(*rf));
	enum status st = STATUS_NO_MEMORY;

	*out = NULL;
	if (rf == NULL) {
		if (in != NULL && in != stdin)
			(void)fclose(in);
		return error_set(err, st, "opening %s: out of memory", path);
	}
	rf->in = in;
	if ((rf->path = strdup(path)) == NULL ||
	    (rf->raw = malloc(CHUNK_OCTETS)) == NULL ||
	    (rf->text = malloc(2 * CHUNK_OCTETS)) == NULL) {
		(void)error_set(err, st, "opening %s: out of memory", path);
		goto fail;
	}
	rf->text_size = 2 * CHUNK_OCTETS;
	if (rf->in == NULL) {
		st = error_set_errno(
		    err, open_status(errnum), errnum, "opening %s", path);
		goto fail;
	}
	if ((st = read_chunk(rf, err)) != STATUS_OK)
		goto fail;
	if (rf->raw_len >= sizeof(zstd_magic) &&
	    memcmp(rf->raw, zstd_magic, sizeof(zstd_magic)) == 0 &&
	    (rf->zstd = ZSTD_createDStream()) == NULL) {
		st = no_memory(rf, err);
		goto fail;
	}
	*out = rf;
	return STATUS_OK;
fail:
	run_file_close(rf);
	return st;
}

enum status
run_file_open(struct run_file **out, const char *path, struct error *err)
{
	FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");

	return open_stream(out, in, path, err);
}

enum status
run_file_open_fd(
    struct run_file **out, int fd, const char *path, struct error *err)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	FILE *in = NULL;

	if (copy >= 0 && lseek(copy, 0, SEEK_SET) == 0)
		in = fdopen(copy, "rb");
	if (copy >= 0 && in == NULL)
		(void)close(copy);
	return open_stream(out, in, path, err);
}

void
run_file_close(struct run_file *rf)
{
	if (rf == NULL)
		return;
	(void)ZSTD_freeDStream(rf->zstd);
	if (rf->in != NULL && rf->in != stdin)
		(void)fclose(rf->in);
	free(rf->text);
	free(rf->raw);
	free(rf->path);
	free(rf);
}

/* Makes room behind the text: what was handed out goes first. */
static enum status
make_room(struct run_file *rf, struct error *err)
{
	size_t size = rf->text_size;
	char *text;

	rf->text_len -= rf->text_at;
	if (rf->text_at > 0)
		memmove(rf->text, rf->text + rf->text_at, rf->text_len);
	rf->text_at = 0;
	if (rf->text_len > RUN_FILE_LINE_MAX)
		return error_set(err, STATUS_MALFORMED,
		    "%s, line %llu: longer than %d octets", rf->path,
		    (unsigned long long)rf->number + 1, RUN_FILE_LINE_MAX);
	while (size - rf->text_len < CHUNK_OCTETS)
		size *= 2;
	if (size == rf->text_size)
		return STATUS_OK;
	if ((text = realloc(rf->text, size)) == NULL)
		return no_memory(rf, err);
	rf->text = text;
	rf->text_size = size;
	return STATUS_OK;
}

static enum status
decompress(struct run_file *rf, struct error *err)
{
	ZSTD_inBuffer in = { rf->raw, rf->raw_len, rf->raw_at };
	ZSTD_outBuffer out = { rf->text, rf->text_size, rf->text_len };
	size_t left = ZSTD_decompressStream(rf->zstd, &out, &in);

	if (ZSTD_isError(left))
		return error_set(err, STATUS_MALFORMED,
		    "decompressing %s behind line %llu: %s", rf->path,
		    (unsigned long long)rf->number, ZSTD_getErrorName(left));
	rf->frame_left = left;
	rf->raw_at = in.pos;
	rf->text_len = out.pos;
	return STATUS_OK;
}

/* Adds to the text; at_end when nothing is left to add. */
static enum status
fill(struct run_file *rf, struct error *err)
{
	size_t before, n;
	enum status st;

	if ((st = make_room(rf, err)) != STATUS_OK)
		return st;
	before = rf->text_len;
	if (rf->zstd != NULL && rf->frame_left > 0 &&
	    (st = decompress(rf, err)) != STATUS_OK)
		return st; /* what it still held back */
	if (rf->text_len > before)
		return STATUS_OK;
	if (rf->raw_at == rf->raw_len &&
	    (st = read_chunk(rf, err)) != STATUS_OK)
		return st;
	rf->at_end = rf->raw_len == 0;
	if (rf->at_end)
		return STATUS_OK;
	if (rf->zstd != NULL)
		return decompress(rf, err);
	n = rf->raw_len - rf->raw_at;
	memcpy(rf->text + rf->text_len, rf->raw + rf->raw_at, n);
	rf->text_len += n;
	rf->raw_at = rf->raw_len;
	return STATUS_OK;
}

/* RUN_LINE_END if the line is none of a run file. */
static enum run_line_type
line_type(const char *text, size_t len)
{
	static const char *const words[] = {
		[RUN_LINE_RUN] = "run",
		[RUN_LINE_DOMAIN] = "domain",
		[RUN_LINE_INPUT_ERROR] = "input_error",
		[RUN_LINE_DUPLICATE] = "duplicate",
		[RUN_LINE_VANTAGE] = "vantage",
		[RUN_LINE_SUMMARY] = "summary",
		[RUN_LINE_RESUME] = "resume",
	};
	const size_t start = sizeof(LINE_START) - 1;
	const char *word = text + start, *quote;
	unsigned i;

	if (len < start || memcmp(text, LINE_START, start) != 0 ||
	    (quote = memchr(word, '"', len - start)) == NULL)
		return RUN_LINE_END;
	for (i = 0; i < RUN_LINE_OTHER; i++)
		if (strlen(words[i]) == (size_t)(quote - word) &&
		    memcmp(words[i], word, strlen(words[i])) == 0)
			break;
	return (enum run_line_type)i;
}

static enum status
hand_out(
    struct run_file *rf, size_t len, struct run_line *line, struct error *err)
{
	line->text = rf->text + rf->text_at;
	line->len = len;
	line->number = ++rf->number;
	line->type = line_type(line->text, len);
	rf->text_at += len + 1;
	if (line->type == RUN_LINE_END ||
	    (rf->number == 1 && line->type != RUN_LINE_RUN))
		return error_set(err, STATUS_MALFORMED,
		    "%s, line %llu: not a line of a run file", rf->path,
		    (unsigned long long)rf->number);
	run_seal_follow(&rf->seals, line->text, len, rf->number);
	rf->complete =
	    line->type == RUN_LINE_SUMMARY && run_facts_is_complete(line);
	return STATUS_OK;
}

enum status
run_file_next(struct run_file *rf, struct run_line *line, struct error *err)
{
	const char *start, *lf = NULL;
	size_t seen = 0, left;
	enum status st;

	for (;;) {
		start = rf->text + rf->text_at;
		left = rf->text_len - rf->text_at;
		if (left > seen)
			lf = memchr(start + seen, '\n', left - seen);
		if (lf != NULL)
			return hand_out(rf, (size_t)(lf - start), line, err);
		if (rf->at_end)
			break;
		seen = left;
		if ((st = fill(rf, err)) != STATUS_OK)
			return st;
	}
	rf->torn = left > 0 || rf->frame_left > 0;
	*line = (struct run_line){ .type = RUN_LINE_END, .number = rf->number };
	return STATUS_OK;
}

bool
run_file_complete(const struct run_file *rf)
{
	return rf->complete && !rf->torn;
}

uint64_t
run_file_altered(const struct run_file *rf)
{
	return rf->seals.altered;
}

bool
run_file_torn(const struct run_file *rf)
{
	return rf->torn;
}

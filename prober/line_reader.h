/* SPDX-License-Identifier: Apache-2.0 */
/*
 * line_reader.h - the lines of a file, a pipe or a piece of memory.
 *
 * Whatever the source holds, at most 192 KiB of it are in memory.  A line
 * ends with LF or CR LF or where the source ends.  The SHA-256 of all octets
 * is taken on the way.
 *
 * Threads: none; the owner's alone.
 */
#ifndef PROBER_LINE_READER_H
#define PROBER_LINE_READER_H

#include <nettle/sha2.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>

#include "common/status.h"

#define LINE_OCTETS_MAX		65536	/* without the line end */
#define LINE_HEAD_OCTETS	256	/* kept of a longer line */
#define LINE_PEEK_OCTETS	64
#define LINE_NAME_SIZE		256

enum line_result {
	LINE_READ,
	LINE_TOO_LONG,		/* text is the head of it */
	LINE_WAIT,		/* nothing more to read yet */
	LINE_END,
	LINE_FAILED,		/* the error says why */
};

/* Inside the reader's memory until the next call; may be written to. */
struct line {
	char	*text;		/* text[len] is NUL */
	size_t	 len;		/* octets without the line end */
};

/* Of the first line: drops what some editors put in front of UTF-8. */
static inline void
line_drop_mark(struct line *line)
{
	if (line->len >= 3 && memcmp(line->text, "\xef\xbb\xbf", 3) == 0) {
		line->text += 3;
		line->len -= 3;
	}
}

struct line_reader {
	char		 name[LINE_NAME_SIZE];	/* for errors; cut */
	int		 fd;		/* -1: memory */
	bool		 close_fd;
	off_t		 start;		/* -1: cannot be read again */
	const uint8_t	*memory;	/* borrowed */
	size_t		 memory_len, memory_at;
	char		*buf;		/* (owned) */
	size_t		 at, scanned, end;	/* at <= scanned <= end */
	bool		 eof, skipping;
	char		 head[LINE_HEAD_OCTETS + 1];
	size_t		 head_len;
	struct sha256_ctx sha256;
	bool		 unhashed;	/* set by an owner that has no use
					   for the SHA-256 */
};

/* Opens a file, or standard input for "-". */
enum status	line_reader_open(struct line_reader *, const char *name,
		    struct error *);

/* Reads LEN octets at DATA, which is borrowed. */
enum status	line_reader_open_memory(struct line_reader *,
		    const void *data, size_t len, struct error *);

/* A reader of all zeros but FD -1, or one that failed to open, is allowed. */
void		line_reader_close(struct line_reader *);

/*
 * Shows the first octets, up to LINE_PEEK_OCTETS or the first line end; waits
 * for them.  Only before the first line is read.
 */
enum status	line_reader_peek(struct line_reader *, const uint8_t **data,
		    size_t *len, struct error *);

/* Drops N octets that were peeked at. */
void		line_reader_skip(struct line_reader *, size_t n);

/*
 * Reads the next line.  Without WAIT it never blocks: LINE_WAIT means that
 * the descriptor is to be polled first.
 */
enum line_result line_reader_next(struct line_reader *, bool wait,
		    struct line *, struct error *);

/* Starts again from the beginning; false if the source is a pipe. */
bool		line_reader_rewind(struct line_reader *);

/* The SHA-256 of all octets; once, after LINE_END. */
void		line_reader_sha256(struct line_reader *,
		    uint8_t digest[static SHA256_DIGEST_SIZE]);

#endif /* PROBER_LINE_READER_H */

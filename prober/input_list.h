/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input_list.h - lists of domains, read as a stream.
 *
 * A list is plain (a name per line; '#' starts a comment line) or CSV with a
 * header line that has a column `domain`, `url` or `name` (the first of these
 * that is there), separated by commas, semicolons or tabs; the columns
 * `group`, `organisation` (or `organization`) and `use` are read too, all
 * others are not.  In CSV a line that starts with '#' is a comment if the
 * domain is the first column.  What may stand for a name: see input_name.h.
 *
 *	status = input_list_open(&list, "-", &err);
 *	while ((kind = input_list_next(list, &item, &err)) != INPUT_END)
 *		...
 *
 * Every line ends in exactly one of the counters, always:
 *
 *	lines = targets + errors + duplicates + ignored
 *
 * Memory: 260 KiB, and what it takes to know names again (input_repeats.h).
 *
 * Threads: none; the owner's alone.
 */
#ifndef PROBER_INPUT_LIST_H
#define PROBER_INPUT_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/dns_name.h"
#include "common/record.h"
#include "common/status.h"
#include "prober/input_name.h"
#include "prober/input_reason.h"

#define INPUT_TEXT_MAX		1024	/* octets of group or organisation */
#define INPUT_SHA256_OCTETS	32
#define INPUT_GIVEN_MAX		256	/* octets kept of a bad line */

struct input_list;

enum input_kind {
	INPUT_TARGET,
	INPUT_ERROR,		/* a line that is no target */
	INPUT_DUPLICATE,	/* a name that was handed out before */
	INPUT_WAIT,		/* nothing yet: poll input_list_fd() */
	INPUT_END,
	INPUT_FAILED,		/* reading failed; the error says why */
};

struct input_item {
	uint32_t	 line;		/* from 1 */

	/* INPUT_TARGET and INPUT_DUPLICATE */
	struct input_name name;
	const char	*group;		/* "" when none was given; these two */
	const char	*organisation;	/* are valid until the next call */
	unsigned	 declared;	/* enum declared_use, or-ed */
	uint32_t	 first_line;	/* of the name; of a target its own */

	/* INPUT_ERROR */
	enum input_reason reason;
	const char	*given;		/* the line, cut; until the next call */
	size_t		 given_len;	/* INPUT_GIVEN_MAX or less */
};

struct input_counts {
	uint64_t	lines, targets, errors, duplicates;
	uint64_t	ignored;	/* blank, comment or header */
};

/*
 * Opens the list at PATH, or standard input for "-", and reads up to its
 * first line with content to tell the form; that may block.  Anything that is
 * no text (UTF-16, gzip, a directory...) and CSV without a usable header gives
 * an error here.  On success the caller owns *out.
 */
enum status	input_list_open(struct input_list **out, const char *path,
		    struct error *);

/* The same for LEN octets at DATA, which are borrowed. */
enum status	input_list_open_memory(struct input_list **out,
		    const void *data, size_t len, struct error *);

void		input_list_close(struct input_list *);	/* NULL is allowed */

/*
 * Reads on to the next target, error or duplicate.  Never blocks, but for
 * the time a disk needs: a pipe without data gives INPUT_WAIT.  After
 * INPUT_END and INPUT_FAILED the same is returned again.
 */
enum input_kind	input_list_next(struct input_list *, struct input_item *,
		    struct error *);

/* The descriptor to poll after INPUT_WAIT; -1 for memory. */
int		input_list_fd(const struct input_list *);

void		input_list_counts(const struct input_list *,
		    struct input_counts *);

/* The SHA-256 of the whole list as it is; false before INPUT_END. */
bool		input_list_sha256(const struct input_list *,
		    uint8_t digest[static INPUT_SHA256_OCTETS]);

/*
 * Starts again at the first line with all counters at zero: for callers that
 * need the number of targets or the hash before the first target.  A list that
 * was read to its end must be the same again: INPUT_FAILED comes at its end if
 * its hash is another.  Returns STATUS_USAGE if the source cannot be read twice
 * (a pipe); then nothing has changed.  After any other error the list can only
 * be closed.
 */
enum status	input_list_rewind(struct input_list *, struct error *);

#endif /* PROBER_INPUT_LIST_H */

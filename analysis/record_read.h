/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record_read.h - a domain line of a run file back into the evidence.
 *
 * A run file may come from anyone, so every field is checked: presence,
 * type, range, word.  An error names the line and the field:
 * "line 12: hosts[3].endpoints[0].state: not a word that is known here".
 * Fields that are not known are passed over, so a later version may add
 * some; the verdict in the line is not read, see classify().
 *
 * Threads: no state but the caller's.
 */
#ifndef ANALYSIS_RECORD_READ_H
#define ANALYSIS_RECORD_READ_H

#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/record.h"
#include "common/status.h"

/*
 * Reads LEN octets of TEXT, the line of that number.  All the record points
 * to is taken from the arena.  STATUS_MALFORMED or STATUS_NO_MEMORY on
 * failure, and the record is then not to be used.
 */
enum status	record_read(const char *text, size_t len, uint64_t line,
		    struct arena *, struct record_domain *, struct error *);

#endif /* ANALYSIS_RECORD_READ_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record_json.h - a domain record and its verdict as one line of a run file.
 *
 * The shape is that of docs/record.schema.json.  The verdict is there for
 * people and their tools; record_read() takes the evidence alone.  Nothing
 * of the evidence is lost but the part of a time below a microsecond, and
 * the nature of octets in a text that are not UTF-8 (see json_writer.h).
 *
 * Threads: no state but the caller's.
 */
#ifndef ANALYSIS_RECORD_JSON_H
#define ANALYSIS_RECORD_JSON_H

#include "analysis/verdict.h"
#include "common/json_writer.h"
#include "common/record.h"

/*
 * Writes the line, LF included.  The record holds at most one tenant host,
 * behind the others; protocols are TCP and UDP; `declared` is not empty; a
 * chain that is broken says where and why, and no other does.
 */
void	record_json_write(struct json_writer *, const struct record_domain *,
	    const struct verdict *);

#endif /* ANALYSIS_RECORD_JSON_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_read.h - the lines of a run file other than domain records, back into
 * what run_write.h was given.
 *
 * A run file may come from anyone, so every field that is read is checked;
 * an error names the line and the field.  Texts are taken from the arena.
 * STATUS_MALFORMED or STATUS_NO_MEMORY on failure, and the result is then
 * not to be used.
 *
 * Threads: no state but the caller's.
 */
#ifndef ANALYSIS_RUN_READ_H
#define ANALYSIS_RUN_READ_H

#include <stdbool.h>

#include "analysis/run_file.h"
#include "analysis/run_write.h"
#include "common/arena.h"
#include "common/status.h"

/* A header of another schema than RUN_SCHEMA is malformed. */
enum status	run_read_header(const struct run_line *, struct arena *,
		    struct run_header *, struct error *);

/* True for the header of a merged run. */
bool		run_read_is_merged(const struct run_line *);

enum status	run_read_input_error(const struct run_line *, struct arena *,
		    struct run_input_error *, struct error *);
enum status	run_read_duplicate(const struct run_line *, struct arena *,
		    struct run_duplicate *, struct error *);

#endif /* ANALYSIS_RUN_READ_H */

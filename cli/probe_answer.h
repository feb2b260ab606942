/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe_answer.h - the answer to one question, in the shape of ZDNS.
 *
 * Threads: no state.
 */
#ifndef CLI_PROBE_ANSWER_H
#define CLI_PROBE_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "common/json_writer.h"
#include "prober/engine.h"

/* The status: NOERROR, NXDOMAIN, ... in BUF or static. */
const char	*probe_answer_status(const struct engine_answer *,
		    bool iterative, char buf[static 16]);

/*
 * Writes {"status": ..., "timestamp": ..., "duration": ..., "data": ...} as
 * the value of KEY.  The answer must hold its records (keep_records).
 */
void		 probe_answer_write(struct json_writer *, const char *key,
		    const struct engine_answer *, bool iterative,
		    uint64_t unix_offset_ns);

#endif /* CLI_PROBE_ANSWER_H */

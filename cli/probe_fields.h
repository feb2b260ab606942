/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe_fields.h - what `reach46 probe tcp-syn` says of an endpoint: one line
 * of JSON or CSV with the fields that were asked for.
 *
 * Where ZMap has a field, it has ZMap's name: saddr and sport are the
 * endpoint's, daddr and dport ours, as in a response.  Every value is a number
 * or a word of ours, so nothing needs to be escaped, and nothing is allocated
 * per line.  What is not known is null in JSON and empty in CSV.
 *
 * Threads: none; the owner's alone.
 */
#ifndef CLI_PROBE_FIELDS_H
#define CLI_PROBE_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "common/status.h"
#include "common/utc.h"
#include "prober/engine.h"

#define PROBE_FIELDS_MAX	32
#define PROBE_FIELDS_DEFAULT	"saddr,sport,classification,success,state," \
				"reason,attempts,rtt_ms,timestamp_str"

/* Room for any line, with some to spare for copies of a fixed size. */
#define PROBE_FIELDS_LINE_SIZE	4096

struct probe_field;

struct probe_word {
	char		 text[31];
	uint8_t		 len;		/* 0: there is none */
};

#define PROBE_FIELDS_STATES	(ENDPOINT_INDETERMINATE + 1)

struct probe_fields {
	bool		 csv;
	unsigned	 n;
	struct probe_column {
		const struct probe_field *field;
		char	 lead[32];	/* what stands in front */
		uint8_t	 lead_len;
		bool	 quoted;
	}		 column[PROBE_FIELDS_MAX];
	uint64_t	 unix_offset_ns;	/* from seen.at_ns; set by the
						   owner */
	struct utc_second second;
	struct probe_word state[PROBE_FIELDS_STATES];
	struct probe_word classification[PROBE_FIELDS_STATES];
	struct probe_word reason[REASON_COUNT];
};

/* Parses "saddr,state", or "*" for all.  STATUS_USAGE names what is wrong. */
enum status	 probe_fields_parse(struct probe_fields *, const char *text,
		    bool csv, struct error *);

/* Prints all fields there are, with what they mean. */
void		 probe_fields_list(FILE *);

/* Each writes a line with its LF, and returns its length. */
size_t		 probe_fields_header(const struct probe_fields *,
		    char buf[static PROBE_FIELDS_LINE_SIZE]);	/* CSV */
size_t		 probe_fields_line(struct probe_fields *,
		    const struct engine_seen *,
		    char buf[static PROBE_FIELDS_LINE_SIZE]);

#endif /* CLI_PROBE_FIELDS_H */

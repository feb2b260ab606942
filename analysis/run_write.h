/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_write.h - the lines of a run file other than domain records.
 *
 * Each function writes one line, LF included, in the shape of
 * docs/record.schema.json.  `type` is always the first key; run_file.h
 * relies on that.
 *
 * Threads: no state but the caller's.
 */
#ifndef ANALYSIS_RUN_WRITE_H
#define ANALYSIS_RUN_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/json_writer.h"

#define RUN_SCHEMA	1

/* One option as given; the same name in a row becomes an array. */
struct run_option {
	const char	*name;		/* without the dashes */
	const char	*value;		/* NULL: a switch, written as true */
};

/* What is read from files, or else carried by the program. */
enum run_content {
	RUN_BLOCKLIST,
	RUN_CONTROLS,
	RUN_ROOT_HINTS,
	RUN_CONTENTS
};

/* One of the runs that a merged run was made of. */
struct run_merged {
	const char	*vantage;	/* as the records name it */
	uint64_t	 started_unix_ns;
	uint64_t	 seed;
	const char	*input_sha256, *settings_sha256;
	bool		 unchecked_vantage;
};

struct run_header {
	const char		*vantage;	/* --vantage */
	const char		*notes;		/* --notes, or NULL */
	const struct run_option	*options;
	size_t			 n_options;
	uint64_t		 seed;
	const char		*input_sha256;	/* 64 hexadecimal digits */
	const char		*settings_sha256;
	const char		*content_sha256[RUN_CONTENTS];	/* NULL: none */
	uint64_t		 started_unix_ns;
	bool			 unchecked_vantage;	/* --controls none */
	const struct run_merged	*merged;	/* only written, never read */
	size_t			 n_merged;	/* 0: no merged run */
};

struct run_input_error {
	uint64_t	 line;		/* from 1 */
	const char	*reason;	/* a word: "bad_name" */
	const char	*detail;	/* a sentence */
	const char	*text;		/* the start of the line */
};

struct run_duplicate {
	uint64_t	 line, first_line;
	const char	*name;
};

/* The run goes on after it was ended from outside. */
struct run_resume {
	uint64_t	 at_unix_ns;
	uint64_t	 domains;	/* that stand before this line */
	uint64_t	 dropped_octets;	/* the torn end before it */
};

/* A change in what this vantage point can measure. */
struct run_vantage {
	uint64_t	 at_unix_ns;
	unsigned	 family;	/* 4, 6, or 0 for both */
	const char	*protocol;	/* "tcp", "udp", or NULL for all */
	unsigned	 port;		/* 0 for all */
	bool		 healthy;	/* silence counts again */
	unsigned	 controls, answered;
	const char	*detail;	/* a sentence */
};

struct run_counter {
	const char	*name;
	uint64_t	 count;
};

struct run_summary {
	bool		 complete;	/* false: stopped before the end */
	uint64_t	 domains;	/* domain lines in this file */
	uint64_t	 measured;	/* those since the last resume */
	uint64_t	 resumed;	/* resume lines in this file */
	struct {
		uint64_t	lines, targets, errors, duplicates, ignored;
	} input;
	struct {
		uint64_t	total, syn, dns;	/* frames: probes */
		uint64_t	rst;	/* and RSTs of ours */
	} sent;
	uint64_t	 refused_sends;	/* the kernel would not take them */
	const struct run_counter *received;	/* frames by decode result */
	size_t		 n_received;
	uint64_t	 matched, unmatched, near_misses;
	uint64_t	 dns_tcp;	/* questions asked over TCP */
	unsigned	 loss_permille;	/* of attempts, as controls measured */
	struct {
		uint64_t	received, dropped;
	} capture;
	uint64_t	 duration_ns;	/* since the last resume */
};

/* The key of its hash in a header. */
const char	*run_content_key(enum run_content);

void	run_write_header(struct json_writer *, const struct run_header *);
void	run_write_input_error(struct json_writer *,
	    const struct run_input_error *);
void	run_write_duplicate(struct json_writer *,
	    const struct run_duplicate *);
void	run_write_resume(struct json_writer *, const struct run_resume *);
void	run_write_vantage(struct json_writer *, const struct run_vantage *);
void	run_write_summary(struct json_writer *, const struct run_summary *);

#endif /* ANALYSIS_RUN_WRITE_H */

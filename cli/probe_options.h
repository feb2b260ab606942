/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe_options.h - what `reach46 probe tcp-syn` and `reach46 probe dns` can
 * be told.
 *
 * Options that a scan has too are taken from its table, so that they are
 * called the same and do the same.
 *
 * Threads: none; read by all once they are parsed.
 */
#ifndef CLI_PROBE_OPTIONS_H
#define CLI_PROBE_OPTIONS_H

#include "cli/scan_options.h"

enum probe_kind {
	PROBE_TCP_SYN,
	PROBE_DNS,
	PROBE_KINDS
};

struct probe_options {
	struct scan_options scan;	/* what a scan has too */

	/* tcp-syn */
	const char	*target_ports;
	const char	*output_format;	/* "json" or "csv" */
	const char	*output_fields;	/* names, or "*" */
	bool		 list_output_fields;	/* if set, the rest is
						   unchecked */
	const char	*only;		/* "all", "answered" or "success" */
	uint32_t	 shards, shard;	/* shard < shards */

	/* dns */
	const char	*types;
};

/* The table of that kind; made by the first call, from one thread. */
const struct option_table *probe_option_table(enum probe_kind);

/* As scan_options_parse(); argv[0] is the kind's name. */
enum status	probe_options_parse(enum probe_kind, int argc,
		    char *const *argv, struct probe_options *,
		    struct error *);
void		probe_options_free(enum probe_kind, struct probe_options *);

#endif /* CLI_PROBE_OPTIONS_H */

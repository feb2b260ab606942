/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_options.h - what `reach46 scan` can be told.
 *
 * Threads: none; read by all once it is parsed.
 */
#ifndef CLI_SCAN_OPTIONS_H
#define CLI_SCAN_OPTIONS_H

#include "cli/options.h"

struct scan_options {
	/* input and output */
	const char	*input_file;	/* "-": standard input */
	const char	*output_file;	/* NULL: the caller makes a name */
	bool		 resume;	/* then output_file is one */
	const char	*status_updates_file;	/* NULL: none */
	const char	*log_file;	/* NULL: standard error */
	bool		 quiet, verbose;
	bool		 dryrun;

	/* pace */
	uint32_t	 rate_fps;	/* frames per second, 1 or more */
	uint32_t	 probes;	/* attempts, 1 to 10 */
	uint64_t	 cooldown_ns;
	uint32_t	 address_rate;	/* packets per second; 0: no cap */
	uint32_t	 prefix_rate;
	uint32_t	 server_rate;
	uint32_t	 window;	/* domains in flight, 1 or more */
	uint32_t	 resolver_window;	/* questions in flight for each
						   resolver, 1 or more */

	/* way out */
	const char	*interface;	/* NULL: the kernel's choice */
	struct option_addresses source_ip;	/* at most one per family */
	struct option_mac gateway_mac, gateway_mac6;
	bool		 ipv4_only, ipv6_only;	/* never both */
	const char	*tx;		/* for tx_find() */
	const char	*workers;	/* a number or "auto" */
	uint32_t	 n_workers;	/* that number, or 0 */
	const char	*rst;		/* "kernel", "own" or "auto"; NULL where
					   there is no such option */

	/* resolving */
	struct option_servers resolver;	/* none: those of the system */
	bool		 iterative;	/* then resolver is empty */
	const char	*root_hints;	/* NULL: those the program carries;
					   only with iterative */

	/* what may be probed */
	const char	*blocklist_file;	/* NULL: none */
	struct option_prefixes permit_prefix;

	/* the run */
	const char	*controls;	/* FILE; "none": the run is marked
					   unchecked_vantage; NULL: the
					   shipped list */
	const char	*policy;	/* "v4v6" or "v6" */
	const char	*vantage;	/* name of this vantage point */
	const char	*notes;		/* NULL: none given */
	struct option_seed seed;	/* not given: the caller draws one */

	bool		 help, version;	/* if set, the rest is unchecked */
	const char	*operand;	/* FILE; input_file has it too */
	bool		 sweeps;	/* set by a command that asks nobody
					   for names: no resolver is needed */
};

extern const struct option_table	scan_option_table;

/*
 * Parses argv[1] to argv[argc - 1] (argv[0] is "scan") and checks what no
 * option can check alone.  STATUS_USAGE says what is wrong.
 * scan_options_free() is due in any case.
 */
enum status	scan_options_parse(int argc, char *const *argv,
		    struct scan_options *, struct error *);

/*
 * The same for whatever command takes some of these options: finds the input
 * file, and whether the options go together.
 */
enum status	scan_options_check(struct scan_options *, struct error *);

/* Of the options that say who is asked: do they go together? */
enum status	scan_options_check_resolving(const struct scan_options *,
		    struct error *);

void		scan_options_free(struct scan_options *);

#endif /* CLI_SCAN_OPTIONS_H */

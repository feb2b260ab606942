/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options.h - one table of options that feeds everything.
 *
 * A command describes its options in a static table: names, type, range,
 * default, help.  The table drives the parser, the --help text and the list
 * of values in the header of a run file, so the three cannot disagree.
 *
 * Each option has a place in the command's own struct, at an offset, of the
 * C type its enum option_type names.  The struct starts as all zeros; the
 * parser first stores the defaults.
 *
 * Arguments are read as getopt_long(3) does: -r50, -r 50, --rate=50,
 * --rate 50, -qv, unique beginnings of long names, operands anywhere, "--"
 * before operands that start with '-'.  An option that is given twice keeps
 * the last value; one of a list type collects them.
 *
 * Threads: no state.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "common/flow.h"
#include "common/prefix.h"
#include "common/status.h"

#define OPTIONS_MAC_OCTETS	6

struct option_seed {
	bool		 given;
	uint64_t	 value;
};

struct option_mac {
	bool		 given;
	uint8_t		 octet[OPTIONS_MAC_OCTETS];
};

/* Lists; each owns its items. */
struct option_addresses {
	struct ip_addr	*item;
	size_t		 n;
};

struct option_prefixes {
	struct prefix	*item;
	size_t		 n;
};

struct option_servers {
	struct endpoint	*item;
	size_t		 n;
};

/* What an option takes, and the C type of its place. */
enum option_type {
	OPTION_FLAG,		/* nothing; bool */
	OPTION_STRING,		/* const char *, borrowed from argv */
	OPTION_CHOICE,		/* the same; METAVAR lists the words: a|b */
	OPTION_COUNT,		/* uint32_t from min to max; "20k", "1M" */
	OPTION_SECONDS,		/* "8", "0.5"; uint64_t nanoseconds */
	OPTION_SEED,		/* struct option_seed */
	OPTION_MAC,		/* struct option_mac */
	OPTION_ADDRESSES,	/* struct option_addresses; appends */
	OPTION_PREFIXES,	/* struct option_prefixes; appends */
	OPTION_SERVERS,		/* struct option_servers: ADDR, ADDR#PORT,
				   v4:PORT, [v6]:PORT; port 53; appends */
};

/* What an option does beyond setting its value. */
enum option_role {
	OPTION_MEASURES,	/* changes what is measured */
	OPTION_LOCAL,		/* only what happens on this machine: names of
				   files, messages; a resumed run may differ
				   in it */
	OPTION_ASKS,		/* --help, --version: nothing is run */
};

struct option_def {
	const char		*name;		/* without the two hyphens */
	char			 letter;	/* 0: none */
	const char		*metavar;	/* NULL for a flag */
	enum option_type	 type;
	enum option_role	 role;
	size_t			 offset;
	const char		*initial;	/* the default, or NULL */
	uint32_t		 min, max;	/* of OPTION_COUNT, and in
						   seconds of _SECONDS */
	const char		*group;		/* heading, on the first option
						   below it; NULL on the rest */
	const char		*help;		/* without the default */
};

struct option_table {
	const char		*command;	/* "scan" */
	const char		*operand;	/* "[FILE]", or "" */
	const char		*summary;	/* one paragraph for --help */
	const char		*examples;	/* lines, printed as they are */
	const struct option_def	*defs;
	size_t			 n_defs;
	size_t			 max_operands;
	size_t			 operand_offset;	/* const char *, as many
							   as max_operands */
};

/* One value for the header of a run file. */
struct option_value {
	const char		*name;
	enum option_role	 role;
	enum {
		OPTION_VALUE_BOOL,	/* text is "true" or "false" */
		OPTION_VALUE_NUMBER,	/* text is a JSON number */
		OPTION_VALUE_TEXT,
		OPTION_VALUE_LIST,	/* one item of a list, in order */
	}			 kind;
	const char		*text;		/* valid during the callback */
};

/*
 * Stores the defaults and then argv[1] to argv[argc - 1] in *TARGET.  Returns
 * STATUS_USAGE with a sentence that says what to do, in printable ASCII
 * whatever was typed.  options_free() is due in any case.
 */
enum status	options_parse(const struct option_table *, int argc,
		    char *const *argv, void *target, struct error *);

/* Frees the lists. */
void		options_free(const struct option_table *, void *target);

/* Prints the help text: 80 columns, one heading per group. */
void		options_help(const struct option_table *, FILE *);

/*
 * Calls EMIT for each value, in the order of the table and the items of a
 * list in the order given: the same settings always give the same calls.
 * Flags and all that has a value, given or default, come; empty lists,
 * strings that are not set and OPTION_ASKS do not.
 */
void		options_dump(const struct option_table *, const void *target,
		    void (*emit)(void *arg, const struct option_value *),
		    void *arg);

#endif /* CLI_OPTIONS_H */

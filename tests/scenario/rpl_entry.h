/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpl_entry.h - an entry of a scenario: a question, and what answers it.
 *
 * Between ENTRY_BEGIN and ENTRY_END come MATCH, ADJUST and REPLY lines, then
 * the sections with a record each line, or the reply in hex.  $ORIGIN and
 * $TTL hold from where they stand to the end of the file.
 *
 * Threads: none; the owner's alone.
 */
#ifndef TESTS_SCENARIO_RPL_ENTRY_H
#define TESTS_SCENARIO_RPL_ENTRY_H

#include "tests/scenario/rpl.h"
#include "tests/scenario/rpl_words.h"

/* What the lines of an entry are about. */
enum rpl_part {
	RPL_PART_HEAD,
	RPL_PART_QUESTION,
	RPL_PART_RECORDS,
	RPL_PART_HEX,
	RPL_PART_PASSED_OVER,
};

struct rpl_entry_reader {
	struct rpl		*rpl;
	struct dns_name		 origin;
	uint32_t		 ttl;		/* seconds */
	struct rpl_entry	*entry;		/* the open one, or NULL */
	struct rpl_record	**record_end;
	size_t			 octets;	/* of its records */
	enum rpl_part		 part;
	enum dns_section	 section;
	uint8_t			 hex[RPL_HEX_MAX];
	size_t			 hex_octets;
	const char		*trouble;	/* what is wrong with a line */
};

void		 rpl_entry_reader_init(struct rpl_entry_reader *,
		    struct rpl *);

/* Begins an entry, allocated in the scenario's arena. */
struct rpl_entry *rpl_entry_begin(struct rpl_entry_reader *, unsigned line);

/* Takes a line inside the entry; false if it makes no sense. */
bool		 rpl_entry_line(struct rpl_entry_reader *,
		    const struct rpl_words *);

/*
 * Takes $ORIGIN or $TTL, which may stand anywhere; *TAKEN is false for any
 * other line.  Returns false if it makes no sense.
 */
bool		 rpl_entry_directive(struct rpl_entry_reader *,
		    const struct rpl_words *, bool *taken);

#endif /* TESTS_SCENARIO_RPL_ENTRY_H */

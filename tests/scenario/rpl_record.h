/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpl_record.h - records and questions from their text (RFC 1035 section 5.1).
 *
 *	owner [TTL] [class] type data		class and TTL in any order
 *
 * Types whose data can be written are those in the table of rpl_record.c, and
 * every one whose data is in the form of RFC 3597 (\# length hex).
 *
 * Threads: no state.
 */
#ifndef TESTS_SCENARIO_RPL_RECORD_H
#define TESTS_SCENARIO_RPL_RECORD_H

#include "tests/scenario/rpl.h"
#include "tests/scenario/rpl_words.h"

enum rpl_text {
	RPL_TEXT_OK,
	RPL_TEXT_LEFT_OUT,	/* a known type that we cannot write */
	RPL_TEXT_MALFORMED,
};

/* A name of a zone file: without a final dot it lies below ORIGIN, which may
 * be OUT. */
bool		rpl_name(const char *text, const struct dns_name *origin,
		    struct dns_name *out);

bool		rpl_question(const struct rpl_words *,
		    const struct dns_name *origin, struct dns_question *out);

/*
 * Reads a record; its data is allocated in the arena.  TTL is that of records
 * without one.
 */
enum rpl_text	rpl_record(const struct rpl_words *,
		    const struct dns_name *origin, uint32_t ttl,
		    struct arena *, struct rpl_record *out);

/* Appends the octets that a word of hex digits stands for to BUF. */
bool		rpl_hex(const char *word, uint8_t *buf, size_t size,
		    size_t *len);

#endif /* TESTS_SCENARIO_RPL_RECORD_H */

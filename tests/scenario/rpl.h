/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpl.h - resolver scenarios in the format of unbound's testbound (.rpl).
 *
 * A scenario says what each server answers while which steps are played
 * (ranges of entries), and what a client asks and must get (steps):
 *
 *	server:				settings, as in unbound.conf
 *	stub-zone:
 *		name: "."		the root hints
 *		stub-addr: 193.0.14.129
 *	CONFIG_END
 *	SCENARIO_BEGIN title
 *	RANGE_BEGIN 0 100		for steps 0 to 100
 *	ADDRESS 193.0.14.129		of the server; none: any server
 *	ENTRY_BEGIN
 *	MATCH opcode qtype qname	which questions it answers
 *	ADJUST copy_id			how the reply follows the question
 *	REPLY QR AA NOERROR
 *	SECTION QUESTION
 *	www.example.com. IN A
 *	SECTION ANSWER
 *	www.example.com. IN A 10.20.30.40
 *	ENTRY_END
 *	RANGE_END
 *	STEP 1 QUERY			and an entry
 *	STEP 10 CHECK_ANSWER		and an entry
 *	SCENARIO_END
 *
 * ';' begins a comment.  Lines may end in CR LF and be indented at will.
 *
 * Threads: none; the owner's alone.
 */
#ifndef TESTS_SCENARIO_RPL_H
#define TESTS_SCENARIO_RPL_H

#include "common/address.h"
#include "common/arena.h"
#include "common/dns_msg.h"
#include "common/prefix.h"
#include "common/status.h"
#include "prober/root_hints.h"

#define RPL_ADDRESSES_MAX	16	/* of one range */
#define RPL_REFUSED_MAX		16	/* do-not-query-address */
#define RPL_HEX_MAX		4096	/* octets of a message in hex */

/* What a question must share with an entry to be answered by it. */
enum rpl_match {
	RPL_MATCH_OPCODE = 1 << 0,
	RPL_MATCH_QTYPE = 1 << 1,
	RPL_MATCH_QNAME = 1 << 2,
	RPL_MATCH_SUBDOMAIN = 1 << 3,	/* lies in the entry's domain */
	RPL_MATCH_QCLASS = 1 << 4,
	RPL_MATCH_RCODE = 1 << 5,
	RPL_MATCH_ANSWER = 1 << 6,	/* answers alone have one */
	RPL_MATCH_UDP = 1 << 7,
	RPL_MATCH_TCP = 1 << 8,
	RPL_MATCH_NOEDNS = 1 << 9,
	RPL_MATCH_NEVER = 1 << 10,	/* what no question of ours has */
};

struct rpl_record {
	struct rpl_record	*next;
	enum dns_section	 section;
	struct dns_name		 owner;
	uint16_t		 type;
	uint16_t		 klass;
	uint32_t		 ttl;		/* seconds */
	uint16_t		 data_octets;
	const uint8_t		*data;
};

struct rpl_entry {
	struct rpl_entry	*next;
	unsigned		 line;		/* where it begins */
	unsigned		 match;		/* enum rpl_match */
	bool			 is_reply;	/* ADJUST copy_id */
	bool			 copy_query;
	bool			 silent;	/* do_not_answer */
	uint64_t		 delay_ns;
	uint16_t		 flags;		/* with opcode and RCODE */
	bool			 has_question;
	struct dns_question	 question;
	struct rpl_record	*records;	/* in the order of the file */
	const uint8_t		*hex;		/* the whole reply, or NULL */
	size_t			 hex_octets;
};

struct rpl_range {
	struct rpl_range	*next;
	unsigned		 first, last;	/* steps */
	struct ip_addr		 addr[RPL_ADDRESSES_MAX];
	unsigned		 n_addr;	/* 0: any server */
	struct rpl_entry	*entries;
};

enum rpl_step_kind {
	RPL_NOTHING,		/* and whatever means nothing to us */
	RPL_QUERY,		/* a client asks */
	RPL_CHECK_ANSWER,
	RPL_CHECK_OUT_QUERY,	/* we ask; the entry may be the reply */
	RPL_REPLY,		/* a reply to one question only */
	RPL_TIMEOUT,		/* the latest question stays unanswered */
	RPL_TIME_PASSES,
};

struct rpl_step {
	struct rpl_step		*next;
	unsigned		 number;
	enum rpl_step_kind	 kind;
	struct ip_addr		 addr;		/* family 0: any server */
	struct rpl_entry	*entry;		/* or NULL */
	uint64_t		 elapse_ns;	/* TIME_PASSES */
};

struct rpl {
	struct arena		 arena;		/* holds all the rest */
	const char		*title;
	/* From the settings: */
	struct root_hints	 hints;		/* the program's own where
						   it has none */
	bool			 without[2];	/* families, by index */
	bool			 asks_localhost;
	struct prefix		 refused[RPL_REFUSED_MAX];
	unsigned		 n_refused;
	const char		*need;		/* what we have not got, that
						   the answers may need; NULL */
	/* From the scenario: */
	struct rpl_range	*ranges;
	struct rpl_step		*steps;
	unsigned		 n_entries;
	unsigned		 n_left_out;	/* records of types that we
						   cannot write, DNSSEC's */
};

/*
 * Each fills the scenario; the error names the file, the line and what is
 * wrong with it.  Free it in any case.
 */
enum status	rpl_load(struct rpl *, const char *path, struct error *);
enum status	rpl_read(struct rpl *, const void *text, size_t len,
		    struct error *);
void		rpl_free(struct rpl *);

#endif /* TESTS_SCENARIO_RPL_H */

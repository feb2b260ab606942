/* SPDX-License-Identifier: Apache-2.0 */
/*
 * type_list.h - the DNS record types that "A,AAAA,TYPE65" names.
 *
 * Threads: no state.
 */
#ifndef CLI_TYPE_LIST_H
#define CLI_TYPE_LIST_H

#include <stdint.h>

#include "common/status.h"

#define TYPE_LIST_MAX	16

struct type_list {
	uint16_t	type[TYPE_LIST_MAX];	/* as given, each once */
	unsigned	n;			/* 1 or more */
};

/*
 * Parses names in any letter case, or TYPE and a number (RFC 3597 section 5),
 * with commas between.  Only types of records: no ANY, no OPT.
 */
enum status	type_list_parse(struct type_list *, const char *text,
		    struct error *);

#endif /* CLI_TYPE_LIST_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * endpoint_list.h - addresses and prefixes in, endpoints out, in an order
 * that looks random.
 *
 * A line holds an address or a prefix of either family; '#' starts a comment.
 * Each stands for all its addresses, and each address for one endpoint per
 * port.  The list is read as it is used: up to ENDPOINT_LIST_LINES lines, or
 * as many as can be read without waiting, make a window, whose endpoints come
 * in the order of a permutation (permutation.h) before the next lines are
 * read.  So a short list is permuted as a whole, prefixes of any size are
 * never written out, and a list of any length takes 2 MB.
 *
 * Shards: the list without permutation is cut into rows of as many endpoints
 * as there are shards, and each shard gets one of each row, chosen by a hash
 * of the row's number.  So shards are disjoint, complete and equal up to one,
 * each is a fair sample, and that depends neither on the seed nor on how fast
 * the list came.
 *
 * Threads: none; the owner's alone.
 */
#ifndef PROBER_ENDPOINT_LIST_H
#define PROBER_ENDPOINT_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/flow.h"
#include "common/status.h"
#include "prober/port_list.h"

#define ENDPOINT_LIST_LINES	65536

/* The shortest IPv6 prefix that is taken: of a subnet's 2^64 addresses nobody
 * can probe more than a trace. */
#define ENDPOINT_LIST_V6_MIN	104

struct endpoint_list;

struct endpoint_list_options {
	const struct port_list	*ports;		/* borrowed */
	uint64_t		 seed;		/* of the order */
	uint32_t		 shards;	/* 1 or more */
	uint32_t		 shard;		/* from 0 */
};

enum endpoint_list_result {
	ENDPOINT_LIST_ENDPOINT,
	ENDPOINT_LIST_REFUSED,	/* a line that is neither; go on */
	ENDPOINT_LIST_WAIT,	/* poll the descriptor, then go on */
	ENDPOINT_LIST_END,
	ENDPOINT_LIST_FAILED,	/* the error says why */
};

union endpoint_list_item {
	struct endpoint		 endpoint;
	struct {
		uint64_t	 line;		/* from 1 */
		const char	*text;		/* until the next call */
		size_t		 len;
		const char	*reason;	/* "no ...", static */
	} refused;
};

/* Opens a file, or standard input for "-"; *OUT is NULL where that fails. */
enum status	 endpoint_list_open(struct endpoint_list **, const char *path,
		    const struct endpoint_list_options *, struct error *);

/* Reads LEN octets at DATA, which is borrowed. */
enum status	 endpoint_list_open_memory(struct endpoint_list **,
		    const void *data, size_t len,
		    const struct endpoint_list_options *, struct error *);
void		 endpoint_list_close(struct endpoint_list *);	/* or NULL */

enum endpoint_list_result endpoint_list_next(struct endpoint_list *,
		    union endpoint_list_item *, struct error *);

int		 endpoint_list_fd(const struct endpoint_list *);

/* How many endpoints there are in all, or 0 while nobody knows. */
uint64_t	 endpoint_list_total(const struct endpoint_list *);

#endif /* PROBER_ENDPOINT_LIST_H */

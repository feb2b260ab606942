/* SPDX-License-Identifier: Apache-2.0 */
/*
 * root_hints.h - where the walk from the root begins.
 *
 * A hints file is a zone file as IANA publishes it (named.root): NS records
 * of the root, and A and AAAA records of the hosts they name, in any order.
 * TTLs and the class may be left out; ';' begins a comment.  An error names
 * the file, the line and what is wrong with it.
 *
 * Threads: none; read by all once it is loaded.
 */
#ifndef PROBER_ROOT_HINTS_H
#define PROBER_ROOT_HINTS_H

#include <nettle/sha2.h>
#include <stddef.h>
#include <stdint.h>

#include "common/address.h"
#include "common/dns_name.h"
#include "common/status.h"

#define ROOT_SERVERS_MAX	26

struct root_server {
	struct dns_name	name;		/* lower case */
	struct ip_addr	addr[2];	/* by family_index(); family 0: none */
};

struct root_hints {
	struct root_server	server[ROOT_SERVERS_MAX];
	size_t			n;	/* at least 1 once loaded, and at
					   least one address among them */
	uint8_t			sha256[SHA256_DIGEST_SIZE];	/* of text */
};

/*
 * Each fills the hints.  _load() reads a file, _read() LEN octets of its text,
 * _builtin() what the program carries (data/named.root).
 */
enum status	root_hints_load(struct root_hints *, const char *path,
		    struct error *);
enum status	root_hints_read(struct root_hints *, const void *text,
		    size_t len, struct error *);
enum status	root_hints_builtin(struct root_hints *, struct error *);

#endif /* PROBER_ROOT_HINTS_H */

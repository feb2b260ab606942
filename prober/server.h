/* SPDX-License-Identifier: Apache-2.0 */
/*
 * server.h - a name server's address, whoever asks it.
 *
 * What is known of an address holds for all zones it serves: how fast it
 * answers, whether it bears EDNS, and that a verification (walk.h) has heard
 * nothing from it: then only other verifications ask it, for a server may
 * ignore what is not about its zones.  The cache forgets addresses that no
 * zone cut refers to, those first that have been idle the longest.
 *
 * Threads: none; the engine's alone.
 */
#ifndef PROBER_SERVER_H
#define PROBER_SERVER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "common/address.h"
#include "common/table.h"

struct engine;
struct errand;

LIST_HEAD(errand_list, errand);

struct server {
	struct table_node	node;
	TAILQ_ENTRY(server)	idle;		/* while nobody refers to it */
	struct errand_list	errands;	/* under way to it */
	struct ip_addr		addr;
	uint32_t		refs;
	uint32_t		srtt_us;	/* smoothed; 0: none yet */
	bool			no_edns;
	bool			dead;		/* silent, so far */
};

TAILQ_HEAD(server_list, server);

/* Returns the server with one reference more. */
struct server	*server_get(struct engine *, const struct ip_addr *);
void		 server_put(struct engine *, struct server *);

/* Forgets what is known of all addresses of a family (by family_index()). */
void		 servers_forget(struct engine *, unsigned family);

/* It answered, after RTT_US, or 0 when that is not known. */
void		 server_answered(struct server *, uint32_t rtt_us);

#endif /* PROBER_SERVER_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * peers.h - how engines that share the work ask each other for endpoints.
 *
 * Each endpoint has one owner (owner.h), which alone probes it.  An engine
 * that wants to know of another's endpoint makes a reach without an ask, and
 * the owner is sent a message; when it knows, a message comes back.  Engines
 * share no memory: whoever drives them (crew.h) carries the messages.
 *
 *	reach_get() -> peers_ask() -> message -> reach_get() of the owner
 *	reach_told() <- message <- peers_tell() <- what the owner saw
 *
 * What waits to be carried is bounded by the endpoints that are in work.
 *
 * Threads: each engine's part is its own.
 */
#ifndef PROBER_PEERS_H
#define PROBER_PEERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "common/dns_name.h"
#include "common/flow.h"
#include "common/pool.h"

/* So many engines may share the work. */
#define PEERS_MAX	16

struct engine;
struct reach;

struct peer_message {
	struct reach	*reach;		/* of who asks: never looked into by
					   the owner */
	struct endpoint	 remote;
	uint64_t	 server_hash;
	uint16_t	 question;
	uint8_t		 proto;
	uint8_t		 from;		/* which engine */
	bool		 is_answer;

	/* An answer: */
	uint8_t		 state, reason, probes;
	uint32_t	 rtt_us;
	uint32_t	 queued_ms;	/* not the domain's time */

	/* A question; the last member, for peer_message_octets(): */
	struct dns_name	 zone;		/* len 0: none */
};

/* What of a message is to be copied. */
static inline size_t
peer_message_octets(const struct peer_message *m)
{
	return offsetof(struct peer_message, zone.wire) + m->zone.len;
}

/* A message to be, in the outbox, or waiting for what its reach will show. */
struct peer_letter {
	TAILQ_ENTRY(peer_letter) link;
	struct peer_letter	*next;	/* of the same reach */
	struct reach	*reach;		/* ours (owned) if it is an answer,
					   else some plan holds it */
	struct reach	*theirs;	/* NULL: we are the ones who ask */
	uint32_t	 queued_ms;
	uint8_t		 peer;
};

TAILQ_HEAD(peer_letters, peer_letter);

struct peers {
	struct peer_letters	 out[PEERS_MAX];
	struct pool		 letters;
};

void	peers_init(struct peers *);
void	peers_free(struct peers *);

/* Asks engine PEER what it knows of REACH. */
void	peers_ask(struct engine *, struct reach *, unsigned peer);

/* REACH is done: tells all who asked. */
void	peers_tell(struct engine *, struct reach *, uint32_t queued_ms);

/* The next message for engine PEER; false when there is none. */
bool	engine_message_out(struct engine *, unsigned peer,
	    struct peer_message *);

/* A message from another engine. */
void	engine_message_in(struct engine *, uint64_t now_ns,
	    const struct peer_message *);

/*
 * When something was settled last.  One engine's progress is that of all:
 * nobody gives up on what does not recover while another has work to do.
 */
uint64_t engine_progress_ns(const struct engine *);
void	engine_heed_progress(struct engine *, uint64_t progress_ns);

#endif /* PROBER_PEERS_H */

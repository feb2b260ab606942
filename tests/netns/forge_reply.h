/* SPDX-License-Identifier: Apache-2.0 */
/*
 * forge_reply.h - replies to a probe, wrong in one thing.
 */
#ifndef NETNS_FORGE_REPLY_H
#define NETNS_FORGE_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FORGE_FRAME_MAX 768

enum forgery {
	FORGE_SOURCE,		/* from another address */
	FORGE_PORT,		/* to or from another port */
	FORGE_ACK,		/* acknowledges something else */
	FORGE_ID,		/* another DNS ID */
	FORGE_QUESTION,		/* another name or type */
	FORGE_CASE,		/* one letter in the other case */
	FORGE_FAMILY,		/* the same ports in the other family */
	FORGE_OLD_KEY,		/* answers an earlier run's probe */
	FORGE_OTHER_INSTANCE,	/* answers another instance's probe */
	FORGE_BARE_RST,		/* RST without ACK */
	FORGE_ICMP,		/* an error that quotes a stranger's packet */
	FORGE_FRAGMENT,		/* right, but a fragment */
	FORGE_COUNT
};

extern const char *const forge_name[FORGE_COUNT];

/* A probe as it went by. */
struct probe_seen {
	uint16_t	len;		/* of the frame */
	bool		v6, tcp;
	uint16_t	sport, dport;
	uint32_t	seq;		/* TCP */
	uint16_t	transport_at, payload_at;
	uint8_t		frame[512];
};

struct forged {
	size_t	len;
	uint8_t	octet[FORGE_FRAME_MAX];
};

/* Probes kept from another run. */
struct probe_book {
	struct probe_seen	*at;
	size_t			 n;
	uint32_t		*by_target;	/* index + 1; 0: none */
	size_t			 n_slots;
};

/* Reads what the frame says; false if it is no probe of the prober's. */
bool	probe_parse(struct probe_seen *, size_t len);

void	probe_book_read(struct probe_book *, const char *path);
/* One to the same address and port if there is, else any. */
const struct probe_seen *probe_book_like(const struct probe_book *,
	    const struct probe_seen *);
const struct probe_seen *probe_book_any(const struct probe_book *);

/*
 * Writes a reply of KIND to the probe; OTHER is the probe of the other family
 * or run for the kinds that need one.  PORT is any of the prober's.  False if
 * there is no such forgery of this probe.
 */
bool	forge_reply(enum forgery, const struct probe_seen *,
	    const struct probe_seen *other, uint16_t port, struct forged *);

#endif /* NETNS_FORGE_REPLY_H */

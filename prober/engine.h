/* SPDX-License-Identifier: Apache-2.0 */
/*
 * engine.h - domains in, evidence out, and between them packets.
 *
 * The engine plans what to ask about each domain, asks it, matches what comes
 * back and hands out the evidence.  It reads no clock, opens no socket and
 * prints nothing: time is an argument, packets to send are fetched by the
 * caller and packets received are given by the caller.  The same engine runs
 * live (loop.c), in the simulator (tests/sim/) and under a fuzzer.
 *
 *	engine_input(e, now, response)	 a packet came
 *	engine_expire(e, now)		 time has passed
 *	engine_output(e, now, &request)	 what to send now, until false
 *	engine_next_ns(e, now)		 when to call again at the latest
 *
 * Times are CLOCK_MONOTONIC nanoseconds, or the simulator's.
 *
 * Threads: one engine belongs to one thread.
 */
#ifndef PROBER_ENGINE_H
#define PROBER_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/response.h"
#include "common/dns_name.h"
#include "common/record.h"
#include "prober/controls_file.h"
#include "prober/peers.h"
#include "prober/guard.h"
#include "prober/outstanding.h"
#include "prober/probe.h"
#include "prober/resolvers.h"
#include "prober/root_hints.h"

struct answer;
struct engine;

/* Hops 0 and 1 lead to targets, by family_index(); resolvers may have more. */
#define ENGINE_HOPS_MAX	(2 + RESOLVERS_MAX)

/* A question on its own, not for a domain's evidence. */
struct engine_question {
	const struct dns_name	*name;		/* copied */
	uint16_t		 type;
	void			*cookie;	/* comes back with the answer */
};

struct engine_answer {
	void			*cookie;
	enum lookup_status	 status;
	const struct answer	*answer;	/* CNAMEs passed, and records */
	struct endpoint		 server;	/* that answered last; family 0:
						   none did */
	uint16_t		 rcode;		/* of the last reply */
	uint8_t			 queries;	/* sent in all */
	bool			 tcp;		/* answered over TCP */
	uint64_t		 asked_ns, done_ns;
};

/* An endpoint of a sweep: one TCP SYN probe, for nobody's evidence. */
struct engine_endpoint {
	struct endpoint		 endpoint;
};

struct engine_seen {
	struct endpoint		 endpoint;
	enum endpoint_state	 state;
	enum reason		 reason;
	uint8_t			 attempts;	/* probes sent */
	uint8_t			 hop_limit;	/* of the response; 0: none */
	uint64_t		 at_ns;		/* response, or given up */
	int64_t			 rtt_ns;	/* -1: not known */
	struct endpoint		 local;		/* of the probe answered, or
						   of the last one; port 0:
						   none was sent */
	uint32_t		 seq, ack;	/* of a TCP response */
	struct ip_addr		 icmp_sender;	/* family 0: no error came */
	uint8_t			 icmp_type, icmp_code;
};

struct engine_config {
	struct token_key	 key;
	const struct guard	*guard;		/* borrowed */
	uint16_t		 port_first, n_ports;
	struct ip_addr		 source[2];	/* towards targets, by family;
						   family 0: this vantage point
						   lacks the family */
	struct resolver_config	 resolvers[RESOLVERS_MAX];
	unsigned		 n_resolvers;	/* at least 1, unless: */
	const struct root_hints	*hints;		/* borrowed; NULL, or we walk
						   from the root ourselves */
	uint32_t		 resolver_window;	/* questions at once */
	unsigned		 attempts;	/* per endpoint or question */
	uint64_t		 cooldown_ns;	/* after the last attempt */
	uint64_t		 rate_fps;	/* all frames */
	uint32_t		 address_rate;	/* DNS frames/s; 0: no cap */
	uint32_t		 prefix_rate;	/* per /24 and /48 */
	uint32_t		 server_rate;	/* per name-server name */
	uint32_t		 window;	/* domains in flight */
	uint32_t		 cache;		/* answers kept for sharing, and
						   endpoints (reach.h) */
	bool			 keep_records;	/* all of them, for on_answer:
						   see answer_records.h */
	uint64_t		 unix_offset_ns;	/* from our clock to
							   time since 1970 */

	uint8_t			 n_peers;	/* engines that share the work
						   (peers.h); 0 or 1: alone */
	uint8_t			 index;		/* of this one, from 0 */

	const struct control	*controls;	/* borrowed; none: unchecked */
	size_t			 n_controls;

	/* Called when the health of a kind of controls changed. */
	void			 (*on_vantage)(void *arg,
				    const struct engine *, unsigned kind,
				    uint64_t now_ns);
	/* Called with each domain's evidence, valid during the call. */
	void			 (*on_domain)(void *arg,
				    const struct record_domain *);
	/* Called with the answer to each engine_ask(), valid likewise. */
	void			 (*on_answer)(void *arg,
				    const struct engine_answer *);
	/* Called with what was seen of each endpoint of a sweep. */
	void			 (*on_endpoint)(void *arg,
				    const struct engine_seen *);
	void			 *arg;
};

struct engine_target {
	const struct dns_name	*name;		/* copied */
	const char		*group;		/* copied */
	const char		*organisation;	/* copied */
	unsigned		 declared;	/* enum declared_use */
};

enum request_kind {
	REQUEST_FRAME,		/* stamp it and transmit it */
	REQUEST_DNS_TCP,	/* ask over a kernel TCP socket */
	REQUEST_DNS_UDP,	/* ask over a kernel UDP socket */
};

struct request {
	enum request_kind	 kind;
	struct flight_id	 id;
	const struct probe_type	*type;		/* FRAME */
	uint8_t			 hop;		/* FRAME: which template */
	struct probe		 probe;		/* a copy; its question points
						   to the one below */
	struct dns_question	 question;
};

/* Each probe and reply ends in exactly one of these. */
struct engine_stats {
	uint64_t	requested_syn;		/* frames handed out */
	uint64_t	requested_dns;
	uint64_t	requested_tcp;		/* DNS over TCP */
	uint64_t	requested_udp;		/* through kernel sockets */
	uint64_t	unsendable;		/* refused for good */
	uint64_t	matched;		/* replies that counted */
	uint64_t	matched_icmp;
	uint64_t	near_misses;		/* right flow, wrong content */
	uint64_t	wrong_case;		/* right but for 0x20 */
	uint64_t	fragments;		/* refused, asked over TCP */
	uint64_t	unmatched;		/* not ours, late or doubled */
	uint64_t	endpoints, endpoints_answered;
	uint64_t	endpoints_folded;	/* in flight already */
	uint64_t	lookups, lookups_failed;
	uint64_t	domains;		/* handed to on_domain */
};

struct engine	*engine_new(const struct engine_config *, uint64_t now_ns);
void		 engine_free(struct engine *);	/* NULL is allowed */

/* How many more domains may be added now; ask again after each. */
uint32_t	 engine_room(const struct engine *);
void		 engine_add(struct engine *, uint64_t now_ns,
		    const struct engine_target *);

/* Asks one question; takes room like a domain does. */
void		 engine_ask(struct engine *, uint64_t now_ns,
		    const struct engine_question *);

/* Adds an endpoint to the sweep; takes room like a domain does. */
void		 engine_sweep(struct engine *, uint64_t now_ns,
		    const struct engine_endpoint *);

void		 engine_input(struct engine *, uint64_t now_ns,
		    const struct response *);
void		 engine_expire(struct engine *, uint64_t now_ns);

/* Fills the next request; false when nothing may be sent now. */
bool		 engine_output(struct engine *, uint64_t now_ns,
		    struct request *);

/* The earliest time at which expire or output have work, or UINT64_MAX. */
uint64_t	 engine_next_ns(const struct engine *, uint64_t now_ns);

/*
 * What became of a request: the kernel took the frame; or refused it for good
 * (nothing was sent, and the endpoint is not blamed).
 */
void		 engine_sent(struct engine *, uint64_t now_ns,
		    struct flight_id);
void		 engine_unsendable(struct engine *, uint64_t now_ns,
		    struct flight_id);

/* Writes the DNS message of a REQUEST_DNS_TCP or _UDP; returns its length. */
size_t		 request_message(const struct request *,
		    uint8_t buf[static DNS_QUERY_MAX]);

/*
 * The reply to a REQUEST_DNS_TCP or _UDP, without TCP's length field; LEN 0:
 * the connection failed or timed out.
 */
void		 engine_input_message(struct engine *, uint64_t now_ns,
		    struct flight_id, const uint8_t *data, size_t len);

/*
 * What the caller learns of the ways out.  A family's source address may
 * change, or have no USABLE way out for now: its probes are held back, if
 * there are controls to tell when it is well again.
 */
void		 engine_set_source(struct engine *, uint64_t now_ns,
		    unsigned family_index, const struct ip_addr *source,
		    bool usable);

/* The same for the resolvers that are reached through a hop. */
void		 engine_set_resolver(struct engine *, uint64_t now_ns,
		    uint8_t hop, const struct ip_addr *source, bool usable);

/* The capture lost frames between FROM_NS and now. */
void		 engine_deaf(struct engine *, uint64_t from_ns,
		    uint64_t now_ns);

/* What the controls say of one kind of probe. */
struct engine_vantage {
	char		 name[64];	/* "IPv6 tcp/443", "resolver ..." */
	unsigned	 family;	/* 4 or 6 */
	uint8_t		 proto;		/* IPPROTO_TCP or _UDP */
	uint16_t	 port;
	bool		 healthy;
	bool		 first;		/* nothing was told of it before */
	bool		 deceived;	/* somebody answers for nobody */
	unsigned	 controls;	/* how many there are */
	unsigned	 answered;	/* of the latest four rounds */
};

void		 engine_vantage(const struct engine *, unsigned kind,
		    struct engine_vantage *);

/* Thousandths of single attempts that controls missed; 0 without controls. */
unsigned	 engine_loss_permille(const struct engine *);

/* How many frames may leave per second from now on. */
void		 engine_set_rate(struct engine *, uint64_t now_ns,
		    uint64_t rate_fps);

/* Domains, questions and endpoints in flight; when there are none, nothing is
 * left to do. */
uint32_t	 engine_in_flight(const struct engine *);

void		 engine_stats(const struct engine *, struct engine_stats *);

#endif /* PROBER_ENGINE_H */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker.h - one engine and what it needs to run live: ways out, links,
 * templates.
 *
 * The worker moves packets when it is told to; when that is, loop.c decides.
 *
 * Threads: a worker belongs to one thread and shares nothing.
 */
#ifndef PROBER_WORKER_H
#define PROBER_WORKER_H

#include <stdbool.h>
#include <stdint.h>

#include "capture/decode.h"
#include "prober/engine.h"
#include "prober/link.h"
#include "prober/ports.h"
#include "prober/resets.h"
#include "prober/route.h"
#include "prober/watch.h"

struct worker_options {
	const struct tx_ops	*tx;
	struct guard		*guard;		/* borrowed; resolvers are
						   permitted in it */
	struct route_options	 route;
	bool			 use_family[2];	/* by family_index() */
	const struct endpoint	*resolvers;	/* borrowed */
	unsigned		 n_resolvers;	/* 0 if the engine has hints,
						   or only sweeps */
	uint16_t		 port_first;	/* ours to use: somebody holds
						   them */
	unsigned		 n_ports;	/* a power of two */
	unsigned		 ring_octets;
	const struct ports	*ports;		/* borrowed; all of the
						   process's, ours among them */
	struct rst_guards	*rst_guards;	/* borrowed; NULL: the kernel
						   answers SYN-ACKs, not we */
	struct engine_config	 engine;	/* rates, limits, callback; the
						   worker fills in the rest */
};

struct worker_counts {
	struct link_counts	 link;		/* of all links together */
	struct rx_stats		 rx;
	uint64_t		 frames;	/* seen */
	uint64_t		 unpaid_rst;	/* owed, and no room for it */
	uint64_t		 decoded[DECODE_RESULT_COUNT];
};

struct worker {
	struct worker_options options;
	struct engine	*engine;		/* (owned) once started */
	struct watch	*watch;		/* (owned) */
	struct hop	 hops[ENGINE_HOPS_MAX];
	struct template	 templates[ENGINE_HOPS_MAX][2];	/* SYN, DNS */
	uint8_t		 link_of[ENGINE_HOPS_MAX];
	unsigned	 n_hops;
	struct resets	*resets;		/* (owned) NULL: the kernel's */
	struct link	*links[ENGINE_HOPS_MAX];	/* (owned) each */
	unsigned	 n_links;
	struct error	 no_family[2];		/* why, where hops[i] is none */
	bool		 hop_down[ENGINE_HOPS_MAX];
	bool		 hop_stirred[ENGINE_HOPS_MAX];	/* to be looked at */
	uint64_t	 now_ns;		/* of the call under way */
	uint64_t	 ticked_ns;	/* last worker_tick() */
	uint64_t	 dropped;	/* by the capture, until then */
	uint64_t	 refused, sent;	/* by the kernel, until then */
	uint64_t	 rate_fps;	/* as adapted to what it can bear */
	uint64_t	 frames;
	uint64_t	 decoded[DECODE_RESULT_COUNT];
};

/*
 * Finds the ways out, opens links.  A family without a way out
 * is left out, with the reason in no_family[]; STATUS_UNFIT if both are, or
 * if there are no hints and no resolver can be reached.
 */
enum status	worker_open(struct worker **, const struct worker_options *,
		    struct error *);
void		worker_close(struct worker *);	/* NULL is allowed */

/* Makes the engine, whose time begins now: finding the ways out may have taken
 * long.  To be called once, before all that follows. */
enum status	worker_start(struct worker *, uint64_t now_ns,
		    struct error *);

/* Gives the engine every frame that has come. */
void		worker_receive(struct worker *, uint64_t now_ns);

/*
 * Sends what the engine wants sent.  Requests for kernel sockets go to ASK.
 * Returns when to call again at the latest.
 */
uint64_t	worker_transmit(struct worker *, uint64_t now_ns,
		    void (*ask)(void *arg, const struct request *),
		    void *arg);

/*
 * Looks after the ways out, when the watch's descriptor is readable and every
 * second: what has changed is told to the engine, what has come back is used
 * again (worker_watch.c).
 */
void		worker_look(struct worker *, uint64_t now_ns);
void		worker_tick(struct worker *, uint64_t now_ns);

/* Opens what the hop leads through and builds its templates. */
enum status	worker_use_hop(struct worker *, unsigned index,
		    struct error *);

/* Keeps TCP replies to the hop's source from the kernel, if it is to be. */
enum status	worker_guard_hop(struct worker *, unsigned index,
		    struct error *);

void		worker_counts(struct worker *, struct worker_counts *);

/* The backend that all links send through; "auto" where they differ. */
const char	*worker_tx_name(const struct worker *);

#endif /* PROBER_WORKER_H */

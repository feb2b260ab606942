/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim_world.h - a fake Internet that the engine's frames go out to.
 *
 * Requests are stamped into frames and read back with the decoder, which
 * checks every checksum; replies are frames too, and come back through the
 * decoder.  The whole packet path but the sockets is the one that runs live.
 *
 *	sim_world_send(w, now, e, &request)	the engine sends
 *	sim_world_deliver(w, now, e)		what has arrived by now
 *	sim_world_next_ns(w)			when something arrives next
 *
 * Threads: the owner's alone.
 */
#ifndef TESTS_SIM_SIM_WORLD_H
#define TESTS_SIM_SIM_WORLD_H

#include "prober/engine.h"
#include "prober/template.h"
#include "tests/sim/sim_controls.h"
#include "tests/sim/sim_faults.h"
#include "tests/sim/sim_hosts.h"
#include "tests/sim/sim_watch.h"
#include "tests/sim/sim_zone.h"

#define SIM_RESOLVERS	3		/* over IPv6, over IPv4, on this host */

struct sim_counters {
	uint64_t	frames;			/* sent to the world */
	uint64_t	forged;
	uint64_t	forbidden;		/* refused by the guard */
	uint64_t	malformed;		/* of ours: not decodable */
	uint64_t	undecoded;		/* of theirs */
	uint64_t	messages;		/* over kernel sockets */
};

struct sim_world {
	struct sim_zone		 zone;
	struct sim_net		 net;
	struct sim_watch	 watch;
	struct sim_counters	 counters;
	struct sim_faults	 faults;
	struct control		 controls[SIM_CONTROLS];
	struct sim_limiter	*limiters;	/* (owned) */
	struct guard		*guard;		/* (owned) */
	struct template		 templates[2 + SIM_RESOLVERS][2];
	struct resolver_config	 resolvers[SIM_RESOLVERS];
	unsigned		 n_resolvers;
	struct ip_addr		 source[2];
	bool			 forgeries;
	bool			 sound;		/* no resolver has whims */
};

void	 sim_world_init(struct sim_world *, const struct sim_weather *,
	    uint64_t seed, unsigned n_resolvers);
void	 sim_world_free(struct sim_world *);

/* Fills what the engine must know of this vantage point. */
void	 sim_world_configure(const struct sim_world *,
	    struct engine_config *);

/* Adds the controls of this world. */
void	 sim_world_control(struct sim_world *, struct engine_config *);

void	 sim_world_send(struct sim_world *, uint64_t now_ns, struct engine *,
	    const struct request *);
void	 sim_world_deliver(struct sim_world *, uint64_t now_ns,
	    struct engine *);
uint64_t sim_world_next_ns(const struct sim_world *);

#endif /* TESTS_SIM_SIM_WORLD_H */

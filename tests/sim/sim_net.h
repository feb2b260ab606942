/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim_net.h - what is under way in the simulated Internet, and its weather.
 *
 * A packet that is sent arrives later, twice, out of order or not at all, as
 * a seeded die decides.  The clock is whatever time the caller says; events
 * of one moment come out in the order in which they went in.
 *
 * Threads: the owner's alone.
 */
#ifndef TESTS_SIM_SIM_NET_H
#define TESTS_SIM_SIM_NET_H

#include <stddef.h>
#include <stdint.h>

#include "prober/outstanding.h"
#include "tests/sim/sim_random.h"

#define SIM_MS	UINT64_C(1000000)
#define SIM_S	UINT64_C(1000000000)

struct sim_weather {
	unsigned	loss_out, loss_in;	/* permille, each way */
	unsigned	duplicates;	/* permille, towards us */
	unsigned	reordered;	/* permille: up to 300 ms more */
	unsigned	late;		/* permille: up to LATE_NS more */
	uint64_t	late_ns;
};

enum sim_event_kind {
	SIM_FRAME,		/* a frame for our interface */
	SIM_MESSAGE,		/* an answer over a kernel socket */
};

struct sim_event {
	uint64_t		 at_ns;
	uint64_t		 order;
	enum sim_event_kind	 kind;
	struct flight_id	 id;		/* MESSAGE */
	size_t			 len;
	uint8_t			 data[];
};

struct sim_net {
	struct sim_weather	 weather;
	struct sim_random	 random;
	struct sim_event	**heap;		/* (owned) earliest first */
	size_t			 n, room;
	uint64_t		 order;
	uint64_t		 lost_out, lost_in, doubled;
};

void	 sim_net_init(struct sim_net *, const struct sim_weather *,
	    uint64_t seed);
void	 sim_net_free(struct sim_net *);

/* Does the packet that we send now arrive? */
bool	 sim_net_carries(struct sim_net *);

/* A frame sets out for us at AT_NS and meets the weather. */
void	 sim_net_frame(struct sim_net *, uint64_t at_ns, const uint8_t *,
	    size_t len);

/* A frame for us at exactly AT_NS: whoever sends it makes his own weather. */
void	 sim_net_place(struct sim_net *, uint64_t at_ns, const uint8_t *,
	    size_t len);

/* A message of a kernel socket comes at AT_NS: TCP repairs losses. */
void	 sim_net_message(struct sim_net *, uint64_t at_ns, struct flight_id,
	    const uint8_t *, size_t len);

/* When the next event is due, or UINT64_MAX. */
uint64_t sim_net_next_ns(const struct sim_net *);

/* Returns the next event due by NOW_NS (the caller frees it) or NULL. */
struct sim_event *sim_net_due(struct sim_net *, uint64_t now_ns);

#endif /* TESTS_SIM_SIM_NET_H */
